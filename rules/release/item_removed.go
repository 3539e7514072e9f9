package release

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

//go:embed item_removed.txtar
var itemRemovedExamples string

// ItemRemoved reports tools, endpoints, strategies, datasources and events that are gone or renamed.
var ItemRemoved = &lint.Rule{
	ID: "release/item-removed", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Needs: needsBaseline,
	Title:    "a tool, endpoint, strategy, datasource or event was removed or renamed",
	Why:      "A workflow refers to a tool by its name, a service calls an endpoint by its method and path. After an update without it, each such node and call fails without a warning. Keep the old name beside the new one for a while, or raise the major.",
	Sources:  sources,
	Examples: itemRemovedExamples,
	Options:  options(release.ItemRemoved),
	Run:      told,
}
