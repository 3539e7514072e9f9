package release

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

//go:embed credential_required.txtar
var credentialRequiredExamples string

// CredentialRequired reports credentials and settings that must be given now.
var CredentialRequired = &lint.Rule{
	ID: "release/credential-required", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Needs: needsBaseline,
	Title: "a credential or setting must be given that could be left out, or was not there",
	Why: "Who configured the provider or endpoint before did not give it. What they built stops until an administrator fills it " +
		"in, often weeks later and by somebody else than who updated. With a `default`, nothing breaks.",
	Sources:  sources,
	Examples: credentialRequiredExamples,
	Options:  options(release.CredentialNeeded),
	Run:      told,
}
