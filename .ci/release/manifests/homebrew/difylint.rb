class Difylint < Formula
  desc "Checks Dify plugins before the platform does"
  homepage "https://github.com/difylint/difylint"
  version "@VERSION@"
  license "Apache-2.0"

  on_macos do
    on_intel do
      url "@URL@/difylint_@VERSION@_darwin_amd64.tar.gz"
      sha256 "@SHA256 darwin_amd64.tar.gz@"
    end
    on_arm do
      url "@URL@/difylint_@VERSION@_darwin_arm64.tar.gz"
      sha256 "@SHA256 darwin_arm64.tar.gz@"
    end
  end

  on_linux do
    on_intel do
      url "@URL@/difylint_@VERSION@_linux_amd64.tar.gz"
      sha256 "@SHA256 linux_amd64.tar.gz@"
    end
    on_arm do
      url "@URL@/difylint_@VERSION@_linux_arm64.tar.gz"
      sha256 "@SHA256 linux_arm64.tar.gz@"
    end
  end

  def install
    bin.install "difylint"
    man1.install "man/difylint.1"
    bash_completion.install "completions/difylint.bash" => "difylint"
    zsh_completion.install "completions/_difylint"
    fish_completion.install "completions/difylint.fish"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/difylint --version")
  end
end
