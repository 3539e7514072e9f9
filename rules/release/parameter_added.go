package release

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

//go:embed parameter_added.txtar
var parameterAddedExamples string

// ParameterAdded reports new parameters that need not be given.
var ParameterAdded = &lint.Rule{
	ID: "release/parameter-added", Gate: lint.None, Severity: lint.Info, Since: "0.1.0", Needs: needsBaseline,
	Title:    "a new, optional parameter",
	Why:      "An addition requires a minor release. Existing workflows do not need the parameter.",
	Examples: parameterAddedExamples,
	Options:  options(release.ParameterAdded),
	Run:      told,
}
