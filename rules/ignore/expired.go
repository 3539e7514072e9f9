package ignore

import (
	"time"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
)

// Expired reports ignores whose last day is over.
var Expired = &lint.Rule{
	ID: "ignore/expired", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Subject: lint.AnyTarget, Bundles: true, RunsBroken: true,
	Title: "an ignore comment has expired",
	Why:   "The date in the comment has passed: what it ignored is reported again. Fix the problem, or write a new date and a reason.",
	RunIgnores: func(p *lint.IgnorePass) {
		for _, g := range p.Ignores {
			if g.Expired() {
				p.Report(lint.Finding{
					Place: plugin.AtSpan(g.File, g.UntilSpan), Message: lint.Msg("this ignore comment expired after %s; fix the problem, or write a new date", g.Until.Format(time.DateOnly)),
					Fixes: lint.SafeFix(lint.Msg("Remove the comment"), g.Remove()),
				})
			}
		}
	},
}
