package archive

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/difypkg"
)

// Folder is told of packages with entries for folders.
var Folder = &lint.Rule{
	ID: "archive/folder", Gate: lint.Install, Severity: lint.Error, Since: "0.1.0", RunsBroken: true,
	Title: "the package has an entry for a folder",
	Why: "The daemon reads each entry of the package as a file, and a folder cannot be read: the upload ends in \"is a directory\". " +
		"`dify plugin package` writes no such entries; `zip -r` and the file managers do.",
	Sources: sources,
	Examples: []lint.Example{{
		Bad:  "A package with an entry for the folder data.\npacked: name=data/\nwant: .:1\n",
		Good: "Pack with `dify plugin package`; with zip, use `zip -r -D` (no entries for folders).",
	}},
	Run: judge(difypkg.CodeFolder),
}
