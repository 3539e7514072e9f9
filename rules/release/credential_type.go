package release

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

// CredentialType is told of credentials and settings of another type.
var CredentialType = &lint.Rule{
	ID: "release/credential-type", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Needs: needsBaseline,
	Title: "a credential or setting is of another type",
	Why: "What was given before was stored as the old type: a secret is kept and shown otherwise than a text, and a choice is no " +
		"text. It has to be given again.",
	Sources: sources,
	Examples: []lint.Example{{
		Bad: `-- manifest.yaml --
version: 1.0.1
-- provider/demo.yaml --
credentials_for_provider:
  api_key:
    type: text-input # want
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
`,
		Good: `-- manifest.yaml --
version: 2.0.0
`,
	}},
	Options: options(release.CredentialType),
	Run:     told,
}
