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
	Title:    "an option is new",
	Why:      "What is new asks for a minor release. Nothing that was chosen before changes; who opens the list finds one more.",
	Examples: optionAddedExamples,
	Options:  options(release.OptionAdded),
	Run:      told,
}
