package archive

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/pkg"
)

// Duplicate is told of entries that are in each other's place.
var Duplicate = &lint.Rule{
	ID: "archive/duplicate", Gate: lint.Install, Severity: lint.Error, Since: "0.1.0", RunsBroken: true, Bundles: true,
	Title: "two entries have one name",
	Why: "The daemon reads the first of two entries with one name, for both of them; most other tools show and unpack the last. " +
		"What a reviewer reads is then not what runs. Names that differ only by letter case are two files on Linux and one on " +
		"Windows and macOS. A file where other entries have a folder cannot be unpacked at all: the plugin never starts.",
	Sources: sources,
	Examples: []lint.Example{{
		Name: "the same name",
		Bad:  "A package with a second manifest.yaml behind the first.\npacked: twice=manifest.yaml\nwant: .:1\n",
		Good: "Pack with `dify plugin package`, which writes each file once.",
	}, {
		Name: "letter case",
		Bad:  "A package with Main.py beside main.py.\npacked: name=Main.py\nwant: Main.py:1\n",
		Good: "Rename one of the two, and pack again.",
	}},
	Run: judge(pkg.CodeDuplicate, pkg.CodeCase, pkg.CodeFileAndDir),
}
