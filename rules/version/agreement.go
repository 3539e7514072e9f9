package version

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/release"
	"github.com/difylint/difylint/lint/source/text"
)

// Agreement reports a version in pyproject.toml that is not the manifest's.
var Agreement = &lint.Rule{
	ID: "version/agreement", Gate: lint.None, Severity: lint.Info, Since: "0.1.0", Off: true,
	Title: "pyproject.toml and the manifest name different versions",
	Why:   "The platform reads only the manifest's version, and many plugins never change the one in `pyproject.toml` from `0.1.0`. Turn this rule on if the two must be equal: tools that read `pyproject.toml` then see the version that users see, and the fixes of the other rules change both together.",
	Run: func(p *lint.Pass) {
		w := release.ProjectVersion(p.Plugin)
		m := p.Plugin.Manifest()
		n := m.Root.Get("version")
		if w.Text == "" || !takenByPython(w.Text) || n.Str() == "" || release.SameVersion(w.Text, n.Str()) || !takenByPython(n.Str()) {
			return
		}
		edits := [][]text.Edit{text.ReplaceText(w.File, w.Span, `"`+n.Str()+`"`)}
		if l := release.LockedVersion(p.Plugin); l.Text != "" && release.SameVersion(l.Text, w.Text) {
			edits = append(edits, text.ReplaceText(l.File, l.Span, `"`+n.Str()+`"`))
		}
		p.Report(lint.Finding{
			Place:   plugin.AtSpan(w.File, w.Span),
			Message: lint.Msg("pyproject.toml has the version %q, but the manifest has %q", w.Text, n.Str()),
			Related: []lint.Related{{Place: plugin.At(m, n), Message: lint.Msg("the version that the platform reads")}},
			Fixes:   lint.SafeFix(lint.Msg("Write the manifest's version"), edits...),
		})
	},
}
