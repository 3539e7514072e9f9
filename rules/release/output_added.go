package release

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

//go:embed output_added.txtar
var outputAddedExamples string

// OutputAdded reports new outputs.
var OutputAdded = &lint.Rule{
	ID: "release/output-added", Gate: lint.None, Severity: lint.Info, Since: "0.1.0", Needs: needsBaseline,
	Title:    "a tool has a new output",
	Why:      "An addition requires a minor release. Existing nodes do not use the new output and keep working.",
	Examples: outputAddedExamples,
	Options:  options(release.OutputAdded),
	Run:      told,
}
