package secret

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/market"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
)

// Placeholder reports stand-ins that the marketplace takes for secrets.
var Placeholder = &lint.Rule{
	ID: "secret/placeholder", Gate: lint.Publish, Severity: lint.Error, Since: "0.1.0", Bundles: true,
	Title:   "a placeholder looks like a secret",
	Why:     "The marketplace's checks refuse a package for any text in the form of a token: `ghp_` and twenty letters, `sk-` and twenty, the first line of a private key, also in a help text or a README. No secret is leaked, but the plugin is refused. Write a placeholder that does not look like a token.",
	Sources: []string{"dify-marketplace-toolkit: toolkit/checks/secrets.py"},
	Run: func(p *lint.Pass) {
		if market.ProfileOf(p.Plugin, p.Profile()) != market.Marketplace {
			p.TurnOff()
			return
		}
		type key struct{ file, what string }
		reported := map[key]*lint.Finding{}
		var order []*lint.Finding
		for _, s := range scanned.Of(p.Plugin) {
			if s.kind != placeholder {
				continue
			}
			if f := reported[key{s.file.Path, s.what}]; f != nil {
				f.Related = append(f.Related, lint.Related{Place: plugin.AtSpan(s.file, s.span), Message: lint.Msg("here too")})
				continue
			}
			f := &lint.Finding{Place: plugin.AtSpan(s.file, s.span), Key: s.what,
				Message: lint.Msg("this is no secret, but it looks like one (%s) and the marketplace's check refuses it; shorten it, or put … in it", text.Phrase(s.what))}
			reported[key{s.file.Path, s.what}] = f
			order = append(order, f)
		}
		for _, f := range order {
			p.Report(*f)
		}
	},
}
