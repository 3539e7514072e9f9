package archive

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/pkg"
)

// Duplicate reports entries that are in each other's place.
var Duplicate = &lint.Rule{
	ID: "archive/duplicate", Gate: lint.Install, Severity: lint.Error, Since: "0.1.0", RunsBroken: true, Bundles: true,
	Title: "two entries have the same name",
	Why: "The daemon reads the first of two entries with one name, for both of them; most other tools show and unpack the last. " +
		"What a reviewer reads is then not what runs. Names that differ only by letter case are two files on Linux and one on " +
		"Windows and macOS. A file where other entries have a folder cannot be unpacked at all: the plugin never starts.",
	Sources: sources,
	Run:     judge(pkg.CodeDuplicate, pkg.CodeCase, pkg.CodeFileAndDir),
}
