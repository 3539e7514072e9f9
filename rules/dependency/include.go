package dependency

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/requirement"
)

// Include reports further requirements files that cannot be followed.
var Include = &lint.Rule{
	ID: "dependency/include", Gate: lint.Start, Severity: lint.Error, Since: "0.1.0",
	Title: "a further requirements file that is not in the plugin",
	Why: "`-r` and `-c` name files beside the one in which they stand. One that is missing stops the whole installation, and the " +
		"plugin does not start. One outside of the plugin's folder is there for the author and for nobody else; a file that " +
		"includes itself, or one behind a URL, cannot be relied on.",
	Sources: []string{"dify-plugin-daemon: internal/core/local_runtime/setup_python_environment.go", "dify-marketplace-toolkit: toolkit/checks/dependencies.py"},
	Run: func(p *lint.Pass) {
		f := filesOf.Of(p.Plugin)
		if f.requirements == nil {
			return
		}
		f.requirements.Walk(func(r *requirement.Requirements, e *requirement.Entry) {
			for _, pr := range e.Problems {
				found := lint.Finding{Place: plugin.AtSpan(r.File, pr.Span), Key: short(e.Target), Severity: lint.Warning}
				switch pr.Code {
				case requirement.CodeInclude:
					found.Message = lint.Msg("the plugin has no file %q: nothing installs", short(e.Target))
					if f.project == nil {
						found.Severity = lint.Error
					}
				case requirement.CodeIncludeEscape:
					found.Message = lint.Msg("%q is outside the plugin: it is missing where the plugin is installed", short(e.Target))
					if f.project == nil && relative(e.Target) != "" {
						found.Severity = lint.Error
					}
				case requirement.CodeIncludeCycle:
					found.Message = lint.Msg("%q includes this file, which includes it again", short(e.Target))
				case requirement.CodeIncludeRemote:
					found.Mask = secret(e.Target)
					found.Key, found.Message = "", lint.Msg("a list of requirements behind a URL can change without a new version of the plugin")
				default:
					continue
				}
				p.Report(found)
			}
		})
	},
}
