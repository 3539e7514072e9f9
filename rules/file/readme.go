package file

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
)

// Readme reports a plugin without README.md.
var Readme = &lint.Rule{
	ID: "file/readme", Gate: lint.Publish, Severity: lint.Error, Since: "0.1.0",
	Title: "README.md is missing",
	Why: "The marketplace refuses a plugin without README.md, with exactly these letters, in its root folder. Nothing asks for " +
		"it before: the plugin installs, and its page in Dify stays empty (\"en_US readme not found\"). Translations go to " +
		"`readme/README_zh_Hans.md` and so on; they do not replace it.",
	Sources: []string{
		"dify-marketplace-toolkit: readme_metadata",
		"dify-plugin-daemon: internal/service/plugin_readme.go (read when the page is shown)",
	},
	Run: func(p *lint.Pass) {
		if p.Plugin.Exists("README.md") {
			return
		}
		d := p.Plugin.Manifest()
		f := lint.Finding{Place: plugin.AtTop(d), Key: "README.md",
			Message: lint.Msg("the plugin has no README.md in its root folder")}
		if same := p.Plugin.Listing().Fold("README.md"); len(same) > 0 {
			f.Message = lint.Msg("the plugin has no README.md in its root folder; rename %q: letter case counts", same[0])
		}
		p.Report(f)
	},
}
