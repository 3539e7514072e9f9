package main

import (
	"encoding/json"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"
)

// write puts the files of a txtar archive below a folder.
func write(t *testing.T, dir, archive string) {
	t.Helper()
	for _, f := range txtar.Parse([]byte(archive)).Files {
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

const releasedFiles = `-- a/manifest.yaml --
version: 0.1.0
author: acme
name: a
plugins: {tools: [provider/a.yaml]}
-- a/provider/a.yaml --
identity: {name: a}
tools: [tools/x.yaml, tools/y.yaml]
-- a/tools/x.yaml --
identity: {name: x}
-- a/tools/y.yaml --
identity: {name: y}
-- b/manifest.yaml --
version: 0.1.0
type: plugin
author: acme
name: b
-- b/README.md --
# B
`

// repository is a Git repository with the release as its only commit.
func repository(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	write(t, dir, releasedFiles)
	none := filepath.Join(t.TempDir(), "gitconfig")
	if err := os.WriteFile(none, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"init", "-q"}, {"add", "."},
		{"-c", "user.name=a", "-c", "user.email=a@acme.example", "commit", "-q", "-m", "one"}, {"tag", "v1"},
	} {
		cmd := exec.CommandContext(t.Context(), "git", args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+none, "GIT_CONFIG_SYSTEM="+none)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	return dir
}

func TestCompareStatus(t *testing.T) {
	const gone = "-- a/provider/a.yaml --\nidentity: {name: a}\ntools: [tools/x.yaml]\n"
	raise := func(v string) string {
		return "-- a/manifest.yaml --\nversion: " + v + "\nauthor: acme\nname: a\nplugins: {tools: [provider/a.yaml]}\n"
	}
	const accept = "item-removed tools/a/y: nobody used it"
	for _, tt := range []struct {
		name, change string
		args         []string
		code         int
		stdout       string
		stderr       string
	}{
		{"nothing changed", "", []string{"compare", "v1"}, exitClean, "", "2 plugins compared with v1: 2 the same"},
		{"by the folder's default", "", []string{"compare", "v1", "a"}, exitClean, "", "1 plugin compared"},
		{"a text", "-- b/README.md --\n# B!\n", []string{"compare", "v1"}, exitFindings, "ask for version 0.1.1", "1 changed without a new version"},
		{"line ends alone", "-- b/README.md --\n# B\r\n", []string{"compare", "v1"}, exitClean, "", "2 the same"},
		{"a tool in a patch", gone + raise("0.1.1"), []string{"compare", "v1"}, exitFindings, `the tool "y" was removed`, "1 raised too little"},
		{"a tool in a minor", gone + raise("0.2.0"), []string{"compare", "v1"}, exitClean, `the tool "y" was removed`, "1 raised enough"},
		{"never fails", gone + raise("0.1.1"), []string{"compare", "--fail-on", "never", "v1"}, exitClean, "was removed", "too little"},
		{"accepted", gone + raise("0.1.1"), []string{"compare", "--accept", accept, "v1"}, exitClean, "(accepted: nobody used it)", "1 raised enough"},
		{"accepted in vain", "", []string{"compare", "--accept", accept, "v1"}, exitClean, "", "there is no such change"},
		{"accepted without a reason", "", []string{"compare", "--accept", "item-removed tools/a/y", "v1"}, exitError, "", "has no reason"},
		{"back", raise("0.0.9"), []string{"compare", "v1"}, exitFindings, "gone back", "1 gone back"},
		{"markdown", gone + raise("0.1.1"), []string{"compare", "-f", "markdown", "v1"}, exitFindings, "#### Breaking\n\n- The tool \"y\" was removed", ""},
		{"sarif", gone + raise("0.1.1"), []string{"compare", "-f", "sarif", "v1"}, exitFindings, `"release/item-removed"`, ""},
		{"github", gone + raise("0.1.1"), []string{"compare", "-f", "github", "v1"}, exitFindings, "::warning file=a/provider/a.yaml", ""},
		{"not YAML", "-- a/provider/a.yaml --\n[\n", []string{"compare", "v1"}, exitError, "not compared: provider/a.yaml is not YAML", "1 not compared"},
		{"no such revision", "", []string{"compare", "v2"}, exitError, "", "neither a file or folder nor a revision"},
		{"an option for a revision", "", []string{"compare", "--", "--all"}, exitError, "", "neither a file or folder nor a revision"},
		{"zerover", "", []string{"compare", "--zerover", "lax", "v1"}, exitError, "", "use strict or shift"},
		{"check, clean", raise("0.2.0"), []string{"check", "--rule", "release/*", "--since", "v1", "a"}, exitClean, "", ""},
		{"check, unchanged", "-- b/README.md --\n# B!\n", []string{"check", "--rule", "release/*", "--since", "v1", "b"}, exitFindings, "release/version-unchanged", ""},
		{"check, too little", gone + raise("0.1.1"), []string{"check", "--rule", "release/*", "--since", "v1", "a"}, exitClean, "release/bump", ""},
		{"check without a release", "", []string{"check", "--rule", "release/bump", "a"}, exitError, "", "--rule release/bump needs --since"},
		{"check, no such revision", "", []string{"check", "--since", "v2", "a"}, exitError, "", "--since: v2 is neither"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := repository(t)
			write(t, dir, tt.change)
			code, stdout, stderr := difylint(t, dir, "", tt.args...)
			if code != tt.code {
				t.Errorf("exit status %d, want %d", code, tt.code)
			}
			if !strings.Contains(stdout, tt.stdout) || !strings.Contains(stderr, tt.stderr) {
				t.Errorf("want %q and %q in\n%s\n%s", tt.stdout, tt.stderr, stdout, stderr)
			}
		})
	}
}

// TestCompareConfigured: both axes are configured, and the page's own example is
// a configuration.
func TestCompareConfigured(t *testing.T) {
	page, err := os.ReadFile("../../docs/compare.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(page), "```yaml\n")
	example, _, ok := strings.Cut(rest, "```")
	if !ok {
		t.Fatal("the page shows no configuration")
	}
	for config, want := range map[string]int{
		example: exitFindings,
		"rules:\n  release/item-removed: {bump: patch}\n":                                     exitClean,
		"rules:\n  release/item-removed: off\n":                                               exitClean,
		"rules:\n  release/bump: off\n  release/item-removed: {severity: info}\n":             exitClean,
		"rules:\n  release/bump:\n    accept: [\"item-removed tools/a/y: nobody used it\"]\n": exitClean,
		"rules:\n  release/bump:\n    accept: [\"item-removed tools/a/x: not this one\"]\n":   exitFindings,
	} {
		dir := repository(t)
		write(t, dir, "-- a/provider/a.yaml --\nidentity: {name: a}\ntools: [tools/x.yaml]\n-- a/manifest.yaml --\nversion: 0.1.1\nauthor: acme\nname: a\nplugins: {tools: [provider/a.yaml]}\n")
		write(t, dir, "-- .difylint.yaml --\n"+config)
		code, stdout, stderr := difylint(t, dir, "", "compare", "v1", "a")
		if code != want {
			t.Errorf("%s\nexit status %d, want %d\n%s%s", config, code, want, stdout, stderr)
		}
		_, _, problems := difylint(t, dir, "", "config", "a")
		if problems != "" {
			t.Errorf("%s\n%s", config, problems)
		}
	}
}

// TestCompareIgnored: a comment at the change's place lets it not count.
func TestCompareIgnored(t *testing.T) {
	for comment, want := range map[string]int{
		"": exitFindings,
		" # difylint: ignore[release/item-removed] nobody used it":                   exitClean,
		" # difylint: ignore[release/item-removed, until=2020-01-01] nobody used it": exitFindings,
		" # difylint: ignore[release/model-removed] another":                         exitFindings,
	} {
		dir := repository(t)
		write(t, dir, "-- a/provider/a.yaml --\nidentity: {name: a}\ntools: [tools/x.yaml]"+comment+"\n-- a/manifest.yaml --\nversion: 0.1.1\nauthor: acme\nname: a\nplugins: {tools: [provider/a.yaml]}\n")
		if code, stdout, stderr := difylint(t, dir, "", "compare", "v1", "a"); code != want {
			t.Errorf("%q: exit status %d, want %d\n%s%s", comment, code, want, stdout, stderr)
		}
	}
}

func TestCompareZerover(t *testing.T) {
	dir := repository(t)
	write(t, dir, strings.ReplaceAll(releasedFiles, "0.1.0", "0.0.2"))
	write(t, dir, "-- a/provider/a.yaml --\nidentity: {name: a}\ntools: [tools/x.yaml]\n")
	old := t.TempDir()
	write(t, old, strings.ReplaceAll(releasedFiles, "0.1.0", "0.0.1"))
	for zerover, want := range map[string]int{"strict": exitFindings, "shift": exitClean} {
		if code, _, stderr := difylint(t, dir, "", "compare", "--zerover", zerover, filepath.Join(old, "a"), "a"); code != want {
			t.Errorf("%s: exit status %d, want %d: %s", zerover, code, want, stderr)
		}
	}
}

// TestCompareFolders: a folder of plugins is matched by their places, and by
// author and name where they moved.
func TestCompareFolders(t *testing.T) {
	old, now := t.TempDir(), t.TempDir()
	write(t, old, releasedFiles)
	write(t, old, "-- gone/manifest.yaml --\nversion: 0.1.0\ntype: plugin\nauthor: acme\nname: gone\n")
	write(t, now, strings.NewReplacer("-- a/", "-- moved/a/", "-- b/", "-- moved/b/").Replace(releasedFiles))
	write(t, now, "-- fresh/manifest.yaml --\nversion: 0.1.0\ntype: plugin\nauthor: acme\nname: fresh\n")
	code, stdout, stderr := difylint(t, now, "", "compare", "-f", "json", old)
	if code != exitClean {
		t.Fatalf("exit status %d: %s", code, stderr)
	}
	var doc struct {
		Plugins []struct{ Path, State string }
		Gone    []string
	}
	if err := json.Unmarshal([]byte(stdout), &doc); err != nil {
		t.Fatal(err)
	}
	states := map[string]string{}
	for _, p := range doc.Plugins {
		states[p.Path] = p.State
	}
	if states["moved/a"] != "same" || states["moved/b"] != "same" || states["fresh"] != "new" || len(states) != 3 {
		t.Errorf("states %v", states)
	}
	if len(doc.Gone) != 1 || !strings.HasSuffix(doc.Gone[0], "/gone") {
		t.Errorf("gone: %q", doc.Gone)
	}
}

func TestRevision(t *testing.T) {
	dir := repository(t)
	tree, err := openRevision(t.Context(), filepath.Join(dir, "a", "tools"), "v1")
	if err != nil {
		t.Fatal(err)
	}
	if err := fstest.TestFS(tree, "a/manifest.yaml", "a/tools/x.yaml", "b/README.md"); err != nil {
		t.Error(err)
	}
	sub, err := fs.Sub(tree, "b")
	if err != nil {
		t.Fatal(err)
	}
	if err := fstest.TestFS(sub, "README.md", "manifest.yaml"); err != nil {
		t.Error(err)
	}
	f, err := sub.Open("README.md")
	if err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(f); err != nil || string(b) != "# B\n" {
		t.Errorf("%q, %v", b, err)
	}
	if h, ok := tree.BlobHash("b/README.md"); !ok || len(h) != 40 {
		t.Errorf("hash %q", h)
	}
	if _, err := sub.Open("../a/manifest.yaml"); err == nil {
		t.Error("a path leaves the folder")
	}
}
