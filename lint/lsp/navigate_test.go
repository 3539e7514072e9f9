package lsp_test

// Names and where they are used, files that move, the shape of a document, and
// what stands beside the text.

import (
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint"
	"github.com/google/go-cmp/cmp"
)

const whole = toolHead + `  - name: query
    type: string
    required: true
    label:
      en_US: Query
    human_description:
      en_US: What to look for
    llm_description: What to look for
    form: llm
  - name: sort
    type: select
    label:
      en_US: Sort
    human_description:
      en_US: Order
    form: form
    options:
      - value: newest
        label:
          en_US: Newest
extra:
  python:
    source: tools/search.py
-- tools/search.py --
from collections.abc import Generator
from typing import Any

from dify_plugin import Tool
from dify_plugin.entities.tool import ToolInvokeMessage


class SearchTool(Tool):
    def _invoke(self, tool_parameters: dict[str, Any]) -> Generator[ToolInvokeMessage]:
        query = tool_parameters["query"]
        order = tool_parameters.get('sort', "query")
        key = self.runtime.credentials["api_key"]
        self.session.storage.set("k", b"v")
        yield self.create_text_message(query + order + key)
-- provider/demo.yaml --
identity:
  author: acme
  name: demo
  label:
    en_US: Demo
  description:
    en_US: A demo
  icon: icon.svg
credentials_for_provider:
  api_key:
    type: secret-input
    required: true
    label:
      en_US: Key
tools:
  - tools/search.yaml
extra:
  python:
    source: provider/demo.py
-- README.md --
# Demo

| parameter | meaning |
| --- | --- |
| query | what to look for |
| sort | the order of a query |

Set ` + "`api_key`" + ` first, and write a query.
-- requirements.txt --
dify_plugin>=0.5.0,<0.6.0
`

// applyAll makes a workspace edit and returns the files that it changes.
func (c *client) applyAll(t *testing.T, edit map[string][]struct {
	Range   rng    `json:"range"`
	NewText string `json:"newText"`
}) map[string]string {
	t.Helper()
	out := map[string]string{}
	for uri, edits := range edit {
		rel, ok := strings.CutPrefix(uri, c.uri("")+"/")
		if !ok {
			rel = strings.TrimPrefix(strings.TrimPrefix(uri, "file://"), filepath.ToSlash(c.dir)+"/")
		}
		data, err := os.ReadFile(c.name(rel))
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.SplitAfter(string(data), "\n")
		slices.SortFunc(edits, func(a, b struct {
			Range   rng    `json:"range"`
			NewText string `json:"newText"`
		}) int {
			if a.Range.Start.Line != b.Range.Start.Line {
				return b.Range.Start.Line - a.Range.Start.Line
			}
			return b.Range.Start.Character - a.Range.Start.Character
		})
		for _, e := range edits {
			line := lines[e.Range.Start.Line]
			lines[e.Range.Start.Line] = line[:e.Range.Start.Character] + e.NewText + line[e.Range.End.Character:]
		}
		out[rel] = strings.Join(lines, "")
	}
	return out
}

// changedLines are the lines of a file that an edit changes, as they are then.
func changedLines(before, after string) []string {
	var out []string
	old, now := strings.Split(before, "\n"), strings.Split(after, "\n")
	for i := range now {
		if i >= len(old) || old[i] != now[i] {
			out = append(out, strings.TrimSpace(now[i]))
		}
	}
	return out
}

func plainEdits() obj {
	can := everything()
	can["workspace"] = obj{}
	return can
}

type edits struct {
	Changes map[string][]struct {
		Range   rng    `json:"range"`
		NewText string `json:"newText"`
	} `json:"changes"`
}

func (c *client) effect(t *testing.T, e edits) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	for rel, now := range c.applyAll(t, e.Changes) {
		before, err := os.ReadFile(c.name(rel))
		if err != nil {
			t.Fatal(err)
		}
		out[rel] = changedLines(string(before), now)
	}
	return out
}

// spot is the position of a text in a file, at its second character.
func (c *client) spot(t *testing.T, rel, text string) pos {
	t.Helper()
	data, err := os.ReadFile(c.name(rel))
	if err != nil {
		t.Fatal(err)
	}
	i := strings.Index(string(data), text)
	if i < 0 {
		t.Fatalf("no %q in %s", text, rel)
	}
	return place(string(data), i+1)
}

func TestRename(t *testing.T) {
	for _, tt := range []struct {
		name, file, at, to string
		want               map[string][]string
		refused            string
	}{
		{"a parameter, from its declaration", "tools/search.yaml", "query\n    type", "needle", map[string][]string{
			"tools/search.yaml": {"- name: needle"}, "tools/search.py": {`query = tool_parameters["needle"]`}, "README.md": {"| needle | what to look for |"},
		}, ""},
		{"a parameter, from Python", "tools/search.py", "sort'", "order", map[string][]string{
			"tools/search.yaml": {"- name: order"}, "tools/search.py": {`order = tool_parameters.get('order', "query")`}, "README.md": {"| order | the order of a query |"},
		}, ""},
		{"a credential, which is a key", "provider/demo.yaml", "api_key", "token", map[string][]string{
			"provider/demo.yaml": {"token:"}, "tools/search.py": {`key = self.runtime.credentials["token"]`}, "README.md": {"Set `token` first, and write a query."},
		}, ""},
		{"a tool", "tools/search.yaml", "search\n  author", "find", map[string][]string{"tools/search.yaml": {"name: find"}}, ""},
		{"to a name that is taken", "tools/search.yaml", "query\n    type", "sort", nil, "already"},
		{"to what is no name", "tools/search.yaml", "query\n    type", "a b", nil, "cannot be a name"},
		{"what has no name", "tools/search.yaml", "string", "text", nil, "only a tool"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := start(t, write(t, whole), plainEdits(), nil)
			c.open(tt.file)
			p := obj{"textDocument": c.id(tt.file), "position": c.spot(t, tt.file, tt.at), "newName": tt.to}
			m := c.end(c.begin("textDocument/rename", p))
			if tt.refused != "" {
				if m.Error == nil || !strings.Contains(m.Error.Message, tt.refused) {
					t.Errorf("%s %+v", m.Result, m.Error)
				}
				return
			}
			var got edits
			if m.Error != nil || json.Unmarshal(m.Result, &got) != nil {
				t.Fatalf("%s %+v", m.Result, m.Error)
			}
			if d := cmp.Diff(tt.want, c.effect(t, got)); d != "" {
				t.Error(d)
			}
			var ready struct {
				Placeholder string `json:"placeholder"`
			}
			c.call("textDocument/prepareRename", p, &ready)
			if ready.Placeholder == "" {
				t.Error("nothing to rename")
			}
			var marks []struct {
				Kind int `json:"kind"`
			}
			c.call("textDocument/documentHighlight", p, &marks)
			if len(marks) == 0 {
				t.Error("nothing is marked")
			}
		})
	}
}

func TestWillRenameFiles(t *testing.T) {
	for _, tt := range []struct {
		name, from, to string
		want           map[string][]string
	}{
		{"a source", "tools/search.py", "tools/find.py", map[string][]string{"tools/search.yaml": {"source: tools/find.py"}}},
		{"a declaration", "tools/search.yaml", "tools/find.yaml", map[string][]string{"provider/demo.yaml": {"- tools/find.yaml"}}},
		{"a folder", "tools", "actions", map[string][]string{"provider/demo.yaml": {"- actions/search.yaml"}, "tools/search.yaml": {"source: actions/search.py"}}},
		{"an icon", "_assets/icon.svg", "_assets/logo.svg", map[string][]string{"manifest.yaml": {"icon: logo.svg"}, "provider/demo.yaml": {"icon: logo.svg"}}},
		{"the entry point", "main.py", "start.py", map[string][]string{"manifest.yaml": {"entrypoint: start"}}},
		{"what nothing names", "README.md", "READ.md", map[string][]string{}},
	} {
		for _, open := range []bool{true, false} {
			t.Run(tt.name, func(t *testing.T) {
				c := start(t, write(t, whole), plainEdits(), nil)
				if open {
					c.open("manifest.yaml")
				}
				var got *edits
				c.call("workspace/willRenameFiles", obj{"files": []obj{{"oldUri": c.uri(tt.from), "newUri": c.uri(tt.to)}}}, &got)
				if got == nil {
					got = &edits{}
				}
				if d := cmp.Diff(tt.want, c.effect(t, *got)); d != "" {
					t.Error(d)
				}
			})
		}
	}
}

func TestShape(t *testing.T) {
	c := start(t, write(t, whole), everything(), nil)
	c.open("tools/search.yaml")
	c.open("provider/demo.yaml", "# one\n# two\n"+strings.Join([]string{"identity:", "  name: demo", "  icon: icon.svg", "tools:", "  - tools/search.yaml", "  - tools/none.yaml # difylint: ignore[file/missing] later", ""}, "\n"))
	var links []struct {
		Target string `json:"target"`
		Range  rng    `json:"range"`
	}
	c.call("textDocument/documentLink", obj{"textDocument": c.id("provider/demo.yaml")}, &links)
	var targets []string
	for _, l := range links {
		targets = append(targets, path.Base(l.Target))
	}
	slices.Sort(targets)
	if d := cmp.Diff([]string{"icon.svg", "missing", "search.yaml"}, targets); d != "" {
		t.Error(d)
	}
	var folds []struct {
		StartLine, EndLine int
		Kind               string
	}
	c.call("textDocument/foldingRange", obj{"textDocument": c.id("provider/demo.yaml")}, &folds)
	var lines []string
	for _, f := range folds {
		lines = append(lines, f.Kind+":"+string(rune('0'+f.StartLine))+"-"+string(rune('0'+f.EndLine)))
	}
	if d := cmp.Diff([]string{":2-4", ":5-7", "comment:0-1"}, lines); d != "" {
		t.Error(d)
	}
	var grown []struct {
		Range  rng             `json:"range"`
		Parent json.RawMessage `json:"parent"`
	}
	c.call("textDocument/selectionRange", obj{"textDocument": c.id("provider/demo.yaml"), "positions": []pos{{3, 10}}}, &grown)
	depth := 0
	type step struct {
		Range  rng   `json:"range"`
		Parent *step `json:"parent"`
	}
	var inner step
	if len(grown) != 1 || json.Unmarshal(grown[0].Parent, &inner) != nil || grown[0].Range != (rng{pos{3, 8}, pos{3, 12}}) {
		t.Fatalf("%+v", grown)
	}
	for s := &inner; s != nil; s = s.Parent {
		depth++
	}
	if depth < 3 {
		t.Errorf("grows %d times", depth)
	}
	var symbols []struct{ Name, ContainerName string }
	c.call("workspace/symbol", obj{"query": "qry"}, &symbols)
	if len(symbols) != 1 || symbols[0].Name != "query" {
		t.Errorf("%+v", symbols)
	}
}

// TestUses: from a name to its uses in every file, and from a use to the declaration.
func TestUses(t *testing.T) {
	c := start(t, write(t, strings.Replace(whole, "    form: form\n", "    form: form\n    show_on:\n      - variable: query\n        value: x\n", 1)), everything(), nil)
	for _, tt := range []struct {
		method, file, text string
		declaration        bool
		want               []string
	}{
		{"references", "tools/search.yaml", "query\n    type", true, []string{"tools/search.yaml 10", "tools/search.yaml 27", "tools/search.py 9", "README.md 4"}},
		{"references", "tools/search.yaml", "query\n    type", false, []string{"tools/search.yaml 27", "tools/search.py 9", "README.md 4"}},
		{"references", "tools/search.py", "sort", false, []string{"tools/search.py 10", "README.md 5"}},
		{"references", "README.md", "api_key", false, []string{"tools/search.py 11", "README.md 7"}},
		{"references", "tools/search.yaml", "search\n  author", false, []string{"provider/demo.yaml 15"}},
		{"definition", "tools/search.py", "query\"]", false, []string{"tools/search.yaml 10"}},
		{"definition", "tools/search.py", "api_key", false, []string{"provider/demo.yaml 9"}},
		{"definition", "tools/search.yaml", "query\n        value", false, []string{"tools/search.yaml 10"}},
		{"definition", "README.md", "sort |", false, []string{"tools/search.yaml 19"}},
	} {
		c.open(tt.file)
		var got []loc
		c.call("textDocument/"+tt.method, obj{"textDocument": c.id(tt.file), "position": c.spot(t, tt.file, tt.text), "context": obj{"includeDeclaration": tt.declaration}}, &got)
		c.notify("textDocument/didClose", obj{"textDocument": c.id(tt.file)})
		list := []string{}
		for _, l := range got {
			list = append(list, fmt.Sprint(strings.TrimPrefix(l.URI, c.uri("")+"/"), " ", l.Range.Start.Line))
		}
		if d := cmp.Diff(tt.want, list); d != "" {
			t.Errorf("%s of %q in %s:\n%s", tt.method, tt.text, tt.file, d)
		}
	}
}

func TestBeside(t *testing.T) {
	c := start(t, write(t, whole), everything(), nil)
	lenses := func(rel string) []string {
		var got []struct {
			Command struct{ Title string } `json:"command"`
		}
		c.open(rel)
		c.call("textDocument/codeLens", obj{"textDocument": c.id(rel)}, &got)
		out := []string{}
		for _, l := range got {
			out = append(out, l.Command.Title)
		}
		return out
	}
	if d := cmp.Diff([]string{"loaded by provider/demo.yaml", "2 references", "2 references"}, lenses("tools/search.yaml")); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"loaded by manifest.yaml", "2 references"}, lenses("provider/demo.yaml")); d != "" {
		t.Error(d)
	}
	var hints []struct {
		Label    string
		Position pos
	}
	c.open("requirements.txt")
	c.call("textDocument/inlayHint", obj{"textDocument": c.id("requirements.txt"), "range": rng{End: pos{9, 0}}}, &hints)
	if len(hints) != 1 || !strings.HasPrefix(hints[0].Label, "judged by SDK 0.5.") || hints[0].Position != (pos{0, 25}) {
		t.Errorf("%+v", hints)
	}
}

func TestElsewhereThanYAML(t *testing.T) {
	for _, tt := range []struct {
		name, file, old, with string
		// first is among the labels, none are not; line is the line then.
		first, none, line string
	}{
		{"the parts of a session", "tools/search.py", `self.session.storage.set("k", b"v")`, "self.session.‸", "storage", "query", "        self.session.storage"},
		{"the calls of a part", "tools/search.py", `self.session.storage.set("k", b"v")`, "self.session.model.llm.inv‸", "invoke", "storage", "        self.session.model.llm.invoke"},
		{"the keys of parameters", "tools/search.py", `tool_parameters["query"]`, `tool_parameters["‸"]`, "query", "api_key", `        query = tool_parameters["query"]`},
		{"the keys of parameters without a quote", "tools/search.py", `tool_parameters["query"]`, `tool_parameters[‸]`, "sort", "api_key", `        query = tool_parameters["sort"]`},
		{"the keys of credentials", "tools/search.py", `credentials["api_key"]`, `credentials.get("‸`, "api_key", "query", `        key = self.runtime.credentials.get("api_key"`},
		{"releases of the SDK", "requirements.txt", "dify_plugin>=0.5.0", "dify_plugin>=‸", "0.5.0", "0.0.1b45", "dify_plugin>=0.5.0,<0.6.0"},
		{"packages", "requirements.txt", "dify_plugin>=0.5.0,<0.6.0", "reques‸", "requests", "numpy", "requests"},
		{"no releases of other packages", "requirements.txt", "dify_plugin>=0.5.0,<0.6.0", "requests>=‸", "", "", ""},
		{"packages of a project", "pyproject.toml", "", "[project]\nname = \"demo\"\ndependencies = [\n    \"dify_plugin>=‸\",\n]\n", "0.6.0", "", "    \"dify_plugin>=0.6.0\","},
		{"nothing in another text of a project", "pyproject.toml", "", "[project]\nname = \"‸\"\n", "", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := start(t, write(t, whole), everything(), nil)
			data, _ := os.ReadFile(c.name(tt.file))
			before := tt.with
			if tt.old != "" {
				before = strings.Replace(string(data), tt.old, tt.with, 1)
			}
			text, at := cursor(t, before)
			c.open(tt.file, text)
			var got completed
			c.call("textDocument/completion", obj{"textDocument": c.id(tt.file), "position": at}, &got)
			i := slices.Index(got.labels(), tt.first)
			if tt.first == "" {
				if len(got.Items) > 0 {
					t.Errorf("%v", got.labels())
				}
				return
			}
			if i < 0 || slices.Contains(got.labels(), tt.none) {
				t.Fatalf("%v", got.labels())
			}
			e := got.Items[i].TextEdit
			line := strings.Split(text, "\n")[at.Line]
			if got := line[:e.Range.Start.Character] + e.NewText + line[e.Range.End.Character:]; got != tt.line {
				t.Errorf("%q, want %q", got, tt.line)
			}
		})
	}
	for _, tt := range []struct{ name, file, at, want string }{
		{"a key in Python", "tools/search.py", `query"]`, "What to look for"},
		{"a credential in Python", "tools/search.py", `api_key"]`, "secret-input"},
		{"a call back", "tools/search.py", `set("k"`, "needs the permission `storage`"},
		{"the SDK", "requirements.txt", "dify_plugin", "judged by SDK 0.5."},
	} {
		t.Run("hover on "+tt.name, func(t *testing.T) {
			c := start(t, write(t, whole), everything(), nil)
			c.open(tt.file)
			var got struct {
				Contents struct{ Value string } `json:"contents"`
			}
			c.call("textDocument/hover", obj{"textDocument": c.id(tt.file), "position": c.spot(t, tt.file, tt.at)}, &got)
			if !strings.Contains(got.Contents.Value, tt.want) {
				t.Errorf("%s", got.Contents.Value)
			}
		})
	}
}

func TestCreate(t *testing.T) {
	can := everything()
	can["workspace"] = obj{"workspaceEdit": obj{"documentChanges": true, "resourceOperations": []string{"create"}}}
	for _, tt := range []struct{ name, file, old, with, at, title, want string }{
		{"a source", "tools/search.yaml", "tools/search.py", "tools/web_find.py", "tools/web_find.py", "Create tools/web_find.py", "class WebFindTool(Tool):\n    def _invoke(self, tool_parameters):"},
		{"a declaration", "provider/demo.yaml", "tools/search.yaml", "tools/find.yaml", "tools/find.yaml", "Create tools/find.yaml", "identity:\n  author: \n  name: \n"},
		{"a declaration names the source beside it", "provider/demo.yaml", "tools/search.yaml", "tools/find.yaml", "tools/find.yaml", "Create tools/find.yaml", "source: tools/find.py\n"},
		{"an icon", "provider/demo.yaml", "icon.svg", "logo.svg", "logo.svg", "Create _assets/logo.svg", "<svg "},
		{"a privacy policy", "manifest.yaml", "icon: icon.svg\n", "icon: icon.svg\nprivacy: PRIVATE.md\n", "PRIVATE.md", "Create PRIVATE.md", "# Privacy"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := start(t, write(t, whole), can, nil)
			data, err := os.ReadFile(c.name(tt.file))
			if err != nil {
				t.Fatal(err)
			}
			text := strings.Replace(string(data), tt.old, tt.with, 1)
			c.open(tt.file, text)
			at := place(text, strings.Index(text, tt.at)+1)
			var got []struct {
				Title string `json:"title"`
				Edit  struct {
					DocumentChanges []struct {
						Kind  string
						URI   string
						Edits []struct{ NewText string }
					}
				} `json:"edit"`
			}
			c.call("textDocument/codeAction", obj{"textDocument": c.id(tt.file), "range": rng{at, at}, "context": obj{"diagnostics": []obj{}}}, &got)
			for _, a := range got {
				if a.Title == tt.title {
					if ch := a.Edit.DocumentChanges; len(ch) != 2 || ch[0].Kind != "create" || len(ch[1].Edits) != 1 || !strings.Contains(ch[1].Edits[0].NewText, tt.want) {
						t.Errorf("%+v", ch)
					}
					return
				}
			}
			t.Errorf("no %q in %+v", tt.title, got)
		})
	}
}

// TestFailingRule: a rule that panics is named, and ends nothing.
func TestFailingRule(t *testing.T) {
	crash := &lint.Rule{ID: "test/crash", Title: "crashes", Why: "A test.", Severity: lint.Error, Gate: lint.None, Since: "0.1.0", Run: func(*lint.Pass) { panic("no such thing") }}
	can := everything()
	can["experimental"] = obj{"serverStatusNotification": true}
	c := start(t, write(t, tool), can, nil, crash)
	c.open("tools/search.yaml")
	find(t, c.settled("tools/search.yaml"), "schema/required")
	c.wait("a message and a status", func() bool {
		message, status := false, false
		for _, m := range c.asked {
			message = message || m.Method == "window/showMessage" && strings.Contains(string(m.Params), "test/crash") && strings.Contains(string(m.Params), "no such thing")
			status = status || m.Method == "experimental/serverStatus" && strings.Contains(string(m.Params), "warning")
		}
		return message && status
	})
	c.change("tools/search.yaml", nil, "identity:\n  name: x\n")
	c.settled("tools/search.yaml")
}

// TestTriggers: a character that means something in one kind of file asks for nothing
// in the others.
func TestTriggers(t *testing.T) {
	for _, tt := range []struct {
		file, text, trigger string
		want                bool
	}{
		{"tools/search.py", "class T:\n    def f(self):\n        self.session.‸\n", ".", true},
		{"requirements.txt", "dify_plugin>=‸\n", "=", true},
		{"manifest.yaml", "meta:\n  arch:\n    - ‸\n", " ", true},
		{"manifest.yaml", "meta:\n  arch:\n    - ‸\n", ".", false},
		{"tools/search.py", "class T:\n    def f(self):\n        self.session.‸\n", "=", false},
	} {
		t.Run(tt.file+" "+tt.trigger, func(t *testing.T) {
			c := start(t, write(t, whole), everything(), nil)
			text, at := cursor(t, tt.text)
			c.open(tt.file, text)
			var got completed
			c.call("textDocument/completion", obj{"textDocument": c.id(tt.file), "position": at, "context": obj{"triggerKind": 2, "triggerCharacter": tt.trigger}}, &got)
			if len(got.Items) > 0 != tt.want {
				t.Errorf("%v", got.labels())
			}
		})
	}
}
