package publish

import (
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/market"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/yaml"
)

// IconTemplate reports icons that came with the template.
var IconTemplate = &lint.Rule{
	ID: "publish/icon-template", Gate: lint.Publish, Severity: lint.Error, Since: "0.1.0",
	Title: "the icon is the template's default icon",
	Why: "A new plugin comes with an icon that holds the text `" + market.IconMark + "`, or, in older " +
		"templates, a drawing of the letter P. The marketplace's checks refuse both as the plugin's `icon`. The checks do not " +
		"look at the dark icon and the providers' icons, but users see them.",
	Sources: []string{"dify-plugins: .github/workflows/pre-check-plugin.yaml", "dify-plugin-daemon: cmd/commandline/plugin/templates/icons"},
	Run: published(func(p *lint.Pass) {
		seen := map[string]bool{}
		for _, ic := range icons(p.Plugin) {
			if seen[ic.file] {
				continue
			}
			seen[ic.file] = true
			data, err := p.Plugin.Read(ic.file)
			if err != nil || len(data.Data) > maxText || !isTemplateIcon(string(data.Data)) {
				continue
			}
			f := lint.Finding{Place: plugin.At(ic.doc, ic.node), Key: ic.file, Message: lint.Msg("%s is the default icon of the template; replace it with your own", ic.file)}
			if !ic.main {
				f.Severity, f.Gate = lint.Warning, lint.None
			}
			refuse(p, f)
		}
	}),
}

// isTemplateIcon looks for the mark, and for the old drawing as the checks do:
// without blanks.
func isTemplateIcon(s string) bool {
	if strings.Contains(s, market.IconMark) {
		return true
	}
	if len(s) > 1000 || !strings.Contains(s, "<svg") {
		return false
	}
	squeeze := strings.NewReplacer("\n", "", "\r", "", "\t", "", " ", "")
	return strings.Contains(squeeze.Replace(s), squeeze.Replace(market.IconPath))
}

// icon is a place that names one.
type icon struct {
	doc  *plugin.Document
	node *yaml.Node
	// file is its path below the plugin's root.
	file string
	// main is true for the manifest's own.
	main bool
}

// icons lists the icons that the manifest and the providers name and that are
// there, the plugin's own first.
func icons(p *plugin.Plugin) []icon {
	var out []icon
	add := func(d *plugin.Document, n *yaml.Node, main bool) {
		if file := "_assets/" + n.Str(); n.IsScalar() && n.Str() != "" && p.Exists(file) {
			out = append(out, icon{d, n, file, main})
		}
	}
	m := p.Manifest()
	add(m, m.Root.Get("icon"), true)
	add(m, m.Root.Get("icon_dark"), false)
	for _, d := range p.Providers() {
		if d.Root == nil {
			continue
		}
		for _, key := range [...]string{"icon", "icon_dark"} {
			add(d, d.Root.At("identity", key), false)
		}
		for _, key := range [...]string{"icon_small", "icon_large", "icon_small_dark", "icon_large_dark"} {
			for _, n := range d.Root.Get(key).Entries() {
				add(d, n, false)
			}
		}
	}
	return out
}
