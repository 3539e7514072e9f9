package archive

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/pkg"
)

// Damaged reports packages whose contents cannot be read.
var Damaged = &lint.Rule{
	ID: "archive/damaged", Gate: lint.Install, Severity: lint.Error, Since: "0.1.0", RunsBroken: true, Bundles: true,
	Title:   "the package, or a file in it, cannot be read",
	Why:     "On upload the daemon reads every entry of the package to make its checksum. The upload fails if an entry is cut off, has a size or checksum (CRC-32) that differs from the recorded one, is missing, or is compressed with a method other than stored and deflated: the answer is the reader's error (\"zip: checksum error\", \"unexpected EOF\"). The usual cause is an incomplete download, the next a tool that repacks with a compression of its own.",
	Sources: sources,
	Run: judge(pkg.CodeFormat, pkg.CodeDirectory, pkg.CodeNoHeader, pkg.CodeMethod, pkg.CodeCorrupt, pkg.CodeTruncated,
		pkg.CodeSize, pkg.CodeCRC),
}
