package release

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

//go:embed parameter_required.txtar
var parameterRequiredExamples string

// ParameterRequired reports parameters that must be given now.
var ParameterRequired = &lint.Rule{
	ID: "release/parameter-required", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Needs: needsBaseline,
	Title:    "a parameter is now required, or is new and required",
	Why:      "An existing workflow does not pass the parameter. Its node fails until somebody opens it and fills it in. With a `default`, the parameter can be required and nothing breaks.",
	Sources:  sources,
	Examples: parameterRequiredExamples,
	Options:  options(release.ParameterRequired),
	Run:      told,
}
