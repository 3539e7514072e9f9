package declaration

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
)

// SeveralProviders reports more than one provider in one family.
var SeveralProviders = &lint.Rule{
	ID: "declaration/several-providers", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title:   "a family has more than one provider, and only the last one counts",
	Why:     "The manifest may list several providers in one family, and the daemon reads them all, but it keeps only the last: the tools, models or endpoints of the others are in the package but never appear in Dify.",
	Sources: []string{"dify-plugin-daemon: pkg/plugin_packager/decoder/helper.go (Manifest)"},
	Run: func(p *lint.Pass) {
		m := p.Plugin.Manifest()
		for _, fam := range plugin.Families() {
			items := m.Root.At("plugins", fam.Key).Items()
			for i, n := range items {
				if i < len(items)-1 && n.Str() != "" && n.Str() != items[len(items)-1].Str() {
					p.Report(lint.Finding{Place: plugin.At(m, n), Message: lint.Msg("the daemon keeps only the last of several providers under %s; the %s of this one will not appear", fam.Key, fam.List), Key: n.Str(),
						Related: []lint.Related{{Place: plugin.At(m, items[len(items)-1]), Message: lint.Msg("this one is kept")}}})
				}
			}
		}
	},
}
