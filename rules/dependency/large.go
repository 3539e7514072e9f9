package dependency

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/market"
)

// Large reports packages that weigh so much that a reviewer must approve them.
var Large = &lint.Rule{
	ID: "dependency/large", Gate: lint.Publish, Severity: lint.Warning, Since: "0.1.0",
	Title: "a package so large that a reviewer must approve it",
	Why: "Each plugin has its own environment, so that `torch` or a browser is downloaded and unpacked for this plugin alone, which " +
		"takes minutes and gigabytes, or longer than the daemon waits. The marketplace's checks ask for a reviewer's approval; say " +
		"in the submission why it is needed, or call a service instead.",
	Sources: []string{"dify-marketplace-toolkit: toolkit/checks/dependencies.py"},
	Run: func(p *lint.Pass) {
		severity, gate := lint.Warning, lint.Publish
		if market.ProfileOf(p.Plugin, p.Profile()) != market.Marketplace {
			severity, gate = lint.Info, lint.None
		}
		reported := map[string]bool{}
		for _, l := range installed(p.Plugin) {
			if market.Large(l.Key()) && !reported[l.Key()] {
				reported[l.Key()] = true
				p.Report(lint.Finding{Place: l.at(l.NameSpan), Key: l.Key(), Severity: severity, Gate: gate,
					Message: lint.Msg("%q is very large and makes the installation slow; remove it if it is not needed", short(l.Name))})
			}
		}
	},
}
