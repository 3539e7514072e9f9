package release

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

// PromptChanged is told of texts for models that changed.
var PromptChanged = &lint.Rule{
	ID: "release/prompt-changed", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Needs: needsBaseline,
	Title: "a text that models read is another",
	Why: "A model chooses a tool and fills in its parameters by these texts. Nothing fails, but agents behave otherwise than " +
		"before.",
	Examples: []lint.Example{{
		Config: "always: true\n",
		Bad: `-- manifest.yaml --
version: 1.0.1
-- tools/search.yaml --
description:
  human: {en_US: Looks for a text}
  llm: Looks for a text in the news # want
-- ../released/manifest.yaml --
version: 1.0.0
`,
		Good: `-- tools/search.yaml --
description:
  human: {en_US: Looks for a text}
  llm: Looks for a text and returns what was found
`,
	}},
	Options: options(release.PromptChanged),
	Run:     told,
}
