package release

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

//go:embed credential_removed.txtar
var credentialRemovedExamples string

// CredentialRemoved reports credentials and settings that are gone.
var CredentialRemoved = &lint.Rule{
	ID: "release/credential-removed", Gate: lint.None, Severity: lint.Info, Since: "0.1.0", Needs: needsBaseline,
	Title:    "a credential or setting was removed",
	Why:      "The values that users gave are no longer read. Nobody has to do anything, so a patch is enough.",
	Examples: credentialRemovedExamples,
	Options:  options(release.CredentialRemoved),
	Run:      told,
}
