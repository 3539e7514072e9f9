package release

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

//go:embed provider_type.txtar
var providerTypeExamples string

// ProviderType reports datasources of another type.
var ProviderType = &lint.Rule{
	ID: "release/provider-type", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Needs: needsBaseline,
	Title: "the type of the datasources changed",
	Why: "A datasource's `provider_type` says what a knowledge pipeline gets from it: pages of a site, documents, files. A " +
		"pipeline that was built on one type cannot use another.",
	Sources:  sources,
	Examples: providerTypeExamples,
	Options:  options(release.ProviderType),
	Run:      told,
}
