// Package asset holds the rules about the files under _assets.
//
// Not stable: programs take rules from package rules; see docs/stability.md.
package asset

import (
	"path"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/difylint/difylint/lint/near"
	"github.com/difylint/difylint/lint/source/yamledit"
)

const dir = plugin.AssetsDir

// Icon reports icons that are named and do not lie under _assets.
var Icon = &lint.Rule{
	ID: "asset/icon", Gate: lint.Package, Severity: lint.Error, Refuses: releases.Every(releases.Daemon), Since: "0.1.0",
	Title: "an icon is not in the folder _assets",
	Why: "The daemon looks for every icon among the files of the folder `_assets`. The name is the path below `_assets`, " +
		"without the folder, letter case included. Packaging looks for the manifest's `icon` and `icon_dark`, the provider's " +
		"`icon`, and a model provider's `icon_small` and `icon_large` in each language (\"assets invalid\"). The upload stores " +
		"the others too, and fails where one is not there (\"failed to remap\"): the provider's `icon_dark`, a model provider's " +
		"`icon_small_dark` and `icon_large_dark`, the `icon` of an agent strategy provider and of a single datasource.",
	Sources: []string{
		"dify-plugin-daemon: pkg/plugin_packager/decoder/helper.go (CheckAssetsValid)",
		"dify-plugin-daemon: internal/core/plugin_manager/media_transport/assets.go (RemapAssets)",
	},
	Run: func(p *lint.Pass) {
		if !hasDir(p.Plugin) {
			return // asset/folder says so once
		}
		var words near.Budget
		for _, n := range plugin.Icons(p.Plugin) {
			icon(p, &n, &words)
		}
	},
}

func hasDir(p *plugin.Plugin) bool {
	return len(files.Of(p)) > 0 || p.Listing().HasDir(dir)
}

// files are the paths below _assets of the files in it.
var files = plugin.NewFact(func(p *plugin.Plugin) []string {
	var out []string
	for _, f := range p.Listing().Files {
		if name, ok := strings.CutPrefix(f, dir+"/"); ok {
			out = append(out, name)
		}
	}
	return out
})

// gates are where the platform refuses a plugin without an icon.
var gates = map[plugin.IconReader]lint.Gate{plugin.Nobody: lint.None, plugin.Packaging: lint.Package, plugin.Upload: lint.Install}

func icon(p *lint.Pass, named *plugin.Icon, words *near.Budget) {
	if p.Plugin.Listing().Has(named.File()) {
		return
	}
	d, n, written := named.Doc, named.Node, named.Node.Str()
	f := lint.Finding{Place: plugin.At(d, n), Gate: gates[named.By], Refuses: named.Refuses, Stored: named.By == plugin.Upload, Message: lint.Msg("the icon %q is not among the files under %s", written, dir)}
	if named.By == plugin.Nobody {
		f.Severity = lint.Warning
	}
	if meant, why, ok := meantIcon(p.Plugin, written, words); ok {
		f.Message = lint.Msg("the icon %q is not among the files under %s; did you mean %q?", written, dir, meant).Plus(why)
		f.Fixes = lint.FixOf(why.Format != "", lint.Msg("Write %s", meant), yamledit.ReplaceValue(d.Tree, n, meant))
	}
	p.Report(f)
}

func meantIcon(p *plugin.Plugin, written string, words *near.Budget) (meant string, why lint.Message, ok bool) {
	clean := path.Clean(strings.ReplaceAll(written, "\\", "/"))
	clean = strings.TrimPrefix(strings.TrimPrefix(clean, "/"), dir+"/")
	if p.Listing().Has(dir + "/" + clean) {
		return clean, lint.Msg(" The path begins below the folder"), true
	}
	for _, f := range p.Listing().Fold(dir + "/" + clean) {
		if name, ok := strings.CutPrefix(f, dir+"/"); ok {
			return name, lint.Msg(" Letter case counts"), true
		}
	}
	meant, ok = words.Nearest(clean, files.Of(p))
	return meant, why, ok
}
