package release

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

//go:embed prompt_changed.txtar
var promptChangedExamples string

// PromptChanged reports texts for models that changed.
var PromptChanged = &lint.Rule{
	ID: "release/prompt-changed", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Needs: needsBaseline,
	Title:    "a text that models read changed",
	Why:      "A model chooses a tool and fills in its parameters by these texts. Nothing fails, but agents behave differently.",
	Examples: promptChangedExamples,
	Options:  options(release.PromptChanged),
	Run:      told,
}
