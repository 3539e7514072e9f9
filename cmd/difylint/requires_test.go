package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestRequires says what a plugin requires, what it must write, and writes it.
func TestRequires(t *testing.T) {
	for name, tt := range map[string]struct {
		files map[string]string
		// says and silent are what the report says and does not.
		says, silent []string
		check        int
		fixed        map[string]string
	}{
		"nothing is too new": {
			files:  map[string]string{"requirements.txt": "dify_plugin>=0.2.0,<0.3.0\n"},
			says:   []string{"Dify: any, from 1.0.0 on"},
			silent: []string{"write:"},
		},
		"nothing is named": {
			files: map[string]string{"requirements.txt": "dify_plugin>=0.5.0,<0.8.0\n", "tools/search.yaml": checkbox},
			says:  []string{"Dify: since 1.10.0", `type is "checkbox", which Dify before 1.10.0 does not know`, `which dify_plugin before 0.6.0 does not know`, "write: minimum_dify_version: 1.10.0  (manifest.yaml, under meta)", "write: dify_plugin>=0.6.0  (requirements.txt)"},
			check: exitFindings,
			fixed: map[string]string{"manifest.yaml": "minimum_dify_version: 1.10.0", "requirements.txt": "dify_plugin>=0.6.0,<0.8.0"},
		},
		"all is named": {
			files:  map[string]string{"manifest.yaml": "minimum_dify_version: 1.10.0", "requirements.txt": "dify_plugin>=0.6.0\n", "tools/search.yaml": checkbox},
			says:   []string{"Dify: since 1.10.0"},
			silent: []string{"write:"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			files := map[string]string{
				"manifest.yaml":      "version: 1.0.0\ntype: plugin\nauthor: acme\nname: demo\nlabel: {en_US: Demo}\ndescription: {en_US: A demo}\nicon: icon.svg\ncreated_at: 2025-01-01T00:00:00Z\nresource: {memory: 1048576}\nplugins:\n  tools: [provider/demo.yaml]\nmeta:\n  version: 0.0.1\n  arch: [amd64]\n  runner: {language: python, version: \"3.12\", entrypoint: main}\n",
				"_assets/icon.svg":   "<svg/>",
				"main.py":            "",
				"provider/demo.yaml": "identity: {author: acme, name: demo, label: {en_US: Demo}, description: {en_US: A demo}, icon: icon.svg}\ntools: [tools/search.yaml]\nextra: {python: {source: provider/demo.py}}\n",
				"provider/demo.py":   "",
				"tools/search.yaml":  strings.Replace(checkbox, "checkbox", "boolean", 1),
				"tools/search.py":    "",
			}
			for name, data := range tt.files {
				if name == "manifest.yaml" {
					data = files[name] + "  " + data + "\n"
				}
				files[name] = data
			}
			for name, data := range files {
				name = filepath.Join(dir, filepath.FromSlash(name))
				if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(name, []byte(data), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			status, out, stderr := difylint(t, dir, "", "requires", "--check", ".")
			if status != tt.check {
				t.Errorf("status %d, want %d: %s", status, tt.check, stderr)
			}
			for _, s := range tt.says {
				if !strings.Contains(out, s) {
					t.Errorf("not said: %s\n%s", s, out)
				}
			}
			for _, s := range tt.silent {
				if strings.Contains(out, s) {
					t.Errorf("said: %s\n%s", s, out)
				}
			}
			if tt.fixed == nil {
				return
			}
			if status, _, stderr := difylint(t, dir, "", "requires", "--fix", "."); status != exitClean {
				t.Errorf("--fix: status %d: %s", status, stderr)
			}
			for name, want := range tt.fixed {
				if data, _ := os.ReadFile(filepath.Join(dir, name)); !strings.Contains(string(data), want) {
					t.Errorf("%s does not hold %q:\n%s", name, want, data)
				}
			}
			if status, out, _ := difylint(t, dir, "", "requires", "--check", "."); status != exitClean {
				t.Errorf("after --fix: status %d\n%s", status, out)
			}
		})
	}
}

const checkbox = `identity: {name: search, author: acme, label: {en_US: Search}}
description: {human: {en_US: Search}, llm: Search}
parameters:
  - name: exact
    type: checkbox
    form: form
    label: {en_US: Exact}
    human_description: {en_US: Exact matches only}
extra: {python: {source: tools/search.py}}
`
