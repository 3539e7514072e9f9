package report_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/release"
	"github.com/difylint/difylint/lint/report"
	"github.com/difylint/difylint/lint/source/text"
	"golang.org/x/tools/txtar"
)

// withTool is a plugin with a tool, whose provider has these credentials.
func withTool(credentials, parameters string) string {
	return strings.NewReplacer("CREDENTIALS", credentials, "PARAMETERS", parameters).Replace(comparedTool)
}

func open(archive string) *plugin.Plugin {
	fsys := fstest.MapFS{}
	for _, f := range txtar.Parse([]byte(archive)).Files {
		fsys[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	return plugin.Open(fsys, ".")
}

const comparedTool = `-- manifest.yaml --
version: 1.0.0
author: acme
name: demo
plugins: {tools: [provider/demo.yaml]}
-- provider/demo.yaml --
identity: {name: demo, author: acme}
tools: [tools/search.yaml]
CREDENTIALS
-- tools/search.yaml --
identity: {name: search}
parameters:
  - {name: query, type: string, required: true, form: llm}
PARAMETERS
`

func comparison(t *testing.T) *report.Comparison {
	t.Helper()
	old := withTool("", "  - {name: x, type: string}")
	cur := strings.Replace(withTool("", ""), "version: 1.0.0", "version: 1.0.1\nresource: {permission: {app: {enabled: true}}}", 1)
	accept, err := release.Accepting([]string{"parameter-removed tools/demo/search/x: `nobody` used it"})
	if err != nil {
		t.Fatal(err)
	}
	o, n, same := open(old), open(cur), open(old)
	o.Dir, n.Dir, same.Dir = "v1:demo", "demo", "same"
	return &report.Comparison{Baseline: "v1", Version: "0.1.0", Gone: []string{"v1:gone"}, Plugins: []report.Compared{
		{Dir: "demo", Author: "acme", Name: "demo", Report: release.Compare(o, n, release.Options{})},
		{Dir: "accepted", Author: "acme", Name: "demo", Report: release.Compare(o, n, release.Options{Accept: accept})},
		{Dir: "same", Author: "acme", Name: "demo", Report: release.Compare(open(old), same, release.Options{})},
		{Dir: "fresh", Author: "acme", Name: "fresh", Fresh: true},
		{Dir: "broken\x1b", Why: text.Msg("manifest.yaml is not YAML")},
	}}
}

func TestComparisonText(t *testing.T) {
	var b bytes.Buffer
	if err := comparison(t).WriteText(&b, false); err != nil {
		t.Fatal(err)
	}
	const want = `demo  1.0.0 -> 1.0.1  raised too little: the changes (breaking) ask for version 2.0.0
  breaking  the parameter "x" of the tool "search" was removed
            v1:demo/tools/search.yaml:4:5  [parameter-removed tools/demo/search/x]
  added     the plugin requests the new permission app
            demo/manifest.yaml:2:40  [permission-widened permission/app]
  fix       2 files changed: manifest.yaml, tools/search.yaml
            demo/manifest.yaml:1:1  [files-changed files]
  Administrators consent again:
    the plugin requests the new permission app

accepted  1.0.0 -> 1.0.1  raised too little: the changes (added) ask for version 1.1.0
  -      the parameter "x" of the tool "search" was removed  (accepted: ` + "`nobody`" + ` used it)
         v1:demo/tools/search.yaml:4:5  [parameter-removed tools/demo/search/x]
  added  the plugin requests the new permission app
         demo/manifest.yaml:2:40  [permission-widened permission/app]
  fix    2 files changed: manifest.yaml, tools/search.yaml
         demo/manifest.yaml:1:1  [files-changed files]
  Administrators consent again:
    the plugin requests the new permission app

fresh  new

broken␛  not compared: manifest.yaml is not YAML

v1:gone  gone: v1 has it
`
	if got := b.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got, want := comparison(t).Summary(), "5 plugins compared with v1: 1 the same, 2 raised too little, 1 new, 1 gone, 1 not compared"; got != want {
		t.Errorf("summary %q, want %q", got, want)
	}
}

func TestComparisonMarkdown(t *testing.T) {
	var b bytes.Buffer
	if err := comparison(t).WriteMarkdown(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"## Changes since `v1`\n",
		"\n### demo 1.0.1\n\nFrom `1.0.0` in `demo`: raised too little",
		"\n#### Breaking\n\n- The parameter \"x\" of the tool \"search\" was removed – `v1:demo/tools/search.yaml:4:5`\n",
		"(accepted: \\`nobody\\` used it)",
		"\n#### Administrators consent again\n",
		"\n### fresh\n\nA new plugin, in `fresh`.\n",
		"\n### v1:gone\n",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is not in\n%s", want, b.String())
		}
	}
	if strings.Contains(b.String(), "\x1b") || strings.Contains(b.String(), "### same") {
		t.Error(b.String())
	}
}

func TestComparisonJSON(t *testing.T) {
	var b bytes.Buffer
	if err := comparison(t).WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Version int
		Summary map[string]int
		Gone    []string
		Plugins []struct {
			Path, State, Why, Class, Bump, Asked, Raised, Needs string
			Changes                                             []struct {
				Rule, ID, Class, Accepted string
				Covered, Widening         bool
				Old, New                  *struct {
					Path  string
					Start struct{ Line, Column, Offset int }
				}
			}
			Files []struct{ Path, Status string }
		}
	}
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	p := got.Plugins[0]
	if got.Version != report.ComparisonVersion || got.Summary["too-little"] != 2 || len(got.Plugins) != 5 || p.State != "too-little" || p.Bump != "major" || p.Asked != "major" || p.Raised != "patch" || p.Needs != "2.0.0" {
		t.Errorf("%+v", got)
	}
	c := p.Changes[0]
	if c.Rule != "release/parameter-removed" || c.Class != "breaking" || c.Covered || c.New != nil || c.Old == nil || c.Old.Path != "v1:demo/tools/search.yaml" || c.Old.Start.Line != 4 || c.Old.Start.Column != 5 {
		t.Errorf("%+v", c)
	}
	if w := p.Changes[1]; !w.Widening || w.Covered || w.Old != nil || w.New == nil || w.New.Start.Line != 2 {
		t.Errorf("%+v", w)
	}
	if a := got.Plugins[1].Changes[0]; a.Accepted == "" || !a.Covered {
		t.Errorf("%+v", a)
	}
	if got.Plugins[3].State != "new" || got.Plugins[4].State != "failed" || got.Plugins[4].Why == "" || len(p.Files) != 2 || p.Files[0].Status != "changed" {
		t.Errorf("%+v", got.Plugins[3:])
	}
}

// models is a plugin with n models, about as large as the largest known ones.
func models(n, context int) fstest.MapFS {
	fsys := fstest.MapFS{
		"manifest.yaml":      {Data: []byte("version: 1.0.0\nauthor: acme\nname: demo\nplugins: {models: [provider/demo.yaml]}\n")},
		"provider/demo.yaml": {Data: []byte("provider: demo\nmodels: {llm: {predefined: ['models/llm/*.yaml']}}\n")},
	}
	for i := range n {
		var b strings.Builder
		fmt.Fprintf(&b, "model: demo-%d\nlabel: {en_US: Demo %d}\nmodel_type: llm\nfeatures: [vision, tool-call]\nmodel_properties:\n  mode: chat\n  context_size: %d\nparameter_rules:\n", i, i, context)
		for _, name := range []string{"temperature", "top_p", "top_k", "max_tokens", "seed", "response_format"} {
			fmt.Fprintf(&b, "  - name: %s\n    use_template: %s\n    type: float\n    label:\n      zh_Hans: 参数\n      en_US: Parameter\n    help:\n      zh_Hans: 说明\n      en_US: What the parameter does, in a sentence\n    required: false\n    default: 1\n    min: 0\n    max: 2\n", name, name)
		}
		fsys[fmt.Sprintf("models/llm/demo-%d.yaml", i)] = &fstest.MapFile{Data: []byte(b.String())}
	}
	return fsys
}

// BenchmarkCompare is two releases of a plugin with 260 models, opened, read,
// parsed and compared: one with every model changed, one with four of them.
func BenchmarkCompare(b *testing.B) {
	old := models(260, 4096)
	few := models(260, 4096)
	for i, f := range models(4, 8192) {
		few[i] = f
	}
	for name, c := range map[string]struct {
		new  fstest.MapFS
		want int
	}{"all": {models(260, 8192), 261}, "few": {few, 5}} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r := release.Compare(plugin.Open(old, "old"), plugin.Open(c.new, "new"), release.Options{})
				if len(r.Changes) != c.want {
					b.Fatal(len(r.Changes))
				}
			}
		})
	}
}
