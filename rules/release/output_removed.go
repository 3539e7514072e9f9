package release

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

//go:embed output_removed.txtar
var outputRemovedExamples string

// OutputRemoved reports outputs that are gone, or of another type.
var OutputRemoved = &lint.Rule{
	ID: "release/output-removed", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Needs: needsBaseline,
	Title:    "an output of a tool was removed or changed its type",
	Why:      "Later nodes of a workflow refer to an output by its name. Without it they get nothing, and with another type they fail.",
	Sources:  sources,
	Examples: outputRemovedExamples,
	Options:  options(release.OutputRemoved),
	Run:      told,
}
