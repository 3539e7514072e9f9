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
	Title:    "a parameter accepts fewer values than before",
	Why:      "A value that was valid is refused after the update: it is out of the new `min` or `max`, outside the new `scope`, or a list where only one value is accepted now.",
	Sources:  sources,
	Examples: parameterNarrowedExamples,
	Options:  options(release.ParameterNarrowed),
	Run:      told,
}
