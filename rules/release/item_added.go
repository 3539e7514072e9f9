package release

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

//go:embed item_added.txtar
var itemAddedExamples string

// ItemAdded reports new tools, endpoints, strategies, datasources and events.
var ItemAdded = &lint.Rule{
	ID: "release/item-added", Gate: lint.None, Severity: lint.Info, Since: "0.1.0", Needs: needsBaseline,
	Title: "a tool, endpoint, strategy, datasource or event is new",
	Why: "What is new asks for a minor release: users read in the version that there is something to look at, and who updates " +
		"fixes alone does not get it unasked.",
	Examples: itemAddedExamples,
	Options:  options(release.ItemAdded),
	Run:      told,
}
