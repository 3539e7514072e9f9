package release

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

// ProviderRemoved is told of providers that are gone or renamed.
var ProviderRemoved = &lint.Rule{
	ID: "release/provider-removed", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Needs: needsBaseline,
	Title: "a provider is gone, or has another name",
	Why: "Workflows and credentials refer to a provider by its name. Without it, each node that uses one of its tools or models " +
		"fails, and the credentials that users gave have to be given again.",
	Sources: sources,
	Examples: []lint.Example{{
		Bad: `-- manifest.yaml --
version: 1.0.1
-- provider/demo.yaml --
identity:
  author: acme
  name: web # want
  icon: icon.svg
  label: {en_US: Demo}
  description: {en_US: Looks things up}
-- ../released/manifest.yaml --
version: 1.0.0
`,
		Good: `-- manifest.yaml --
version: 2.0.0
`,
	}},
	Options: options(release.ProviderRemoved),
	Run:     told,
}
