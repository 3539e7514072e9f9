package version

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/release"
	"github.com/difylint/difylint/lint/source/text"
)

// Pyproject reports a version in pyproject.toml that is none to Python.
var Pyproject = &lint.Rule{
	ID: "version/pyproject", Gate: lint.Start, Severity: lint.Warning, Since: "0.1.0",
	Title:   "the version in pyproject.toml is not a valid Python version",
	Why:     "Where the plugin has a `pyproject.toml`, the daemon installs its dependencies from it with uv, which reads the whole `[project]` table first. With a version that is invalid by PEP 440 (`1.2.3-nightly`) this fails, and the plugin does not start.",
	Sources: []string{"dify-plugin-daemon: internal/core/local_runtime/setup_python_environment.go"},
	Run: func(p *lint.Pass) {
		w := release.ProjectVersion(p.Plugin)
		n := p.Plugin.Manifest().Root.Get("version")
		if w.File == nil || takenByPython(w.Text) || n.Str() == w.Text && takenByDaemon(w.Text) {
			return // the manifest's own version is told at the manifest
		}
		f := lint.Finding{Place: plugin.AtSpan(w.File, w.Span), Message: lint.Msg("Python does not accept the version %q", shown(w.Text))}
		if v := n.Str(); takenByAll(v) {
			f.Message = lint.Msg("Python does not accept the version %q; the manifest has %q", shown(w.Text), v)
			f.Related = []lint.Related{{Place: plugin.At(p.Plugin.Manifest(), n), Message: lint.Msg("the manifest's version")}}
			f.Fixes = lint.SafeFix(lint.Msg("Write the manifest's version"), text.ReplaceText(w.File, w.Span, `"`+v+`"`))
		}
		p.Report(f)
	},
}
