package archive

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/pkg"
)

//go:embed header.txtar
var headerExamples string

// Header is told of packages that tools read in different ways.
var Header = &lint.Rule{
	ID: "archive/header", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", RunsBroken: true, Bundles: true,
	Title: "the package's records do not tell one story",
	Why: "A zip says everything twice: before each file and in its directory. The daemon believes the directory; tools that read from " +
		"the front, scanners among them, believe the other. Where the two differ, where a checksum is left out, or where the " +
		"form for archives over 4 GiB is used without need, they can be shown different files.",
	Sources:  sources,
	Examples: headerExamples,
	Run:      judge(pkg.CodeZip64, pkg.CodeHeaderNames, pkg.CodeNoCRC),
}
