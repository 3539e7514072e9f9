package release

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

//go:embed model_deprecated.txtar
var modelDeprecatedExamples string

// ModelDeprecated reports models that are deprecated.
var ModelDeprecated = &lint.Rule{
	ID: "release/model-deprecated", Gate: lint.None, Severity: lint.Info, Since: "0.1.0", Needs: needsBaseline,
	Title:    "a model is deprecated",
	Why:      "A deprecated model is no longer offered but keeps working where it is used. Nothing breaks, but users should know before the model is removed.",
	Examples: modelDeprecatedExamples,
	Options:  options(release.ModelDeprecated),
	Run:      told,
}
