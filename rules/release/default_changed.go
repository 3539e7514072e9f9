package release

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

// DefaultChanged is told of defaults that changed.
var DefaultChanged = &lint.Rule{
	ID: "release/default-changed", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Needs: needsBaseline,
	Title: "a default is another",
	Why:   "Nothing fails, but who left the parameter alone gets another result than before. Say so where users read it.",
	Examples: []lint.Example{{
		Config: "always: true\n",
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
    default: 20 # want
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
    default: 10
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
  - name: count
    type: number
    required: false
    form: form
    label: {en_US: Count}
    human_description: {en_US: The count}
    default: 10
`,
	}},
	Options: options(release.DefaultChanged),
	Run:     told,
}
