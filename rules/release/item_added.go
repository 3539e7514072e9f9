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
	Title:    "a new tool, endpoint, strategy, datasource or event",
	Why:      "An addition requires a minor release: the version shows users that there is something new, and users who update only fixes do not get it without asking.",
	Examples: itemAddedExamples,
	Options:  options(release.ItemAdded),
	Run:      told,
}
