package release

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

//go:embed option_removed.txtar
var optionRemovedExamples string

// OptionRemoved reports options of parameters, credentials and settings that are gone.
var OptionRemoved = &lint.Rule{
	ID: "release/option-removed", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Needs: needsBaseline,
	Title:    "an option was removed",
	Why:      "A node or credentials with this option have a value that is no longer allowed: they are refused until somebody chooses again.",
	Sources:  sources,
	Examples: optionRemovedExamples,
	Options:  options(release.OptionRemoved),
	Run:      told,
}
