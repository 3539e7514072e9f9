package release

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

//go:embed model_extended.txtar
var modelExtendedExamples string

// ModelExtended reports models and strategies that can do more.
var ModelExtended = &lint.Rule{
	ID: "release/model-extended", Gate: lint.None, Severity: lint.Info, Since: "0.1.0", Needs: needsBaseline,
	Title:    "a property of a model or strategy changed without a loss",
	Why:      "A model with a longer context or a new feature can be used for more. This requires a minor release.",
	Examples: modelExtendedExamples,
	Options:  options(release.ModelExtended),
	Run:      told,
}
