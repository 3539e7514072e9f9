package installation

import (
	"bytes"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/installation"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
)

// PluginIndex reports locks that go past an installation's index.
var PluginIndex = &lint.Rule{
	ID: "installation/plugin-index", Gate: lint.Start, Severity: lint.Warning, Since: "0.1.0", Needs: needed,
	Title: "the plugin's lock goes past this installation's index",
	Why: "An installation with `PIP_MIRROR_URL` often reaches no other index. From 0.5.5 on the daemon installs a plugin with pyproject.toml and uv.lock by `uv sync --frozen`: the packages then come from the " +
		"addresses in uv.lock, not from the mirror. From 0.6.3 on requirements.txt comes first where a mirror is set; from 0.5.8 on `PLUGIN_IGNORE_UV_LOCK=true` leaves the lock out. Give the plugin a requirements.txt.",
	Sources: []string{"dify-plugin-daemon: internal/core/local_runtime/setup_python_environment.go, environment_python.go"},
	Run: func(p *lint.Pass) {
		in, _ := installation.Place.Of(p.Plugin)
		mirror, of := in.Effective("PIP_MIRROR_URL")
		if in.Daemon() == nil || mirror == "" || !in.Since("0.5.5") || !p.Plugin.Exists("pyproject.toml") || requirementsFirst(in, p.Plugin) {
			return
		}
		if ignored, _ := in.Bool("PLUGIN_IGNORE_UV_LOCK"); ignored && in.Since("0.5.8") {
			return
		}
		f, err := p.Plugin.Read("uv.lock")
		if err != nil {
			return
		}
		_, rest, _ := bytes.Cut(f.Data, []byte("registry = \""))
		index, _, _ := bytes.Cut(rest, []byte{'"'})
		start, locked := len(f.Data)-len(rest), string(index)
		if hostOf(locked) == hostOf(mirror) || hostOf(locked) == "" {
			return
		}
		advice := lint.Msg("give the plugin a requirements.txt and the daemon a release from 0.6.3 on")
		if in.Since("0.6.3") {
			advice = lint.Msg("give the plugin a requirements.txt")
		}
		p.Report(lint.Finding{
			Place: plugin.AtSpan(f, text.Span{Start: start, End: start + len(index)}), Related: setAt(in, of, lint.Msg("the index of this installation")),
			Message: lint.Msg("this installation installs from %s (PIP_MIRROR_URL), and the lock names packages of %s, which are downloaded from there: %s", installation.Clean(mirror), strings.TrimSpace(installation.Clean(locked)), advice),
		})
	},
}
