// Package asset holds the rules about the files under _assets.
//
// Not stable: programs take rules from package rules; see docs/stability.md.
package asset

import (
	_ "embed" // the examples
	"path"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/difylint/difylint/lint/near"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/difylint/difylint/lint/source/yamledit"
)

const dir = "_assets"

//go:embed icon.txtar
var iconExamples string

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
	Examples: iconExamples,
	Run: func(p *lint.Pass) {
		if !hasDir(p.Plugin) {
			return // asset/folder says so once
		}
		for _, n := range Icons(p.Plugin) {
			icon(p, &n)
		}
	},
}

// Named is a node that names an icon.
type Named struct {
	Doc  *plugin.Document
	Node *yaml.Node
	// Gate is where the platform first looks for the icon, and refuses the plugin
	// without it.
	Gate lint.Gate
	// Refuses is the releases that do.
	Refuses releases.Scope
}

// File is the path of the icon in the plugin.
func (n *Named) File() string { return dir + "/" + n.Node.Str() }

// Icons are the nodes of a plugin that name icons.
func Icons(p *plugin.Plugin) []Named {
	var out []Named
	m := p.Manifest()
	last := map[plugin.Kind]*plugin.Document{}
	for _, d := range p.Providers() {
		if d.Family != nil {
			last[d.Kind] = d
		}
	}
	add := func(d *plugin.Document, n *yaml.Node, gate lint.Gate, since string) {
		prov := d
		if d.Provider != nil {
			prov = d.Provider
		}
		// Of several providers of one family the daemon keeps the last, and looks
		// for the icons of that one only.
		if d != m && last[prov.Kind] != prov {
			gate = lint.None
		}
		if !n.IsScalar() || n.Str() == "" {
			return
		}
		named := Named{Doc: d, Node: n, Gate: gate}
		if set, err := releases.Between(releases.Daemon, since, ""); err == nil && gate != lint.None {
			named.Refuses = releases.ScopeOf(releases.Daemon, set)
		}
		out = append(out, named)
	}
	add(m, m.Root.Get("icon"), lint.Package, "")
	add(m, m.Root.Get("icon_dark"), lint.Package, "0.2.0")
	for _, d := range p.Providers() {
		switch d.Kind {
		case plugin.ModelProvider:
			for _, key := range []string{"icon_small", "icon_large", "icon_small_dark", "icon_large_dark"} {
				gate, since := lint.Package, ""
				if strings.HasSuffix(key, "_dark") {
					gate, since = lint.Install, "0.2.0"
				}
				for _, n := range d.Root.Get(key).Entries() {
					if languages[n.Key.Value] {
						add(d, n, gate, since)
					}
				}
			}
		case plugin.ToolProvider:
			add(d, d.Root.At("identity", "icon"), lint.Package, "")
			add(d, d.Root.At("identity", "icon_dark"), lint.Install, "0.5.0")
		case plugin.TriggerProvider:
			add(d, d.Root.At("identity", "icon"), lint.Package, "0.4.0")
			add(d, d.Root.At("identity", "icon_dark"), lint.Install, "0.5.0")
		case plugin.AgentStrategyProvider:
			add(d, d.Root.At("identity", "icon"), lint.Install, "")
			add(d, d.Root.At("identity", "icon_dark"), lint.Install, "0.5.0")
		case plugin.DatasourceProvider:
			add(d, d.Root.At("identity", "icon"), lint.Package, "0.4.0")
			for _, item := range d.Items {
				add(item, item.Root.At("identity", "icon"), lint.Install, "0.4.0")
			}
		}
	}
	return out
}

// languages are those whose icons the daemon looks for.
var languages = map[string]bool{"en_US": true, "zh_Hans": true, "ja_JP": true, "pt_BR": true}

func hasDir(p *plugin.Plugin) bool {
	return len(files(p)) > 0 || p.Listing().HasDir(dir)
}

// files are the paths below _assets of the files in it.
func files(p *plugin.Plugin) []string {
	var out []string
	for _, f := range p.Listing().Files {
		if name, ok := strings.CutPrefix(f, dir+"/"); ok {
			out = append(out, name)
		}
	}
	return out
}

func icon(p *lint.Pass, named *Named) {
	if p.Plugin.Listing().Has(named.File()) {
		return
	}
	d, n, written := named.Doc, named.Node, named.Node.Str()
	f := lint.Finding{Place: plugin.At(d, n), Gate: named.Gate, Refuses: named.Refuses, Message: lint.Msg("the icon %q is not among the files under %s", written, dir)}
	if named.Gate == lint.None || named.Gate == lint.Install && onlyEmpty(p.Plugin) {
		f.Severity = lint.Warning
	}
	if meant, why, ok := meantIcon(p.Plugin, written); ok {
		f.Message = lint.Msg("the icon %q is not among the files under %s; did you mean %q?%s", written, dir, meant, why)
		f.Fixes = lint.UnsafeFix("Write "+meant, yamledit.ReplaceValue(d.Tree, n, meant))
		if why != "" {
			f.Fixes = lint.SafeFix("Write "+meant, yamledit.ReplaceValue(d.Tree, n, meant))
		}
	}
	p.Report(f)
}

// onlyEmpty reports whether all files under _assets are empty: they stand for
// others then, as in an archive of declarations, and so may one that is missing.
func onlyEmpty(p *plugin.Plugin) bool {
	for _, name := range files(p) {
		if f, err := p.Read(dir + "/" + name); err != nil || len(f.Data) > 0 {
			return false
		}
	}
	return true
}

func meantIcon(p *plugin.Plugin, written string) (meant, why string, ok bool) {
	clean := path.Clean(strings.ReplaceAll(written, "\\", "/"))
	clean = strings.TrimPrefix(strings.TrimPrefix(clean, "/"), dir+"/")
	all := files(p)
	for _, f := range all {
		if f == clean {
			return f, " The path begins below the folder", true
		}
	}
	for _, f := range all {
		if strings.EqualFold(f, clean) {
			return f, " Letter case counts", true
		}
	}
	meant, ok = near.Nearest(clean, all)
	return meant, "", ok
}
