package release

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

// ParameterRequired is told of parameters that must be given now.
var ParameterRequired = &lint.Rule{
	ID: "release/parameter-required", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Needs: needsBaseline,
	Title: "a parameter must be given that could be left out, or was not there",
	Why: "A workflow that was built before does not give the parameter. Its node fails until somebody opens it and fills it in. " +
		"With a `default`, the parameter may be required and nothing breaks.",
	Sources: sources,
	Examples: []lint.Example{{
		Name: "a new one",
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
  - name: region # want
    type: string
    required: true
    form: form
    label: {en_US: Region}
    human_description: {en_US: The region}
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
		Good: `-- tools/search.yaml --
parameters:
  - name: query
    type: string
    required: true
    form: llm
    label: {en_US: Query}
    human_description: {en_US: What to look for}
    llm_description: What to look for
  - name: region
    type: string
    required: true
    form: form
    label: {en_US: Region}
    human_description: {en_US: The region}
    default: everywhere
-- manifest.yaml --
version: 1.1.0
`,
	}, {
		Name: "one that could be left out",
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
    required: true # want
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
	Options: options(release.ParameterRequired),
	Run:     told,
}
