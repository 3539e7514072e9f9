package release

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

// CredentialRequired is told of credentials and settings that must be given now.
var CredentialRequired = &lint.Rule{
	ID: "release/credential-required", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Needs: needsBaseline,
	Title: "a credential or setting must be given that could be left out, or was not there",
	Why: "Who configured the provider or endpoint before did not give it. What they built stops until an administrator fills it " +
		"in, often weeks later and by somebody else than who updated. With a `default`, nothing breaks.",
	Sources: sources,
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
    required: true
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
-- provider/demo.yaml --
credentials_for_provider:
  api_key:
    type: secret-input
    required: true
    label: {en_US: API key}
  team:
    type: text-input
    required: false
    label: {en_US: Team}
`,
	}},
	Options: options(release.CredentialNeeded),
	Run:     told,
}
