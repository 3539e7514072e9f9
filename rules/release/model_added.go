package release

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

// ModelAdded is told of new models.
var ModelAdded = &lint.Rule{
	ID: "release/model-added", Gate: lint.None, Severity: lint.Info, Since: "0.1.0", Needs: needsBaseline,
	Title: "a model is new, or a type of models, or a way to configure them",
	Why:   "What is new asks for a minor release: users read in the version that there is something to look at.",
	Examples: []lint.Example{{
		Bad: `-- manifest.yaml --
version: 1.0.1
plugins:
  models:
    - provider/demo.yaml
-- models/llm/demo-1.yaml --
model: demo-1
-- models/llm/demo-2.yaml --
model: demo-2 # want
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
	Options: options(release.ModelAdded),
	Run:     told,
}
