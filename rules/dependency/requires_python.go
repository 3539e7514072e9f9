package dependency

import (
	"slices"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/text"
)

// RequiresPython reports versions of Python that do not go together.
var RequiresPython = &lint.Rule{
	ID: "dependency/requires-python", Gate: lint.Start, Severity: lint.Error, Since: "0.1.0",
	Title: "requires-python does not fit the SDK, or the Python that plugins run with",
	Why: "uv looks for versions that work with every Python that `requires-python` lets in. The SDK needs Python 3.12 since 0.8.0: " +
		"with `>=3.11` and such an SDK there is no solution, nothing installs, and the plugin does not start. The daemon runs every " +
		"plugin with Python 3.12, whatever the manifest names: where `requires-python` leaves that out, uv drops the environment " +
		"that the daemon has made, and looks for another Python.",
	Sources: []string{"dify-plugin-sdks: pyproject.toml", "dify-plugins: #3089", "dify-plugin-daemon: internal/core/local_runtime/setup_python_environment.go"},
	Run: func(p *lint.Pass) {
		f := filesOf.Of(p.Plugin)
		if f.project != nil {
			excluded(p, f.project.File, f.project.RequiresPython)
			if f.lock != nil && f.project.RequiresPython.Text != f.lock.RequiresPython.Text {
				excluded(p, f.lock.File, f.lock.RequiresPython)
			}
			unsolvable(p, f)
		}
	},
}

// excluded tells where a range leaves out the daemon's Python, or the manifest's.
func excluded(p *lint.Pass, file *text.File, r requirement.SpecifiersValue) {
	if len(r.Problems) > 0 || len(r.Specifiers) == 0 || r.Specifiers.Set().IsEmpty() {
		return
	}
	found := lint.Finding{Place: plugin.AtSpan(file, r.Span), Severity: lint.Warning, Key: "python"}
	switch named := runner(p.Plugin); {
	case !r.Specifiers.Set().Overlaps(minor(daemonPython)):
		found.Message = lint.Msg("%s excludes Python %s, which the daemon uses to run plugins", short(r.Text), daemonPython)
	case named != "" && !r.Specifiers.Set().Overlaps(minor(named)):
		found.Severity, found.Gate = lint.Info, lint.None
		found.Message = lint.Msg("%s excludes Python %s, which the manifest names; the daemon uses %s for all plugins", short(r.Text), named, daemonPython)
		n := p.Plugin.Manifest().Root.At("meta", "runner", "version")
		found.Related = []lint.Related{{Place: plugin.At(p.Plugin.Manifest(), n), Message: lint.Msg("the Python of the manifest")}}
	default:
		return
	}
	p.Report(found)
}

// minor is all releases of a Python version like 3.12.
func minor(version string) requirement.Set {
	v, _ := requirement.ParseVersion(version)
	next, _ := requirement.ParseVersion(next(v))
	return requirement.Between(v, next)
}

// unsolvable tells where requires-python lets in a Python that no allowed SDK
// runs on.
func unsolvable(p *lint.Pass, f *files) {
	r := f.project.RequiresPython
	if len(r.Problems) > 0 || len(r.Specifiers) == 0 || f.project.UV != nil && len(f.project.UV.Environments) > 0 || sourced(f.project, sdkName) {
		return
	}
	q := problemOf(p.Plugin, true)
	allowed := q.releases
	if q.open {
		allowed = append(allowed, newest())
	}
	if len(allowed) == 0 || slices.ContainsFunc(allowed, q.runs) {
		return
	}
	least, _ := lowest(allowed[0].Python)
	l := q.sdk[0]
	found := lint.Finding{Place: plugin.AtSpan(f.project.File, r.Span), Key: "sdk",
		Message: lint.Msg("%s allows Python older than %s, which the SDK in %s needs: uv finds no solution; write >=%s",
			short(r.Text), least.String(), short(l.Specifiers.String()), least.String()),
		Related: []lint.Related{{Place: l.at(l.SpecifiersSpan), Message: lint.Msg("the required SDK")}},
	}
	if len(r.Specifiers) == 1 {
		found.Fixes = lint.SafeFix(lint.Msg("Write >=%s", least.String()), text.ReplaceText(f.project.File, r.Span, ">="+least.String()))
	}
	if f.frozen() {
		found.Severity = lint.Warning
	}
	p.Report(found)
}
