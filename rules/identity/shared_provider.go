package identity

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/yaml"
)

// SharedProvider reports one author's plugins of one run that declare
// providers of one family with one name.
var SharedProvider = &lint.Rule{
	ID: "identity/shared-provider", Gate: lint.None, Severity: lint.Info, Since: "0.1.0",
	Title: "two plugins of one author declare a provider of the same name",
	Why:   "Dify distinguishes the two providers by their plugins, `acme/demo/web` and `acme/other/web`, but shows only the provider: in lists and in workflows they look the same. Two plugins of one author with the same provider are usually the old and the new one, or a copy whose names were not changed.",
	Gather: func(p *lint.Pass) any {
		if !namePattern().MatchString(p.Plugin.Name()) {
			return nil // see identity/name: which plugin it is cannot be said
		}
		var out []provider
		for _, d := range p.Plugin.Providers() {
			if n := ProviderName(d); d.Family != nil && n.Str() != "" && p.Plugin.Author() != "" {
				out = append(out, provider{d.Family.Key, n.Str(), p.Keep(plugin.At(d, n))})
			}
		}
		if out == nil {
			return nil
		}
		return out
	},
	RunAll: func(p *lint.GroupPass) {
		type seen struct {
			in *lint.Member
			at plugin.Place
		}
		first := map[string]seen{}
		for _, pl := range p.Plugins {
			list, _ := pl.Gathered.([]provider)
			for _, v := range list {
				id := pl.Author + "\x00" + v.family + "\x00" + v.name
				o, ok := first[id]
				if !ok {
					first[id] = seen{pl, v.at}
					continue
				}
				if o.in.Name == pl.Name {
					continue // the same plugin, or several providers in one
				}
				p.Report(pl, lint.Finding{
					Place: v.at, Message: lint.Msg("the plugin %s/%s also declares a provider %q", o.in.Author, o.in.Name, v.name), Key: o.in.Name,
					Related: []lint.Related{{Place: o.at, Message: lint.Msg("the other provider"), Plugin: o.in.Dir}},
				})
			}
		}
	},
}

// provider is a provider's name and where it stands.
type provider struct {
	family, name string
	at           plugin.Place
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
