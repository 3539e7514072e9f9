package plugin

import (
	"cmp"
	"strings"

	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/difylint/difylint/lint/source/yaml"
)

// IconReader is who looks for an icon first.
type IconReader uint8

// The readers of icons.
const (
	Nobody IconReader = iota
	Packaging
	Upload
)

// AssetsDir is the folder in which icons are looked for.
const AssetsDir = "_assets"

// Icon is a node that names an icon.
type Icon struct {
	Doc  *Document
	Node *yaml.Node
	// By is who first looks for the icon, and refuses the plugin without it.
	By IconReader
	// Refuses is the releases that do.
	Refuses releases.Scope
}

// File is the path of the icon in the plugin.
func (n *Icon) File() string { return AssetsDir + "/" + n.Node.Str() }

// Icons are the nodes of a plugin that name icons.
func Icons(p *Plugin) []Icon {
	var out []Icon
	m := p.Manifest()
	last := map[Kind]*Document{}
	for _, d := range p.Providers() {
		if d.Family != nil {
			last[d.Kind] = d
		}
	}
	add := func(d *Document, n *yaml.Node, by IconReader, since string) {
		prov := cmp.Or(d.Provider, d)
		// Of several providers of one family the daemon keeps the last, and looks
		// for the icons of that one only.
		if d != m && last[prov.Kind] != prov {
			by = Nobody
		}
		if !n.IsScalar() || n.Str() == "" {
			return
		}
		named := Icon{Doc: d, Node: n, By: by}
		if set, err := releases.Between(releases.Daemon, since, ""); err == nil && by != Nobody {
			named.Refuses = releases.ScopeOf(releases.Daemon, set)
		}
		out = append(out, named)
	}
	add(m, m.Root.Get("icon"), Packaging, "")
	add(m, m.Root.Get("icon_dark"), Packaging, "0.2.0")
	for _, d := range p.Providers() {
		switch d.Kind {
		case ModelProvider:
			for _, key := range []string{"icon_small", "icon_large", "icon_small_dark", "icon_large_dark"} {
				by, since := Packaging, ""
				if strings.HasSuffix(key, "_dark") {
					by, since = Upload, "0.2.0"
				}
				for _, n := range d.Root.Get(key).Entries() {
					if iconLanguages[n.Key.Value] {
						add(d, n, by, since)
					}
				}
			}
		case ToolProvider:
			add(d, d.Root.At("identity", "icon"), Packaging, "")
			add(d, d.Root.At("identity", "icon_dark"), Upload, "0.5.0")
		case TriggerProvider:
			add(d, d.Root.At("identity", "icon"), Packaging, "0.4.0")
			add(d, d.Root.At("identity", "icon_dark"), Upload, "0.5.0")
		case AgentStrategyProvider:
			add(d, d.Root.At("identity", "icon"), Upload, "")
			add(d, d.Root.At("identity", "icon_dark"), Upload, "0.5.0")
		case DatasourceProvider:
			add(d, d.Root.At("identity", "icon"), Packaging, "0.4.0")
			for _, item := range d.Items {
				add(item, item.Root.At("identity", "icon"), Upload, "0.4.0")
			}
		}
	}
	return out
}

// iconLanguages are those whose icons the daemon looks for.
var iconLanguages = map[string]bool{"en_US": true, "zh_Hans": true, "ja_JP": true, "pt_BR": true}
