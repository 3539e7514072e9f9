package archive

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/pkg"
)

// Header reports packages that tools read in different ways.
var Header = &lint.Rule{
	ID: "archive/header", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", RunsBroken: true, Bundles: true,
	Title:   "the zip's two records of a file do not agree",
	Why:     "A zip records every file twice: before its data and in the zip's directory. The daemon uses the directory; tools that read from the front, such as scanners, use the other record. If the two differ, if a checksum is left out, or if the format for archives over 4 GiB is used without need, they can see different files.",
	Sources: sources,
	Run:     judge(pkg.CodeZip64, pkg.CodeHeaderNames, pkg.CodeNoCRC),
}
