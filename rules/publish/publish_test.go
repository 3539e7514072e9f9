package publish

import (
	"testing"
)

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
