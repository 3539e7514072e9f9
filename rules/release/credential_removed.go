package release

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

// CredentialRemoved is told of credentials and settings that are gone.
var CredentialRemoved = &lint.Rule{
	ID: "release/credential-removed", Gate: lint.None, Severity: lint.Info, Since: "0.1.0", Needs: needsBaseline,
	Title: "a credential or setting is gone",
	Why:   "What was given for it is no longer read. Nobody has to do anything, so that a patch will do.",
	Examples: []lint.Example{{
		Config: "always: true\n",
		Bad: `-- manifest.yaml --
version: 1.0.1
-- provider/demo.yaml --
credentials_for_provider: # want
  api_key:
    type: secret-input
    required: true
    label: {en_US: API key}
-- ../released/manifest.yaml --
version: 1.0.0
-- ../released/provider/demo.yaml --
credentials_for_provider:
  api_key:
    type: secret-input
    required: true
    label: {en_US: API key}
  team:
    type: text-input
    required: true
    label: {en_US: Team}
`,
		Good: `-- provider/demo.yaml --
credentials_for_provider:
  api_key:
    type: secret-input
    required: true
    label: {en_US: API key}
  team:
    type: text-input
    required: true
    label: {en_US: Team}
`,
	}},
	Options: options(release.CredentialRemoved),
	Run:     told,
}
