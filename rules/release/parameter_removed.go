package release

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

// ParameterRemoved is told of parameters of tools, strategies, datasources and events that are gone or renamed.
var ParameterRemoved = &lint.Rule{
	ID: "release/parameter-removed", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Needs: needsBaseline,
	Title: "a parameter is gone, or has another name",
	Why: "What a workflow or an agent gives for the parameter is dropped without a word, and the tool does something else than " +
		"before. A parameter under another name is two changes: the old one gone, and a new one.",
	Sources: sources,
	Examples: []lint.Example{{
		Bad: `-- manifest.yaml --
version: 1.0.1
-- tools/search.yaml --
parameters: # want
  - name: query
    type: string
    required: true
    form: llm
    label: {en_US: Query}
    human_description: {en_US: What to look for}
    llm_description: What to look for
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
  - name: count
    type: number
    required: false
    form: form
    label: {en_US: Count}
    human_description: {en_US: The count}
`,
		Good: `-- manifest.yaml --
version: 2.0.0
`,
	}},
	Options: options(release.ParameterRemoved),
	Run:     told,
}
