package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint/dify/releases"
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
			dir := requiring(t, tt.files)
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

// requiring writes a plugin with one tool, with some files of its own; a
// manifest.yaml among them is what meta says besides.
func requiring(t *testing.T, with map[string]string) string {
	t.Helper()
	files := map[string]string{
		"manifest.yaml":      "version: 1.0.0\ntype: plugin\nauthor: acme\nname: demo\nlabel: {en_US: Demo}\ndescription: {en_US: A demo}\nicon: icon.svg\ncreated_at: 2025-01-01T00:00:00Z\nresource: {memory: 1048576}\nplugins:\n  tools: [provider/demo.yaml]\nmeta:\n  version: 0.0.1\n  arch: [amd64]\n  runner: {language: python, version: \"3.12\", entrypoint: main}\n",
		"_assets/icon.svg":   "<svg/>",
		"main.py":            "",
		"provider/demo.yaml": "identity: {author: acme, name: demo, label: {en_US: Demo}, description: {en_US: A demo}, icon: icon.svg}\ntools: [tools/search.yaml]\nextra: {python: {source: provider/demo.py}}\n",
		"provider/demo.py":   "",
		"tools/search.yaml":  strings.Replace(checkbox, "checkbox", "boolean", 1),
		"tools/search.py":    "",
	}
	for name, data := range with {
		if name == "manifest.yaml" {
			data = files[name] + "  " + data + "\n"
		}
		files[name] = data
	}
	return folder(t, files)
}

// TestRequiresForms holds what programs and pages read of a plugin that older
// releases do not take, that older daemons read and do not store, and that names
// no oldest Dify.
func TestRequiresForms(t *testing.T) {
	dir := requiring(t, map[string]string{
		"manifest.yaml":      "minimum_dify_version: null",
		"requirements.txt":   "dify_plugin>=0.5.0,<0.8.0\n",
		"tools/search.yaml":  checkbox,
		"provider/demo.yaml": "identity: {author: acme, name: demo, label: {en_US: Demo}, description: {en_US: A demo}, icon: icon.svg, icon_dark: none.svg}\ntools: [tools/search.yaml]\nextra: {python: {source: provider/demo.py}}\n",
	})
	type refusal struct {
		Releases         []string
		Gate, Rule, Path string
	}
	type verdict struct {
		Accepts  []string
		Refusals []refusal
	}
	var got struct {
		Plugins []struct {
			Daemon, Upload, SDK, API verdict
			Write                    []struct {
				Line  string
				Edits []struct{ Path, Text string }
			}
			Dify struct{ Minimum, Declared string }
		}
	}
	_, out, _ := difylint(t, dir, "", "requires", "--no-config", "--format", "json", ".")
	if err := json.Unmarshal([]byte(out), &got); err != nil || len(got.Plugins) != 1 {
		t.Fatalf("%v: %s", err, out)
	}
	p := got.Plugins[0]
	newest := releases.Newest(releases.Daemon).Version
	if n := len(releases.Of(releases.Daemon)); len(p.Daemon.Accepts) != n-1 || slices.Contains(p.Daemon.Accepts, newest) {
		t.Errorf("the daemon: %v, want all but %s", p.Daemon.Accepts, newest)
	}
	if len(p.Upload.Refusals) != 1 || p.Upload.Refusals[0].Rule != "asset/icon" || p.Upload.Accepts[len(p.Upload.Accepts)-1] != "0.4.1" {
		t.Errorf("the upload: %+v", p.Upload)
	}
	for name, v := range map[string]verdict{"sdk": p.SDK, "api": p.API} {
		if len(v.Refusals) != 1 || v.Refusals[0].Rule != "schema/enum" || v.Refusals[0].Path != "tools/search.yaml" {
			t.Errorf("%s: %+v", name, v.Refusals)
		}
	}
	if p.Dify.Minimum != "1.10.0" || p.Dify.Declared != "" {
		t.Errorf("Dify: %+v", p.Dify)
	}
	var edits []string
	for _, l := range p.Write {
		for _, e := range l.Edits {
			edits = append(edits, e.Path+": "+e.Text)
		}
	}
	if want := []string{"manifest.yaml: 1.10.0", "requirements.txt: 0.6.0"}; !slices.Equal(edits, want) {
		t.Errorf("edits: %q, want %q", edits, want)
	}
	_, out, _ = difylint(t, dir, "", "requires", "--format", "markdown", ".")
	if want := "| `.` | from 1.10.0 to 1.10.1 | before 0.5.0 | since 0.6.0 |\n"; !strings.HasSuffix(out, want) {
		t.Errorf("Markdown:\n%swant %s", out, want)
	}
}

// TestDify judges a plugin for releases of Dify, and in the words of the program
// that refuses it.
func TestDify(t *testing.T) {
	for name, tt := range map[string]struct {
		requirements, minimum string
		args                  []string
		want                  []string
	}{
		"the newest takes it":  {"dify_plugin>=0.9.0,<1.0.0\n", "", nil, nil},
		"an older one refuses": {"dify_plugin>=0.9.0,<1.0.0\n", "", []string{"--dify", "1.6.0"}, []string{`error: type is "checkbox", which Dify before 1.10.0 does not know [schema/enum] (gate: install)`}},
		"one of a range does":  {"dify_plugin>=0.9.0,<1.0.0\n", "", []string{"--dify", "1.9.0..1.17.0"}, []string{`error: type is "checkbox", which Dify before 1.10.0 does not know [schema/enum] (gate: install)`}},
		"a later one takes it": {"dify_plugin>=0.9.0,<1.0.0\n", "", []string{"--dify", ">=1.10.0"}, nil},
		"a promised one refuses": {"dify_plugin>=0.9.0,<1.0.0\n", "minimum_dify_version: 1.9.2", nil,
			[]string{`warning: type is "checkbox", which Dify before 1.10.0 does not know; Dify 1.9.2 refuses it, and the manifest promises 1.9.2 [schema/enum] (gate: install)`}},
		"the pinned SDK refuses": {"dify_plugin==0.5.0\n", "", nil,
			[]string{`error: type is "checkbox", which dify_plugin before 0.6.0 does not know; requirements.txt pins dify_plugin 0.5.0 [schema/enum] (gate: start)`}},
		"the SDK and a promised Dify refuse": {"dify_plugin==0.5.0\n", "minimum_dify_version: 1.9.1", nil,
			[]string{`error: type is "checkbox", which dify_plugin before 0.6.0 does not know; requirements.txt pins dify_plugin 0.5.0; Dify 1.9.1 to 1.9.2 refuse it too, and the manifest promises 1.9.1 [schema/enum] (gate: start)`}},
	} {
		t.Run(name, func(t *testing.T) {
			files := map[string]string{"requirements.txt": tt.requirements, "tools/search.yaml": checkbox}
			if tt.minimum != "" {
				files["manifest.yaml"] = tt.minimum
			}
			_, out, _ := difylint(t, requiring(t, files), "", append([]string{"check", "--no-config", "--format", "concise", "--rule", "schema/*", "--rule", "dependency/feature"}, append(tt.args, ".")...)...)
			var got []string
			for line := range strings.Lines(out) {
				if strings.HasPrefix(line, "requirements.txt") {
					t.Errorf("reported twice: %s", line)
				}
				if _, said, ok := strings.Cut(line, "5:11: "); ok && !strings.HasPrefix(said, "info: ") {
					got = append(got, strings.TrimSpace(said))
				}
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("%q, want %q", got, tt.want)
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
