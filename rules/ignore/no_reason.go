package ignore

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
)

// NoReason reports ignores that give no reason.
var NoReason = &lint.Rule{
	ID: "ignore/no-reason", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Subject: lint.AnyTarget, Bundles: true, RunsBroken: true, Off: true,
	Title: "an ignore comment has no reason",
	Why: "The next reader of the comment cannot know whether it is still needed. Write the reason after the closing bracket. " +
		"The rule is off unless the configuration says `ignores: {require-reason: true}`.",
	RunIgnores: func(p *lint.IgnorePass) {
		for _, g := range p.Ignores {
			if g.Malformed.Format == "" && g.Reason == "" {
				p.Report(lint.Finding{Place: plugin.AtSpan(g.File, g.Span), Message: lint.Msg("write after the bracket why this is ignored")})
			}
		}
	},
}
