package publish

import (
	"bytes"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/market"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
)

// PrivacyText reports a privacy policy that nobody wrote.
var PrivacyText = &lint.Rule{
	ID: "publish/privacy-text", Gate: lint.Publish, Severity: lint.Error, Since: "0.1.0",
	Title:   "the privacy policy is empty or still the template",
	Why:     "A new plugin has a PRIVACY.md that asks to be filled in. The marketplace's checks refuse the unchanged template and an empty file. Say which data the plugin collects, where it sends it and how long it is kept, or that it collects no data.",
	Sources: []string{"dify-marketplace-toolkit: toolkit/checks/manifest.py", "dify-plugin-daemon: cmd/commandline/plugin/templates/PRIVACY.md"},
	Run: published(func(p *lint.Pass) {
		f, named := policy(p)
		if f == nil {
			return
		}
		finding := lint.Finding{Place: plugin.AtSpan(f, text.Span{}), Key: "empty", Message: lint.Msg("the privacy policy is empty")}
		if len(bytes.TrimSpace(f.Data)) > 0 {
			at := placeholder.Of(f)
			if at == nil {
				return
			}
			finding.Place = plugin.AtSpan(f, text.Span{Start: at[0], End: at[1]})
			finding.Key = "template"
			finding.Message = lint.Msg("the privacy policy still has the template's placeholder; write what the plugin does with data, and remove this sentence")
		}
		if !named {
			finding.Severity = lint.Warning // privacy names a URL, and the checks follow that
		}
		refuse(p, finding)
	}),
}

// placeholder is where a policy still asks to be filled in, or nil.
var placeholder = text.NewFact(func(f *text.File) []int { return placeholderPolicy().FindIndex(f.Data) })

var placeholderPolicy = text.Regexp(`(?i)` + market.PrivacyTemplate)
