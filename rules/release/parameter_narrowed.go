package release

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

// ParameterNarrowed is told of parameters that take less.
var ParameterNarrowed = &lint.Rule{
	ID: "release/parameter-narrowed", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Needs: needsBaseline,
	Title: "a parameter takes less than before",
	Why: "A value that was right is refused after the update: beyond the new `min` or `max`, out of the new `scope`, or one of " +
		"several where only one is taken now.",
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
    form: form
    label: {en_US: Count}
    human_description: {en_US: The count}
    max: 10 # want
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
    max: 100
`,
		Good: `-- manifest.yaml --
version: 2.0.0
`,
	}},
	Options: options(release.ParameterNarrowed),
	Run:     told,
}
