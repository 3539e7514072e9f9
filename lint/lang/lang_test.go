package lang_test

import (
	"errors"
	"io/fs"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/difylint/difylint/lint/lang"
	"github.com/difylint/difylint/lint/source/text"
)

func TestMatch(t *testing.T) {
	for locale, want := range map[string]string{
		"zh_CN.UTF-8": "zh-Hans", "zh-cn": "zh-Hans", "zh": "zh-Hans", "ZH-HANS": "zh-Hans", "zh-Hans-SG": "zh-Hans", "zh_SG@pinyin": "zh-Hans",
		// Traditional Chinese has no catalogue: Simplified is nearer to its readers than English.
		"zh_TW": "zh-Hans", "zh-Hant": "zh-Hans", "zh-Hant-HK": "zh-Hans", "zh_HK.UTF-8": "zh-Hans",
		"en_US.UTF-8": "en", "en": "en", "de_DE@euro": "", "C": "", "POSIX": "", "": "", "zhx": "", "english": "", "-": "", "_CN": "",
	} {
		if got, ok := lang.Match(locale); got != want || ok != (want != "") {
			t.Errorf("%q: %q, %v; want %q", locale, got, ok, want)
		}
	}
}

func TestText(t *testing.T) {
	zh := lang.New("zh-Hans", []lang.Entry{
		{ID: "%q is missing from %s", Text: "%[2]s 缺少 %[1]q"},
		{ID: "the file", Text: "该文件"},
		{ID: "; did you mean %s?", Text: "；是否指 %s？"},
		{ID: "%s, %s", Text: "%s、%s"},
		{ID: "%s or %s", Text: "%s或 %s"},
		{ID: "--config: %w", Text: "--config：%w"},
		{ID: "%d plugin", Text: "%d 个插件"},
		{ID: "%d plugins", Text: "%d 个插件"},
	})
	for want, got := range map[string]string{
		`该文件缺少 "a"；是否指 b？`:       zh.Text(text.Msg("%q is missing from %s", "a", text.Msg("the file")).And("; did you mean %s?", "b")),
		"a、b 或 c":                zh.Text(text.Or([]string{"a", "b", "c"})),
		"not translated: 该文件":    zh.Say("not translated: %s", text.Msg("the file")),
		"--config：该文件":           zh.Error(text.Errorf("--config: %w", text.Errorf("the file"))),
		"the file":               (*lang.Language)(nil).Error(text.Errorf("the file")),
		"1 个插件":                  zh.Count(1, "%d plugin", "%d plugins"),
		"100 %":                  zh.Words("100 %"),
		"2 plugins, a, b and c!": (*lang.Language)(nil).Say("%s, %s!", text.Count(2, "%d plugin", "%d plugins"), text.And([]string{"a", "b", "c"})),
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestErrorf(t *testing.T) {
	err := text.Errorf("%s: %w", "a", fs.ErrNotExist)
	if !errors.Is(err, fs.ErrNotExist) || err.Error() != "a: file does not exist" {
		t.Errorf("%v", err)
	}
}

func TestParse(t *testing.T) {
	entries := []lang.Entry{
		{ID: "a \"b\"\n\nc\\n", Text: "甲\n\n乙\n", Format: true, Refs: []string{"x.go"}, Note: []string{"a note"}, Comment: []string{"kept"}},
		{ID: "d", Text: ""},
	}
	data := lang.Write("zh-Hans", entries)
	got, err := lang.Parse(data)
	if diff := cmp.Diff(entries, got); err != nil || diff != "" {
		t.Errorf("%v\n%s\n%s", err, diff, data)
	}
	for _, bad := range []string{"msgid a", "msgid \"a\"\nmsgstr \"b", "message", "msgid \"a\"\n\"\\q\""} {
		if _, err := lang.Parse([]byte(bad)); err == nil {
			t.Errorf("%q is read", bad)
		}
	}
}

// TestCatalogues reads every catalogue.
func TestCatalogues(t *testing.T) {
	for _, tag := range lang.Tags() {
		if l, ok := lang.Of(tag); !ok || l.Name() != tag {
			t.Errorf("%s cannot be read", tag)
		}
	}
}

// TestSeams: a space between Chinese and Latin script where an argument is put in,
// and none where there is one, or punctuation, or a quote of the text around it.
func TestSeams(t *testing.T) {
	zh := lang.New("zh-Hans", []lang.Entry{
		{ID: "must be %s", Text: "必须是%s"}, {ID: "%s is wrong", Text: "%s有误"}, {ID: "in “%s”", Text: "在“%s”中"},
		{ID: "the %s!", Text: "值 %s！"}, {ID: "quoted %q", Text: "键%q不对"}, {ID: "code `%s`", Text: "键 `%s` 不对"},
		{ID: "spaced %s here", Text: "写成 %s 才对"}, {ID: "%s %s", Text: "%s %s"},
		{ID: "a list", Text: "列表"}, {ID: "%d files", Text: "共%d个文件"}, {ID: "; x", Text: "或改名"},
	})
	for want, got := range map[string]string{
		"必须是 string":   zh.Say("must be %s", "string"),
		"必须是列表":        zh.Say("must be %s", text.Msg("a list")),
		"a.yaml 有误":    zh.Say("%s is wrong", "a.yaml"),
		"在“a”中":        zh.Say("in “%s”", "a"),
		"值 a！":         zh.Say("the %s!", "a"),
		`键 "a" 不对`:     zh.Say("quoted %q", "a"),
		"键 `列` 不对":     zh.Say("code `%s`", "列"),
		"共 3 个文件":      zh.Say("%d files", 3),
		"必须是 a 或改名":    zh.Text(text.Msg("must be %s", "a").And("; x")),
		"必须是 .env":     zh.Say("must be %s", ".env"),
		"必须是，a":        zh.Say("must be %s", "，a"),
		"必须是 é":        zh.Say("must be %s", "é"),
		"写成列表才对":       zh.Say("spaced %s here", text.Msg("a list")),
		"写成 a 才对":      zh.Say("spaced %s here", "a"),
		"列表 列表":        zh.Say("%s %s", text.Msg("a list"), text.Msg("a list")),
		"必须是 a\ufdd0b": zh.Say("must be %s", "a\ufdd0b"),
	} {
		if want == "必须是 a\ufdd0b" {
			want = "必须是 ab" // the mark of a seam is no character of a text
		}
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
