# nix-build -E '(import <nixpkgs> { }).callPackage ./default.nix { }'
{ lib, stdenvNoCC, fetchurl, installShellFiles }:

let
  version = "@VERSION@";
  hashes = {
    x86_64-linux = { name = "linux_amd64"; hash = "@SRI linux_amd64.tar.gz@"; };
    aarch64-linux = { name = "linux_arm64"; hash = "@SRI linux_arm64.tar.gz@"; };
    x86_64-darwin = { name = "darwin_amd64"; hash = "@SRI darwin_amd64.tar.gz@"; };
    aarch64-darwin = { name = "darwin_arm64"; hash = "@SRI darwin_arm64.tar.gz@"; };
  };
  system = stdenvNoCC.hostPlatform.system;
  archive = hashes.${system} or (throw "difylint has no program for ${system}");
in
stdenvNoCC.mkDerivation {
  pname = "difylint";
  inherit version;
  src = fetchurl {
    url = "https://github.com/difylint/difylint/releases/download/v${version}/difylint_${version}_${archive.name}.tar.gz";
    inherit (archive) hash;
  };
  sourceRoot = ".";
  nativeBuildInputs = [ installShellFiles ];
  installPhase = ''
    runHook preInstall
    install -Dm755 difylint $out/bin/difylint
    installManPage man/difylint.1
    installShellCompletion --bash completions/difylint.bash --zsh completions/_difylint --fish completions/difylint.fish
    runHook postInstall
  '';
  meta = {
    description = "Checks Dify plugins before the platform does";
    homepage = "https://github.com/difylint/difylint";
    license = lib.licenses.asl20;
    mainProgram = "difylint";
    platforms = builtins.attrNames hashes;
    sourceProvenance = [ lib.sourceTypes.binaryNativeCode ];
  };
}
