package publish

import (
	"path"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/packing"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
)

// ReadmeTranslation reports translations of README.md that nobody reads.
var ReadmeTranslation = &lint.Rule{
	ID: "publish/readme-translation", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title: "a translated README is where Dify does not look",
	Why:   "The daemon reads translations from `readme/README_<language>.md` only, with the language as Dify writes it: `zh_Hans`, `ja_JP`, `pt_BR`. A translation in the root folder, whatever its name, is packed but never shown. The marketplace's own checks ask for `README.<language>.md` in the root; the daemon does not read that file either.",
	Sources: []string{
		"dify-plugin-daemon: pkg/plugin_packager/decoder/helper.go (AvailableI18nReadme)",
		"dify: web/i18n-config/languages.ts",
		"dify-marketplace-toolkit: toolkit/checks/readme.py",
	},
	Run: func(p *lint.Pass) {
		for _, name := range packing.Of(p.Plugin).Files {
			dir, base := path.Split(name)
			if dir != "" && dir != "readme/" || len(base) > 40 {
				continue
			}
			g := translated().FindStringSubmatch(base)
			if g == nil {
				continue
			}
			lang, ok := languageOf(g[1])
			if !ok {
				continue
			}
			want := "readme/README_" + lang + ".md"
			if lang == "en_US" {
				want = readmeName
			}
			if name == want || dir != "" && lang == "en_US" && base == "README_en_US.md" {
				continue
			}
			f := lint.Finding{Place: plugin.Place{Path: name}, Key: name, Message: lint.Msg("Dify does not read %s; move it to %s", name, want)}
			switch {
			case p.Plugin.Exists(want) && want == readmeName:
				f.Message = lint.Msg("Dify does not read %s: it reads the English text from %s", name, readmeName)
			case p.Plugin.Exists(want):
				f.Message = lint.Msg("Dify does not read %s: it reads %s", name, want)
			}
			if file, err := p.Plugin.Read(name); err == nil {
				f.Place = plugin.AtSpan(file, text.Span{Start: file.BOMLen(), End: file.BOMLen()})
			}
			p.Report(f)
		}
	},
}

var translated = text.Regexp(`(?i)^README[._-]([a-z]{2,3}(?:[_-][a-z0-9]{2,5})?)\.md$`)

// languages are Dify's, as of 2026-11 (dify, web/i18n-config/languages.ts; to
// refresh, copy the values and write _ for -).
var languages = []string{
	"en_US", "zh_Hans", "zh_Hant", "pt_BR", "es_ES", "fr_FR", "de_DE", "ja_JP", "ko_KR", "ru_RU", "it_IT", "th_TH", "uk_UA",
	"vi_VN", "ro_RO", "pl_PL", "hi_IN", "tr_TR", "fa_IR", "sl_SI", "id_ID", "nl_NL", "ar_TN",
}

// spoken are what people write for a language, beside its two letters.
var spoken = map[string]string{
	"zh": "zh_Hans", "cn": "zh_Hans", "chs": "zh_Hans", "chn": "zh_Hans", "zh_cn": "zh_Hans", "zh_sg": "zh_Hans",
	"tw": "zh_Hant", "hk": "zh_Hant", "cht": "zh_Hant", "zh_tw": "zh_Hant", "zh_hk": "zh_Hant",
	"jp": "ja_JP", "jpn": "ja_JP", "kr": "ko_KR", "br": "pt_BR", "eng": "en_US", "ua": "uk_UA", "vn": "vi_VN",
}

// languageOf is the language of Dify's that a name's ending stands for.
func languageOf(s string) (string, bool) {
	s = strings.ReplaceAll(lower(s), "-", "_")
	if got, ok := spoken[s]; ok {
		return got, true
	}
	i := slices.IndexFunc(languages, func(l string) bool { return lower(l) == s })
	if i < 0 {
		two, _, _ := strings.Cut(s, "_")
		i = slices.IndexFunc(languages, func(l string) bool { return l[:2] == two })
	}
	if i < 0 {
		return "", false
	}
	return languages[i], true
}
