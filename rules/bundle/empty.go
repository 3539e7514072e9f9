package bundle

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
)

// Empty reports bundles that name no plugin.
var Empty = &lint.Rule{
	ID: "bundle/empty", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Bundles: true,
	Title:   "the bundle names no plugin",
	Why:     "A bundle installs what its `dependencies` name, and nothing else: with an empty list it installs nothing, whatever its folder contains. `dify bundle append` adds to the list.",
	Sources: []string{"dify-plugin-daemon: pkg/entities/bundle_entities/bundle.go"},
	Run: only(func(p *lint.Pass) {
		m := p.Plugin.Manifest()
		if n := m.Root.Get("dependencies"); n != nil && (n.IsNull() || n.IsSequence() && len(n.Items()) == 0) {
			p.Reportf(plugin.AtKey(m, n), "the bundle names no plugin, so it installs nothing; add plugins with \"dify bundle append\"")
		}
	}),
}
