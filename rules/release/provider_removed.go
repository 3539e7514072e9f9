package release

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

//go:embed provider_removed.txtar
var providerRemovedExamples string

// ProviderRemoved reports providers that are gone or renamed.
var ProviderRemoved = &lint.Rule{
	ID: "release/provider-removed", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Needs: needsBaseline,
	Title:    "a provider was removed or renamed",
	Why:      "Workflows and credentials refer to a provider by its name. Without it, each node that uses one of its tools or models fails, and users must enter their credentials again.",
	Sources:  sources,
	Examples: providerRemovedExamples,
	Options:  options(release.ProviderRemoved),
	Run:      told,
}
