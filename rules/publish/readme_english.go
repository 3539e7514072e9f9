package publish

import (
	"unicode"
	"unicode/utf8"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
)

// ReadmeEnglish reports a README.md that is not in English.
var ReadmeEnglish = &lint.Rule{
	ID: "publish/readme-english", Gate: lint.Publish, Severity: lint.Error, Since: "0.1.0",
	Title:   "README.md is not in English",
	Why:     "README.md is the English page of the plugin. The marketplace's checks count its Chinese characters outside fenced code (```) and refuse the plugin for a single one, even the name of a language in a link. Translations go to `readme/README_zh_Hans.md`, `readme/README_ja_JP.md` and so on, where Dify looks for them. Text in kana or hangul passes the checks but not the review.",
	Sources: []string{"dify-marketplace-toolkit: toolkit/checks/readme.py", "dify-plugin-daemon: pkg/plugin_packager/decoder/helper.go (AvailableI18nReadme)"},
	Run: published(func(p *lint.Pass) {
		f := readme(p.Plugin)
		if f == nil {
			return
		}
		var han, other script
		for _, s := range prose(f.Data) {
			for i := s.Start; i < s.End; {
				if f.Data[i] < utf8.RuneSelf {
					i++
					continue
				}
				r, n := utf8.DecodeRune(f.Data[i:])
				switch {
				case isHan(r):
					han.add(i, n)
				case unicode.In(r, unicode.Hiragana, unicode.Katakana, unicode.Hangul):
					other.add(i, n)
				}
				i += n
			}
		}
		target := lint.Msg("readme/README_zh_Hans.md")
		if 4*other.count > han.count {
			target = lint.Msg("a file such as readme/README_ja_JP.md")
		}
		switch {
		case han.count > 0:
			refuse(p, lint.Finding{Place: plugin.AtSpan(f, han.first), Key: "han",
				Message: lint.Msg("README.md has %d Chinese characters outside code; the marketplace does not accept Chinese there; write README.md in English and move the translation to %s", han.count, target)})
		case other.count > minForeign:
			p.Report(lint.Finding{Place: plugin.AtSpan(f, other.first), Key: "other", Severity: lint.Warning,
				Message: lint.Msg("README.md is not in English; write it in English and move the translation to a file such as readme/README_ja_JP.md or readme/README_ko_KR.md")})
		}
	}),
}

// minForeign is how many characters may be names of languages.
const minForeign = 10

// script counts the characters of a script; first is the run that begins them.
type script struct {
	count int
	first text.Span
}

func (s *script) add(at, n int) {
	switch {
	case s.count == 0:
		s.first = text.Span{Start: at, End: at + n}
	case s.first.End == at:
		s.first.End = at + n
	}
	s.count++
}

// isHan reports whether the checks count a character as Chinese.
func isHan(r rune) bool { return r >= 0x3400 && r <= 0x4dbf || r >= 0x4e00 && r <= 0x9fff }
