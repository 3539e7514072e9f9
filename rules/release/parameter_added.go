package release

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

// ParameterAdded is told of new parameters that need not be given.
var ParameterAdded = &lint.Rule{
	ID: "release/parameter-added", Gate: lint.None, Severity: lint.Info, Since: "0.1.0", Needs: needsBaseline,
	Title: "a parameter is new, and need not be given",
	Why:   "What is new asks for a minor release. Nothing that was built before needs the parameter.",
	Examples: []lint.Example{{
		Bad: `-- manifest.yaml --
version: 1.0.1
-- tools/search.yaml --
parameters:
  - name: query
    type: string
    required: true
    form: llm
    label: {en_US: Query}
    human_description: {en_US: What to look for}
    llm_description: What to look for
  - name: count # want
    type: number
    required: false
    form: form
    label: {en_US: Count}
    human_description: {en_US: The count}
-- ../released/manifest.yaml --
version: 1.0.0
-- ../released/tools/search.yaml --
parameters:
  - name: query
    type: string
    required: true
    form: llm
    label: {en_US: Query}
    human_description: {en_US: What to look for}
    llm_description: What to look for
`,
		Good: `-- manifest.yaml --
version: 1.1.0
`,
	}},
	Options: options(release.ParameterAdded),
	Run:     told,
}
