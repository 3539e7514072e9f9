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
	Title: "a credential or setting is of another type",
	Why: "What was given before was stored as the old type: a secret is kept and shown otherwise than a text, and a choice is no " +
		"text. It has to be given again.",
	Sources:  sources,
	Examples: credentialTypeExamples,
	Options:  options(release.CredentialType),
	Run:      told,
}
