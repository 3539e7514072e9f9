package asset

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/releases"
)

// Folder reports a plugin without the folder _assets.
var Folder = &lint.Rule{
	ID: "asset/folder", Gate: lint.Package, Severity: lint.Error, Refuses: releases.Every(releases.Daemon, releases.SDK), Since: "0.1.0",
	Title:   "the folder _assets is missing",
	Why:     "The daemon reads the folder `_assets` when it packages a plugin, and the SDK when the plugin starts; both fail without it, even if no icon is named. Git does not keep an empty folder, and a package does not either.",
	Sources: []string{"dify-plugin-daemon: pkg/plugin_packager/decoder/helper.go (Assets)", "dify-plugin-sdks: src/dify_plugin/core/plugin_registration.py (_load_plugin_assets)"},
	Run: func(p *lint.Pass) {
		if hasDir(p.Plugin) {
			return
		}
		d := p.Plugin.Manifest()
		at := plugin.AtTop(d)
		if n := d.Root.Get("icon"); n != nil {
			at = plugin.At(d, n)
		}
		p.Reportf(at, "the folder %s does not exist; create it and put the icons there", dir)
	},
}
