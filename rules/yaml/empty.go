package yaml

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/releases"
)

// Empty reports files that are there and declare nothing.
var Empty = &lint.Rule{
	ID: "yaml/empty", Gate: lint.Start, Severity: lint.Error, Refuses: releases.Every(releases.SDK), Since: "0.1.0", Bundles: true,
	Title: "a declaration file is empty",
	Why: "The file exists and holds nothing, comments only, or `~`. The daemon takes it for a declaration without any key; the " +
		"SDK misses every required key when the plugin starts. An empty manifest is refused when the plugin is packaged.",
	Sources:    []string{"dify-plugin-sdks: src/dify_plugin/core/plugin_registration.py"},
	RunsBroken: true,
	Run: func(p *lint.Pass) {
		for _, d := range p.Plugin.Documents() {
			if d.Tree == nil || d.Tree.Err != nil || !d.Root.IsNull() || d.Inline {
				continue
			}
			f := lint.Finding{Place: plugin.AtTop(d), Message: lint.Msg("the file is empty; declare a %s in it", d.Kind)}
			switch d.Kind {
			case plugin.Manifest:
				f.Gate = lint.Package
			case plugin.Position:
				f.Severity, f.Gate = lint.Warning, lint.None
			}
			p.Report(f)
		}
	},
}
