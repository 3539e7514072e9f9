package publish

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
)

// said is what a rule finds in a plugin for the marketplace with the given files, or
// why it does not run.
func said(t *testing.T, r *lint.Rule, files map[string]string) string {
	t.Helper()
	fsys := fstest.MapFS{"manifest.yaml": {Data: []byte("version: 0.1.0\nauthor: acme\nname: demo\nrepo: https://github.com/acme/demo\nplugins: {}\n")}}
	for name, s := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(s)}
	}
	res, err := lint.Run(context.Background(), []plugin.Target{{FS: fsys, Dir: "."}}, lint.Options{Rules: []*lint.Rule{r}, Jobs: 1})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, st := range res.Plugins[0].Statuses {
		if st.State != lint.Ran {
			out = append(out, string(st.State))
		}
	}
	for _, f := range res.Findings() {
		at := ""
		if f.File != nil {
			from, to := f.File.Position(f.Span.Start), f.File.Position(f.Span.End)
			at = fmt.Sprintf("%d:%d-%d:%d ", from.Line, from.Column, to.Line, to.Column)
		}
		out = append(out, at+f.Message.String())
		for _, x := range f.Fixes {
			for _, e := range x.Edits {
				out = append(out, fmt.Sprintf("%d %q", e.Span.Start, e.New))
			}
		}
	}
	return strings.Join(out, "; ")
}

// TestReadmes: what is said of a README.md that a text file of examples cannot hold.
func TestReadmes(t *testing.T) {
	const source = "README.md does not link to the source: add https://github.com/acme/demo"
	for _, c := range []struct {
		name   string
		rule   *lint.Rule
		readme string
		want   string
	}{
		{"UTF-16", ReadmeEncoding, "\xff\xfe#\x00 \x00D\x00", "1:1-1:3 README.md is in UTF-16 or holds zero bytes: save it as UTF-8"},
		{"a zero", ReadmeEncoding, "# Demo\x00", "1:1-1:3 README.md is in UTF-16 or holds zero bytes: save it as UTF-8"},
		{"a zero alone", ReadmeEncoding, "\x00", "1:1-1:2 README.md is in UTF-16 or holds zero bytes: save it as UTF-8"},
		{"Latin-1", ReadmeEncoding, "# Démo caf\xe9", "1:11-1:12 README.md is not in UTF-8 (byte 0xe9): save it as UTF-8"},
		{"UTF-8", ReadmeEncoding, "# Démo \ufffd", ""},
		{"too large to be read", ReadmeEncoding, "\xe9" + strings.Repeat("x", maxText), ""},
		{"as large as is read", ReadmeEncoding, "\xe9" + strings.Repeat("x", maxText-1), "1:1-1:2 README.md is not in UTF-8 (byte 0xe9): save it as UTF-8"},
		{"none", ReadmeEncoding, "", ""},
		{"no line break", ReadmeRepository, "# Demo", "1:1-1:7 " + source + `; 6 "\n\nSource: https://github.com/acme/demo\n"`},
		{"no line break behind those of Windows", ReadmeRepository, "# Demo\r\nText", "1:1-1:7 " + source + `; 12 "\r\n\r\nSource: https://github.com/acme/demo\r\n"`},
		{"blank", ReadmeRepository, " \n", ""},
		{"none", ReadmeRepository, "", ""},
		{"none", ReadmeEnglish, "", ""},
		{"none", ReadmeSections, "", ""},
		{"none", ReadmeVersion, "", ""},
		{"UTF-16", ReadmeEnglish, "\xff\xfe\x00N\x01N", ""},
		{"too large to be read", ReadmeEnglish, "日" + strings.Repeat("x", maxText), ""},
	} {
		files := map[string]string{"README.md": c.readme}
		if c.readme == "" {
			files = nil
		}
		if got := said(t, c.rule, files); got != c.want {
			t.Errorf("%s of %s: %q, want %q", c.rule.ID, c.name, got, c.want)
		}
	}
}

// TestProfiles: rules about a submission are off for a plugin that is not for the
// marketplace, and those about publishing for one that is not published.
func TestProfiles(t *testing.T) {
	for author, want := range map[string][2]string{"acme\nrepo: https://github.com/acme/demo": {"", ""}, "langgenius": {"off", ""}, "acme": {"off", "off"}} {
		files := map[string]string{"manifest.yaml": "version: 0.1.0\nname: demo\nplugins: {}\nauthor: " + author + "\n", "README.md": "# Demo github.com https://github.com/acme/demo\n"}
		if got := [2]string{said(t, ReadmeRepository, files), said(t, ReadmeEnglish, files)}; got != want {
			t.Errorf("%q: %q, want %q", author, got, want)
		}
	}
}

// TestFirstBytes: what is too short, or cannot be opened, is no program.
func TestFirstBytes(t *testing.T) {
	p := plugin.Open(fstest.MapFS{"elf": {Data: []byte("\x7fELF")}, "a.py": {Data: []byte("\x7fELF")}, "short": {Data: []byte("M")}, "mz": {Data: []byte("MZ")}, "three": {Data: []byte("\xca\xfe\xba")}, "dir/x": {}}, ".")
	for name, want := range map[string]bool{"elf": true, "a.py": true, "short": false, "mz": true, "three": false, "dir/x": false, "none": false, "none.py": false} {
		if got := nativeCode(p, name, lower(suffixOf(name))); (got.Format != "") != want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestNames(t *testing.T) {
	for base, want := range map[string]string{
		"a.pem": "*.pem", "A.PEM": "*.PEM", ".pem": "", "id_rsa": "id_rsa", ".env": ".env", ".env.prod": ".env.prod", ".env.example": "",
		"x.tar.gz": "*.gz", "main.py": "", "..pem": "", "x.": "", "env": "",
	} {
		if u, _ := unwantedFile(base); u.line != want {
			t.Errorf("%s: %q, want %q", base, u.line, want)
		}
	}
	for base, want := range map[string]bool{
		"dify-plugin-linux-amd64": true, "Dify-Plugin-Darwin-arm64": true, "dify-plugin-windows-amd64.exe": true,
		"dify-plugin-windows-amd64": false, "dify-plugin-linux-": false, "my-dify-plugin-linux-amd64": false,
	} {
		if isDaemon(base) != want {
			t.Errorf("%s: %v", base, !want)
		}
	}
}

func TestRepositories(t *testing.T) {
	for s, want := range map[string]string{
		"git@github.com:acme/demo.git":           "https://github.com/acme/demo",
		"ssh://git@gitlab.com/acme/demo.git":     "https://gitlab.com/acme/demo",
		"github.com/acme/demo":                   "https://github.com/acme/demo",
		"git+https://github.com/acme/demo":       "https://github.com/acme/demo",
		"https://git.acme.example/demo":          "",
		"https://github.com/":                    "",
		"https://evil.example/github.com/acme/x": "",
		"https://github.com.evil.example/acme/x": "",
		"git@github.com.evil.example:acme/x.git": "",
		"https://github.com:8443/acme/demo":      "https://github.com/acme/demo",
	} {
		if got := meantRepository(s); got != want {
			t.Errorf("%s: %q, want %q", s, got, want)
		}
	}
}

func TestLanguages(t *testing.T) {
	for s, want := range map[string]string{
		"zh": "zh_Hans", "CN": "zh_Hans", "zh-CN": "zh_Hans", "zh_tw": "zh_Hant", "ja": "ja_JP", "JP": "ja_JP", "pt_BR": "pt_BR",
		"pt": "pt_BR", "en": "en_US", "EN": "en_US", "de_AT": "de_DE", "old": "", "dev": "", "SIGNING": "",
	} {
		if got, _ := languageOf(s); got != want {
			t.Errorf("%s: %q, want %q", s, got, want)
		}
	}
}
