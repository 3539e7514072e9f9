package release

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

//go:embed parameter_narrowed.txtar
var parameterNarrowedExamples string

// ParameterNarrowed reports parameters that take less.
var ParameterNarrowed = &lint.Rule{
	ID: "release/parameter-narrowed", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Needs: needsBaseline,
	Title: "a parameter takes less than before",
	Why: "A value that was right is refused after the update: beyond the new `min` or `max`, out of the new `scope`, or one of " +
		"several where only one is taken now.",
	Sources:  sources,
	Examples: parameterNarrowedExamples,
	Options:  options(release.ParameterNarrowed),
	Run:      told,
}
