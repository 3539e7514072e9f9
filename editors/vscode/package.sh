#!/usr/bin/env bash
# Builds difylint.vsix in this folder, or in FOLDER, at VERSION (default: that of
# package.json). Node.js and npm are all it needs.
# usage: editors/vscode/package.sh [FOLDER [VERSION]]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=$(realpath "${1:-$here}")
version=${2:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# A copy, so that the working tree stays as it is.
tar -C "$here" --exclude node_modules --exclude out --exclude '*.vsix' -cf - . | tar -C "$work" -xf -
cp "$here/../../LICENSE" "$work/LICENSE"
cd "$work"
npm ci --silent --ignore-scripts
[ -z "$version" ] || npm version --no-git-tag-version --allow-same-version "${version#v}" >/dev/null
npm run --silent build
npx --no-install vsce package --no-dependencies --out "$out/difylint.vsix"
