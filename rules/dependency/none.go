package dependency

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
)

// None reports plugins that name no dependencies at all.
var None = &lint.Rule{
	ID: "dependency/none", Gate: lint.Start, Severity: lint.Error, Since: "0.1.0",
	Title: "neither requirements.txt nor pyproject.toml",
	Why: "The daemon installs a plugin's packages from `pyproject.toml` or `requirements.txt` at its root. Where neither is " +
		"there it gives up (\"neither pyproject.toml nor requirements.txt found in plugin directory\"), and the plugin is " +
		"installed and never starts. A file of that name in another folder, or in other letter case, does not count.",
	Sources: []string{"dify-plugin-daemon: internal/core/local_runtime/setup_python_environment.go"},
	Run: func(p *lint.Pass) {
		f := filesOf.Of(p.Plugin)
		if f.takes() != "" || f.blind {
			return
		}
		for _, name := range [...]string{projectName, requirementsName} {
			for _, other := range p.Plugin.Listing().Fold(name) {
				if file, err := p.Plugin.Read(other); err == nil {
					p.Report(lint.Finding{Place: top(file), Message: lint.Msg("the daemon looks for a file named exactly %s, but this file is %s", name, other)})
					return
				}
			}
		}
		p.Report(lint.Finding{Place: plugin.AtTop(p.Plugin.Manifest()), Message: lint.Msg(
			"there is neither %s nor %s beside the manifest; add a %s with %s and everything else that the plugin imports",
			projectName, requirementsName, requirementsName, "dify_plugin")})
	},
}
