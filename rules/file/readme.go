package file

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
)

//go:embed readme.txtar
var readmeExamples string

// Readme reports a plugin without README.md.
var Readme = &lint.Rule{
	ID: "file/readme", Gate: lint.Install, Severity: lint.Error, Since: "0.1.0",
	Title:    "README.md is missing",
	Why:      "On upload the daemon reads README.md from the plugin's root, with exactly this name, and refuses the plugin without it (\"en_US readme not found\"). Translations go to `readme/README_zh_Hans.md` and so on; they do not replace it.",
	Sources:  []string{"dify-plugin-daemon: pkg/plugin_packager/decoder/helper.go (AvailableI18nReadme)"},
	Examples: readmeExamples,
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
