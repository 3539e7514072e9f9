package lsp_test

// Code actions and commands beyond the ones that every client sees.

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// broken is a plugin with a safe fix in two files, and an unsafe one.
const broken = `-- manifest.yaml --
author: Acme
` + toolHead + `  - {name: query, type: sting, required: true, form: llm, label: {en_US: Query, zh_Hans: 查询😀}, human_description: {en_US: What}}
  - name: sort
    type: select
    form: form
    label: {en_US: Sort}
    human_description: {en_US: Order}
    default: newst
    options:
      - {value: newest, label: {en_US: Newest}}
extra:
  python:
    source: tools/search.py
`

const search = "tools/search.yaml"

func (c *client) actions(rel string, at rng, only ...string) []action {
	c.t.Helper()
	var list []action
	c.call("textDocument/codeAction", obj{"textDocument": c.id(rel), "range": at, "context": obj{"diagnostics": []any{}, "only": only}}, &list)
	return list
}

// TestEachFix: every fix of every finding mends it, and the safe one is the
// preferred one.
func TestEachFix(t *testing.T) {
	for _, tt := range []struct {
		rule, title string
		preferred   bool
	}{
		{"schema/enum", "Write string", true},
		{"declaration/default", "Write newest", false},
	} {
		t.Run(tt.rule, func(t *testing.T) {
			c := start(t, write(t, broken), everything(), nil)
			c.open(search)
			d := find(t, c.settled(search), tt.rule)
			list := c.actions(search, rng{d.Range.Start, d.Range.Start}, "quickfix")
			i := slices.IndexFunc(list, func(a action) bool { return a.Title == tt.title })
			if i < 0 || list[i].IsPreferred != tt.preferred || list[i].Kind != "quickfix" {
				t.Fatalf("%+v", list)
			}
			c.follow(search, list[i].Edit)
			if left := codes(c.settled(search)); slices.Contains(left, tt.rule) {
				t.Errorf("left: %v", left)
			}
		})
	}
}

func TestActionKinds(t *testing.T) {
	c := start(t, write(t, broken), everything(), nil)
	c.open(search)
	d := find(t, c.settled(search), "schema/enum")
	for _, tt := range []struct {
		only []string
		want []string
	}{
		{nil, []string{"quickfix", "source.fixAll.difylint", "source.fixPlugin.difylint"}},
		{[]string{"quickfix"}, []string{"quickfix"}},
		{[]string{"source"}, []string{"source.fixAll.difylint", "source.fixPlugin.difylint"}},
		{[]string{"source.fixAll"}, []string{"source.fixAll.difylint"}},
		{[]string{"source.fixAll.difylint"}, []string{"source.fixAll.difylint"}},
		{[]string{"source.fixAll.other"}, nil},
		{[]string{"refactor", "quick"}, nil},
	} {
		var got []string
		for _, a := range c.actions(search, d.Range, tt.only...) {
			if !slices.Contains(got, a.Kind) {
				got = append(got, a.Kind)
			}
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%v: %s", tt.only, diff)
		}
	}
}

// TestFixAll: fixing a file leaves the others alone, fixing the plugin does not;
// the edit is made when the action is chosen, where the client can wait for it.
func TestFixAll(t *testing.T) {
	for _, resolves := range []bool{false, true} {
		can := everything()
		if resolves {
			can["textDocument"].(obj)["codeAction"] = obj{"dataSupport": true, "resolveSupport": obj{"properties": []string{"edit"}}}
		}
		for kind, files := range map[string][]string{"source.fixAll": {search}, "source.fixPlugin": {"manifest.yaml", search}} {
			c := start(t, write(t, broken), can, nil)
			c.open(search)
			c.settled(search)
			list := c.actions(search, rng{}, kind)
			if len(list) != 1 || (list[0].Edit == nil) != resolves || (list[0].Data != nil) != resolves {
				t.Fatalf("%s, resolved %t: %+v", kind, resolves, list)
			}
			a := list[0]
			if resolves {
				c.call("codeAction/resolve", a, &a)
			}
			var got []string
			for _, d := range a.Edit.DocumentChanges {
				rel := strings.TrimPrefix(d.TextDocument.URI, c.uri("")+"/")
				got = append(got, rel)
				if open := rel == search; open != (d.TextDocument.Version != nil) {
					t.Errorf("%s: the version is %v", rel, d.TextDocument.Version)
				}
			}
			if diff := cmp.Diff(files, got); diff != "" {
				t.Errorf("%s, resolved %t: %s", kind, resolves, diff)
			}
		}
	}
}

// TestPlainEdits: a client that knows no versions gets the older form.
func TestPlainEdits(t *testing.T) {
	c := start(t, write(t, broken), obj{}, nil)
	c.open(search)
	d := find(t, c.settled(search), "schema/enum")
	var list []struct {
		Title string
		Edit  struct {
			Changes map[string][]struct {
				Range   rng
				NewText string
			}
			DocumentChanges any
		}
	}
	c.call("textDocument/codeAction", obj{"textDocument": c.id(search), "range": d.Range, "context": obj{"diagnostics": []any{}}}, &list)
	e := list[0].Edit
	if changes := e.Changes[c.uri(search)]; len(changes) != 1 || changes[0].NewText != "string" || changes[0].Range != d.Range || e.DocumentChanges != nil {
		t.Errorf("%+v", e)
	}
}

func TestCommands(t *testing.T) {
	dir := write(t, broken)
	c := start(t, dir, everything(), nil)
	applied := false
	c.reply = func(m message) any {
		if m.Method == "workspace/applyEdit" {
			return obj{"applied": applied, "failureReason": "the file is locked"}
		}
		return nil
	}
	c.open("manifest.yaml")
	c.settled("manifest.yaml")
	run := func(command string, args ...any) message {
		t.Helper()
		return c.end(c.begin("workspace/executeCommand", obj{"command": command, "arguments": args}))
	}
	// The files changed on the disk, and nobody has said so.
	text, err := os.ReadFile(c.name(search))
	if err == nil {
		err = os.WriteFile(c.name(search), []byte(strings.Replace(string(text), "sting", "string", 1)), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	if m := run("difylint.check"); m.Error != nil {
		t.Errorf("%+v", m.Error)
	}
	c.wait("the mended finding to go", func() bool {
		return !slices.Contains(codes(c.diags[c.uri(search)].Diagnostics), "schema/enum")
	})
	var data struct{ Fingerprint string }
	d := find(t, c.diagnostics("manifest.yaml"), "identity/author")
	if err := json.Unmarshal(d.Data, &data); err != nil {
		t.Fatal(err)
	}
	ignore := obj{"uri": c.uri("manifest.yaml"), "fingerprint": data.Fingerprint, "reason": "why"}
	if m := run("difylint.ignore", ignore); m.Error == nil || !strings.Contains(m.Error.Message, "the file is locked") {
		t.Errorf("an edit that the client did not make: %+v", m.Error)
	}
	c.mu.Lock()
	applied = true
	c.mu.Unlock()
	if m := run("difylint.ignore", ignore); m.Error != nil {
		t.Errorf("%+v", m.Error)
	}
	for name, args := range map[string][]any{
		"another finding": {obj{"uri": c.uri("manifest.yaml"), "fingerprint": "none"}},
		"another file":    {obj{"uri": c.uri("other.yaml"), "fingerprint": data.Fingerprint}},
		"nothing":         {},
		"text":            {"x"},
	} {
		if m := run("difylint.ignore", args...); m.Error == nil {
			t.Errorf("%s is ignored", name)
		}
	}
	if m := run("difylint.unheardOf"); m.Error == nil || m.Error.Code != -32602 {
		t.Errorf("%+v", m.Error)
	}
}

// TestSchemas: what clients need that hand schemas to another server.
func TestSchemas(t *testing.T) {
	c := start(t, write(t, broken), everything(), nil)
	c.open(search)
	c.open("README.md")
	c.settled("README.md")
	for rel, want := range map[string]any{search: "tool", "README.md": nil} {
		var got struct{ Kind any }
		c.call("difylint/kind", obj{"textDocument": c.id(rel)}, &got)
		if want != nil && got.Kind != want {
			t.Errorf("%s is %v", rel, got.Kind)
		}
	}
	var got struct{ Schema string }
	c.call("difylint/schema", obj{"kind": "tool"}, &got)
	if !json.Valid([]byte(got.Schema)) || !strings.Contains(got.Schema, "human_description") {
		t.Errorf("%.100s", got.Schema)
	}
	if m := c.end(c.begin("difylint/schema", obj{"kind": "tol"})); m.Error == nil || m.Error.Code != -32602 {
		t.Errorf("%+v", m)
	}
}

// TestWhileBroken: the last manifest that could be read says what files are.
func TestWhileBroken(t *testing.T) {
	c := start(t, write(t, broken), everything(), nil)
	c.open("manifest.yaml")
	c.settled("manifest.yaml")
	c.change("manifest.yaml", nil, "type: plugin\nversion: \"0.1.0\nplugins: [\n")
	c.settled("manifest.yaml")
	text, at := cursor(t, "parameters:\n  - name: query\n    form: ‸\n")
	c.open(search, text)
	var got completed
	c.call("textDocument/completion", obj{"textDocument": c.id(search), "position": at}, &got)
	if !slices.Contains(got.labels(), "llm") {
		t.Errorf("%v", got.labels())
	}
}

// TestPlainClient: a client that shows neither Markdown nor trees.
func TestPlainClient(t *testing.T) {
	can := everything()
	can["textDocument"] = obj{"hover": obj{"contentFormat": []string{"plaintext"}}}
	c := start(t, write(t, broken), can, nil)
	c.open(search)
	var hover struct{ Contents struct{ Kind, Value string } }
	c.call("textDocument/hover", obj{"textDocument": c.id(search), "position": pos{1, 3}}, &hover)
	if hover.Contents.Kind != "plaintext" || !strings.Contains(hover.Contents.Value, "name") {
		t.Errorf("%+v", hover)
	}
	var symbols []struct {
		Name          string `json:"name"`
		Kind          int    `json:"kind"`
		Location      loc    `json:"location"`
		ContainerName string `json:"containerName"`
	}
	c.call("textDocument/documentSymbol", obj{"textDocument": c.id(search)}, &symbols)
	i := slices.IndexFunc(symbols, func(s struct {
		Name          string `json:"name"`
		Kind          int    `json:"kind"`
		Location      loc    `json:"location"`
		ContainerName string `json:"containerName"`
	}) bool {
		return s.Name == "required"
	})
	if i < 0 || symbols[i].ContainerName != "query" || symbols[i].Kind != 17 || symbols[i].Location.URI != c.uri(search) {
		t.Errorf("%+v", symbols)
	}
}

// TestModels: patterns lead to every file that they take in, and back.
func TestModels(t *testing.T) {
	const model = `-- manifest.yaml --
plugins:
  models:
    - provider/demo.yaml
-- provider/demo.yaml --
provider: demo
label:
  en_US: Demo
supported_model_types:
  - llm
configurate_methods:
  - predefined-model
models:
  llm:
    position: models/llm/_position.yaml
    predefined:
      - models/llm/*.yaml
extra:
  python:
    provider_source: provider/demo.py
    model_sources:
      - models/llm/llm.py
-- models/llm/_position.yaml --
- one
- two
-- models/llm/one.yaml --
model: one
-- models/llm/two.yaml --
model: two
-- models/llm/llm.py --
from dify_plugin import LargeLanguageModel

class Demo(LargeLanguageModel):
    pass
-- provider/demo.py --
from dify_plugin import ModelProvider

class DemoProvider(ModelProvider):
    pass
`
	c := start(t, write(t, model), everything(), nil)
	const rel = "provider/demo.yaml"
	c.open(rel)
	c.settled(rel)
	for _, tt := range []struct {
		text string
		want []string
	}{
		{"models/llm/*.yaml", []string{"models/llm/one.yaml", "models/llm/two.yaml"}},
		{"models/llm/_position.yaml", []string{"models/llm/_position.yaml"}},
		{"models/llm/llm.py", []string{"models/llm/llm.py"}},
		{"provider/demo.py", []string{"provider/demo.py"}},
	} {
		var got []loc
		c.call("textDocument/definition", obj{"textDocument": c.id(rel), "position": c.at(rel, tt.text)}, &got)
		var names []string
		for _, l := range got {
			names = append(names, strings.TrimPrefix(l.URI, c.uri("")+"/"))
		}
		if d := cmp.Diff(tt.want, names); d != "" {
			t.Errorf("%s: %s", tt.text, d)
		}
	}
	var hover struct{ Contents struct{ Value string } }
	c.call("textDocument/hover", obj{"textDocument": c.id(rel), "position": c.at(rel, "models/llm/*.yaml")}, &hover)
	if !strings.Contains(hover.Contents.Value, "matches 2 files") {
		t.Errorf("%+v", hover)
	}
	c.open("models/llm/one.yaml")
	var got []loc
	c.call("textDocument/references", obj{"textDocument": c.id("models/llm/one.yaml"), "position": pos{}}, &got)
	if len(got) != 1 || got[0].URI != c.uri(rel) {
		t.Errorf("%v", got)
	}
	data, err := os.ReadFile(c.name(rel))
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{"models/llm/*.yaml": "models/llm/*.yaml", "models/llm/_position.yaml": "models/llm/_position.yaml"} {
		before, after, _ := strings.Cut(string(data), text)
		edited, at := cursor(t, before+"‸"+after)
		c.change(rel, nil, edited)
		var list completed
		c.call("textDocument/completion", obj{"textDocument": c.id(rel), "position": at}, &list)
		if !slices.Contains(list.labels(), want) {
			t.Errorf("%s: %v", text, list.labels())
		}
	}
}
