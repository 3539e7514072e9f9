package release

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

// ModelExtended is told of models and strategies that can do more.
var ModelExtended = &lint.Rule{
	ID: "release/model-extended", Gate: lint.None, Severity: lint.Info, Since: "0.1.0", Needs: needsBaseline,
	Title: "what a model or strategy says of itself changed, and not to less",
	Why:   "A model that reads more or has a new feature can be used for more. That asks for a minor release.",
	Examples: []lint.Example{{
		Bad: `-- manifest.yaml --
version: 1.0.1
plugins:
  models:
    - provider/demo.yaml
-- models/llm/demo-1.yaml --
model: demo-1
features:
  - tool-call
  - vision # want
-- ../released/manifest.yaml --
version: 1.0.0
plugins:
  models:
    - provider/demo.yaml
-- ../released/models/llm/demo-1.yaml --
model: demo-1
features:
  - tool-call
`,
		Good: `-- manifest.yaml --
version: 1.1.0
plugins:
  models:
    - provider/demo.yaml
`,
	}},
	Options: options(release.ModelExtended),
	Run:     told,
}
