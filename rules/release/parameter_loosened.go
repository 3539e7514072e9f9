package release

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

//go:embed parameter_loosened.txtar
var parameterLoosenedExamples string

// ParameterLoosened reports parameters, credentials and settings that take more, or need not be given any more.
var ParameterLoosened = &lint.Rule{
	ID: "release/parameter-loosened", Gate: lint.None, Severity: lint.Info, Since: "0.1.0", Needs: needsBaseline,
	Title:    "a parameter accepts more values than before",
	Why:      "Every valid value is still valid, and others are too. This requires a minor release.",
	Examples: parameterLoosenedExamples,
	Options:  options(release.ParameterLoosened),
	Run:      told,
}
