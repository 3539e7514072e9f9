package release

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

//go:embed parameter_type.txtar
var parameterTypeExamples string

// ParameterType reports parameters of another type.
var ParameterType = &lint.Rule{
	ID: "release/parameter-type", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Needs: needsBaseline,
	Title:    "the type of a parameter changed",
	Why:      "An existing workflow passes a value of the old type: the node fails, or the source gets a text where it expects a number. A type that accepts everything the old one accepted (`float` for `int`) breaks nothing.",
	Sources:  sources,
	Examples: parameterTypeExamples,
	Options:  options(release.ParameterType),
	Run:      told,
}
