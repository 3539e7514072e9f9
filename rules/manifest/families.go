// Package manifest holds the rules about the manifest as a whole.
//
// Not stable: programs take rules from package rules; see docs/stability.md.
package manifest

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/difylint/difylint/lint/source/yamledit"
	"github.com/difylint/difylint/schema"
)

// Families reports families of extensions that exclude each other.
var Families = &lint.Rule{
	ID: "manifest/families", Gate: lint.Install, Severity: lint.Error, Refuses: releases.Every(releases.Daemon), Since: "0.1.0",
	Title:   "the plugin declares no extension, or extensions that exclude each other",
	Why:     "A plugin declares at least one provider under `plugins`. A plugin with models, agent strategies, datasources or triggers cannot have any other kind; only tools and endpoints can be combined. The daemon refuses the upload of any other combination, so a second kind of extension needs its own plugin.",
	Sources: []string{"dify-plugin-daemon: pkg/entities/plugin_entities/plugin_declaration.go (ManifestValidate)"},
	Run: func(p *lint.Pass) {
		d := p.Plugin.Manifest()
		var present []plugin.Family
		alone := -1
		for _, fam := range plugin.Families() {
			declared := !d.Root.Get(fam.Inline).IsNull()
			for _, n := range d.Root.At("plugins", fam.Key).Items() {
				declared = declared || !n.IsNull()
			}
			if !declared {
				continue
			}
			if fam.Provider != plugin.ToolProvider && fam.Provider != plugin.EndpointProvider && alone < 0 {
				alone = len(present)
			}
			present = append(present, fam)
		}
		list := d.Root.Get("plugins")
		switch {
		case len(present) == 0:
			at := plugin.AtTop(d)
			if list != nil {
				at = plugin.AtKey(d, list)
			}
			if entry, meant := misspelt(p, d, list); entry != nil {
				p.Report(lint.Finding{Place: plugin.AtPart(d, entry, entry.Key.Span), Fixes: lint.SafeFix(lint.Msg("Rename the key to %s", meant), yamledit.RenameKey(d.Tree, entry, meant)),
					Message: lint.Msg("the plugin declares nothing: %s is probably a misspelling of %s", entry.Key.Text(), meant)})
				return
			}
			p.Reportf(at, "the plugin declares nothing: name at least one provider under plugins (tools, models, endpoints, agent_strategies, datasources or triggers)")
		case len(present) > 1 && alone >= 0:
			a := present[alone]
			b := present[0]
			if alone == 0 {
				b = present[1]
			}
			both := schema.Read(string(a.Provider))[releases.Daemon].And(schema.Read(string(b.Provider))[releases.Daemon])
			f := lint.Finding{Place: place(d, a), Refuses: releases.ScopeOf(releases.Daemon, both), Message: lint.Msg("a plugin cannot have both %s and %s; move one of them to a plugin of its own", a.Key, b.Key), Key: a.Key + "+" + b.Key}
			f.Related = []lint.Related{{Place: place(d, b), Message: lint.Msg("%s are declared here", b.Key)}}
			p.Report(f)
		}
		for _, v := range schema.Of(p.Plugin) {
			if v.Keyword == "family" && (p.Target().All || v.Doc == d) {
				p.Report(lint.Finding{Place: plugin.AtPart(v.Doc, v.Node, v.Span), Refuses: v.Refuses, Message: v.Message, Key: v.Key})
			}
		}
	},
}

// misspelt is the entry whose key is nearly plugins, or, as the only one there,
// nearly that of a family; and what it is meant as.
func misspelt(p *lint.Pass, d *plugin.Document, list *yaml.Node) (entry *yaml.Node, meant string) {
	for _, v := range schema.Of(p.Plugin) {
		switch {
		case v.Doc != d:
		case v.Keyword == "unknown" && v.Nearest != "" && v.Node.Parent == list && len(list.Entries()) == 1:
			return v.Node, v.Nearest
		case v.Keyword == "required" && v.Key == "plugins" && v.Misspelt != nil && v.Misspelt.Key.Text() != v.Key:
			return v.Misspelt, v.Key
		}
	}
	return nil, ""
}

func place(d *plugin.Document, f plugin.Family) plugin.Place {
	if n := d.Root.At("plugins", f.Key); n != nil {
		return plugin.AtKey(d, n)
	}
	if n := d.Root.Get(f.Inline); n != nil {
		return plugin.AtKey(d, n)
	}
	return plugin.AtTop(d)
}
