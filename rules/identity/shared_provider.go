package identity

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/yaml"
)

//go:embed shared_provider.txtar
var sharedProviderExamples string

// SharedProvider reports one author's plugins of one run that declare
// providers of one family with one name.
var SharedProvider = &lint.Rule{
	ID: "identity/shared-provider", Gate: lint.None, Severity: lint.Info, Since: "0.1.0",
	Title:    "two plugins of one author declare a provider of the same name",
	Why:      "Dify distinguishes the two providers by their plugins, `acme/demo/web` and `acme/other/web`, but shows only the provider: in lists and in workflows they look the same. Two plugins of one author with the same provider are usually the old and the new one, or a copy whose names were not changed.",
	Examples: sharedProviderExamples,
	RunAll: func(p *lint.GroupPass) {
		type seen struct {
			pl   *plugin.Plugin
			doc  *plugin.Document
			node *yaml.Node
		}
		first := map[string]seen{}
		for _, pl := range p.Plugins {
			for _, d := range pl.Providers() {
				n := ProviderName(d)
				if d.Family == nil || n.Str() == "" || pl.Author() == "" {
					continue
				}
				id := pl.Author() + "\x00" + d.Family.Key + "\x00" + n.Str()
				o, ok := first[id]
				if !ok {
					first[id] = seen{pl, d, n}
					continue
				}
				if o.pl.Name() == pl.Name() {
					continue // the same plugin, or several providers in one
				}
				p.Report(pl, lint.Finding{
					Place: plugin.At(d, n), Message: lint.Msg("the plugin %s/%s also declares a provider %q", o.pl.Author(), o.pl.Name(), n.Str()), Key: o.pl.Name(),
					Related: []lint.Related{{Place: plugin.At(o.doc, o.node), Message: lint.Msg("the other provider"), Plugin: o.pl.Dir}},
				})
			}
		}
	},
}

// ProviderName is the node that names a provider; nil where it has no name, as
// a group of endpoints.
func ProviderName(d *plugin.Document) *yaml.Node {
	switch d.Kind {
	case plugin.ModelProvider:
		return d.Root.Get("provider")
	case plugin.EndpointProvider:
		return nil
	}
	return d.Root.At("identity", "name")
}
