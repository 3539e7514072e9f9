package release

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

// ParameterLoosened is told of parameters, credentials and settings that take more, or need not be given any more.
var ParameterLoosened = &lint.Rule{
	ID: "release/parameter-loosened", Gate: lint.None, Severity: lint.Info, Since: "0.1.0", Needs: needsBaseline,
	Title: "a parameter takes more than before",
	Why:   "Every value that was right is right still, and others are too. That asks for a minor release.",
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
    form: form
    label: {en_US: Count}
    human_description: {en_US: The count}
    max: 100 # want
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
    max: 10
`,
		Good: `-- manifest.yaml --
version: 1.1.0
`,
	}},
	Options: options(release.ParameterLoosened),
	Run:     told,
}
