package bundle

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
)

// Assets reports a bundle without its folder of assets.
var Assets = &lint.Rule{
	ID: "bundle/assets", Gate: lint.Package, Severity: lint.Error, Since: "0.1.0", Bundles: true,
	Title:   "the folder _assets is missing",
	Why:     "`dify bundle package` reads the folder `_assets` and fails without it, even if the bundle uses nothing from it. Git does not keep empty folders: put the icon there.",
	Sources: []string{"dify-plugin-daemon: pkg/bundle_packager/local.go"},
	Run: only(func(p *lint.Pass) {
		if !p.Plugin.Packaged && !p.Plugin.Listing().HasDir(assets) {
			p.Reportf(plugin.AtTop(p.Plugin.Manifest()), "the bundle has no folder %s, so packaging fails; create it and put the icon there", assets)
		}
	}),
}
