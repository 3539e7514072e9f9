#!/usr/bin/env bash
# Builds difylint.vsix in this folder, or in FOLDER, at VERSION (default: that of
# package.json). Node.js and npm are all it needs. Each TARGET=PROGRAM makes
# difylint-TARGET-VERSION.vsix instead, for that platform of Visual Studio Code and
# with that program inside; "universal=CHECKSUMS" is for all others, and downloads
# a program that CHECKSUMS, the list of a release, names.
# usage: editors/vscode/package.sh [FOLDER [VERSION [TARGET=PROGRAM...]]]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=$(realpath "${1:-$here}")
version=${2:-}
shift $(($# < 2 ? $# : 2))
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# A copy, so that the working tree stays as it is.
tar -C "$here" --exclude node_modules --exclude out --exclude '*.vsix' -cf - . | tar -C "$work" -xf -
cp "$here/../../LICENSE" "$work/LICENSE"
targets=()
for target; do targets+=("${target%%=*}=$(realpath "${target#*=}")"); done
cd "$work"
npm ci --silent --ignore-scripts
# The markets take numbers alone; what is behind a hyphen says that it is no release.
[ -z "$version" ] || npm version --no-git-tag-version --allow-same-version "$(sed 's/^v//; s/-.*//' <<<"$version")" >/dev/null
npm run --silent build
package() { npx --no-install vsce package --no-dependencies "$@" >/dev/null; }
if [ ${#targets[@]} -eq 0 ]; then
  package --out "$out/difylint.vsix"
fi
for target in ${targets[@]+"${targets[@]}"}; do
  rm -rf bin checksums.txt
  name=${target%%=*}
  if [ "$name" = universal ]; then
    cp "${target#*=}" checksums.txt
    package --out "$out/difylint-universal-$version.vsix"
  else
    mkdir bin
    cp "${target#*=}" bin/
    package --target "$name" --out "$out/difylint-$name-$version.vsix"
  fi
done
