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
	Title: "an option is gone",
	Why: "Who had chosen the option is left with a value that is no longer among those that may stand there: the node or the " +
		"credentials are refused until somebody chooses anew.",
	Sources:  sources,
	Examples: optionRemovedExamples,
	Options:  options(release.OptionRemoved),
	Run:      told,
}
