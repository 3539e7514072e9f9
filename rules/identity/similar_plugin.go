package identity

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
)

//go:embed similar_plugin.txtar
var similarPluginExamples string

// SimilarPlugin reports two plugins of one run that are hard to tell apart.
var SimilarPlugin = &lint.Rule{
	ID: "identity/similar-plugin", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title:    "two plugins differ only by letter case, - and _",
	Why:      "For the platform `acme/web-search` and `acme/web_search` are two plugins; a person who installs, allows or forbids one of them by its name can easily choose the other.",
	Examples: similarPluginExamples,
	RunAll: func(p *lint.GroupPass) {
		first := map[string]*plugin.Plugin{}
		for _, pl := range p.Plugins {
			if pl.Author() == "" || pl.Name() == "" {
				continue
			}
			id := folded(pl.Author()) + "/" + folded(pl.Name())
			o, ok := first[id]
			if !ok {
				first[id] = pl
				continue
			}
			if o.Author() == pl.Author() && o.Name() == pl.Name() {
				continue // identity/same-plugin
			}
			p.Report(pl, lint.Finding{
				Place:   plugin.At(pl.Manifest(), pl.Manifest().Root.Get("name")),
				Message: lint.Msg("%s/%s differs from %s/%s only by letter case, - and _", pl.Author(), pl.Name(), o.Author(), o.Name()), Key: o.Author() + "/" + o.Name(),
				Related: []lint.Related{{Place: plugin.At(o.Manifest(), o.Manifest().Root.Get("name")), Message: lint.Msg("the other plugin"), Plugin: o.Dir}},
			})
		}
	},
}
