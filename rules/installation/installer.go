package installation

import (
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/installation"
	"github.com/difylint/difylint/lint/dify/plugin"
)

// handed are the names of the daemon's environment that uv gets, after the newest
// release of the table, besides the three proxies.
var handed = []string{"UV_INDEX_NEXUS_USERNAME", "UV_INDEX_NEXUS_PASSWORD"}

// installer reports whether a name is one of uv's or pip's own.
func installer(name string) bool {
	return installation.OfDify(name) == nil && (strings.HasPrefix(name, "UV_") || strings.HasPrefix(name, "PIP_")) && installation.OfDaemon(name) == nil && !slices.Contains(handed, name)
}

// Installer reports settings of uv and pip that the daemon does not hand on.
var Installer = &lint.Rule{
	ID: "installation/installer", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Subject: subject,
	Title: "a setting of uv or pip that does not reach them",
	Why: "The daemon starts uv with an environment of its own: the virtual environment, PATH, the cache and the proxies. `UV_INDEX_URL`, " +
		"`PIP_INDEX_URL`, `UV_OFFLINE`, `PIP_TRUSTED_HOST` and their like in .env or in the daemon's container change nothing. " +
		"The index is set with `PIP_MIRROR_URL`, arguments with `PIP_EXTRA_ARGS`.",
	Sources: []string{"dify-plugin-daemon: internal/core/local_runtime/setup_python_environment.go (buildUVCommandEnv)"},
	Run: withDaemon(func(v *view) {
		report := func(name string, at plugin.Place) {
			instead := lint.Msg("set the index with PIP_MIRROR_URL and arguments with PIP_EXTRA_ARGS")
			if strings.Contains(name, "INDEX") {
				instead = lint.Msg("set PIP_MIRROR_URL")
			}
			v.Report(lint.Finding{Place: at, Key: name, Mask: true, Message: lint.Msg("%s never reaches uv, which the daemon starts with an environment of its own: nothing reads it; %s", name, instead)})
		}
		for name, of := range v.daemon.Values() {
			if installer(name) && of.Text != "" {
				report(name, of.Place())
			}
		}
		v.unreached(func(e *installation.Entry) {
			if installer(e.Name) {
				report(e.Name, e.Place())
			}
		})
	}),
}
