package release

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

//go:embed model_reduced.txtar
var modelReducedExamples string

// ModelReduced reports models and strategies that can do less.
var ModelReduced = &lint.Rule{
	ID: "release/model-reduced", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Needs: needsBaseline,
	Title:    "a model or strategy can do less than before",
	Why:      "Users choose a model by its properties: how much it reads (`context_size`), whether it sees pictures or calls tools (`features`), whether it chats (`mode`). With less, prompts that fitted before are refused, and nodes that use a removed feature stop working.",
	Sources:  sources,
	Examples: modelReducedExamples,
	Options:  options(release.ModelReduced),
	Run:      told,
}
