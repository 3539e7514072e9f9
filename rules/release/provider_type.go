package release

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

// ProviderType is told of datasources of another type.
var ProviderType = &lint.Rule{
	ID: "release/provider-type", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Needs: needsBaseline,
	Title: "the datasources are of another type",
	Why: "A datasource's `provider_type` says what a knowledge pipeline gets from it: pages of a site, documents, files. A " +
		"pipeline that was built on one type cannot use another.",
	Sources: sources,
	Examples: []lint.Example{{
		Bad: `-- manifest.yaml --
version: 1.0.1
plugins:
  datasources:
    - provider/demo.yaml
-- provider/demo.yaml --
provider_type: online_drive # want
-- ../released/manifest.yaml --
version: 1.0.0
plugins:
  datasources:
    - provider/demo.yaml
`,
		Good: `-- manifest.yaml --
version: 2.0.0
plugins:
  datasources:
    - provider/demo.yaml
`,
	}},
	Options: options(release.ProviderType),
	Run:     told,
}
