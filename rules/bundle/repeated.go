package bundle

import (
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/yamledit"
)

// Repeated reports plugins that a bundle names twice.
var Repeated = &lint.Rule{
	ID: "bundle/repeated", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Bundles: true,
	Title:   "the bundle names a plugin twice",
	Why:     "Each dependency is installed by itself, in the order of the list. If a plugin is named twice, the second entry installs it again, or replaces its version.",
	Sources: []string{"dify-plugin-daemon: internal/service/plugin_decoder.go (UploadPluginBundle)"},
	Run: only(func(p *lint.Pass) {
		m := p.Plugin.Manifest()
		first := map[string]dependency{}
		for _, d := range dependencies(p) {
			s := d.value.Str()
			if s == "" {
				continue
			}
			id := d.kind + " " + s
			if d.kind == "marketplace" {
				name, _, _ := strings.Cut(s, ":")
				id = d.kind + " " + name
			}
			if before, ok := first[id]; ok {
				p.Report(lint.Finding{Place: plugin.At(m, d.value), Key: id, Message: lint.Msg("the bundle names this plugin twice"),
					Related: []lint.Related{{Place: plugin.At(m, before.value), Message: lint.Msg("first named here")}},
					Fixes:   lint.UnsafeFix(lint.Msg("Remove the second"), yamledit.RemoveEntry(m.Tree, d.node))})
				continue
			}
			first[id] = d
		}
	}),
}
