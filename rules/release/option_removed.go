package release

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

// OptionRemoved is told of options of parameters, credentials and settings that are gone.
var OptionRemoved = &lint.Rule{
	ID: "release/option-removed", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Needs: needsBaseline,
	Title: "an option is gone",
	Why: "Who had chosen the option is left with a value that is no longer among those that may stand there: the node or the " +
		"credentials are refused until somebody chooses anew.",
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
    type: select
    required: false
    form: form
    label: {en_US: Count}
    human_description: {en_US: The count}
    options: # want
      - value: one
        label: {en_US: One}
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
      - value: two
        label: {en_US: Two}
`,
		Good: `-- manifest.yaml --
version: 2.0.0
`,
	}},
	Options: options(release.OptionRemoved),
	Run:     told,
}
