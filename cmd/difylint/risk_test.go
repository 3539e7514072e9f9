package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRisk(t *testing.T) {
	dir := t.TempDir()
	for name, data := range map[string]string{
		"manifest.yaml":  "author: acme\nname: demo\nversion: 0.1.0\nplugins:\n  tools: []\n",
		"main.py":        "import subprocess\n\nsubprocess.run([\"ls\"])\n",
		"bad\x1b[31m.py": "import (\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		format string
		want   []string
	}{
		{"text", []string{".: high risk\n", "  high: the plugin runs commands\n    main.py:3  subprocess.run\n", "not read, so not assessed:\n    bad?[31m.py\n"}},
		{"markdown", []string{"- [x] High risk\n", "## Security and privacy notes\n", "runs commands: `main.py:3`"}},
		{"json", []string{`"level": "high"`, `"kind": "commands"`, `"line": 3`}},
	} {
		code, out, stderr := difylint(t, dir, "", "risk", "--format", c.format, ".")
		if code != exitClean || stderr != "" {
			t.Fatalf("%s: exit status %d: %s", c.format, code, stderr)
		}
		for _, want := range c.want {
			if !strings.Contains(out, want) {
				t.Errorf("%s: %q is missing from\n%s", c.format, want, out)
			}
		}
		if c.format == "json" && !json.Valid([]byte(out)) {
			t.Errorf("not JSON:\n%s", out)
		}
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"risk", "--format", "jsn", "."}, `did you mean "json"?`},
		{[]string{"risk", "nowhere"}, "no such file or folder"},
	} {
		if code, _, stderr := difylint(t, dir, "", c.args...); code != exitError || !strings.Contains(stderr, c.want) {
			t.Errorf("%v: exit status %d: %s", c.args, code, stderr)
		}
	}
}
