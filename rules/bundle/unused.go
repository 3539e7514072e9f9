package bundle

import (
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
)

// Unused reports packages in a bundle that it does not name.
var Unused = &lint.Rule{
	ID: "bundle/unused", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Bundles: true,
	Title:   "the bundle holds a package that it does not name",
	Why:     "Everything under `_assets` goes into the bundle. A package there that no dependency names is never installed and only makes the bundle larger.",
	Sources: []string{"dify-plugin-daemon: pkg/bundle_packager/local.go", "dify-plugin-daemon: internal/service/plugin_decoder.go (UploadPluginBundle)"},
	Run: only(func(p *lint.Pass) {
		named := map[string]bool{}
		for _, d := range dependencies(p) {
			if d.kind == "package" {
				named[assets+"/"+d.value.Str()] = true
			}
		}
		for _, f := range p.Plugin.Listing().Files {
			if strings.HasPrefix(f, assets+"/") && strings.HasSuffix(strings.ToLower(f), ".difypkg") && !named[f] {
				p.Report(lint.Finding{Place: plugin.Place{Path: f}, Key: f, Message: lint.Msg("no dependency names %s, so it is never installed; add a dependency or delete the file", f)})
			}
		}
	}),
}
