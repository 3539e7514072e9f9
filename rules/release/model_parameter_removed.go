package release

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

//go:embed model_parameter_removed.txtar
var modelParameterRemovedExamples string

// ModelParameterRemoved reports parameters of models that are gone.
var ModelParameterRemoved = &lint.Rule{
	ID: "release/model-parameter-removed", Gate: lint.None, Severity: lint.Info, Since: "0.1.0", Needs: needsBaseline,
	Title: "a model's parameter is gone",
	Why: "The SDK drops what a model's rules do not name, so that calls go on without the parameter. They do not fail, but no " +
		"longer do what was asked for.",
	Examples: modelParameterRemovedExamples,
	Options:  options(release.ModelParameter),
	Run:      told,
}
