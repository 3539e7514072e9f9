package publish

import (
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/market"
	"github.com/difylint/difylint/lint/dify/plugin"
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
		for _, n := range plugin.Icons(p.Plugin) {
			file := n.File()
			if seen[file] {
				continue
			}
			seen[file] = true
			data, err := p.Plugin.Read(file)
			if err != nil || len(data.Data) > maxText || !isTemplateIcon(string(data.Data)) {
				continue
			}
			f := lint.Finding{Place: plugin.At(n.Doc, n.Node), Key: file, Message: lint.Msg("%s is the default icon of the template; replace it with your own", file)}
			if n.Node != p.Plugin.Manifest().Root.Get("icon") {
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
