package publish

import (
	"bytes"
	"slices"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/market"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
)

// PrivacyDisclosure reports a privacy policy that does not say what it should.
var PrivacyDisclosure = &lint.Rule{
	ID: "publish/privacy-disclosure", Gate: lint.Publish, Severity: lint.Warning, Since: "0.1.0",
	Title:   "the privacy policy does not say what happens to data",
	Why:     "The marketplace requires the policy to say which user data is collected, stored, logged or sent to third parties, or that no data is. Its checks look for such words, and ask a reviewer if there are none.",
	Sources: []string{"dify-marketplace-toolkit: toolkit/checks/manifest.py", "dify-plugins: docs/plugin-submission-requirements.md"},
	Run: published(func(p *lint.Pass) {
		f, named := policy(p)
		if f == nil || !named || len(bytes.TrimSpace(f.Data)) == 0 {
			return
		}
		low := bytes.ToLower(f.Data)
		if placeholder.Of(f) != nil || slices.ContainsFunc(market.PrivacyWords, func(w string) bool { return bytes.Contains(low, []byte(w)) }) {
			return // or publish/privacy-text
		}
		if countHan(f.Data) > minForeign {
			p.Reportf(plugin.AtSpan(f, firstLine(f)), "the policy is not in English, so neither the marketplace's checks nor most users can read it; write it in English")
			return
		}
		p.Reportf(plugin.AtSpan(f, firstLine(f)), "the policy does not say whether data is collected, stored, logged or sent to third parties; add it")
	}),
}

// firstLine is the span of the first line that is not blank.
func firstLine(f *text.File) text.Span {
	for l := 1; l <= f.LineCount(); l++ {
		if s := f.LineSpan(l); !blank(f.Slice(s)) {
			if l == 1 {
				s.Start = min(s.End, f.BOMLen())
			}
			return s
		}
	}
	return text.Span{}
}

// countHan is how many Chinese characters a text holds.
func countHan(data []byte) int {
	n := 0
	for _, r := range string(data) {
		if isHan(r) {
			n++
		}
	}
	return n
}
