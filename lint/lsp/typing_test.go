package lsp_test

// What the server knows while a line is being written.

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// slips is a plugin with mistakes in each of its files.
const slips = toolHead + `  - name: query
    type: sting
    required: true
    label:
      en_US: Query
    human_description:
      en_US: What to look for
    llm_description: What to look for
    form: lmm
extra:
  python:
    source: tools/search.py
-- tools/search.py --
from collections.abc import Generator
from typing import Any

import nowhere
from dify_plugin import Tool
from dify_plugin.entities.tool import ToolInvokeMessage


class SearchTool(Tool):
    def _invoke(self, tool_parameters: dict[str, Any]) -> Generator[ToolInvokeMessage]:
        query = tool_parameters["query"]
        print(tool_parameters["missing"])
        yield self.create_text_message(query)
-- requirements.txt --
dify_plugin>=0.5.0,<0.6.0
reqests==2.32.3
httpx==0.28.1; python_version < "3"
-- pyproject.toml --
[project]
name = "demo"
version = "0.1.0"
requires-python = ">=3.12,<"
dependencies = [
    "dify_plugin>=0.5.0,<0.6.0",
    "reqests==2.32.3",
]

[dependency-groups]
dev = ["pytest>=", "ruff"]
-- .difylint.yaml --
rules:
  schema/unknown-key: off
  dependency/unbounded: info
  nothing/known: info
`

// TestTyping: an unfinished line costs that line. What is found elsewhere stays,
// and nothing is found that comes of the line alone.
func TestTyping(t *testing.T) {
	for _, tt := range []struct{ name, file, old, with string }{
		{"a key", "manifest.yaml", "type: plugin\n", "de\ntype: plugin\n"},
		{"a key above all", "manifest.yaml", "type: plugin\n", "lab\ntype: plugin\n"},
		{"a bracket", "manifest.yaml", "type: plugin\n", "tags: [\ntype: plugin\n"},
		{"an item in brackets", "manifest.yaml", "type: plugin\n", "tags: [sea\ntype: plugin\n"},
		{"a brace", "manifest.yaml", "type: plugin\n", "x: {a\ntype: plugin\n"},
		{"a quote", "tools/search.yaml", "  author: acme\n", "  author: \"ac\n"},
		{"a quote alone", "tools/search.yaml", "  author: acme\n", "  author: '\n"},
		{"a quoted path", "manifest.yaml", "    - provider/demo.yaml\n", "    - \"provider/demo.yaml\n"},
		{"a key without its colon, whose children stay", "manifest.yaml", "plugins:\n", "plugins\n"},
		{"a required key without its colon", "tools/search.yaml", "  name: search\n", "  name\n"},
		{"a key of an item", "tools/search.yaml", "    required: true\n", "    required: true\n    de\n"},
		{"a value with a colon", "tools/search.yaml", "  llm: Looks for a text", "  llm: Note: looks for a text"},
		{"a tab", "tools/search.yaml", "    required: true\n", "    required: true\n\tde\n"},
		{"an at sign", "tools/search.yaml", "  author: acme\n", "  author: @\n"},
		{"a block of text", "tools/search.yaml", "  llm: Looks for a text and returns what was found\n", "  llm: |\n   Looks for a text: \"and\n"},
		{"a call in Python", "tools/search.py", "        query = tool", "        self.session.\n        query = tool"},
		{"a bracket in Python", "tools/search.py", "        query = tool", "        print(\n        query = tool"},
		{"a quote in Python", "tools/search.py", "        query = tool", "        x = tool_parameters[\"\n        query = tool"},
		{"an import in Python", "tools/search.py", "import nowhere\n", "from \nimport nowhere\n"},
		{"a definition in Python", "tools/search.py", "class SearchTool", "def x(\n\n\nclass SearchTool"},
		{"a class in Python", "tools/search.py", "class SearchTool(Tool):", "class SearchTool(To"},
		{"an import that is needed in Python", "tools/search.py", "from dify_plugin import Tool\n", "from dify_plugin import\n"},
		{"a version of a package", "requirements.txt", "httpx", "numpy>=\nhttpx"},
		{"a marker of a package", "requirements.txt", "httpx", "numpy==2.3.0; python_v\nhttpx"},
		{"a key of a project", "pyproject.toml", "version = ", "desc\nversion = "},
		{"a quote in a project", "pyproject.toml", "    \"reqests", "    \"num\n    \"reqests"},
		{"a value of a project", "pyproject.toml", "version = ", "description = \nversion = "},
		{"a rule of the configuration", ".difylint.yaml", "rules:\n", "rules:\n  sch\n"},
		{"a quote in the configuration", ".difylint.yaml", "rules:\n", "rules:\n  schema/required: \"\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := start(t, write(t, slips), everything(), nil)
			manifest, err := os.ReadFile(c.name("manifest.yaml"))
			if err != nil {
				t.Fatal(err)
			}
			texts := map[string]string{"manifest.yaml": "icon: night.svg\n" + strings.Replace(string(manifest), "author: acme", "author: Acme", 1)}
			files := []string{"tools/search.yaml", "tools/search.py", "requirements.txt", ".difylint.yaml", "pyproject.toml", "provider/demo.yaml", "manifest.yaml"}
			texts["manifest.yaml"] = strings.Replace(texts["manifest.yaml"], "icon: icon.svg\n", "", 1)
			for _, f := range files[:6] {
				data, err := os.ReadFile(c.name(f))
				if err != nil {
					t.Fatal(err)
				}
				texts[f] = string(data)
			}
			for _, f := range files {
				c.open(f, texts[f])
			}
			for _, f := range files {
				c.settled(f)
			}
			known := func(but string) []string {
				out := []string{}
				for _, f := range files {
					lines := strings.Split(texts[f], "\n")
					for _, d := range c.diagnostics(f) {
						if f == but && (strings.Contains(d.Code, "syntax") || d.Code == "config/invalid" || d.Code == "dependency/invalid-line") {
							continue
						}
						out = append(out, fmt.Sprintf("%s %s %q %s", f, d.Code, lines[d.Range.Start.Line], d.Message))
					}
				}
				slices.Sort(out)
				return out
			}
			before := known(tt.file)
			if len(before) < 5 {
				t.Fatalf("%v", before)
			}
			if !strings.Contains(texts[tt.file], tt.old) {
				t.Fatalf("no %q in\n%s", tt.old, texts[tt.file])
			}
			whole := texts[tt.file]
			texts[tt.file] = strings.Replace(whole, tt.old, tt.with, 1)
			c.change(tt.file, nil, texts[tt.file])
			c.settled(tt.file)
			if d := cmp.Diff(before, known(tt.file)); d != "" {
				t.Errorf("while a line is written:\n%s", d)
			}
		})
	}
}
