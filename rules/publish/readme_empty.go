package publish

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
)

// ReadmeEmpty reports a README.md without a text.
var ReadmeEmpty = &lint.Rule{
	ID: "publish/readme-empty", Gate: lint.Publish, Severity: lint.Error, Since: "0.1.0",
	Title: "README.md is empty",
	Why: "The daemon requires only that README.md exists. The marketplace's checks refuse an empty one: it is the plugin's page " +
		"in the marketplace.",
	Sources: []string{"dify-marketplace-toolkit: toolkit/checks/readme.py"},
	Run: published(func(p *lint.Pass) {
		if f, err := p.Plugin.Read(readmeName); err == nil && blank(string(f.Data[f.BOMLen():])) {
			refuse(p, lint.Finding{Place: plugin.AtSpan(f, text.Span{Start: f.BOMLen(), End: f.BOMLen()}), Message: lint.Msg("README.md is empty; say what the plugin does, how to set it up and how to use it")})
		}
	}),
}
