package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// hookRepo is a repository with two plugins, one inside the other, and much
// that looks like a plugin's and is none.
func hookRepo(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"manifest.yaml":                      "name: a file of something else\nversion: 1\n",
		"requirements.txt":                   "",
		"deploy/manifest.yaml":               "apiVersion: v1\nkind: List\n",
		"deploy/tools/search.yaml":           "identity: {}\n",
		"plugins/one/manifest.yaml":          "type: plugin\nplugins:\n",
		"plugins/one/tools/search.yaml":      "",
		"plugins/one/.env":                   "",
		"plugins/one/lib/requirements.txt":   "",
		"plugins/one/chart/manifest.yaml":    "kind: Chart\n",
		"plugins/one/搜索 tools/a b.py":        "",
		"plugins/one/extra/two/manifest.yml": "type: plugin\n",
		"plugins/two/manifest.yaml":          "type: [plugin\nplugins:\n",
		"plugins/two/_assets/icon.svg":       "",
		"plugins/two/inner/manifest.yaml":    "type: plugin\n",
		"plugins/two/inner/main.py":          "",
	} {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// pathsOf are the plugins that hookTargets finds, without the folder that all
// lie in.
func pathsOf(t *testing.T, e env, flags string, paths ...string) string {
	t.Helper()
	targets, err := hookTargets(context.Background(), e, flags, paths)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, target := range targets {
		out = append(out, target.Dir)
	}
	return strings.Join(out, " ")
}

var noEnv = env{Getenv: func(string) string { return "" }}

func TestHookFindsThePlugins(t *testing.T) {
	t.Chdir(hookRepo(t))
	abs, err := filepath.Abs("plugins/one/.env")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ paths, want string }{
		{"plugins/one/manifest.yaml", "plugins/one"},
		{"plugins/one/tools/search.yaml", "plugins/one"},
		{"plugins/one/.env", "plugins/one"},
		{abs, "plugins/one"},
		{"./plugins/one/../one/.env", "plugins/one"},
		{"plugins/one/lib/requirements.txt", "plugins/one"},
		{"plugins/one/chart/manifest.yaml", "plugins/one"},
		{"plugins/one/extra/two/manifest.yml", "plugins/one"},
		{"plugins/one/搜索 tools/a b.py", "plugins/one"},
		{"plugins/two/_assets/icon.svg", "plugins/two"},
		{"plugins/two/inner/main.py", "plugins/two/inner"},
		{"manifest.yaml", ""},
		{"requirements.txt", ""},
		{"deploy/manifest.yaml", ""},
		{"deploy/tools/search.yaml", ""},
		{"plugins/one/gone.yaml", "plugins/one"},
		{"plugins/two/inner/gone/too.yaml", "plugins/two/inner"},
		{"plugins/gone.yaml", ""},
		{"gone.difypkg", ""},
		{"plugins/one", "plugins/one"}, // a submodule
		{"plugins", ""},
		{"", ""},
		{"plugins/one/.env|plugins/one/manifest.yaml|manifest.yaml|plugins/one/tools/search.yaml", "plugins/one"},
		{"plugins/two/inner/main.py|plugins/two/_assets/icon.svg|deploy/manifest.yaml|plugins/one/.env", "plugins/one plugins/two plugins/two/inner"},
	} {
		paths := strings.Split(filepath.FromSlash(tt.paths), "|")
		if got := pathsOf(t, noEnv, "", paths...); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.paths, got, tt.want)
		}
	}
}

// TestEveryFileOfAPluginCounts: there is no file in an example plugin that a
// commit can change unseen.
func TestEveryFileOfAPluginCounts(t *testing.T) {
	dir := testdata(t)
	t.Chdir(dir)
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	files := 0
	for _, e := range entries {
		err := filepath.WalkDir(e.Name(), func(name string, d os.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				files++
				if got := pathsOf(t, noEnv, "", name); got != e.Name() {
					t.Errorf("%s: %q", name, got)
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if files < 50 {
		t.Errorf("%d files were looked at", files)
	}
}

func TestHookWithoutFiles(t *testing.T) {
	examples := testdata(t)
	code, _, stderr := difylint(t, hookRepo(t), "", "check", "--hook")
	if code != exitClean {
		t.Errorf("exit status %d: %s", code, stderr)
	}
	if code, _, stderr = difylint(t, examples, "", "check", "--hook", "broken/tools/search.yaml", "tool/main.py"); code != exitFindings || !strings.Contains(stderr, "2 plugins") {
		t.Errorf("exit status %d: %s", code, stderr)
	}
}

func TestFiles0From(t *testing.T) {
	examples := testdata(t)
	list := filepath.Join(t.TempDir(), "list")
	if err := os.WriteFile(list, []byte("tool/main.py\x00tool/gone.py\x00\x00../README.md"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		stdin  string
		args   []string
		code   int
		stderr string
	}{
		{"broken/main.py\x00tool/main.py\x00", []string{"--files0-from", "-"}, exitFindings, "of 2 plugins"},
		{"", []string{"--hook", "--files0-from", list}, exitClean, "1 plugin"},
		{"", []string{"--hook", "--files0-from", list, "broken"}, exitFindings, "of 2 plugins"},
		{"", []string{"--files0-from", list}, exitError, "gone.py: no such file"},
		{"", []string{"--files0-from", "-"}, exitError, "no path in the list"},
		{"", []string{"--hook", "--files0-from", "-"}, exitClean, "no plugins"},
		{"", []string{"--files0-from", list + ".not"}, exitError, "no such file"},
	} {
		code, _, stderr := difylint(t, examples, tt.stdin, append([]string{"check"}, tt.args...)...)
		if code != tt.code || !strings.Contains(stderr, tt.stderr) {
			t.Errorf("%v: exit status %d, want %d: %s", tt.args, code, tt.code, stderr)
		}
	}
}
