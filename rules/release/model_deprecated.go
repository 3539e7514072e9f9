package release

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

// ModelDeprecated is told of models that are deprecated.
var ModelDeprecated = &lint.Rule{
	ID: "release/model-deprecated", Gate: lint.None, Severity: lint.Info, Since: "0.1.0", Needs: needsBaseline,
	Title: "a model is deprecated",
	Why: "A deprecated model is not offered any more and goes on where it is used. That breaks nothing, and users should hear of " +
		"it before the model is gone.",
	Examples: []lint.Example{{
		Bad: `-- manifest.yaml --
version: 1.0.1
plugins:
  models:
    - provider/demo.yaml
-- models/llm/demo-1.yaml --
model: demo-1
deprecated: true # want
-- ../released/manifest.yaml --
version: 1.0.0
plugins:
  models:
    - provider/demo.yaml
-- ../released/models/llm/demo-1.yaml --
model: demo-1
`,
		Good: `-- manifest.yaml --
version: 1.1.0
plugins:
  models:
    - provider/demo.yaml
`,
	}},
	Options: options(release.ModelDeprecated),
	Run:     told,
}
