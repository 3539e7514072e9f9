package publish

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/packing"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
)

// ReadmeEncoding reports a README.md, or a translation, that is not in UTF-8.
var ReadmeEncoding = &lint.Rule{
	ID: "publish/readme-encoding", Gate: lint.Publish, Severity: lint.Warning, Since: "0.1.0",
	Title: "README.md or a translation of it is not in UTF-8",
	Why: "The marketplace and Dify show README.md and its translations as UTF-8. A file that an editor or a shell of Windows saved in UTF-16 or in the " +
		"encoding of its language is not readable there. Nothing else is said about such a text before it is saved as UTF-8.",
	Sources: []string{"dify-marketplace-toolkit: toolkit/checks/readme.py (read_readme, which drops what is not UTF-8)"},
	Run: published(func(p *lint.Pass) {
		names := []string{readmeName}
		for _, name := range packing.Of(p.Plugin).Files {
			if strings.HasPrefix(name, "readme/README_") && strings.HasSuffix(name, ".md") {
				names = append(names, name)
			}
		}
		for _, name := range names {
			f, err := p.Plugin.Read(name)
			if err != nil || len(f.Data) > maxText {
				continue
			}
			at := undecodable(f.Data)
			if at < 0 {
				continue
			}
			found := lint.Finding{Place: plugin.AtSpan(f, text.Span{Start: at, End: at + 1}), Key: "UTF-8",
				Message: lint.Msg("%s is not in UTF-8 (byte 0x%02x): save it as UTF-8", name, f.Data[at])}
			if bytes.IndexByte(f.Data, 0) >= 0 {
				found.Place = plugin.AtSpan(f, text.Span{Start: 0, End: min(2, len(f.Data))})
				found.Message = lint.Msg("%s is in UTF-16 or holds zero bytes: save it as UTF-8", name)
			}
			p.Report(found)
		}
	}),
}

// undecodable is where a text stops to be UTF-8, or holds a zero, or -1.
func undecodable(data []byte) int {
	if zero := bytes.IndexByte(data, 0); zero >= 0 {
		return zero
	}
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}
