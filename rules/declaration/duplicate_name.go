package declaration

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/yaml"
)

//go:embed duplicate_name.txtar
var duplicateNameExamples string

// DuplicateName reports two entries of one list that have one name.
var DuplicateName = &lint.Rule{
	ID: "declaration/duplicate-name", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title:    "two entries of a list have the same name",
	Why:      "Tools, parameters, credentials, options and models are looked up by name. Both the daemon and the SDK accept two with the same name without an error, and the later one hides the earlier: one of the two can never be used.",
	Examples: duplicateNameExamples,
	Run: func(p *lint.Pass) {
		withinOne(p)
		for _, d := range p.Plugin.Documents() {
			if d.Root != nil {
				uniqueItems(p.Report, d)
			}
		}
	},
}

var withinOne = lint.EachDocument(func(d *plugin.Document, report func(lint.Finding)) {
	for _, l := range parameterLists(d) {
		uniqueNames(report, l)
		for _, item := range yaml.Once(l.node.Items()) {
			if options := item.Get("options"); options.IsSequence() {
				uniqueNames(report, named{d, options, "option", "value"})
			}
		}
	}
})

func uniqueNames(report func(lint.Finding), l named) {
	first := map[string]*yaml.Node{}
	for _, item := range l.node.Items() {
		n := item.Get(l.key)
		if item.IsScalar() {
			n = item // a plain list of options
		}
		if n == nil || !n.IsScalar() || n.Str() == "" {
			continue
		}
		if before, ok := first[n.Str()]; ok {
			repeated(report, l.doc, n, l.doc, before, l.word, n.Str())
			continue
		}
		first[n.Str()] = n
	}
}

func repeated(report func(lint.Finding), d *plugin.Document, n *yaml.Node, bd *plugin.Document, before *yaml.Node, word, name string) {
	report(lint.Finding{
		Place:   plugin.At(d, n),
		Message: lint.Msg("the %s %q is declared twice; the later one hides the earlier", word, name),
		Key:     word + " " + name,
		Related: []lint.Related{{Place: plugin.At(bd, before), Message: lint.Msg("first declared here")}},
	})
}

// uniqueItems looks at the names that a provider's items give themselves.
func uniqueItems(report func(lint.Finding), prov *plugin.Document) {
	type seen struct {
		doc  *plugin.Document
		node *yaml.Node
	}
	first := map[string]seen{}
	for _, d := range prov.Items {
		var n *yaml.Node
		id := ""
		switch d.Kind {
		case plugin.Model:
			n = d.Root.Get("model")
			id = d.Root.Get("model_type").Str() + "\x00"
		case plugin.Endpoint:
			n = d.Root.Get("path")
			id = d.Root.Get("method").Str() + "\x00"
		case plugin.Position:
			continue
		default:
			n = d.Root.At("identity", "name")
		}
		if n == nil || !n.IsScalar() || n.Str() == "" {
			continue
		}
		id += n.Str()
		if before, ok := first[id]; ok && before.doc != d {
			repeated(report, d, n, before.doc, before.node, d.Family.Word, n.Str())
			continue
		}
		first[id] = seen{d, n}
	}
}
