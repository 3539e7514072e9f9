package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// TestMCP talks to the server as an agent's program does: over the standard streams
// of a process, with the client of the protocol's own SDK.
func TestMCP(t *testing.T) {
	outside := placeIn(t, "tool", nil)
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "broken"), os.DirFS(filepath.Join(testdata(t), "broken"))); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(filepath.Join(dir, "broken", "manifest.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	exe, err := filepath.Abs(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), exe, "mcp")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), asProgram+"=")
	var said bytes.Buffer
	cmd.Stderr = &said
	client := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil)
	session, err := client.Connect(t.Context(), &mcp.CommandTransport{Command: cmd}, nil)
	if err != nil {
		t.Fatal(err)
	}
	tools, err := session.ListTools(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, tool := range tools.Tools {
		names = append(names, tool.Name)
		if tool.Annotations == nil || !tool.Annotations.ReadOnlyHint {
			t.Errorf("%s does not say that it only reads", tool.Name)
		}
	}
	if got := strings.Join(names, " "); got != "check diagnose explain fix requires" {
		t.Errorf("the tools are %s", got)
	}
	for _, tt := range []struct {
		name string
		args map[string]any
		fail bool
		want string
	}{
		{"check", map[string]any{"path": "broken"}, false, `"rule":"identity/author"`},
		{"check", map[string]any{}, false, `"path":"broken/manifest.yaml"`},
		{"check", map[string]any{"path": "broken", "rules": []string{"schema/enmu"}}, true, `did you mean "schema/enum"?`},
		{"check", map[string]any{"path": "broken", "profile": "shop"}, true, "use marketplace, official or private"},
		{"check", map[string]any{"path": outside}, true, "outside the folder"},
		{"check", map[string]any{"path": "link"}, true, "outside the folder"},
		{"check", map[string]any{"path": ".."}, true, "outside the folder"},
		{"check", map[string]any{"path": "nowhere"}, true, "there is no such file or folder"},
		{"check", map[string]any{"pth": "broken"}, true, "pth"},
		{"fix", map[string]any{"path": "broken"}, false, "+author: acme"},
		{"fix", map[string]any{"path": "broken", "unsafe": true}, false, "+    source: tools/search.py"},
		{"explain", map[string]any{"rule": "schema/enum"}, false, "# schema/enum"},
		{"explain", map[string]any{"rule": "schema/enmu"}, true, `did you mean "schema/enum"?`},
		{"requires", map[string]any{"path": "broken"}, false, `"plugins"`},
		{"diagnose", map[string]any{"path": "broken", "message": "no module named 'tools.serach'"}, false, "{"},
	} {
		res, err := session.CallTool(t.Context(), &mcp.CallToolParams{Name: tt.name, Arguments: tt.args})
		var answer strings.Builder
		failed := err != nil
		if err != nil {
			answer.WriteString(err.Error())
		} else {
			failed = res.IsError
			for _, c := range res.Content {
				if x, ok := c.(*mcp.TextContent); ok {
					answer.WriteString(x.Text)
				}
			}
		}
		got := answer.String()
		if failed != tt.fail || !strings.Contains(got, tt.want) {
			t.Errorf("%s %v: failed %v, %.400s", tt.name, tt.args, failed, got)
		}
		if (tt.name == "check" || tt.name == "requires") && !failed && !json.Valid([]byte(got)) {
			t.Errorf("%s %v: not JSON: %.200s", tt.name, tt.args, got)
		}
	}
	page, err := session.ReadResource(t.Context(), &mcp.ReadResourceParams{URI: "rule:///schema/enum"})
	if err != nil || len(page.Contents) != 1 || !strings.HasPrefix(page.Contents[0].Text, "# schema/enum") {
		t.Errorf("%+v %v", page, err)
	}
	if _, err := session.ReadResource(t.Context(), &mcp.ReadResourceParams{URI: "rule:///schema/none"}); err == nil {
		t.Error("there is no such page")
	}
	if err := session.Close(); err != nil {
		t.Errorf("%v: %s", err, said.String())
	}
	if after, err := os.ReadFile(filepath.Join(dir, "broken", "manifest.yaml")); err != nil || !bytes.Equal(before, after) {
		t.Error("nothing is to be written")
	}
}

// TestMCPLines holds what the SDK's client does not send: each line is answered by
// itself, and the end of the stream waits for what was asked before.
func TestMCPLines(t *testing.T) {
	ask := func(method, params string) string {
		return `{"jsonrpc":"2.0","id":"x","method":"` + method + `","params":` + params + `}`
	}
	for _, tt := range []struct{ name, in, want string }{
		{"a version that is known", ask("initialize", `{"protocolVersion":"2025-03-26"}`), `"protocolVersion":"2025-03-26"`},
		{"a version that is not", ask("initialize", `{"protocolVersion":"1999-01-01"}`), `"protocolVersion":"2025-11-25"`},
		{"a check, and the end", ask("tools/call", `{"name":"check","arguments":{"path":"broken"}}`), `identity/author`},
		{"no arguments", ask("tools/call", `{"name":"requires"}`), `"id":"x"`},
		{"an argument is missing", ask("tools/call", `{"name":"explain"}`), `"isError":true`},
		{"an argument is of another type", ask("tools/call", `{"name":"fix","arguments":{"unsafe":"yes"}}`), `the argument unsafe is of the type string`},
		{"the arguments are a list", ask("tools/call", `{"name":"fix","arguments":[]}`), `arguments must be an object`},
		{"no such tool", ask("tools/call", `{"name":"write"}`), `"code":-32602`},
		{"no such resource", ask("resources/read", `{"uri":"file:///etc/passwd"}`), `"code":-32602`},
		{"no such method", ask("prompts/list", `{}`), `"code":-32601`},
		{"params are a list", ask("tools/call", `[]`), `"code":-32602`},
		{"no JSON", "check", `"code":-32700`},
		{"no message", `[1]`, `"code":-32600`},
		{"nothing to answer", "\n" + `{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}}`, ""},
	} {
		code, got, stderr := difylint(t, testdata(t), tt.in+"\n", "mcp")
		if code != 0 || stderr != "" || !strings.Contains(got, tt.want) || (tt.want == "") != (got == "") {
			t.Errorf("%s: %d %q %.400s", tt.name, code, stderr, got)
		}
	}
	if code, _, stderr := difylint(t, t.TempDir(), strings.Repeat("a", maxMCP+1), "mcp"); code != 2 || !strings.Contains(stderr, "longer than") {
		t.Errorf("too long: %d %q", code, stderr)
	}
}
