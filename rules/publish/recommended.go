package publish

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
)

// Recommended reports a manifest without the oldest Dify that it works with.
var Recommended = &lint.Rule{
	ID: "publish/recommended", Gate: lint.None, Severity: lint.Info, Since: "0.1.0",
	Title:   "the manifest does not say which Dify the plugin needs",
	Why:     "The marketplace recommends `meta.minimum_dify_version`, the oldest Dify that the plugin works with. Without it the plugin is offered to every Dify, and on an old one it fails only when something is missing.",
	Sources: []string{"dify-marketplace-toolkit: toolkit/checks/manifest.py"},
	Run: submitted(func(p *lint.Pass) {
		m := p.Plugin.Manifest()
		meta := m.Root.Get("meta")
		if !meta.IsMapping() || !missing(meta.Get("minimum_dify_version")) {
			return
		}
		p.Reportf(plugin.AtKey(m, meta), "meta.minimum_dify_version is not set; write the oldest Dify version that the plugin works with, as in 1.10.0")
	}),
}
