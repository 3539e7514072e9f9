package declaration

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
)

// ReservedOutput reports output variables that Dify has itself.
var ReservedOutput = &lint.Rule{
	ID: "declaration/reserved-output", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title:   "an output variable has a name that Dify reserves",
	Why:     "Every tool node of a workflow already has the outputs `text`, `files` and `json`. A property with one of these names in `output_schema` conflicts with them: with `json` every run of the node fails, the others are overwritten.",
	Sources: []string{"langgenius/dify-plugins: pull request 2823"},
	Run: lint.EachDocument(func(d *plugin.Document, report func(lint.Finding)) {
		for _, n := range d.Root.At("output_schema", "properties").Entries() {
			switch n.Key.Value {
			case "json", "text", "files":
				report(lint.Finding{Place: plugin.AtKey(d, n), Message: lint.Msg("%q is a reserved output that every node already has; choose another name", n.Key.Value)})
			}
		}
	}),
}
