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
	Title:    "a model's parameter was removed",
	Why:      "The SDK drops parameters that a model's rules do not name, so calls continue without the parameter. They do not fail, but no longer do what the user asked for.",
	Examples: modelParameterRemovedExamples,
	Options:  options(release.ModelParameter),
	Run:      told,
}
