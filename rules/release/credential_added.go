package release

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

// CredentialAdded is told of new credentials and settings that need not be given.
var CredentialAdded = &lint.Rule{
	ID: "release/credential-added", Gate: lint.None, Severity: lint.Info, Since: "0.1.0", Needs: needsBaseline,
	Title: "a credential or setting is new, and need not be given",
	Why:   "What is new asks for a minor release. What was configured before goes on, and nobody has to give it.",
	Examples: []lint.Example{{
		Bad: `-- manifest.yaml --
version: 1.0.1
-- provider/demo.yaml --
credentials_for_provider:
  api_key:
    type: secret-input
    required: true
    label: {en_US: API key}
  team: # want
    type: text-input
    required: false
    label: {en_US: Team}
-- ../released/manifest.yaml --
version: 1.0.0
-- ../released/provider/demo.yaml --
credentials_for_provider:
  api_key:
    type: secret-input
    required: true
    label: {en_US: API key}
`,
		Good: `-- manifest.yaml --
version: 1.1.0
`,
	}},
	Options: options(release.CredentialAdded),
	Run:     told,
}
