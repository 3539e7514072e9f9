package publish

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
)

// Recommended is told of a manifest without the oldest Dify that it works with.
var Recommended = &lint.Rule{
	ID: "publish/recommended", Gate: lint.None, Severity: lint.Info, Since: "0.1.0",
	Title: "the manifest does not say which Dify the plugin needs",
	Why: "The marketplace recommends `meta.minimum_dify_version`, the oldest Dify that the plugin works with. Without it the " +
		"plugin is offered to every Dify, and an old one finds out when something fails.",
	Sources: []string{"dify-marketplace-toolkit: toolkit/checks/manifest.py"},
	Examples: []lint.Example{{
		Bad:  "-- manifest.yaml --\nmeta: # want\n  version: 0.0.1\n  arch: [amd64]\n  runner: {language: python, version: \"3.12\", entrypoint: main}\n",
		Good: "-- manifest.yaml --\nmeta:\n  version: 0.0.1\n  arch: [amd64]\n  runner: {language: python, version: \"3.12\", entrypoint: main}\n  minimum_dify_version: 1.10.0\n",
	}},
	Run: submitted(func(p *lint.Pass) {
		m := p.Plugin.Manifest()
		meta := m.Root.Get("meta")
		if !meta.IsMapping() || !missing(meta.Get("minimum_dify_version")) {
			return
		}
		p.Reportf(plugin.AtKey(m, meta), "meta.minimum_dify_version is not set: name the oldest Dify that the plugin works with, as in 1.10.0")
	}),
}
