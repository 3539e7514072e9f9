package identity

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/yaml"
)

// SimilarName reports names in one plugin that are hard to tell apart.
var SimilarName = &lint.Rule{
	ID: "identity/similar-name", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title: "two names differ only by letter case, - and _",
	Why:   "For the daemon and the SDK `get_user` and `getUser` are two different names. People, and models that choose a tool by its name, confuse them, and a workflow that names the wrong one fails without an explanation.",
	Run: func(p *lint.Pass) {
		for _, prov := range p.Plugin.Providers() {
			seen := names{}
			for _, d := range prov.Items {
				switch d.Kind {
				case plugin.Model, plugin.Position, plugin.Endpoint:
					continue // named by others, where case may count
				}
				seen.similar(p, entry{d, d.Root.At("identity", "name")})
				params := names{}
				for _, item := range d.Root.Get("parameters").Items() {
					params.similar(p, entry{d, item.Get("name")})
				}
			}
		}
	},
}

type entry struct {
	doc  *plugin.Document
	node *yaml.Node
}

// names are those of one list so far, by what they differ in alone: two
// spellings of each are enough to compare with.
type names map[string][]entry

// similar compares one more name with those before it.
func (seen names) similar(p *lint.Pass, e entry) {
	s := e.node.Str()
	if s == "" {
		return
	}
	like := folded(s)
	for _, o := range seen[like] {
		if t := o.node.Str(); t != s {
			p.Report(lint.Finding{Place: plugin.At(e.doc, e.node), Message: lint.Msg("%q differs from %q only by letter case, - and _", shown(s), shown(t)), Key: s,
				Related: []lint.Related{{Place: plugin.At(o.doc, o.node), Message: lint.Msg("the other name")}}})
			break
		}
	}
	if all := seen[like]; len(all) == 0 || len(all) == 1 && all[0].node.Str() != s {
		seen[like] = append(all, e)
	}
}
