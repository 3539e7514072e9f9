package release

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

//go:embed provider_added.txtar
var providerAddedExamples string

// ProviderAdded reports new providers.
var ProviderAdded = &lint.Rule{
	ID: "release/provider-added", Gate: lint.None, Severity: lint.Info, Since: "0.1.0", Needs: needsBaseline,
	Title:    "a new provider",
	Why:      "An addition requires a minor release: the version shows users that there is something new.",
	Examples: providerAddedExamples,
	Options:  options(release.ProviderAdded),
	Run:      told,
}
