package declaration

import (
	"slices"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
)

// DuplicateName reports two entries of one list that have one name.
var DuplicateName = &lint.Rule{
	ID: "declaration/duplicate-name", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title:   "two entries of a list have the same name",
	Why:     "Tools, parameters, credentials, options and models are looked up by name. Both the daemon and the SDK accept two with the same name without an error, and the later one hides the earlier: one of the two can never be used. Events and trigger providers are registered by name, and the SDK refuses the second one: the plugin does not start. Credentials of one name are fine where their `show_on` never hold at the same time.",
	Sources: []string{"dify-plugin-sdks: src/dify_plugin/core/trigger_factory.py", "dify-plugin-sdks: src/dify_plugin/core/plugin_registration.py"},
	Run: func(p *lint.Pass) {
		withinOne(p)
		for _, d := range p.Plugin.Documents() {
			uniqueItems(p.Report, d)
		}
		registeredTwice(p)
	},
}

var withinOne = lint.EachDocument(func(d *plugin.Document, report func(lint.Finding)) {
	for _, l := range parameterLists(d) {
		uniqueNames(report, l)
		for _, item := range yaml.Once(l.node.Items()) {
			if options := item.Get("options"); options.IsSequence() {
				uniqueNames(report, named{d, options, text.Msg("option"), "value"})
			}
		}
	}
})

func uniqueNames(report func(lint.Finding), l named) {
	type entry struct{ item, name *yaml.Node }
	named := map[string][]entry{}
	for _, item := range l.node.Items() {
		n := item.Get(l.key)
		if item.IsScalar() {
			n = item // a plain list of options
		}
		if n.Str() == "" {
			continue
		}
		for _, before := range named[n.Str()] {
			if !disjoint(before.item.Get("show_on"), item.Get("show_on")) {
				repeated(report, l.doc, n, l.doc, before.name, l.word, n.Str())
				break
			}
		}
		named[n.Str()] = append(named[n.Str()], entry{item, n})
	}
}

// disjoint reports whether two show_on never hold at the same time: both want
// values of one variable, and not the same ones.
func disjoint(a, b *yaml.Node) bool {
	return slices.ContainsFunc(a.Items(), func(x *yaml.Node) bool {
		return slices.ContainsFunc(b.Items(), func(y *yaml.Node) bool {
			return x.Get("variable").Str() != "" && x.Get("variable").Text() == y.Get("variable").Text() && x.Get("value").Text() != y.Get("value").Text()
		})
	})
}

func repeated(report func(lint.Finding), d *plugin.Document, n *yaml.Node, bd *plugin.Document, before *yaml.Node, word text.Message, name string) {
	report(lint.Finding{
		Place:   plugin.At(d, n),
		Message: lint.Msg("the %s %q is declared twice; the later one hides the earlier", word, name),
		Key:     word.Format + " " + name,
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
		case plugin.Position, plugin.Event: // see registeredTwice
		default:
			n = d.Root.At("identity", "name")
		}
		if n.Str() == "" {
			continue
		}
		id += n.Str()
		if before, ok := first[id]; ok && before.doc != d {
			repeated(report, d, n, before.doc, before.node, text.Phrase(d.Family.Word), n.Str())
			continue
		}
		first[id] = seen{d, n}
	}
}

// registeredTwice reports events of one provider, and trigger providers, that
// have one name or are listed twice.
func registeredTwice(p *lint.Pass) {
	type listed struct {
		doc   *plugin.Document
		place plugin.Place
	}
	look := func(in *plugin.Document, word string, nodes []*yaml.Node, docs []*plugin.Document) {
		first := map[string]listed{}
		for i, d := range docs {
			n := d.Root.At("identity", "name")
			if n.Str() == "" {
				continue
			}
			// Without the class that it looks for the SDK does not come so far.
			if source, _ := p.Plugin.Read(d.Root.At("extra", "python", "source").Str()); source == nil || len(source.Data) == 0 {
				continue
			}
			before, again := first[n.Str()]
			now := listed{d, plugin.At(d, n)}
			if !again {
				first[n.Str()] = now
				continue
			}
			f := lint.Finding{Gate: lint.Start, Severity: lint.Error, Refuses: releases.Every(releases.SDK), Place: now.place, Key: word + " " + n.Str(),
				Message: lint.Msg("the %s %q is declared twice; the SDK refuses the second one", text.Phrase(word), n.Str()),
				Related: []lint.Related{{Place: before.place, Message: lint.Msg("first declared here")}}}
			if before.doc == d && i < len(nodes) {
				f.Place, f.Related = plugin.At(in, nodes[i]), nil
				f.Message = lint.Msg("the %s %q is listed twice; the SDK refuses the second one", text.Phrase(word), n.Str())
			}
			p.Report(f)
		}
	}
	m := p.Plugin.Manifest()
	var triggers []*plugin.Document
	for _, prov := range m.Items {
		if prov.Kind != plugin.TriggerProvider {
			continue
		}
		if prov.Root != nil && !slices.Contains(triggers, prov) {
			look(prov, "event", prov.Root.Get("events").Items(), prov.Items)
		}
		triggers = append(triggers, prov)
	}
	look(m, "trigger provider", m.Root.At("plugins", "triggers").Items(), triggers)
}
