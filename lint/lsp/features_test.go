package lsp_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/rules"
	"github.com/google/go-cmp/cmp"
)

// cursor takes the "‸" out of a text and says where it stood.
func cursor(t *testing.T, text string) (string, pos) {
	t.Helper()
	at := strings.Index(text, "‸")
	if at < 0 {
		t.Fatalf("no cursor in %q", text)
	}
	return text[:at] + text[at+len("‸"):], place(text, at)
}

type completed struct {
	Items []struct {
		Label    string `json:"label"`
		Detail   string `json:"detail"`
		TextEdit struct {
			Range   rng    `json:"range"`
			NewText string `json:"newText"`
		} `json:"textEdit"`
	} `json:"items"`
}

func (l completed) labels() []string {
	out := []string{}
	for _, i := range l.Items {
		out = append(out, i.Label)
	}
	return out
}

func TestCompletion(t *testing.T) {
	const manifest = "version: 0.1.0\ntype: plugin\nauthor: acme\nname: demo\n"
	for _, tt := range []struct {
		name, file, text string
		// first are the first labels; none are absent.
		first []string
		none  []string
		// line is the line of the cursor with the first item in place.
		line string
	}{
		{"required keys first", "manifest.yaml", manifest + "‸\n", []string{"label", "description"}, []string{"author", "version"}, "label:"},
		{"a key that is being written", "manifest.yaml", "author: acme\nvers‸", []string{"version"}, []string{"author"}, "version: "},
		{"a key that is being changed", "manifest.yaml", "author: acme\nver‸s: 0.1.0\n", []string{"version"}, nil, "version: 0.1.0"},
		{"permissions", "manifest.yaml", manifest + "resource:\n  memory: 1\n  permission:\n    ‸\n", []string{"tool", "model", "node", "endpoint", "app", "storage"}, nil, "    tool:"},
		{"a boolean", "manifest.yaml", manifest + "resource:\n  permission:\n    tool:\n      enabled: ‸\n", []string{"true", "false"}, nil, "      enabled: true"},
		{"tags", "manifest.yaml", manifest + "tags:\n  - se‸\n", []string{"search"}, nil, "  - search"},
		{"tags within brackets", "manifest.yaml", manifest + "tags: [search, im‸]\n", []string{"search", "image"}, nil, "tags: [search, search]"},
		{"architectures", "manifest.yaml", manifest + "meta:\n  arch:\n    - ‸", []string{"amd64", "arm64"}, nil, "    - amd64"},
		{"icons", "manifest.yaml", manifest + "icon: ‸\n", []string{"icon.svg"}, nil, "icon: icon.svg"},
		{"icons in quotes", "manifest.yaml", manifest + "icon: \"i‸\"\n", []string{"icon.svg"}, nil, "icon: \"icon.svg\""},
		{"providers", "manifest.yaml", manifest + "plugins:\n  tools:\n    - ‸\n", []string{"provider/new.yaml", "provider/demo.yaml"}, []string{"manifest.yaml"}, "    - provider/new.yaml"},
		{"a list without an item", "manifest.yaml", manifest + "plugins:\n  tools:\n    ‸\n", []string{"provider/new.yaml"}, nil, "    - provider/new.yaml"},
		{"within brackets of a mapping", "manifest.yaml", manifest + "label: {en_US: x, ‸}\n", []string{"zh_Hans"}, []string{"en_US"}, "label: {en_US: x, zh_Hans: }"},
		{"tools of a provider", "provider/demo.yaml", "identity:\n  name: demo\ntools:\n  - tools/‸\n", []string{"provider/new.yaml", "tools/search.yaml"}, nil, "  - provider/new.yaml"},
		{"sources", "tools/search.yaml", "identity:\n  name: search\nextra:\n  python:\n    source: ‸\n", []string{"main.py", "provider/demo.py", "tools/search.py"}, nil, "    source: main.py"},
		{"forms of a parameter", "tools/search.yaml", "parameters:\n  - name: query\n    type: string\n    form: ‸\n", []string{"llm", "form", "schema"}, nil, "    form: llm"},
		{"keys of a parameter", "tools/search.yaml", "parameters:\n  - name: query\n    ‸\n", []string{"label", "human_description", "type", "form"}, []string{"name"}, "    label:"},
		{"the first key of an item", "tools/search.yaml", "parameters:\n  - ‸\n", []string{"name", "label"}, nil, "  - name: "},
		{"in a file that is broken elsewhere", "tools/search.yaml", "identity:\n  name: \"search\nparameters:\n  - name: query\n    form: ‸\n", []string{"llm", "form", "schema"}, nil, "    form: llm"},
		{"a file that nobody names yet", "tools/other.yaml", "identity:\n  ‸\n", []string{"author", "name", "label"}, nil, "  author: "},
		{"privacy policies", "manifest.yaml", manifest + "privacy: ‸\n", []string{"PRIVACY.md", "README.md"}, []string{"main.py"}, "privacy: PRIVACY.md"},
		{"entry points", "manifest.yaml", manifest + "meta:\n  runner:\n    entrypoint: ‸\n", []string{"main"}, []string{"tools/search"}, "    entrypoint: main"},
		{"languages", "manifest.yaml", manifest + "meta:\n  runner:\n    language: ‸\n", []string{"python"}, nil, "    language: python"},
		{"types of a credential", "provider/demo.yaml", "identity:\n  name: demo\ncredentials_for_provider:\n  api_key:\n    type: sec‸\n", []string{"secret-input"}, nil, "    type: secret-input"},
		{"a key of a file that is all broken", "tools/search.yaml", "broken‸", []string{"identity", "parameters"}, nil, "identity:"},
		{"rules to ignore", "tools/search.yaml", "identity: # difylint: ignore[schema/‸]\n", []string{"asset/folder"}, nil, "identity: # difylint: ignore[asset/folder]"},
		{"a version of Python, which is text", "manifest.yaml", manifest + "meta:\n  runner:\n    version: ‸\n", []string{"3.12"}, nil, "    version: \"3.12\""},
		{"a version of Python in quotes", "manifest.yaml", manifest + "meta:\n  runner:\n    version: '3‸'\n", []string{"3.12"}, nil, "    version: '3.12'"},
		{"a version of Python in a quote that is open", "manifest.yaml", manifest + "meta:\n  runner:\n    version: \"‸\n", []string{"3.12"}, nil, "    version: \"3.12\""},
		{"nothing in a comment", "manifest.yaml", manifest + "# a comm‸ent\n", nil, nil, ""},
		{"nothing in a block of text", "tools/search.yaml", "description:\n  llm: |\n    some te‸xt\n", nil, nil, ""},
		{"nothing behind a value", "manifest.yaml", "author: \"acme\" ‸\n", nil, nil, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := write(t, "-- provider/new.yaml --\nidentity:\n  name: new\n-- tools/other.yaml --\nidentity:\n  name: other\n")
			c := start(t, dir, everything(), nil)
			c.open("README.md")
			c.settled("README.md") // the plugin as it is on the disk has been read
			text, at := cursor(t, tt.text)
			c.open(tt.file, text)
			var got completed
			c.call("textDocument/completion", obj{"textDocument": c.id(tt.file), "position": at}, &got)
			labels := got.labels()
			if len(tt.first) == 0 && len(labels) > 0 {
				t.Fatalf("%v", labels)
			}
			if len(labels) < len(tt.first) {
				t.Fatalf("%v", labels)
			}
			if tt.first == nil {
				return
			}
			if !slices.Contains(labels, tt.first[len(tt.first)-1]) || strings.HasPrefix(tt.name, "required") && !slices.Equal(labels[:len(tt.first)], tt.first) {
				t.Errorf("%v; want %v first", labels, tt.first)
			}
			for _, n := range tt.none {
				if slices.Contains(labels, n) {
					t.Errorf("%s is among %v", n, labels)
				}
			}
			i := slices.Index(labels, tt.first[0])
			if i < 0 {
				t.Fatalf("no %s in %v", tt.first[0], labels)
			}
			e := got.Items[i].TextEdit
			line := strings.Split(text, "\n")[at.Line]
			if d := cmp.Diff(tt.line, line[:e.Range.Start.Character]+e.NewText+line[e.Range.End.Character:]); d != "" && tt.name != "tags" {
				t.Error(d)
			}
		})
	}
}

func TestHover(t *testing.T) {
	for _, tt := range []struct {
		name, file, text string
		want             []string
	}{
		{"a key", "manifest.yaml", "author: acme\nmem: 1\nresource:\n  mem‸ory: 1\n", []string{"**`memory`**", "whole number"}},
		{"a required key", "manifest.yaml", "aut‸hor: acme\n", []string{"**`author`**", "marketplace account"}},
		{"words", "manifest.yaml", "meta:\n  arch:\n    - amd‸64\n", []string{"`amd64`, `arm64`"}},
		{"a finding", "manifest.yaml", "author: acme\nlab‸ell: x\n", []string{"schema/required", "package: packaging refuses the plugin.", "Without the key", "failed on the", "labell"}},
		{"a reference", "manifest.yaml", "plugins:\n  tools:\n    - provider/de‸mo.yaml\n", []string{"tool-provider: **Demo**"}},
		{"a requirement", "requirements.txt", "reque‸sts>=2.25.1,<3\n", []string{"**requests**: 2.25.1 or newer, below 3"}},
		{"a requirement without a range", "requirements.txt", "reque‸sts\n", []string{"**requests**: any version"}},
		{"a requirement from elsewhere", "requirements.txt", "demo @ https://acme.example/‸demo.whl\n", []string{"**demo** from `https://acme.example/demo.whl`"}},
		{"a requirement under a condition", "requirements.txt", "reque‸sts==2.32.3; python_version < \"3.13\"\n", []string{"**requests**: 2.32.3", "where a condition holds"}},
		{"a development dependency", "pyproject.toml", "[project]\nname = \"demo\"\n[dependency-groups]\ndev = [\"pyt‸est>=8\"]\n", []string{"**pytest**: 8 or newer"}},
		{"what the build requires", "pyproject.toml", "[build-system]\nrequires = [\"hatch‸ling\"]\n", []string{"**hatchling**: any version"}},
		{"a default", "tools/search.yaml", "parameters:\n  - name: query\n    requ‸ired: true\n", []string{"**`required`**", "Default: `false`"}},
		{"a key that nobody reads", "manifest.yaml", "created_a‸t: 2026-01-01T00:00:00Z\n", []string{"**`created_at`**"}},
		{"a dependency of a project", "pyproject.toml", "[project]\nname = \"demo\"\nversion = \"0.1.0\"\ndependencies = [\"Reque‸sts[socks]~=2.25\"]\n", []string{"**requests**: 2.25 or newer, but still 2.*", "`socks`"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := start(t, write(t, ""), everything(), nil)
			text, at := cursor(t, tt.text)
			c.open(tt.file, text)
			var got struct {
				Contents struct {
					Kind  string `json:"kind"`
					Value string `json:"value"`
				} `json:"contents"`
			}
			c.call("textDocument/hover", obj{"textDocument": c.id(tt.file), "position": at}, &got)
			for _, w := range tt.want {
				if !strings.Contains(got.Contents.Value, w) {
					t.Errorf("no %q in %q", w, got.Contents.Value)
				}
			}
		})
	}
}

// at is the position of a text in a file of the plugin.
func (c *client) at(rel, text string) pos {
	c.t.Helper()
	data, err := os.ReadFile(c.name(rel))
	if err != nil {
		c.t.Fatal(err)
	}
	i := strings.Index(string(data), text)
	if i < 0 {
		c.t.Fatalf("no %q in %s", text, rel)
	}
	return place(string(data), i+1)
}

func TestDefinition(t *testing.T) {
	c := start(t, write(t, ""), everything(), nil)
	for _, tt := range []struct {
		method, file, text string
		want               []string // file and the line that the place is on
	}{
		{"definition", "manifest.yaml", "provider/demo.yaml", []string{"provider/demo.yaml:   name: demo"}},
		{"definition", "manifest.yaml", "icon.svg", []string{"_assets/icon.svg: "}},
		{"definition", "manifest.yaml", "main", []string{"main.py: "}},
		{"definition", "provider/demo.yaml", "tools/search.yaml", []string{"tools/search.yaml:   name: search"}},
		{"definition", "provider/demo.yaml", "provider/demo.py", []string{"provider/demo.py: class "}},
		{"definition", "tools/search.yaml", "tools/search.py", []string{"tools/search.py: class "}},
		{"definition", "tools/search.py", "class ", nil},
		{"definition", "manifest.yaml", "PRIVACY.md", []string{"PRIVACY.md: "}},
		{"definition", "manifest.yaml", "0.1.0", nil},
		{"references", "tools/search.yaml", "tools/search.py", []string{"tools/search.yaml:     source: tools/search.py"}},
		{"references", "tools/search.yaml", "identity", []string{"provider/demo.yaml:   - tools/search.yaml"}},
		{"references", "manifest.yaml", "provider/demo.yaml", []string{"manifest.yaml:     - provider/demo.yaml"}},
		{"references", "manifest.yaml", "icon.svg", []string{"manifest.yaml: icon: icon.svg", "provider/demo.yaml:   icon: icon.svg"}},
	} {
		c.open(tt.file)
		var got []loc
		c.call("textDocument/"+tt.method, obj{"textDocument": c.id(tt.file), "position": c.at(tt.file, tt.text), "context": obj{"includeDeclaration": true}}, &got)
		if d := cmp.Diff(len(tt.want), len(got)); d != "" {
			t.Errorf("%s of %q in %s: %v", tt.method, tt.text, tt.file, got)
			continue
		}
		for i, l := range got {
			name := strings.TrimPrefix(l.URI, c.uri("")+"/")
			data, err := os.ReadFile(c.name(name))
			if err != nil {
				t.Fatal(err)
			}
			if line := name + ": " + strings.Split(string(data), "\n")[l.Range.Start.Line]; !strings.HasPrefix(line, tt.want[i]) {
				t.Errorf("%s of %q in %s: %q, want %q", tt.method, tt.text, tt.file, line, tt.want[i])
			}
		}
		c.notify("textDocument/didClose", obj{"textDocument": c.id(tt.file)})
	}
	// And back: from the class to the declaration.
	data, err := os.ReadFile(c.name("tools/search.py"))
	if err != nil {
		t.Fatal(err)
	}
	at := strings.Index(string(data), "class ") + len("class ")
	c.open("tools/search.py")
	var got []loc
	c.call("textDocument/references", obj{"textDocument": c.id("tools/search.py"), "position": place(string(data), at)}, &got)
	if len(got) != 1 || got[0].URI != c.uri("tools/search.yaml") || got[0].Range.Start != c.at2("tools/search.yaml", "tools/search.py") {
		t.Errorf("%v", got)
	}
}

func (c *client) at2(rel, text string) pos {
	p := c.at(rel, text)
	p.Character--
	return p
}

func TestDocumentSymbol(t *testing.T) {
	type symbol struct {
		Name           string   `json:"name"`
		Detail         string   `json:"detail"`
		Kind           int      `json:"kind"`
		Range          rng      `json:"range"`
		SelectionRange rng      `json:"selectionRange"`
		Children       []symbol `json:"children"`
	}
	c := start(t, write(t, tool), everything(), nil)
	c.open("tools/search.yaml")
	var got []symbol
	c.call("textDocument/documentSymbol", obj{"textDocument": c.id("tools/search.yaml")}, &got)
	var lines []string
	var walk func([]symbol, string)
	walk = func(list []symbol, indent string) {
		for _, s := range list {
			if before(s.SelectionRange.Start, s.Range.Start) || before(s.Range.End, s.SelectionRange.End) {
				t.Errorf("%s: the selection %v is not within %v", s.Name, s.SelectionRange, s.Range)
			}
			lines = append(lines, indent+s.Name)
			walk(s.Children, indent+" ")
		}
	}
	walk(got, "")
	want := "identity\n name\n author\n label\n  en_US\ndescription\n human\n  en_US\n llm\nparameters\n query\n  name\n  type\n  required\n  form\n  label\n   en_US\n   zh_Hans\n  humn_description\n   en_US\nextra\n python\n  source"
	if d := cmp.Diff(want, strings.Join(lines, "\n")); d != "" {
		t.Error(d)
	}
}

func before(a, b pos) bool { return a.Line < b.Line || a.Line == b.Line && a.Character < b.Character }

// TestWorkspace: plugins without an open file are checked when the session
// begins, with progress, and again when their files change on the disk.
func TestWorkspace(t *testing.T) {
	dir := write(t, tool)
	second := filepath.Join(dir, "second")
	if err := os.CopyFS(second, os.DirFS(write(t, tool))); err != nil {
		t.Fatal(err)
	}
	can := everything()
	can["window"] = obj{"workDoneProgress": true}
	can["workspace"] = obj{"didChangeWatchedFiles": obj{"dynamicRegistration": true}, "configuration": true, "workspaceFolders": true}
	c := connect(t, dir)
	c.reply = func(m message) any {
		if m.Method == "workspace/configuration" {
			return []any{obj{"severity": "error"}}
		}
		return nil
	}
	c.initialize(obj{"capabilities": can, "workspaceFolders": []obj{{"uri": c.uri(""), "name": "all"}}})
	for _, rel := range []string{"tools/search.yaml", "second/tools/search.yaml"} {
		c.wait("findings in "+rel, func() bool { return len(c.diags[c.uri(rel)].Diagnostics) == 1 })
	}
	c.wait("the end of the progress", func() bool {
		return slices.ContainsFunc(c.asked, func(m message) bool {
			return m.Method == "$/progress" && strings.Contains(string(m.Params), `"end"`)
		})
	})
	c.wait("the registration", func() bool {
		return slices.ContainsFunc(c.asked, func(m message) bool { return m.Method == "client/registerCapability" })
	})
	mend := func(rel string) {
		t.Helper()
		data, err := os.ReadFile(c.name(rel))
		if err == nil {
			err = os.WriteFile(c.name(rel), []byte(strings.Replace(string(data), "humn", "human", 1)), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
		c.notify("workspace/didChangeWatchedFiles", obj{"changes": []obj{{"uri": c.uri(rel), "type": 2}}})
		c.wait("findings to go", func() bool { return len(c.diags[c.uri(rel)].Diagnostics) == 0 })
	}
	mend("second/tools/search.yaml")
	// The same in a plugin with an open file.
	c.open("manifest.yaml")
	c.settled("manifest.yaml")
	mend("tools/search.yaml")
}

// TestConfiguration: the configuration's own file, and the editor's settings.
func TestConfiguration(t *testing.T) {
	const manifest = "-- manifest.yaml --\nversion: 0.1.0\nlabell: x\n"
	c := start(t, write(t, manifest+"-- .difylint.yaml --\nrules:\n  schema/unknown-key: error\n"), everything(), nil)
	c.open("manifest.yaml")
	if d := find(t, c.settled("manifest.yaml"), "schema/unknown-key"); d.Severity != 1 {
		t.Errorf("severity %d", d.Severity)
	}
	c.open(".difylint.yaml", "rules:\n  schema/unknown-key: info\n  schema/unheard-of: info\n")
	c.wait("the new severity", func() bool {
		list := c.diags[c.uri("manifest.yaml")].Diagnostics
		return len(list) > 0 && list[0].Severity == 3
	})
	c.wait("what is wrong with the configuration", func() bool {
		return slices.ContainsFunc(c.diags[c.uri(".difylint.yaml")].Diagnostics, func(d diag) bool { return d.Code == "config/invalid" })
	})
	c.notify("workspace/didChangeConfiguration", obj{"settings": obj{"difylint": obj{"severity": "error"}}})
	c.wait("what is below the least severity to go", func() bool { return len(c.diags[c.uri("manifest.yaml")].Diagnostics) == 0 })
}

// TestBaseline: what a baseline holds is not shown, named by the settings,
// by the configuration, or found by its usual name.
func TestBaseline(t *testing.T) {
	for _, tt := range []struct{ label, name, config, text string }{
		{"settings", "known.yaml", "", ""},
		{"usual", lint.BaselineName, "", ""},
		{"yaml", "known.yaml", ".difylint.yaml", "baseline: known.yaml\n"},
		{"toml", "known.yaml", "pyproject.toml", "[project]\nname = \"a\"\nversion = \"0.1.0\"\nrequires-python = \">=3.12\"\ndependencies = [\"dify_plugin\"]\n[tool.difylint]\nbaseline = \"known.yaml\"\n"},
	} {
		t.Run(tt.label, func(t *testing.T) {
			dir := write(t, tool)
			name := filepath.Join(dir, tt.name)
			if tt.config != "" {
				if err := os.WriteFile(filepath.Join(dir, tt.config), []byte(tt.text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			res, err := lint.Run(context.Background(), []plugin.Target{{FS: plugin.Dir(dir), Dir: filepath.ToSlash(dir)}}, lint.Options{Rules: rules.All(), Now: now})
			if err != nil {
				t.Fatal(err)
			}
			b := lint.NewBaseline(lint.BaselineFrom(dir)).Update(res)
			if err := os.WriteFile(name, b.Format(), 0o644); err != nil {
				t.Fatal(err)
			}
			var settings obj
			if tt.label == "settings" {
				settings = obj{"baseline": name}
			}
			c := start(t, dir, everything(), settings)
			c.open("tools/search.yaml")
			if list := c.settled("tools/search.yaml"); len(list) > 0 {
				t.Errorf("%v", codes(list))
			}
		})
	}
}

// TestNewPlugin: a manifest that was never saved makes a plugin; one that goes
// ends it.
func TestNewPlugin(t *testing.T) {
	c := start(t, t.TempDir(), everything(), nil)
	c.open("tools/search.yaml", "identity: 1\n")
	c.open("manifest.yaml", "version: 0.1.0\ntype: plugin\nplugins:\n  tools: [provider/x.yaml]\n")
	find(t, c.settled("manifest.yaml"), "file/missing")
	c.change("manifest.yaml", nil, "just: text\n")
	c.settled("manifest.yaml")
	c.open("untitled.md", "# nothing")
	var got json.RawMessage
	c.call("textDocument/hover", obj{"textDocument": c.id("untitled.md"), "position": pos{}}, &got)
	if string(got) != "null" {
		t.Errorf("%s", got)
	}
}

// TestSnippets: what is required below a key comes with it, for a client that has
// tab stops.
func TestSnippets(t *testing.T) {
	for _, tt := range []struct {
		name, file, text, label string
		relative                bool
		want                    string
	}{
		{"a mapping", "manifest.yaml", "type: plugin\n‸\n", "label", false, "label:\n  en_US: $1"},
		{"mappings in mappings", "manifest.yaml", "type: plugin\n‸\n", "meta", false, "meta:\n  version: ${1:0.0.1}\n  arch:\n    - ${2|amd64,arm64|}\n  runner:\n    language: ${3:python}\n    version: ${4:\"3.12\"}\n    entrypoint: ${5:main}"},
		{"words", "tools/search.yaml", "parameters:\n  - name: query\n    ‸\n", "form", false, "form: ${1|llm,form,schema|}"},
		{"below an indented key", "tools/search.yaml", "parameters:\n  - name: query\n    ‸\n", "label", false, "label:\n      en_US: $1"},
		{"where the client indents", "tools/search.yaml", "parameters:\n  - name: query\n    ‸\n", "label", true, "label:\n  en_US: $1"},
		{"a new parameter", "tools/search.yaml", "parameters:\n  - ‸\n", "new parameter", false, "name: $1\n    label:\n      en_US: $2"},
		{"a new parameter below its key", "tools/search.yaml", "parameters:\n  ‸\n", "new parameter", false, "- name: $1\n    label:\n      en_US: $2"},
		{"a new tool", "tools/search.yaml", "‸\n", "new tool", false, "identity:\n  author: $1\n  name: $2\n  label:\n    en_US: $3"},
		{"a source is the file of the same name", "tools/look.yaml", "extra:\n  ‸\n", "python", false, "python:\n    source: ${1:tools/look.py}"},
		{"a new credential", "provider/demo.yaml", "identity:\n  name: demo\ncredentials_for_provider:\n  ‸\n", "new credential", false, "${1:name}:\n    type: "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			can := everything()
			completionItem := obj{"snippetSupport": true}
			if tt.relative {
				completionItem["insertTextModeSupport"] = obj{"valueSet": []int{1, 2}}
			}
			can["textDocument"].(obj)["completion"] = obj{"completionItem": completionItem}
			c := start(t, write(t, ""), can, nil)
			c.open("README.md")
			c.settled("README.md")
			text, at := cursor(t, tt.text)
			c.open(tt.file, text)
			var got completed
			c.call("textDocument/completion", obj{"textDocument": c.id(tt.file), "position": at}, &got)
			i := slices.Index(got.labels(), tt.label)
			if i < 0 {
				t.Fatalf("no %q in %v", tt.label, got.labels())
			}
			if s := got.Items[i].TextEdit.NewText; !strings.HasPrefix(s, tt.want) {
				t.Errorf("got\n%s\nwant\n%s", s, tt.want)
			}
		})
	}
}
