package release

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

//go:embed model_removed.txtar
var modelRemovedExamples string

// ModelRemoved reports models that are gone, types of models and methods that are no longer supported.
var ModelRemoved = &lint.Rule{
	ID: "release/model-removed", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Needs: needsBaseline,
	Title:    "a model was removed or can no longer be configured",
	Why:      "An application that uses the model fails after the update. If a model is retired, `deprecated: true` keeps it for existing users and hides it from everybody else; this requires only a minor release.",
	Sources:  sources,
	Examples: modelRemovedExamples,
	Options:  options(release.ModelRemoved),
	Run:      told,
}
