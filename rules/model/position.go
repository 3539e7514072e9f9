package model

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/near"
	"github.com/difylint/difylint/lint/source/yamledit"
)

// Position reports names in a position list that no model has.
var Position = &lint.Rule{
	ID: "model/position", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title: "a position list names a model that is not declared",
	Why:   "The list orders a provider's models by their `model` names. A name that no model has is ignored, and the intended model moves to the end of the list.",
	Run: func(p *lint.Pass) {
		var words near.Budget
		for _, prov := range p.Plugin.Providers() {
			if prov.Kind != plugin.ModelProvider {
				continue
			}
			names, nameless := map[string][]string{}, map[string]bool{}
			for _, d := range prov.Items {
				if d.Kind == plugin.Model {
					name := d.Root.Get("model").Str()
					names[d.ModelType] = append(names[d.ModelType], name)
					nameless[d.ModelType] = nameless[d.ModelType] || name == "" // it may be the one that is named
				}
			}
			for _, d := range prov.Items {
				if d.Kind == plugin.Position && len(names[d.ModelType]) > 0 && !nameless[d.ModelType] {
					position(p, d, names[d.ModelType], &words)
				}
			}
		}
	},
}

func position(p *lint.Pass, d *plugin.Document, names []string, words *near.Budget) {
	known := map[string]bool{}
	for _, n := range names {
		known[n] = true
	}
	for _, n := range d.Root.Items() {
		if n.Str() == "" || known[n.Str()] {
			continue
		}
		f := lint.Finding{Place: plugin.At(d, n), Message: lint.Msg("no model of this provider is named %q", n.Str()), Key: n.Str(), Fold: "names"}
		if meant, ok := words.Nearest(n.Str(), names); ok {
			f.Message = lint.Msg("no model of this provider is named %q; did you mean %q?", n.Str(), meant)
			f.Fixes = lint.UnsafeFix(lint.Msg("Write %s", meant), yamledit.ReplaceValue(d.Tree, n, meant))
		}
		p.Report(f)
	}
}
