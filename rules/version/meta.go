package version

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
)

// Meta reports a meta.version that the daemon does not take.
var Meta = &lint.Rule{
	ID: "version/meta", Gate: lint.Package, Severity: lint.Error, Since: "0.1.0",
	Title:   "meta.version is not three numbers with an optional suffix",
	Why:     "`meta.version` is the version of the manifest's format, not of the plugin; nearly all plugins write `0.0.1`. The daemon requires the same form as for the plugin's version; otherwise packaging fails.",
	Sources: []string{"dify-plugin-daemon: pkg/entities/plugin_entities/plugin_declaration.go (PluginMeta)"},
	Run: func(p *lint.Pass) {
		m := p.Plugin.Manifest()
		n := m.Root.At("meta", "version")
		s, ok := stated(n)
		if !ok || takenByDaemon(s) {
			return
		}
		f := lint.Finding{Place: plugin.At(m, n), Message: lint.Msg("meta.version is empty; write the version of the manifest's format, as in 0.0.1")}
		if s != "" {
			f.Message = lint.Msg("the daemon does not accept the meta.version %q: %s", shown(s), flaw(s))
			if n.Resolve().Tag == "!!float" {
				f.Message = f.Message.And(" (without quotes YAML also reads it as a number)")
			}
		}
		if got, sure := nearest(s); got != "" {
			offer(p, &f, n, got, sure)
		}
		p.Report(f)
	},
}
