package manifest

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/yamledit"
)

// daemonPython is what the daemon's image runs plugins with
// (dify-plugin-daemon, docker/local.dockerfile).
const daemonPython = "3.12"

// RunnerVersion reports a version of Python that the daemon does not run plugins
// with.
var RunnerVersion = &lint.Rule{
	ID: "manifest/runner-version", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title: "another version of Python than the daemon runs plugins with",
	Why: "The daemon makes each plugin's environment with its own Python, 3.12, and does not look at `meta.runner.version`. A plugin " +
		"that names another one is run with 3.12 all the same: what it was tried with is not what runs.",
	Sources: []string{"dify-plugin-daemon: internal/core/local_runtime/setup_python_environment.go", "dify-plugin-daemon: docker/local.dockerfile"},
	Run: func(p *lint.Pass) {
		d := p.Plugin.Manifest()
		n := d.Root.At("meta", "runner", "version")
		if n.Text() == "" || n.Text() == daemonPython {
			return
		}
		p.Report(lint.Finding{Place: plugin.At(d, n),
			Message: lint.Msg("the daemon runs each plugin with Python %s, whatever stands here; write \"%s\"", daemonPython, daemonPython),
			Fixes:   lint.UnsafeFix(lint.Msg("Write \"%s\"", daemonPython), yamledit.ReplaceValue(d.Tree, n, daemonPython))})
	},
}
