package lsp_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint/kit"
	"github.com/google/go-cmp/cmp"
)

// write writes a plugin: the files of a txtar archive, made whole.
func write(t *testing.T, archive string) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	p := (&kit.Example{Bad: archive}).GoodPlugin()
	err = fs.WalkDir(p.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		to := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return err
		}
		return os.WriteFile(to, p.FS[name].Data, 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// toolHead is a tool up to its parameters.
const toolHead = `-- tools/search.yaml --
identity:
  name: search
  author: acme
  label:
    en_US: Search
description:
  human:
    en_US: Looks for a text
  llm: Looks for a text and returns what was found
parameters:
`

// tool is a tool whose parameter has a misspelt key behind Chinese text: 11
// bytes, 5 code points, 6 UTF-16 units.
const tool = toolHead + `  - {name: query, type: string, required: true, form: llm, label: {en_US: Query, zh_Hans: 查询😀}, humn_description: {en_US: What to look for}}
extra:
  python:
    source: tools/search.py
`

func TestPush(t *testing.T) {
	for _, tt := range []struct {
		encoding   string
		start, end int
	}{{"utf-16", 97, 113}, {"utf-8", 103, 119}, {"utf-32", 96, 112}} {
		t.Run(tt.encoding, func(t *testing.T) {
			can := everything()
			can["general"] = obj{"positionEncodings": []string{tt.encoding}}
			c := start(t, write(t, tool), can, nil)
			c.open("tools/search.yaml")
			d := find(t, c.settled("tools/search.yaml"), "schema/required")
			want := rng{pos{10, tt.start}, pos{10, tt.end}}
			if diff := cmp.Diff(want, d.Range); diff != "" {
				t.Error(diff)
			}
			if d.Severity != 1 || d.CodeDescription["href"] == "" || d.Data == nil {
				t.Errorf("%+v", d)
			}
			// The key is mended by an edit of two characters.
			c.change("tools/search.yaml", &rng{pos{10, tt.start}, pos{10, tt.start + 4}}, "human")
			if list := c.settled("tools/search.yaml"); len(list) > 0 {
				t.Errorf("left: %v", codes(list))
			}
		})
	}
}

func TestSessionRules(t *testing.T) {
	c := connect(t, t.TempDir())
	if m := c.end(c.begin("textDocument/hover", obj{})); m.Error == nil || m.Error.Code != -32002 {
		t.Errorf("before initialize: %+v", m)
	}
	result := c.initialize(obj{"capabilities": everything()})
	if got := result["capabilities"].(obj)["positionEncoding"]; got != "utf-16" {
		t.Errorf("positionEncoding %v", got)
	}
	if m := c.end(c.begin("initialize", obj{})); m.Error == nil || m.Error.Code != -32600 {
		t.Errorf("a second initialize: %+v", m)
	}
	if m := c.end(c.begin("textDocument/unheardOf", nil)); m.Error == nil || m.Error.Code != -32601 {
		t.Errorf("an unknown method: %+v", m)
	}
	c.notify("$/unheardOf", obj{})
	c.notify("textDocument/didChange", obj{"textDocument": obj{"uri": "file:///nowhere", "version": 1}, "contentChanges": []obj{{"text": ""}}})
	if m := c.end(c.begin("textDocument/hover", []int{1})); m.Error == nil || m.Error.Code != -32602 {
		t.Errorf("wrong parameters: %+v", m)
	}
	c.call("shutdown", nil, nil)
	if m := c.end(c.begin("textDocument/hover", obj{})); m.Error == nil || m.Error.Code != -32600 {
		t.Errorf("after shutdown: %+v", m)
	}
	c.notify("exit", nil)
	if err := c.leave(); err != nil {
		t.Errorf("an orderly end: %v", err)
	}
}

func TestExitAlone(t *testing.T) {
	c := start(t, t.TempDir(), everything(), nil)
	c.notify("exit", nil)
	if c.leave() == nil {
		t.Error("exit without shutdown is no orderly end")
	}
}

// TestBuffersOverDisk: what is not saved counts, in other files too.
func TestBuffersOverDisk(t *testing.T) {
	dir := write(t, tool)
	can := everything()
	can["workspace"].(obj)["didChangeWatchedFiles"] = obj{"dynamicRegistration": true} // else the disk is read anew all the time
	c := start(t, dir, can, nil)
	c.open("tools/search.yaml")
	c.settled("tools/search.yaml")
	c.open("manifest.yaml")
	if list := c.settled("manifest.yaml"); len(list) > 0 {
		t.Fatalf("the manifest has findings, want none: %v", codes(list))
	}
	text, err := os.ReadFile(c.name("manifest.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	// Without the provider in the manifest nobody reads the tool.
	c.change("manifest.yaml", nil, strings.ReplaceAll(string(text), "provider/demo.yaml", "provider/none.yaml"))
	find(t, c.settled("manifest.yaml"), "file/missing")
	c.wait("the tool's findings to go", func() bool { return len(c.diags[c.uri("tools/search.yaml")].Diagnostics) == 0 })
	c.change("manifest.yaml", nil, string(text))
	c.settled("manifest.yaml")
	c.wait("the tool's findings to come back", func() bool { return len(c.diags[c.uri("tools/search.yaml")].Diagnostics) == 1 })
	// A file that was never saved is there.
	c.change("manifest.yaml", nil, strings.ReplaceAll(string(text), "icon.svg", "new.svg"))
	find(t, c.settled("manifest.yaml"), "asset/icon")
	c.open("_assets/new.svg", `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>`)
	c.wait("the icon to be found", func() bool {
		return !slices.Contains(codes(c.diags[c.uri("manifest.yaml")].Diagnostics), "asset/icon")
	})
	c.notify("textDocument/didClose", obj{"textDocument": c.id("_assets/new.svg")})
	c.wait("the icon to be gone", func() bool {
		return slices.Contains(codes(c.diags[c.uri("manifest.yaml")].Diagnostics), "asset/icon")
	})
	c.change("manifest.yaml", nil, string(text))
	c.settled("manifest.yaml")
	// Closing without saving: the disk counts again.
	c.change("tools/search.yaml", &rng{pos{10, 97}, pos{10, 101}}, "human")
	if list := c.settled("tools/search.yaml"); len(list) > 0 {
		t.Errorf("mended: %v", codes(list))
	}
	c.notify("textDocument/didClose", obj{"textDocument": c.id("tools/search.yaml")})
	c.wait("the finding on the disk", func() bool { return len(c.diags[c.uri("tools/search.yaml")].Diagnostics) == 1 })
}

func TestPull(t *testing.T) {
	can := everything()
	can["textDocument"].(obj)["diagnostic"] = obj{}
	can["workspace"].(obj)["diagnostics"] = obj{"refreshSupport": true}
	c := start(t, write(t, tool), can, nil)
	c.open("tools/search.yaml")
	type report struct {
		Kind     string `json:"kind"`
		ResultID string `json:"resultId"`
		Items    []diag `json:"items"`
	}
	var first, again, mended report
	c.call("textDocument/diagnostic", obj{"textDocument": c.id("tools/search.yaml")}, &first)
	if first.Kind != "full" || first.ResultID == "" {
		t.Fatalf("%+v", first)
	}
	find(t, first.Items, "schema/required")
	c.call("textDocument/diagnostic", obj{"textDocument": c.id("tools/search.yaml"), "previousResultId": first.ResultID}, &again)
	if again.Kind != "unchanged" || again.ResultID != first.ResultID {
		t.Errorf("%+v", again)
	}
	c.change("tools/search.yaml", &rng{pos{10, 97}, pos{10, 101}}, "human")
	c.call("textDocument/diagnostic", obj{"textDocument": c.id("tools/search.yaml"), "previousResultId": first.ResultID}, &mended)
	if mended.Kind != "full" || len(mended.Items) != 0 {
		t.Errorf("%+v", mended)
	}
	// A change elsewhere makes the server ask the client to ask again.
	c.open("manifest.yaml")
	c.change("tools/search.yaml", &rng{pos{10, 97}, pos{10, 102}}, "humn")
	c.call("textDocument/diagnostic", obj{"textDocument": c.id("tools/search.yaml")}, &first)
	text, _ := os.ReadFile(c.name("manifest.yaml"))
	c.change("manifest.yaml", nil, strings.ReplaceAll(string(text), "provider/demo.yaml", "provider/none.yaml"))
	c.wait("workspace/diagnostic/refresh", func() bool {
		return slices.ContainsFunc(c.asked, func(m message) bool { return m.Method == "workspace/diagnostic/refresh" })
	})
	var all struct {
		Items []struct {
			URI string `json:"uri"`
			report
		} `json:"items"`
	}
	c.call("workspace/diagnostic", obj{"previousResultIds": []obj{}}, &all)
	if len(all.Items) == 0 || all.Items[0].URI != c.uri("manifest.yaml") {
		t.Errorf("%+v", all)
	}
	if n := c.told[c.uri("tools/search.yaml")]; n != 0 {
		t.Errorf("the open document was published %d times", n)
	}
}

// TestPullAlone: a client that asks for diagnostics, but cannot be told to ask again,
// gets the findings that a change in another file brings.
func TestPullAlone(t *testing.T) {
	can := everything()
	can["textDocument"].(obj)["diagnostic"] = obj{}
	c := connect(t, write(t, tool))
	if provider := c.initialize(obj{"capabilities": can})["capabilities"].(obj)["diagnosticProvider"]; provider != nil {
		t.Errorf("the client is to ask: %v", provider)
	}
	c.open("tools/search.yaml")
	c.open("manifest.yaml")
	find(t, c.settled("tools/search.yaml"), "schema/required")
	text, _ := os.ReadFile(c.name("manifest.yaml"))
	c.change("manifest.yaml", nil, strings.ReplaceAll(string(text), "provider/demo.yaml", "provider/none.yaml"))
	c.wait("what the manifest changes for the tool", func() bool { return len(c.diags[c.uri("tools/search.yaml")].Diagnostics) == 0 })
}

type action struct {
	Title       string          `json:"title"`
	Kind        string          `json:"kind"`
	IsPreferred bool            `json:"isPreferred"`
	Edit        *edit           `json:"edit"`
	Command     json.RawMessage `json:"command"`
	Data        json.RawMessage `json:"data"`
}

type edit struct {
	DocumentChanges []struct {
		TextDocument struct {
			URI     string `json:"uri"`
			Version *int   `json:"version"`
		} `json:"textDocument"`
		Edits []struct {
			Range   rng    `json:"range"`
			NewText string `json:"newText"`
		} `json:"edits"`
	} `json:"documentChanges"`
}

func titles(list []action) []string {
	out := []string{}
	for _, a := range list {
		out = append(out, a.Title)
	}
	return out
}

// follow makes an edit that touches one open file, in the last place first.
func (c *client) follow(rel string, e *edit) {
	c.t.Helper()
	if e == nil || len(e.DocumentChanges) != 1 || e.DocumentChanges[0].TextDocument.URI != c.uri(rel) {
		c.t.Fatalf("not an edit of %s alone: %+v", rel, e)
	}
	d := e.DocumentChanges[0]
	if d.TextDocument.Version == nil || *d.TextDocument.Version != c.versions[rel] {
		c.t.Errorf("the edit is for version %v of %d", d.TextDocument.Version, c.versions[rel])
	}
	for i := len(d.Edits) - 1; i >= 0; i-- {
		c.change(rel, &d.Edits[i].Range, d.Edits[i].NewText)
	}
}

func TestCodeActions(t *testing.T) {
	c := start(t, write(t, tool), everything(), nil)
	const rel = "tools/search.yaml"
	ask := func(only ...string) []action {
		t.Helper()
		var list []action
		at := rng{pos{10, 100}, pos{10, 100}}
		c.call("textDocument/codeAction", obj{"textDocument": c.id(rel), "range": at, "context": obj{"diagnostics": []any{}, "only": only}}, &list)
		return list
	}
	c.open(rel)
	c.settled(rel)
	list := ask()
	want := []string{"Rename the key to human_description", "Ignore schema/required here", "Make all safe fixes in this file", "Make all safe fixes in this plugin"}
	if d := cmp.Diff(want, titles(list)); d != "" {
		t.Fatal(d)
	}
	if !list[0].IsPreferred || list[1].IsPreferred {
		t.Error("the safe fix is the preferred one, and nothing else is")
	}
	if d := cmp.Diff(want[2:3], titles(ask("source.fixAll"))); d != "" {
		t.Error(d)
	}
	c.follow(rel, list[2].Edit)
	if left := c.settled(rel); len(left) > 0 {
		t.Errorf("after all safe fixes: %v", codes(left))
	}
	if list := ask(); len(list) > 0 {
		t.Errorf("nothing to do, but %v", titles(list))
	}
}

func TestIgnoreAction(t *testing.T) {
	const rel = "manifest.yaml"
	c := start(t, write(t, "-- manifest.yaml --\nversion: 0.1.0\nlabell: 演示\n"), everything(), obj{"ignoreReason": "kept for the catalogue"})
	c.open(rel)
	d := find(t, c.settled(rel), "schema/unknown-key")
	var list []action
	c.call("textDocument/codeAction", obj{"textDocument": c.id(rel), "range": rng{}, "context": obj{"diagnostics": []any{obj{"source": "difylint", "range": d.Range, "message": d.Message, "data": d.Data}}}}, &list)
	i := slices.IndexFunc(list, func(a action) bool { return strings.HasPrefix(a.Title, "Ignore schema/unknown-key") })
	if i < 0 {
		t.Fatalf("%v", titles(list))
	}
	c.follow(rel, list[i].Edit)
	if left := codes(c.settled(rel)); slices.Contains(left, "schema/unknown-key") {
		t.Errorf("not ignored: %v", left)
	}
}

// TestDiagnose: what the platform said is read, with the place in the plugin, and
// the client shows it where that is asked for and can be done.
func TestDiagnose(t *testing.T) {
	const rel = "manifest.yaml"
	for _, tt := range []struct {
		name      string
		open      bool   // is the document
		uri       string // below the plugin, "" for none
		workspace bool
		place     bool
		can, show bool // can the client show a place, and is it asked to
	}{
		{"in an open document", true, rel, false, true, false, false},
		{"in a file that is not open", false, rel, false, true, false, false},
		{"of a plugin with another open document", true, "README.md", false, true, false, false},
		{"in the only plugin of the workspace", false, "", true, true, false, false},
		{"from a file of no plugin", false, "../log.txt", true, true, false, false},
		{"of no plugin", false, "", false, false, false, false},
		{"shown", true, rel, false, true, true, true},
		{"to a client that cannot show it", true, rel, false, true, false, true},
		{"not to be shown", true, rel, false, true, true, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := connect(t, write(t, "-- manifest.yaml --\nversion: 0.1.0\nplugins: {}\nauthor: acme\nauthor: other\n"))
			c.reply = func(message) any { return obj{"success": true} }
			can := everything()
			can["window"] = obj{"showDocument": obj{"support": tt.can}}
			params := obj{"capabilities": can}
			if tt.workspace {
				params["workspaceFolders"] = []obj{{"uri": c.uri("")}}
			}
			c.initialize(params)
			if tt.workspace {
				c.wait("the plugin", func() bool { return len(c.diags[c.uri(rel)].Diagnostics) > 0 })
			}
			if tt.open {
				c.open(rel)
				c.settled(rel)
			}
			uri := ""
			if tt.uri != "" {
				uri = c.uri(tt.uri)
			}
			var got struct {
				Answers []struct {
					Rule, URI string
					Range     rng
				}
				Unknown bool
			}
			c.call("workspace/executeCommand", obj{"command": "difylint.diagnose", "arguments": []any{obj{
				"text": "yaml: unmarshal errors:\n  line 4: mapping key \"author\" already defined at line 3", "uri": uri, "open": tt.show,
			}}}, &got)
			if got.Unknown || len(got.Answers) == 0 || tt.place && (got.Answers[0].Rule != "schema/duplicate-key" || got.Answers[0].URI != c.uri(rel) || got.Answers[0].Range.Start.Line != 3) || !tt.place && got.Answers[0].URI != "" {
				t.Errorf("%+v", got)
			}
			shown := slices.IndexFunc(c.asked, func(m message) bool { return m.Method == "window/showDocument" })
			if (shown >= 0) != (tt.can && tt.show) || shown >= 0 && !strings.Contains(string(c.asked[shown].Params), c.uri(rel)) {
				t.Errorf("shown: %d", shown)
			}
			m := c.end(c.begin("workspace/executeCommand", obj{"command": "difylint.open", "arguments": []any{obj{"uri": c.uri(rel), "range": rng{}}}}))
			if (m.Error == nil) != tt.can {
				t.Errorf("%+v", m.Error)
			}
		})
	}
}

// TestIgnoreWithReason: a client that can ask its user gets a command instead.
func TestIgnoreWithReason(t *testing.T) {
	const rel = "manifest.yaml"
	c := start(t, write(t, "-- manifest.yaml --\nversion: 0.1.0\nlabell: 演示\n"), everything(), obj{"difylint": obj{"askReason": true}})
	var applied obj
	c.reply = func(m message) any {
		if m.Method == "workspace/applyEdit" {
			_ = json.Unmarshal(m.Params, &applied)
			return obj{"applied": true}
		}
		return nil
	}
	c.open(rel)
	d := find(t, c.settled(rel), "schema/unknown-key")
	var list []struct {
		Command struct {
			Command   string            `json:"command"`
			Arguments []json.RawMessage `json:"arguments"`
		} `json:"command"`
	}
	c.call("textDocument/codeAction", obj{"textDocument": c.id(rel), "range": d.Range, "context": obj{"diagnostics": []any{}, "only": []string{"quickfix"}}}, &list)
	last := list[len(list)-1].Command
	if last.Command != "difylint.askReason" {
		t.Fatalf("%+v", list)
	}
	var args obj
	if err := json.Unmarshal(last.Arguments[0], &args); err != nil {
		t.Fatal(err)
	}
	args["reason"] = "read by our catalogue"
	c.call("workspace/executeCommand", obj{"command": "difylint.ignore", "arguments": []any{args}}, nil)
	text, _ := json.Marshal(applied)
	if !strings.Contains(string(text), "difylint: ignore[schema/unknown-key] read by our catalogue") {
		t.Errorf("%s", text)
	}
}
