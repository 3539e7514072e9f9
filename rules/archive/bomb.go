package archive

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/pkg"
)

// Bomb reports packages that would take more to read than they are worth.
var Bomb = &lint.Rule{
	ID: "archive/bomb", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", RunsBroken: true, Bundles: true,
	Title:   "the package is too large when it is unpacked",
	Why:     "A few bytes of a zip can unpack to gigabytes. The daemon limits only the sizes that the zip's directory declares, and reads the data itself into memory whatever its size. difylint stops at limits of its own (compression ratio, bytes in total and per entry, number of entries and of folders), and this rule reports that it did not check the rest. No plugin needs to come near these limits.",
	Sources: sources,
	Run:     judge(pkg.CodeRatio, pkg.CodeLimit, pkg.CodeEntryCount, pkg.CodeBigIndex, pkg.CodeManyFolders),
}
