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
	Title:    "a model is new, or a type of models, or a way to configure them",
	Why:      "What is new asks for a minor release: users read in the version that there is something to look at.",
	Examples: modelAddedExamples,
	Options:  options(release.ModelAdded),
	Run:      told,
}
