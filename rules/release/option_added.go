package release

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

// OptionAdded is told of new options.
var OptionAdded = &lint.Rule{
	ID: "release/option-added", Gate: lint.None, Severity: lint.Info, Since: "0.1.0", Needs: needsBaseline,
	Title: "an option is new",
	Why:   "What is new asks for a minor release. Nothing that was chosen before changes; who opens the list finds one more.",
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
    type: select
    required: false
    form: form
    label: {en_US: Count}
    human_description: {en_US: The count}
    options:
      - value: one
        label: {en_US: One}
      - value: two # want
        label: {en_US: Two}
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
    type: select
    required: false
    form: form
    label: {en_US: Count}
    human_description: {en_US: The count}
    options:
      - value: one
        label: {en_US: One}
`,
		Good: `-- manifest.yaml --
version: 1.1.0
`,
	}},
	Options: options(release.OptionAdded),
	Run:     told,
}
