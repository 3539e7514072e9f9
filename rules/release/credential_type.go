package release

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

//go:embed credential_type.txtar
var credentialTypeExamples string

// CredentialType reports credentials and settings of another type.
var CredentialType = &lint.Rule{
	ID: "release/credential-type", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Needs: needsBaseline,
	Title:    "the type of a credential or setting changed",
	Why:      "Existing values were stored with the old type: a secret is stored and shown differently from a text, and a choice is not a text. Users must enter the value again.",
	Sources:  sources,
	Examples: credentialTypeExamples,
	Options:  options(release.CredentialType),
	Run:      told,
}
