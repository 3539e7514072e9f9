package dependency

import (
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/near"
	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/requirement/pydata"
	"github.com/difylint/difylint/lint/source/text"
)

// SDKMissing reports plugins that do not install the SDK.
var SDKMissing = &lint.Rule{
	ID: "dependency/sdk-missing", Gate: lint.Start, Severity: lint.Error, Since: "0.1.0",
	Title: "the SDK, dify_plugin, is not among the requirements",
	Why: "Each plugin runs in an environment of its own, in which nothing is but what its file names. Without `dify_plugin` the " +
		"first import of `main.py` fails (\"No module named 'dify_plugin'\"), and the plugin does not start.",
	Sources: []string{"dify-plugin-daemon: internal/core/local_runtime/setup_python_environment.go"},
	Run: func(p *lint.Pass) {
		f := filesOf.Of(p.Plugin)
		if f.blind || f.takes() == "" || p.Plugin.Listing().HasDir("dify_plugin") || p.Plugin.Exists("dify_plugin.py") {
			return
		}
		any, severity := false, lint.Error
		var slip *line
		for _, l := range linesOf.Of(p.Plugin) {
			if !l.read || l.role != runtime {
				continue
			}
			any = true
			if l.Key() == sdkName || !l.Valid() && strings.Contains(requirement.NormalizeName(l.Text), sdkName) {
				return
			}
			if near.Distance(l.Key(), sdkName) <= 2 {
				slip = &l
			} else if !pydata.IsPopular(l.Key()) {
				severity = lint.Warning // it may bring the SDK along
			}
		}
		if f.frozen() && (len(f.lock.Problems) > 0 || len(f.lock.Find(sdkName)) > 0) {
			return
		}
		found := lint.Finding{Severity: severity}
		switch {
		case !any: // dependency/empty says so
			return
		case f.project != nil:
			if len(f.project.Problems) > 0 {
				return
			}
			found.Place = plugin.AtSpan(f.project.File, f.project.Project)
		default:
			unclear := len(f.requirements.Problems) > 0
			f.requirements.Walk(func(_ *requirement.Requirements, e *requirement.Entry) {
				switch e.Kind {
				case requirement.Direct, requirement.Local, requirement.Editable:
					if strings.Contains(requirement.NormalizeName(e.Target), sdkName) {
						unclear = true
					}
					found.Severity = lint.Warning
				case requirement.Include:
					unclear = unclear || e.Nested == nil
				}
			})
			if unclear {
				return
			}
			found.Place = top(f.requirements.File)
		}
		found.Message = lint.Msg("nothing here installs the SDK, which every plugin imports; add %s", "dify_plugin>=0.9.0,<1.0.0")
		if slip != nil {
			found.Place = slip.at(slip.NameSpan)
			found.Message = lint.Msg("%q is probably a misspelling of %s: nothing here installs the SDK, which every plugin imports", short(slip.Name), "dify_plugin")
			found.Fixes = lint.UnsafeFix(lint.Msg("Write %s", "dify_plugin"), text.ReplaceText(slip.file, slip.NameSpan, "dify_plugin"))
		}
		p.Report(found)
	},
}
