package yaml

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
)

// Empty is told of files that are there and declare nothing.
var Empty = &lint.Rule{
	ID: "yaml/empty", Gate: lint.Start, Severity: lint.Error, Since: "0.1.0", Bundles: true,
	Title: "a declaration file is empty",
	Why: "The file exists and holds nothing, comments only, or `~`. The daemon takes it for a declaration without any key; the " +
		"SDK misses every required key when the plugin starts. An empty manifest is refused when the plugin is packaged.",
	Sources: []string{"dify-plugin-sdks: src/dify_plugin/core/plugin_registration.py"},
	Examples: []lint.Example{{
		Bad:  "without: tools/search.yaml:identity tools/search.yaml:description tools/search.yaml:parameters tools/search.yaml:extra\nwant: tools/search.yaml:1\n-- tools/search.yaml --\n# to be written\n",
		Good: "-- tools/search.yaml --\nidentity:\n  name: search\n  author: acme\n  label: {en_US: Search}\n",
	}},
	RunsBroken: true,
	Run: func(p *lint.Pass) {
		for _, d := range p.Plugin.Documents() {
			if d.Tree == nil || d.Tree.Err != nil || !d.Root.IsNull() || d.Inline {
				continue
			}
			f := lint.Finding{Place: plugin.AtTop(d), Message: lint.Msg("the file is empty; it must declare a %s", d.Kind)}
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
