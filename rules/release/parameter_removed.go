package release

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

//go:embed parameter_removed.txtar
var parameterRemovedExamples string

// ParameterRemoved reports parameters of tools, strategies, datasources and events that are gone or renamed.
var ParameterRemoved = &lint.Rule{
	ID: "release/parameter-removed", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Needs: needsBaseline,
	Title:    "a parameter was removed or renamed",
	Why:      "The value that a workflow or an agent passes for the parameter is silently dropped, and the tool behaves differently. A renamed parameter is two changes: the old one removed, and a new one.",
	Sources:  sources,
	Examples: parameterRemovedExamples,
	Options:  options(release.ParameterRemoved),
	Run:      told,
}
