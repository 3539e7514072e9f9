package rules

import (
	"strings"
	"testing"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/kit"
)

// TestRequiredByTheMarketplace: whatever key the marketplace asks for, a manifest
// without it, or with nothing there, has an error.
func TestRequiredByTheMarketplace(t *testing.T) {
	const whole = `version: 0.1.0
type: plugin
author: acme
name: demo
label: {en_US: Demo}
description: {en_US: Looks things up}
icon: icon.svg
plugins: {tools: [provider/demo.yaml]}
meta:
  version: 0.1.0
  arch: [amd64]
  minimum_dify_version: 1.10.0
  runner: {language: python, version: "3.12", entrypoint: main}
privacy: PRIVACY.md
repo: https://github.com/acme/demo
contact: support@acme.example
`
	errors := func(manifest, without string) int {
		t.Helper()
		p := (&kit.Example{Bad: "without: manifest.yaml:" + without + "\n-- manifest.yaml --\n" + manifest}).BadPlugin()
		res, err := p.Run(All(), &lint.Config{Profile: "marketplace"})
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, f := range res.Findings() {
			if f.Severity == lint.Error {
				n++
			}
		}
		return n
	}
	if n := errors(whole, "nothing"); n != 0 {
		t.Fatalf("the whole manifest has %d errors", n)
	}
	for _, c := range [][2]string{
		{"author: acme", "author"}, {"name: demo", "name"}, {"version: 0.1.0\ntype", "version"}, {"type: plugin", "type"}, {"icon: icon.svg", "icon"},
		{"plugins: {tools: [provider/demo.yaml]}", "plugins"}, {"privacy: PRIVACY.md", "privacy"}, {"repo: https://github.com/acme/demo", "repo"},
		{"contact: support@acme.example", "contact"}, {"en_US: Demo", "nothing"}, {"en_US: Looks things up", "nothing"}, {"  version: 0.1.0", "nothing"}, {"  arch: [amd64]", "nothing"},
		{"language: python, ", "nothing"}, {"version: \"3.12\", ", "nothing"}, {", entrypoint: main", "nothing"},
	} {
		text, key := c[0], c[1]
		cut := ""
		if strings.HasSuffix(text, "\ntype") {
			cut = "type"
		}
		if !strings.Contains(whole, text) {
			t.Fatalf("%q is not in the manifest", text)
		}
		gone := strings.Replace(whole, text, cut, 1)
		if n := errors(gone, key); n == 0 {
			t.Errorf("without %q there is no error", text)
		}
		if name, _, ok := strings.Cut(strings.Trim(text, ", "), ":"); ok && cut == "" {
			prefix, _, _ := strings.Cut(text, name)
			empty := strings.Replace(whole, text, prefix+name+`: ""`+text[len(strings.TrimRight(text, ", ")):], 1)
			if n := errors(empty, "nothing"); n == 0 {
				t.Errorf("with nothing for %q there is no error:\n%s", name, empty)
			}
		}
	}
}
