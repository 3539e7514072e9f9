package plugin_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint/dify/plugin"
)

// TestWalkBounds: folders that are too deep to be looked into are named, and of a
// .gitignore that is not read whole no line keeps a plugin from being found.
func TestWalkBounds(t *testing.T) {
	const manifest = "name: a\nauthor: acme\nversion: 0.1.0\ntype: plugin\nplugins: {tools: []}\n"
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var patterns strings.Builder
	for i := range 2100 {
		fmt.Fprintf(&patterns, "left%d/\n", i)
	}
	write("many/.gitignore", patterns.String())
	write("many/left1/manifest.yaml", manifest)
	write("few/.gitignore", "left1/\n")
	write("few/left1/manifest.yaml", manifest)
	write("few/kept/manifest.yaml", manifest)
	write("deep/"+strings.Repeat("d/", plugin.MaxDepth+2)+"manifest.yaml", manifest)
	targets, err := plugin.Discover(t.Context(), []string{dir}, nil)
	var found []string
	for _, target := range targets {
		rel, _ := filepath.Rel(dir, target.Dir)
		found = append(found, filepath.ToSlash(rel))
	}
	if got := strings.Join(found, " "); got != "few/kept many/left1" {
		t.Errorf("found %q", got)
	}
	if err == nil || !strings.Contains(err.Error(), "not looked into") || strings.Count(err.Error(), "\n") > 0 {
		t.Errorf("%v", err)
	}
}
