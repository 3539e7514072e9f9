// Command lspcan compares language servers by what they say they can do: it asks
// each to initialize, as an editor with every capability, and writes a table in
// Markdown, a row a capability.
//
//	go run ./lint/internal/tool/lspcan 'difylint=difylint lsp' 'gopls=gopls' …
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// rows are the capabilities of LSP 3.17, by the keys of a server's answer.
var rows = []struct{ key, words string }{
	{"diagnosticProvider", "diagnostics that are asked for"},
	{"completionProvider", "completion"},
	{"hoverProvider", "hover"},
	{"signatureHelpProvider", "signature help"},
	{"definitionProvider", "definition"},
	{"typeDefinitionProvider", "type definition"},
	{"implementationProvider", "implementation"},
	{"referencesProvider", "references"},
	{"documentHighlightProvider", "highlight"},
	{"documentSymbolProvider", "outline"},
	{"workspaceSymbolProvider", "symbols of the workspace"},
	{"codeActionProvider", "code actions"},
	{"codeLensProvider", "code lens"},
	{"inlayHintProvider", "inlay hints"},
	{"documentLinkProvider", "links"},
	{"foldingRangeProvider", "folding"},
	{"selectionRangeProvider", "selection"},
	{"renameProvider", "rename"},
	{"workspace.fileOperations.willRename", "files that move"},
	{"callHierarchyProvider", "calls"},
	{"semanticTokensProvider", "semantic colours"},
	{"documentFormattingProvider", "formatting"},
	{"executeCommandProvider", "commands"},
	{"workspace.workspaceFolders.supported", "several folders"},
	{"positionEncoding", "columns"},
}

type object = map[string]any

func main() {
	servers := os.Args[1:]
	if len(servers) == 0 {
		fmt.Fprintln(os.Stderr, "usage: lspcan NAME=COMMAND …")
		os.Exit(2)
	}
	var names []string
	var answers []object
	for _, s := range servers {
		name, command, ok := strings.Cut(s, "=")
		if !ok {
			fmt.Fprintln(os.Stderr, "lspcan: not NAME=COMMAND:", s)
			os.Exit(2)
		}
		answer, version, err := initialize(strings.Fields(command))
		if err != nil {
			fmt.Fprintf(os.Stderr, "lspcan: %s: %v\n", name, err)
			os.Exit(2)
		}
		names, answers = append(names, strings.TrimSpace(name+" "+version)), append(answers, answer)
	}
	fmt.Printf("| | %s |\n|%s\n", strings.Join(names, " | "), strings.Repeat(" --- |", len(names)+1))
	for _, r := range rows {
		line := []string{r.words}
		for _, a := range answers {
			line = append(line, words(a, r.key))
		}
		fmt.Printf("| %s |\n", strings.Join(line, " | "))
	}
}

// words says what a server answers for a capability.
func words(answer object, key string) string {
	var v any = answer
	for part := range strings.SplitSeq(key, ".") {
		m, ok := v.(object)
		if !ok {
			return "–"
		}
		v = m[part]
	}
	switch v := v.(type) {
	case nil:
		return "–"
	case bool:
		if !v {
			return "–"
		}
	case string:
		return v
	}
	return "yes"
}

// patience is how long a server may take.
const patience = time.Minute

func initialize(command []string) (capabilities object, version string, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	dir, err := os.MkdirTemp("", "lspcan-")
	if err != nil {
		return nil, "", err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, "", err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, "", err
	}
	if err := cmd.Start(); err != nil {
		return nil, "", err
	}
	defer func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }()
	body, err := json.Marshal(object{"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": object{
		"processId": os.Getpid(), "rootUri": "file://" + dir, "workspaceFolders": []object{{"uri": "file://" + dir, "name": "w"}}, "capabilities": everything(),
	}})
	if err != nil {
		return nil, "", err
	}
	if _, err := fmt.Fprintf(in, "Content-Length: %d\r\n\r\n%s", len(body), body); err != nil {
		return nil, "", err
	}
	r := bufio.NewReader(out)
	for {
		var m struct {
			ID     json.RawMessage `json:"id"`
			Method string          `json:"method"`
			Result struct {
				Capabilities object `json:"capabilities"`
				ServerInfo   struct {
					Version string `json:"version"`
				} `json:"serverInfo"`
			} `json:"result"`
		}
		if err := read(r, &m); err != nil {
			return nil, "", err
		}
		if m.Method == "" && string(m.ID) == "1" {
			version := m.Result.ServerInfo.Version
			var build struct{ Version string } // gopls answers with all of its build
			if json.Unmarshal([]byte(version), &build) == nil && build.Version != "" {
				version = build.Version
			}
			return m.Result.Capabilities, version, nil
		}
	}
}

// everything is a client that supports all that servers ask about.
func everything() object {
	dynamic := object{"dynamicRegistration": false}
	return object{
		"general": object{"positionEncodings": []string{"utf-16", "utf-8", "utf-32"}},
		"window":  object{"workDoneProgress": true, "showDocument": object{"support": true}},
		"workspace": object{
			"workspaceFolders": true, "configuration": true, "symbol": dynamic, "executeCommand": dynamic,
			"workspaceEdit":  object{"documentChanges": true, "resourceOperations": []string{"create", "rename", "delete"}},
			"fileOperations": object{"willRename": true}, "diagnostics": object{"refreshSupport": true},
		},
		"textDocument": object{
			"diagnostic": dynamic, "hover": object{"contentFormat": []string{"markdown"}}, "definition": dynamic, "references": dynamic,
			"completion": object{"completionItem": object{"snippetSupport": true}}, "documentSymbol": object{"hierarchicalDocumentSymbolSupport": true},
			"codeAction": object{"codeActionLiteralSupport": object{"codeActionKind": object{"valueSet": []string{"quickfix", "source"}}}, "dataSupport": true, "resolveSupport": object{"properties": []string{"edit"}}},
			"codeLens":   dynamic, "inlayHint": dynamic, "documentLink": dynamic, "foldingRange": dynamic, "selectionRange": dynamic,
			"rename": object{"prepareSupport": true}, "formatting": dynamic, "rangeFormatting": dynamic, "documentHighlight": dynamic,
			"signatureHelp": dynamic, "typeDefinition": dynamic, "implementation": dynamic, "callHierarchy": dynamic,
			"semanticTokens": object{"requests": object{"full": true}, "tokenTypes": []string{"keyword"}, "tokenModifiers": []string{}, "formats": []string{"relative"}},
		},
	}
}

func read(r *bufio.Reader, into any) error {
	length := 0
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return err
		}
		if line = strings.TrimSpace(line); line == "" {
			break
		}
		if n, ok := strings.CutPrefix(line, "Content-Length: "); ok {
			if length, err = strconv.Atoi(n); err != nil {
				return err
			}
		}
	}
	body := make([]byte, length)
	if _, err := io.ReadFull(r, body); err != nil {
		return err
	}
	return json.Unmarshal(body, into)
}
