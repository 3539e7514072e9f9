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
		got := ""
		failed := err != nil
		if err != nil {
			got = err.Error()
		} else {
			failed = res.IsError
			for _, c := range res.Content {
				if x, ok := c.(*mcp.TextContent); ok {
					got += x.Text
				}
			}
		}
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
