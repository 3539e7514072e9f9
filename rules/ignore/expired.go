package ignore

import (
	_ "embed" // the examples
	"time"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
)

//go:embed expired.txtar
var expiredExamples string

// Expired is told of ignores whose last day is over.
var Expired = &lint.Rule{
	ID: "ignore/expired", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Subject: lint.AnyTarget, Bundles: true, RunsBroken: true,
	Title: "an ignore whose last day is over",
	Why: "The comment was meant to hold until the day that it names, and holds no longer: what it ignored is reported again. " +
		"Repair what it was written for, or give it another day and a reason.",
	Examples: expiredExamples,
	RunIgnores: func(p *lint.IgnorePass) {
		for _, g := range p.Ignores {
			if g.Expired() {
				p.Report(lint.Finding{
					Place: plugin.AtSpan(g.File, g.UntilSpan), Message: lint.Msg("this ignore held until %s and holds no longer", g.Until.Format(time.DateOnly)),
					Fixes: lint.SafeFix("Remove the comment", g.Remove()),
				})
			}
		}
	},
}
