package release

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

// ParameterForm is told of parameters with another form, or with several values instead of one.
var ParameterForm = &lint.Rule{
	ID: "release/parameter-form", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Needs: needsBaseline,
	Title: "a parameter is filled in by somebody else, or with a list",
	Why: "`form: llm` means that the model or the workflow fills the parameter in each time, `form: form` that a person does " +
		"once. Changed, old nodes have the value in the wrong place. The same holds for `multiple: true`: the source gets a " +
		"list where it got one value.",
	Sources: sources,
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
  - name: count
    type: number
    required: false
    form: llm # want
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
	Options: options(release.ParameterForm),
	Run:     told,
}
