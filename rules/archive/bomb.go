package archive

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/pkg"
)

//go:embed bomb.txtar
var bombExamples string

// Bomb is told of packages that would take more to read than they are worth.
var Bomb = &lint.Rule{
	ID: "archive/bomb", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", RunsBroken: true, Bundles: true,
	Title: "the package grows beyond measure when it is read",
	Why: "A few bytes of a zip can stand for gigabytes. The daemon bounds the sizes that the directory declares, and nothing else: " +
		"what is behind them it reads whole into memory. difylint stops at bounds of its own (ratio, bytes in total and by entry, " +
		"number of entries and of folders), and says with this rule that it did not look at the rest. No plugin needs to come near them.",
	Sources:  sources,
	Examples: bombExamples,
	Run:      judge(pkg.CodeRatio, pkg.CodeLimit, pkg.CodeEntryCount, pkg.CodeBigIndex, pkg.CodeManyFolders),
}
