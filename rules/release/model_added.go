package release

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

//go:embed model_added.txtar
var modelAddedExamples string

// ModelAdded reports new models.
var ModelAdded = &lint.Rule{
	ID: "release/model-added", Gate: lint.None, Severity: lint.Info, Since: "0.1.0", Needs: needsBaseline,
	Title:    "a new model, model type, or way to configure models",
	Why:      "An addition requires a minor release: the version shows users that there is something new.",
	Examples: modelAddedExamples,
	Options:  options(release.ModelAdded),
	Run:      told,
}
