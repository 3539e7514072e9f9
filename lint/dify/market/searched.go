package market

import (
	"path"
	"strings"
)

// unsearched are endings of what is no text, or is made by a program.
var unsearched = map[string]bool{
	".7z": true, ".avif": true, ".bin": true, ".bmp": true, ".bz2": true, ".class": true, ".db": true, ".difypkg": true, ".dll": true,
	".dylib": true, ".eot": true, ".exe": true, ".gif": true, ".gz": true, ".ico": true, ".jar": true, ".jpeg": true, ".jpg": true,
	".lock": true, ".lockb": true, ".map": true, ".mov": true, ".mp3": true, ".mp4": true, ".node": true, ".onnx": true, ".otf": true,
	".pdf": true, ".pkl": true, ".png": true, ".pyc": true, ".pyd": true, ".rar": true, ".so": true, ".svg": true, ".tar": true,
	".tgz": true, ".ttf": true, ".wasm": true, ".wav": true, ".webm": true, ".webp": true, ".whl": true, ".woff": true, ".woff2": true,
	".xz": true, ".zip": true,
}

// lockFiles hold hashes by the thousand.
var lockFiles = map[string]bool{"package-lock.json": true, "pnpm-lock.yaml": true, "yarn.lock": true, "Pipfile.lock": true, "npm-shrinkwrap.json": true}

// MaxSearched is up to how many bytes a text is searched for secrets. The
// marketplace's check leaves out larger ones too (dify-marketplace-toolkit:
// toolkit/checks/secrets.py).
const MaxSearched = 1 << 20

// Searched reports whether a file is searched for secrets, by its name: others are
// no texts, or made by a program.
func Searched(name string) bool {
	base := path.Base(name)
	return !unsearched[strings.ToLower(path.Ext(base))] && !lockFiles[base]
}
