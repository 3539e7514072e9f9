package release

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

//go:embed default_changed.txtar
var defaultChangedExamples string

// DefaultChanged reports defaults that changed.
var DefaultChanged = &lint.Rule{
	ID: "release/default-changed", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Needs: needsBaseline,
	Title:    "a default changed",
	Why:      "Nothing fails, but users who did not set the parameter get another result than before. Tell users about it.",
	Examples: defaultChangedExamples,
	Options:  options(release.DefaultChanged),
	Run:      told,
}
