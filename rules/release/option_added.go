package release

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

//go:embed option_added.txtar
var optionAddedExamples string

// OptionAdded reports new options.
var OptionAdded = &lint.Rule{
	ID: "release/option-added", Gate: lint.None, Severity: lint.Info, Since: "0.1.0", Needs: needsBaseline,
	Title:    "a new option",
	Why:      "An addition requires a minor release. Existing choices do not change; the list has one more option.",
	Examples: optionAddedExamples,
	Options:  options(release.OptionAdded),
	Run:      told,
}
