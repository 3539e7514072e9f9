package dependency

import (
	"slices"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/requirement"
)

// Empty reports dependency files that name nothing to install.
var Empty = &lint.Rule{
	ID: "dependency/empty", Gate: lint.Start, Severity: lint.Warning, Since: "0.1.0",
	Title: "the file that the daemon installs from names no package",
	Why: "Each plugin gets an environment of its own with nothing in it but what its file names; the SDK too must be named. " +
		"A `pyproject.toml` that only configures tools is taken all the same, before a `requirements.txt` beside it: nothing " +
		"is installed then, and the plugin does not start (\"No module named 'dify_plugin'\").",
	Sources: []string{"dify-plugin-daemon: internal/core/local_runtime/setup_python_environment.go"},
	Run: func(p *lint.Pass) {
		f := filesOf.Of(p.Plugin)
		switch {
		case f.blind:
		case f.project != nil:
			pr := f.project
			if len(pr.Dependencies) > 0 || len(pr.Problems) > 0 || f.lock != nil || dynamicDependencies(pr) {
				return
			}
			found := lint.Finding{Place: top(pr.File)}
			if pr.Project.IsEmpty() {
				found.Message = lint.Msg("%s has no [project] with dependencies, but the daemon uses it: nothing is installed", projectName)
			} else {
				found.Place = plugin.AtSpan(pr.File, pr.Project)
				found.Message = lint.Msg("[project] names no dependencies: nothing is installed, not even the SDK")
			}
			if f.requirements != nil {
				found.Related = []lint.Related{{Place: top(f.requirements.File), Message: lint.Msg("this file is not used beside %s", projectName)}}
			}
			p.Report(found)
		case f.requirements != nil:
			any := len(f.requirements.Problems) > 0
			f.requirements.Walk(func(r *requirement.Requirements, e *requirement.Entry) {
				any = any || e.Kind != requirement.OptionLine && e.Kind != requirement.Constrain && !r.Constraint
			})
			if !any {
				p.Report(lint.Finding{Place: top(f.requirements.File), Message: lint.Msg("%s names nothing to install, not even the SDK (dify_plugin)", requirementsName)})
			}
		}
	},
}

func dynamicDependencies(pr *requirement.PyProject) bool {
	return slices.ContainsFunc(pr.Dynamic, func(d requirement.Value) bool { return d.Text == "dependencies" })
}
