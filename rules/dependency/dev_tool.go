package dependency

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/source/requirement/pydata"
	"github.com/difylint/difylint/lint/source/text"
)

// DevTool reports tools for development among what every installation gets.
var DevTool = &lint.Rule{
	ID: "dependency/dev-tool", Gate: lint.Publish, Severity: lint.Info, Since: "0.1.0",
	Title: "a tool for development among the run-time requirements",
	Why: "Test runners, linters and build tools are installed with each copy of the plugin, which takes time and space and brings " +
		"packages that may clash; reviewers ask for what the plugin needs alone. Keep them in `[dependency-groups]` of " +
		"`pyproject.toml` (the daemon installs without the group `dev`), or in a file such as `requirements-dev.txt`.",
	Sources: []string{"dify-plugins: docs/plugin-review-guidelines.md"},
	Run: func(p *lint.Pass) {
		for _, l := range installed(p.Plugin) {
			purpose, ok := pydata.DevTool(l.Key())
			if !ok {
				continue
			}
			f := lint.Finding{
				Place: l.at(l.NameSpan), Key: l.Key(), Unneeded: true,
				Message: lint.Msg("%q is a development tool (%s), but every installation gets it; remove it or move it to a dev group", short(l.Name), text.Phrase(purpose)),
			}
			if alone(l) {
				f.Fixes = lint.UnsafeFix(lint.Msg("Remove the line"), text.RemoveLines(l.file, l.Span))
			}
			p.Report(f)
		}
	},
}
