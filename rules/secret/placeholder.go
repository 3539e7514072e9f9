package secret

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/market"
	"github.com/difylint/difylint/lint/dify/plugin"
)

//go:embed placeholder.txtar
var placeholderExamples string

// Placeholder reports stand-ins that the marketplace takes for secrets.
var Placeholder = &lint.Rule{
	ID: "secret/placeholder", Gate: lint.Publish, Severity: lint.Error, Since: "0.1.0", Bundles: true,
	Title: "a stand-in has the shape of a secret",
	Why: "The marketplace's checks refuse a package for the shape of a token alone: `ghp_` with twenty letters behind it, `sk-` " +
		"with twenty, the first line of a private key, in a help text or a README too. Nothing is given away, and the plugin " +
		"is refused all the same. Write what nobody can take for a token.",
	Sources:  []string{"dify-marketplace-toolkit: toolkit/checks/secrets.py"},
	Examples: placeholderExamples,
	Run: func(p *lint.Pass) {
		if market.ProfileOf(p.Plugin, p.Profile()) != market.Marketplace {
			p.TurnOff()
			return
		}
		type key struct{ file, what string }
		told := map[key]*lint.Finding{}
		var order []*lint.Finding
		for _, s := range scanned.Of(p.Plugin) {
			if s.kind != placeholder {
				continue
			}
			if f := told[key{s.file.Path, s.what}]; f != nil {
				f.Related = append(f.Related, lint.Related{Place: plugin.AtSpan(s.file, s.span), Message: lint.Msg("here too")})
				continue
			}
			f := &lint.Finding{Place: plugin.AtSpan(s.file, s.span), Key: s.what,
				Message: lint.Msg("this is no secret, but the marketplace's check goes by the shape (%s) and refuses it; write less of it, or put … in it", s.what)}
			told[key{s.file.Path, s.what}] = f
			order = append(order, f)
		}
		for _, f := range order {
			p.Report(*f)
		}
	},
}
