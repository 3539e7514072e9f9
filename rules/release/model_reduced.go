package release

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

// ModelReduced is told of models and strategies that can do less.
var ModelReduced = &lint.Rule{
	ID: "release/model-reduced", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Needs: needsBaseline,
	Title: "a model or strategy can do less than before",
	Why: "Users choose a model by what it says of itself: how much it reads (`context_size`), whether it sees pictures or calls " +
		"tools (`features`), whether it chats (`mode`). With less of it, prompts that fitted are refused, and nodes that relied " +
		"on a feature stop working.",
	Sources: sources,
	Examples: []lint.Example{{
		Bad: `-- manifest.yaml --
version: 1.0.1
plugins:
  models:
    - provider/demo.yaml
-- models/llm/demo-1.yaml --
model: demo-1
model_properties:
  mode: chat
  context_size: 8192 # want
-- ../released/manifest.yaml --
version: 1.0.0
plugins:
  models:
    - provider/demo.yaml
-- ../released/models/llm/demo-1.yaml --
model: demo-1
model_properties:
  mode: chat
  context_size: 32768
`,
		Good: `-- manifest.yaml --
version: 2.0.0
plugins:
  models:
    - provider/demo.yaml
`,
	}},
	Options: options(release.ModelReduced),
	Run:     told,
}
