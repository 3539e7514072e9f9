package release

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

// ItemAdded is told of new tools, endpoints, strategies, datasources and events.
var ItemAdded = &lint.Rule{
	ID: "release/item-added", Gate: lint.None, Severity: lint.Info, Since: "0.1.0", Needs: needsBaseline,
	Title: "a tool, endpoint, strategy, datasource or event is new",
	Why: "What is new asks for a minor release: users read in the version that there is something to look at, and who updates " +
		"fixes alone does not get it unasked.",
	Examples: []lint.Example{{
		Bad: `-- manifest.yaml --
version: 1.0.1
-- provider/demo.yaml --
tools:
  - tools/search.yaml
  - tools/find.yaml
-- tools/find.yaml --
identity:
  name: find # want
  author: acme
  label: {en_US: Find}
-- ../released/manifest.yaml --
version: 1.0.0
`,
		Good: `-- manifest.yaml --
version: 1.1.0
`,
	}},
	Options: options(release.ItemAdded),
	Run:     told,
}
