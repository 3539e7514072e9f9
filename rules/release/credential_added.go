package release

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

//go:embed credential_added.txtar
var credentialAddedExamples string

// CredentialAdded reports new credentials and settings that need not be given.
var CredentialAdded = &lint.Rule{
	ID: "release/credential-added", Gate: lint.None, Severity: lint.Info, Since: "0.1.0", Needs: needsBaseline,
	Title:    "a new, optional credential or setting",
	Why:      "An addition requires a minor release. Existing configurations keep working without it.",
	Examples: credentialAddedExamples,
	Options:  options(release.CredentialAdded),
	Run:      told,
}
