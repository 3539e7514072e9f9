package main

import (
	"os"
	"path/filepath"
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
	pages(t, dir, "risk", []page{
		{"text", []string{".: high risk\n", "  high: the plugin runs commands\n    main.py:3  subprocess.run\n", "not read, so not assessed:\n    bad␛[31m.py\n"}},
		{"markdown", []string{"- [x] High risk\n", "## Security and privacy notes\n", "runs commands: `main.py:3`"}},
		{"json", []string{`"level": "high"`, `"kind": "commands"`, `"line": 3`}},
	})
}
