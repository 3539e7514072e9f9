package release

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

// ModelParameterRemoved is told of parameters of models that are gone.
var ModelParameterRemoved = &lint.Rule{
	ID: "release/model-parameter-removed", Gate: lint.None, Severity: lint.Info, Since: "0.1.0", Needs: needsBaseline,
	Title: "a model's parameter is gone",
	Why: "The SDK drops what a model's rules do not name, so that calls go on without the parameter. They do not fail, but no " +
		"longer do what was asked for.",
	Examples: []lint.Example{{
		Bad: `-- manifest.yaml --
version: 1.0.1
plugins:
  models:
    - provider/demo.yaml
-- models/llm/demo-1.yaml --
model: demo-1
parameter_rules: # want
  - name: temperature
    use_template: temperature
-- ../released/manifest.yaml --
version: 1.0.0
plugins:
  models:
    - provider/demo.yaml
-- ../released/models/llm/demo-1.yaml --
model: demo-1
parameter_rules:
  - name: temperature
    use_template: temperature
  - name: seed
    type: int
    label: {en_US: Seed}
`,
		Good: `-- manifest.yaml --
version: 1.1.0
plugins:
  models:
    - provider/demo.yaml
`,
	}},
	Options: options(release.ModelParameter),
	Run:     told,
}
