package release

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

//go:embed text_changed.txtar
var textChangedExamples string

// TextChanged reports texts, icons and prices that changed.
var TextChanged = &lint.Rule{
	ID: "release/text-changed", Gate: lint.None, Severity: lint.Info, Since: "0.1.0", Needs: needsBaseline,
	Title:    "a text that people read changed",
	Why:      "Labels, descriptions, icons, links and prices do not affect existing workflows. A patch is enough.",
	Examples: textChangedExamples,
	Options:  options(release.TextChanged),
	Run:      told,
}
