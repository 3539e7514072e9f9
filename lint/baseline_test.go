package lint_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/google/go-cmp/cmp"
)

// short is a rule that finds values of one letter, wherever they stand.
func short() *lint.Rule {
	return &lint.Rule{ID: "a/short", Title: "short", Gate: lint.None, Severity: lint.Warning, Run: func(p *lint.Pass) {
		d := p.Plugin.Manifest()
		d.Root.Walk(func(n *yaml.Node) bool {
			if n.Kind == yaml.Scalar && !n.IsKey() && len(n.Value) == 1 {
				p.Reportf(plugin.At(d, n), "the value %q is short", n.Value)
			}
			return true
		})
	}}
}

func manifest(t *testing.T, dir, content string, opts lint.Options) *lint.Result {
	t.Helper()
	fsys := fstest.MapFS{"manifest.yaml": {Data: []byte(content)}}
	res, err := lint.Run(context.Background(), []plugin.Target{{FS: fsys, Dir: dir}}, opts)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

const before = `name: x
parameters:
  - name: query
    type: s
  - name: limit
    type: n
    list: [a, bb, c]
  - label: y
`

// TestFingerprints: they stay when entries move, items change places, lines come
// and go, or line ends change, and tell findings apart.
func TestFingerprints(t *testing.T) {
	prints := func(content string) map[string]string {
		out := map[string]string{}
		for _, f := range manifest(t, ".", content, lint.Options{Rules: []*lint.Rule{short()}}).Findings() {
			if other, ok := out[f.Fingerprint]; ok {
				t.Errorf("%s and %s have one fingerprint", f.Route, other)
			}
			out[f.Fingerprint] = f.Message.String()
		}
		return out
	}
	want := prints(before)
	if len(want) != 6 {
		t.Fatalf("%v", want)
	}
	for name, content := range map[string]string{
		"the same":       before,
		"lines before":   "# a comment\n\nother: long\n" + before,
		"crlf":           strings.ReplaceAll(before, "\n", "\r\n"),
		"entries moved":  "parameters:\n  - label: y\n  - list: [c, bb, a]\n    type: n\n    name: limit\n  - type: s\n    name: query\nname: x\n",
		"items come":     strings.Replace(before, "parameters:\n", "parameters:\n  - name: new\n    type: long\n", 1),
		"other style":    "{name: x, parameters: [{name: query, type: 's'}, {name: limit, type: n, list: [a, c]}, {label: \"y\"}]}\n",
		"no indentation": strings.ReplaceAll(before, "\n  ", "\n"),
	} {
		if d := cmp.Diff(want, prints(content)); d != "" {
			t.Errorf("%s:\n%s", name, d)
		}
	}
}

// TestFingerprintsWithoutRoute: outside YAML the message tells findings apart,
// and a counter those that say the same.
func TestFingerprintsWithoutRoute(t *testing.T) {
	prints := func(content string) []string {
		var out []string
		for _, f := range runOn(t, map[string]string{"m.py": content}, nil, seek("a/x", "XX"), seek("b/y", "YY")).Findings() {
			out = append(out, f.Fingerprint)
		}
		return out
	}
	got := prints("XX\nYY\nXX\n")
	if len(got) != 3 || got[0] == got[1] || got[0] == got[2] || got[1] == got[2] {
		t.Error(got)
	}
	if d := cmp.Diff(got, prints("# more\n\n   XX YY\nXX\n")); d != "" {
		t.Error(d)
	}
}

// states are the findings as route=by.
func states(res *lint.Result) map[string]string {
	out := map[string]string{}
	for _, f := range res.Findings() {
		out[f.Route] = string(f.IgnoredBy) + f.Ignored
	}
	return out
}

func TestBaseline(t *testing.T) {
	rules := []*lint.Rule{short(), seek("b/y", "YY")}
	none := lint.NewBaseline(nil)
	res := manifest(t, "p", before, lint.Options{Rules: rules, Baseline: none.For})
	if len(res.Plugins[0].Gone) != 0 || res.Worst() != lint.Warning {
		t.Fatal("an empty baseline changes nothing")
	}
	written := none.Update(res).Format()
	base, err := lint.ParseBaseline(text.NewFile("b.yaml", written), nil)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(written), string(base.Format())); d != "" {
		t.Error("what is written must be read as it is:\n" + d)
	}
	if !strings.Contains(string(written), "      - rule: a/short\n        at: parameters[name=limit].type\n        says: the value \"n\" is short\n        id: ") {
		t.Errorf("it must be readable:\n%s", written)
	}
	base.Entries[0].Reason = "later"

	// One is repaired, one is new, the others have moved.
	after := "name: xx\nparameters:\n  - label: y\n  - name: limit\n    list: [c, a]\n    type: n\n  - name: query\n    type: s\n    more: z\n"
	res = manifest(t, "p", after, lint.Options{Rules: rules, Baseline: base.For})
	want := map[string]string{
		"parameters[0].label": "baseline", "parameters[1].list[0]": "baseline", "parameters[1].list[1]": "baseline",
		"parameters[1].type": "baseline", "parameters[2].type": "baseline", "parameters[2].more": "",
	}
	got := states(res)
	reasons := 0
	for route, s := range got {
		if strings.HasSuffix(s, "later") {
			reasons++
			got[route] = strings.TrimSuffix(s, "later")
		}
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if gone := res.Plugins[0].Gone; len(gone) != 1 || gone[0].Message != `the value "x" is short` {
		t.Errorf("gone: %+v", gone)
	}
	next := base.Update(res)
	if len(next.Entries) != 6 || reasons > 1 {
		t.Errorf("%d entries", len(next.Entries))
	}
	res = manifest(t, "p", after, lint.Options{Rules: rules, Baseline: next.For})
	if res.Worst() != lint.Inherit || len(res.Plugins[0].Gone) != 0 {
		t.Error("what was just written holds everything")
	}
}

// TestBaselineScope: what was not judged is neither gone nor dropped.
func TestBaselineScope(t *testing.T) {
	all := lint.Options{Rules: []*lint.Rule{short(), seek("b/y", "YY")}}
	full := lint.NewBaseline(nil).Update(manifest(t, "p", before+"z: YYYY\n", all))
	full.Entries = append(full.Entries, lint.BaselineEntry{Plugin: "p", Path: "manifest.yaml", Rule: "z/removed", Fingerprint: "1"},
		lint.BaselineEntry{Plugin: "q", Path: "manifest.yaml", Rule: "a/short", Fingerprint: "2"})
	n := len(full.Entries)
	for name, opts := range map[string]lint.Options{
		"one rule only":  {Rules: all.Rules[1:], Catalogue: all.Rules},
		"turned off":     {Rules: all.Rules, Config: func(string) *lint.Config { return &lint.Config{Rules: map[string]lint.Setting{"a/*": {Off: true}}} }},
		"excluded":       {Rules: all.Rules, Config: func(string) *lint.Config { return &lint.Config{Exclude: lint.Globs{Patterns: []string{"*.yaml"}}} }},
		"shown in parts": {Rules: all.Rules, Keep: func(*lint.Finding) bool { return false }},
	} {
		opts.Baseline = full.For
		res := manifest(t, "p", before+"z: YYYY\n", opts)
		if gone := res.Plugins[0].Gone; len(gone) != 1 || gone[0].Rule != "z/removed" {
			t.Errorf("%s: gone: %+v", name, gone)
		}
		if next := full.Update(res); len(next.Entries) != n-1 {
			t.Errorf("%s: %d of %d entries stay", name, len(next.Entries), n)
		}
	}
}

// TestBaselineTakesIn: what a comment ignores, and what cannot be ignored, does
// not go into a baseline.
func TestBaselineTakesIn(t *testing.T) {
	hard := seek("a/hard", "HH")
	hard.Unignorable = true
	res := runOn(t, map[string]string{"a.yaml": "a: XX # difylint: ignore[a/x] r\nb: HH\nc: YY\n"}, nil, seek("a/x", "XX"), hard, seek("b/y", "YY"))
	base := lint.NewBaseline(nil).Update(res)
	if len(base.Entries) != 1 || base.Entries[0].Rule != "b/y" {
		t.Errorf("%+v", base.Entries)
	}
}

func TestReadBaseline(t *testing.T) {
	for in, want := range map[string]string{
		"":                                     "version 1",
		"version: 2\n":                         "version 1",
		"a: 'x\n":                              ":1:",
		"version: 1\nplugs: {}\n":              `:2: unknown key "plugs" in a baseline`,
		"version: 1\nplugins: []\n":            ":2: plugins",
		"version: 1\nplugins:\n  p: []\n":      ":3: p must",
		"version: 1\nplugins: {p: {f: {}}}\n":  "f must be a list",
		"version: 1\nplugins: {p: {f: [x]}}\n": "must be a mapping",
		"version: 1\nplugins: {p: {f: [{rule: a}]}}\n":              "needs rule and id",
		"version: 1\nplugins: {p: {f: [{rule: [], id: b}]}}\n":      "rule must be a text",
		"version: 1\nplugins: {p: {f: [{rule: a, id: b, n: 1}]}}\n": `unknown key "n" in a finding of a baseline`,
		"version: 1\nplugins: {p: {f: [{rule: a, id: b}]}}\n":       "",
		"version: 1\nplugins:\n":                                    "",
	} {
		_, err := lint.ParseBaseline(text.NewFile("b.yaml", []byte(in)), nil)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", in, err, want)
		}
	}
	dir := t.TempDir()
	if _, err := lint.ReadBaseline(filepath.Join(dir, "no.yaml")); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	// Plugins are named from the baseline's folder, wherever the run starts.
	t.Chdir(dir)
	if err := os.MkdirAll(filepath.Join("repo", "ci"), 0o755); err != nil {
		t.Fatal(err)
	}
	rules := []*lint.Rule{short()}
	base := lint.NewBaseline(lint.BaselineFrom(filepath.Join("repo", "ci"))).Update(manifest(t, "repo/p", before, lint.Options{Rules: rules}))
	if base.Entries[0].Plugin != "../p" {
		t.Errorf("%+v", base.Entries[0])
	}
	if err := os.WriteFile(filepath.Join("repo", "ci", lint.BaselineName), base.Format(), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Chdir(filepath.Join(dir, "repo"))
	read, err := lint.ReadBaseline(filepath.Join("ci", lint.BaselineName))
	if err != nil {
		t.Fatal(err)
	}
	if res := manifest(t, "p", before, lint.Options{Rules: rules, Baseline: read.For}); res.Worst() != lint.Inherit {
		t.Error("not marked")
	}
	if got := string(lint.NewBaseline(nil).Format()); !strings.HasSuffix(got, "plugins: {}\n") {
		t.Error(got)
	}
}

// FuzzBaseline: no file ends the program, and what is read is written the same.
func FuzzBaseline(f *testing.F) {
	f.Add([]byte("version: 1\nplugins:\n  p:\n    f:\n      - rule: a\n        id: b\n        says: 'it: is'\n"))
	f.Add([]byte("version: 1\nplugins: &x {p: *x}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := lint.ParseBaseline(text.NewFile("b.yaml", data), nil)
		if err != nil {
			return
		}
		again, err := lint.ParseBaseline(text.NewFile("b.yaml", b.Format()), nil)
		if err != nil {
			t.Fatalf("%v in %s", err, b.Format())
		}
		if len(b.Entries) != len(again.Entries) {
			t.Fatalf("%d entries, then %d", len(b.Entries), len(again.Entries))
		}
	})
}

// TestBaselineFormat: a plugin and a file are named once, each where it begins.
func TestBaselineFormat(t *testing.T) {
	const want = `# What difylint found and was left for later. An entry that is deleted is reported
# again; a reason may be added to each.
version: 1
plugins:
  p:
    a.yaml:
      - rule: a/x
        id: "2"
      - rule: a/x
        at: b.c
        says: "it is: so"
        id: "1"
        reason: later
    b.yaml:
      - rule: a/x
        id: "1"
  q:
    b.yaml:
      - rule: a/x
        id: "1"
      - rule: b/y
        id: "0"
`
	b, err := lint.ParseBaseline(text.NewFile("b.yaml", []byte(`version: 1
plugins:
  q: {b.yaml: [{rule: b/y, id: "0"}, {rule: a/x, id: "1"}]}
  p: {b.yaml: [{rule: a/x, id: "1"}], a.yaml: [{rule: a/x, id: "2"}, {rule: a/x, at: b.c, says: "it is: so", id: "1", reason: later}]}
`)), nil)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, string(b.Format())); d != "" {
		t.Error(d)
	}
}
