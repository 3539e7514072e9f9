package lsp_test

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/difylint/difylint/schema"
)

// methodsOf are the requests that belong to each capability of a server. Those
// that have none are this server's own.
var methodsOf = map[string][]string{
	"callHierarchyProvider":           {"textDocument/prepareCallHierarchy"},
	"codeActionProvider":              {"textDocument/codeAction", "codeAction/resolve"},
	"codeLensProvider":                {"textDocument/codeLens"},
	"completionProvider":              {"textDocument/completion"},
	"definitionProvider":              {"textDocument/definition"},
	"diagnosticProvider":              {"textDocument/diagnostic", "workspace/diagnostic"},
	"documentFormattingProvider":      {"textDocument/formatting"},
	"documentHighlightProvider":       {"textDocument/documentHighlight"},
	"documentLinkProvider":            {"textDocument/documentLink"},
	"documentRangeFormattingProvider": {"textDocument/rangeFormatting"},
	"documentSymbolProvider":          {"textDocument/documentSymbol"},
	"executeCommandProvider":          {"workspace/executeCommand"},
	"foldingRangeProvider":            {"textDocument/foldingRange"},
	"hoverProvider":                   {"textDocument/hover"},
	"inlayHintProvider":               {"textDocument/inlayHint"},
	"positionEncoding":                {},
	"referencesProvider":              {"textDocument/references"},
	"renameProvider":                  {"textDocument/prepareRename", "textDocument/rename"},
	"selectionRangeProvider":          {"textDocument/selectionRange"},
	"textDocumentSync":                {},
	"workspace":                       {"workspace/willRenameFiles"},
	"workspaceSymbolProvider":         {"workspace/symbol"},
	"":                                {"difylint/kind", "difylint/schema"},
}

// TestEveryMethod calls all that the server says it can do, in files of every kind,
// finished and not, that are a plugin's and not. The client looks at each answer.
func TestEveryMethod(t *testing.T) {
	files := map[string]string{
		"manifest.yaml":      "",
		"tools/search.yaml":  "",
		"tools/search.py":    "",
		"provider/demo.yaml": "",
		"README.md":          "",
		"requirements.txt":   "",
		"pyproject.toml":     "[project]\nname = \"demo\"\ndependencies = [\"dify_plugin>=0.5.0\"]\n",
		// Unfinished, and broken for good.
		"provider/other.yaml": "identity:\n  name: \"\n  auth\ncredentials_for_provider:\n  - a: {\n\t- &x *y\n",
		"tools/none.py":       "class A(Tool\n    def _invoke(self,\n",
		"empty.yaml":          "",
		".difylint.yaml":      "rules:\n  x\n",
		// An installation's, and nobody's.
		"docker/.env":                "FORCE_VERIFYING_SIGNATURE=false\n",
		"docker/docker-compose.yaml": "services:\n  plugin_daemon:\n    image: langgenius/dify-plugin-daemon:0.5.3-local\n",
		"../notes.yaml":              "a: 1\n",
	}
	can := everything()
	can["experimental"] = obj{"serverStatusNotification": true}
	can["window"] = obj{"workDoneProgress": true, "showDocument": obj{"support": true}}
	can["workspace"].(obj)["workspaceEdit"] = obj{"documentChanges": true, "resourceOperations": []string{"create", "rename"}}
	can["textDocument"].(obj)["diagnostic"] = obj{}
	can["workspace"].(obj)["diagnostics"] = obj{"refreshSupport": true}
	can["textDocument"].(obj)["completion"] = obj{"completionItem": obj{"snippetSupport": true, "insertTextModeSupport": obj{"valueSet": []int{1, 2}}}}
	can["textDocument"].(obj)["codeAction"] = obj{"dataSupport": true, "resolveSupport": obj{"properties": []string{"edit"}}}
	plugin := write(t, whole)
	for name, text := range files {
		if text != "" && strings.HasPrefix(name, "docker/") {
			if err := os.MkdirAll(plugin+"/docker", 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(plugin+"/"+name, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	c := connect(t, plugin)
	capabilities := c.initialize(obj{"capabilities": can, "workspaceFolders": []obj{{"uri": c.uri(""), "name": "demo"}}})["capabilities"].(obj)
	capabilities[""] = true
	var positional, commands []string
	for name, value := range capabilities {
		methods, known := methodsOf[name]
		if !known {
			t.Errorf("%s is not called here", name)
		}
		for _, method := range methods {
			if value == false {
				if m := c.end(c.begin(method, obj{})); m.Error == nil || m.Error.Code != -32601 {
					t.Errorf("%s, which the server says it has not: %+v", method, m)
				}
			} else if strings.HasPrefix(method, "textDocument/") || method == "difylint/kind" {
				positional = append(positional, method)
			}
		}
	}
	for _, name := range capabilities["executeCommandProvider"].(obj)["commands"].([]any) {
		commands = append(commands, name.(string))
	}
	slices.Sort(positional)

	var asked []string
	ask := func(method string, params any) { asked = append(asked, c.begin(method, params)) }
	for name, text := range files {
		if text == "" {
			data, _ := os.ReadFile(c.name(name))
			files[name] = string(data)
		}
		c.open(name, files[name])
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		text := files[name]
		for n, line := range append(strings.Split(text, "\n"), "beyond") {
			for _, column := range []int{0, len(line) / 2, len(line)} {
				at := pos{n, column}
				for _, method := range positional {
					ask(method, obj{
						"textDocument": c.id(name), "position": at, "positions": []pos{at, {}}, "range": rng{pos{}, at}, "newName": "renamed",
						"context": obj{"diagnostics": []obj{}, "includeDeclaration": column > 0},
					})
				}
			}
		}
		ask("workspace/willRenameFiles", obj{"files": []obj{{"oldUri": c.uri(name), "newUri": c.uri(name + ".yaml")}}})
		ask("workspace/executeCommand", obj{"command": "difylint.diagnose", "arguments": []obj{{"text": "no such file: icon.svg", "uri": c.uri(name)}}})
	}
	for _, method := range positional { // a document that is not open
		ask(method, obj{"textDocument": obj{"uri": "untitled:one"}, "position": pos{}, "positions": []pos{{}}, "range": rng{}, "newName": "x", "context": obj{"diagnostics": []obj{}}})
	}
	for _, query := range []string{"", "qry", "no such thing"} {
		ask("workspace/symbol", obj{"query": query})
	}
	for _, kind := range append(schema.Kinds(), "none") {
		ask("difylint/schema", obj{"kind": kind})
	}
	ask("workspace/diagnostic", obj{"previousResultIds": []obj{}})
	ask("workspace/diagnostic", obj{"previousResultIds": []obj{{"uri": c.uri("manifest.yaml"), "value": "x"}}, "partialResultToken": 7})
	resolved := map[string]bool{}
	for _, id := range asked {
		m, method := c.end(id), c.methods[id]
		if m.Error != nil && method != "textDocument/rename" && method != "difylint/schema" {
			t.Errorf("%s: %s", method, m.Error.Message)
		}
		if method == "textDocument/codeAction" {
			var list []json.RawMessage
			_ = json.Unmarshal(m.Result, &list)
			for _, a := range list {
				if !resolved[string(a)] {
					resolved[string(a)] = true
					c.end(c.begin("codeAction/resolve", a))
				}
			}
		}
	}
	for _, command := range commands {
		for _, args := range []obj{{}, {"uri": c.uri("manifest.yaml"), "range": rng{}, "fingerprint": "x", "reason": "why", "text": "an error"}} {
			c.end(c.begin("workspace/executeCommand", obj{"command": command, "arguments": []obj{args}}))
		}
	}
	c.call("shutdown", nil, nil)
}
