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
	Title: "a parameter is gone, or has another name",
	Why: "What a workflow or an agent gives for the parameter is dropped without a word, and the tool does something else than " +
		"before. A parameter under another name is two changes: the old one gone, and a new one.",
	Sources:  sources,
	Examples: parameterRemovedExamples,
	Options:  options(release.ParameterRemoved),
	Run:      told,
}
