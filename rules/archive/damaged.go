package archive

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/pkg"
)

// Damaged is told of packages whose contents cannot be read.
var Damaged = &lint.Rule{
	ID: "archive/damaged", Gate: lint.Install, Severity: lint.Error, Since: "0.1.0", RunsBroken: true, Bundles: true,
	Title: "the package, or a file in it, cannot be read",
	Why: "On upload the daemon reads every entry of the package to make its checksum. One that is cut off, has another size or " +
		"checksum (CRC-32) than is recorded, lies nowhere, or is compressed by a method other than stored and deflated stops it: " +
		"the upload is answered with the reader's error (\"zip: checksum error\", \"unexpected EOF\"). A download that broke off is " +
		"the usual reason, a repacking tool with its own compression the next.",
	Sources: sources,
	Examples: []lint.Example{{
		Name: "changed bytes",
		Bad:  "A package in which the bytes of main.py are not those that were packed.\npacked: crc=main.py\nwant: main.py:1\n",
		Good: "Download the package again, or pack it again with `dify plugin package`.",
	}, {
		Name: "another compression",
		Bad:  "A package in which main.py is compressed by Deflate64, as some zip programs do.\npacked: method=main.py\nwant: main.py:1\n",
		Good: "Pack with `dify plugin package`.",
	}, {
		Name: "cut off",
		Bad:  "A package whose last bytes are missing, as after a download that broke off.\npacked: cut=60\nwant: .:1\n",
		Good: "Download the package again.",
	}},
	Run: judge(pkg.CodeFormat, pkg.CodeDirectory, pkg.CodeNoHeader, pkg.CodeMethod, pkg.CodeCorrupt, pkg.CodeTruncated,
		pkg.CodeSize, pkg.CodeCRC),
}
