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
	Title:    "a credential or setting is now required, or is new and required",
	Why:      "Existing configurations of the provider or endpoint do not have it. They stop working until an administrator fills it in, who is often not the person who updated. With a `default`, nothing breaks.",
	Sources:  sources,
	Examples: credentialRequiredExamples,
	Options:  options(release.CredentialNeeded),
	Run:      told,
}
