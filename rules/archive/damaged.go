package archive

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/pkg"
)

//go:embed damaged.txtar
var damagedExamples string

// Damaged is told of packages whose contents cannot be read.
var Damaged = &lint.Rule{
	ID: "archive/damaged", Gate: lint.Install, Severity: lint.Error, Since: "0.1.0", RunsBroken: true, Bundles: true,
	Title: "the package, or a file in it, cannot be read",
	Why: "On upload the daemon reads every entry of the package to make its checksum. One that is cut off, has another size or " +
		"checksum (CRC-32) than is recorded, lies nowhere, or is compressed by a method other than stored and deflated stops it: " +
		"the upload is answered with the reader's error (\"zip: checksum error\", \"unexpected EOF\"). A download that broke off is " +
		"the usual reason, a repacking tool with its own compression the next.",
	Sources:  sources,
	Examples: damagedExamples,
	Run: judge(pkg.CodeFormat, pkg.CodeDirectory, pkg.CodeNoHeader, pkg.CodeMethod, pkg.CodeCorrupt, pkg.CodeTruncated,
		pkg.CodeSize, pkg.CodeCRC),
}
