package release

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

// ModelRemoved is told of models that are gone, types of models and methods that are no longer supported.
var ModelRemoved = &lint.Rule{
	ID: "release/model-removed", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Needs: needsBaseline,
	Title: "a model is gone, or no longer configurable",
	Why: "An application that uses the model fails after the update. Where the maker retires a model, `deprecated: true` keeps " +
		"it for those who use it and hides it from everybody else; that asks for a minor release alone.",
	Sources: sources,
	Examples: []lint.Example{{
		Bad: `-- manifest.yaml --
version: 1.0.1
plugins:
  models:
    - provider/demo.yaml
-- provider/demo.yaml --
models: # want
  llm:
    predefined:
      - models/llm/*.yaml
-- models/llm/demo-2.yaml --
model: demo-2
-- ../released/manifest.yaml --
version: 1.0.0
plugins:
  models:
    - provider/demo.yaml
-- ../released/models/llm/demo-2.yaml --
model: demo-2
-- ../released/models/llm/demo-1.yaml --
model: demo-1
`,
		Good: `-- manifest.yaml --
version: 1.1.0
plugins:
  models:
    - provider/demo.yaml
-- models/llm/demo-1.yaml --
model: demo-1
deprecated: true
`,
	}},
	Options: options(release.ModelRemoved),
	Run:     told,
}
