package ignore

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/near"
	"github.com/difylint/difylint/lint/source/text"
)

// Unknown reports ignores that name no rule, or cannot be read.
var Unknown = &lint.Rule{
	ID: "ignore/unknown", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Subject: lint.AnyTarget, Bundles: true, RunsBroken: true,
	Title: "an ignore comment names no known rule",
	Why: "An ignore comment works only for the rules that it names, by `family/name` or `family/*`. A misspelt name ignores nothing, " +
		"and so does a comment that difylint cannot read.",
	RunIgnores: func(p *lint.IgnorePass) {
		var words near.Budget
		for _, g := range p.Ignores {
			if g.Malformed.Format != "" {
				p.Report(lint.Finding{Place: plugin.AtSpan(g.File, g.MalformedSpan), Message: g.Malformed})
			}
			for i, r := range g.Rules {
				if len(p.Named(r.ID)) > 0 {
					continue
				}
				f := lint.Finding{Place: plugin.AtSpan(g.File, r.Span), Key: r.ID}
				if meant, ok := words.Nearest(r.ID, p.Patterns()); ok {
					f.Message = lint.Msg("unknown rule %q; did you mean %q?", r.ID, meant)
					f.Fixes = lint.SafeFix(lint.Msg("Write %s", meant), text.ReplaceText(g.File, r.Span, meant))
				} else {
					f.Message = lint.Msg("unknown rule %q; remove it from the comment", r.ID)
					f.Fixes = lint.SafeFix(lint.Msg("Remove the ignore of %s", r.ID), g.RemoveRule(i))
					f.Unneeded = true
				}
				p.Report(f)
			}
		}
	},
}
