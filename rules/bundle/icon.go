package bundle

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/yamledit"
)

// Icon reports a bundle's icon that is not there.
var Icon = &lint.Rule{
	ID: "bundle/icon", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Bundles: true,
	Title: "the bundle's icon is not under _assets",
	Why:   "Dify looks for the icon under `_assets`, by its path there. No program refuses the bundle, but Dify shows it without an icon.",
	Run: only(func(p *lint.Pass) {
		m := p.Plugin.Manifest()
		n := m.Root.Get("icon")
		if n.Str() == "" || p.Plugin.Listing().Has(assets+"/"+n.Str()) {
			return
		}
		f := lint.Finding{Place: plugin.At(m, n), Message: lint.Msg("the icon %q is not among the files under %s", n.Str(), assets)}
		if got := meant(p, n.Str()); got != "" {
			f.Message = lint.Msg("the icon %q is not among the files under %s; did you mean %q?", n.Str(), assets, got)
			f.Fixes = lint.UnsafeFix(lint.Msg("Write %s", got), yamledit.ReplaceValue(m.Tree, n, got))
		}
		p.Report(f)
	}),
}
