// Package ignore holds the rules about the comments that ignore findings.
//
// Not stable: programs take rules from package rules; see docs/stability.md.
package ignore

import (
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
)

// Unused reports ignores that ignore nothing.
var Unused = &lint.Rule{
	ID: "ignore/unused", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Subject: lint.AnyTarget, Bundles: true, RunsBroken: true,
	Title: "an ignore comment ignores nothing",
	Why:   "The problem that the comment was written for is fixed, or the comment is in the wrong place: it works on the finding's own line, on a line of its own above, or within the finding's span. If it stays, it may hide a new problem later. Rules that did not run are not reported.",
	RunIgnores: func(p *lint.IgnorePass) {
		for _, g := range p.Ignores {
			if g.Expired() {
				continue // told by ignore/expired
			}
			var unused []int
			for i := range g.Rules {
				if r := &g.Rules[i]; !r.Used && !strings.HasPrefix(r.ID, "ignore/") && p.Judged(r.ID, g.File.Path) {
					unused = append(unused, i)
				}
			}
			if len(unused) > 1 && len(unused) == len(g.Rules) {
				p.Report(lint.Finding{
					Place: plugin.AtSpan(g.File, g.Span), Message: lint.Msg("these rules have no finding here; remove the comment"),
					Fixes: lint.SafeFix(lint.Msg("Remove the comment"), g.Remove()), Unneeded: true,
				})
				continue
			}
			for _, i := range unused {
				r := g.Rules[i]
				msg, fix := lint.Msg("%s has no finding here; remove it from the comment", r.ID), lint.SafeFix
				if line := p.Near(r.ID, g); line > 0 {
					msg = lint.Msg("%s has no finding here, but one on line %d: move the comment to that line, or remove it", r.ID, line)
					fix = lint.UnsafeFix // it is meant for that line: removing it is not
				}
				if named := p.Named(r.ID); len(named) == 1 && named[0].Unignorable {
					msg = lint.Msg("findings of %s cannot be ignored; remove it from the comment", r.ID)
				}
				p.Report(lint.Finding{
					Place: plugin.AtSpan(g.File, r.Span), Message: msg, Key: r.ID,
					Fixes: fix(lint.Msg("Remove the ignore of %s", r.ID), g.RemoveRule(i)), Unneeded: true,
				})
			}
		}
	},
}
