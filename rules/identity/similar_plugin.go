package identity

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
)

// SimilarPlugin reports two plugins of one run that are hard to tell apart.
var SimilarPlugin = &lint.Rule{
	ID: "identity/similar-plugin", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title:  "two plugins differ only by letter case, - and _",
	Why:    "For the platform `acme/web-search` and `acme/web_search` are two plugins; a person who installs, allows or forbids one of them by its name can easily choose the other.",
	Gather: nameAt,
	RunAll: func(p *lint.GroupPass) {
		first := map[string]*lint.Member{}
		for _, pl := range p.Plugins {
			id := folded(pl.Author) + "/" + folded(pl.Name)
			o, ok := first[id]
			if !ok {
				first[id] = pl
				continue
			}
			if o.Author == pl.Author && o.Name == pl.Name {
				continue // identity/same-plugin
			}
			p.Report(pl, lint.Finding{
				Place:   placeOf(pl),
				Message: lint.Msg("%s/%s differs from %s/%s only by letter case, - and _", pl.Author, pl.Name, o.Author, o.Name), Key: o.Author + "/" + o.Name,
				Related: []lint.Related{{Place: placeOf(o), Message: lint.Msg("the other plugin"), Plugin: o.Dir}},
			})
		}
	},
}

// nameAt is where the manifest names the plugin, nil for one without an author or
// a name.
func nameAt(p *lint.Pass) any {
	if p.Plugin.Author() == "" || p.Plugin.Name() == "" {
		return nil
	}
	m := p.Plugin.Manifest()
	return p.Keep(plugin.At(m, m.Root.Get("name")))
}

// placeOf is the place that was gathered of a plugin.
func placeOf(m *lint.Member) plugin.Place {
	at, _ := m.Gathered.(plugin.Place)
	return at
}
