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
	Title: "a model is deprecated",
	Why: "A deprecated model is not offered any more and goes on where it is used. That breaks nothing, and users should hear of " +
		"it before the model is gone.",
	Examples: modelDeprecatedExamples,
	Options:  options(release.ModelDeprecated),
	Run:      told,
}
