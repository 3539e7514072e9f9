package publish

import (
	"bytes"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
)

// ReadmeVersion reports a README.md that names another version of the plugin than
// its manifest.
var ReadmeVersion = &lint.Rule{
	ID: "publish/readme-version", Gate: lint.None, Severity: lint.Info, Since: "0.1.0",
	Title:   "README.md names another version than the manifest",
	Why:     "The README of a new plugin has a line with its version, which stays as it is when the version in manifest.yaml is raised. Users on the marketplace then read about a version that they do not get. A README without such a line cannot become wrong.",
	Sources: []string{"dify-plugin-daemon: cmd/commandline/plugin/templates", "langgenius/dify-plugins: pull requests 351 and 352"},
	Run: published(func(p *lint.Pass) {
		f := readme(p.Plugin)
		m := p.Plugin.Manifest()
		version := m.Root.Get("version")
		if f == nil || version.Str() == "" {
			return
		}
		for _, s := range prose(f.Data) {
			for _, at := range readmeVersion().FindAllSubmatchIndex(f.Data[s.Start:s.End], -1) {
				if at[2] < 0 {
					at = at[2:]
				}
				at := text.Span{Start: s.Start + at[2], End: s.Start + at[3]}
				if got := f.Slice(at); got != version.Str() && !ofHistory(f.Data[:at.Start]) {
					p.Report(lint.Finding{
						Place: plugin.AtSpan(f, at), Key: "version",
						Message: lint.Msg("README.md says version %s, but the manifest %s; write %s, or remove the line", got, version.Str(), version.Str()),
						Fixes:   lint.SafeFix(lint.Msg("Write %s", version.Str()), text.ReplaceText(f, at, version.Str())),
						Related: []lint.Related{{Place: plugin.At(m, version), Message: lint.Msg("the version of the plugin")}},
					})
				}
			}
		}
	}),
}

// ofHistory reports whether the last heading of a text begins a list of changes,
// where former versions belong.
func ofHistory(before []byte) bool {
	i := bytes.LastIndex(before, []byte("\n#"))
	if i < 0 {
		return false
	}
	heading, _, _ := bytes.Cut(before[i+1:], []byte("\n"))
	return history().Match(heading)
}

var history = text.Regexp(`(?i)chang|histor|releas|\d\.\d`)

// readmeVersion is a line, or a cell of a table, that begins with the word
// version and goes on with one, or a badge with it.
var readmeVersion = text.Regexp("(?im)^[ \\t>*_|`-]*(?:(?:plugin[ \\t]+)?version|版本号?)[ \\t*_`]*[:：|][ \\t*_`]*v?(\\d+\\.\\d+\\.\\d+(?:-\\w+)?)[ \\t*_|`]*(?:<!--.*-->[ \\t]*)?\\r?$" +
	"|shields\\.io/badge/(?:plugin_?)?version-v?(\\d+\\.\\d+\\.\\d+)-")
