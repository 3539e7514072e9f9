package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// copyOf is a folder with a copy of the broken example plugin.
func copyOf(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(testdata(t), "broken"))); err != nil {
		t.Fatal(err)
	}
	return dir
}

func read(t *testing.T, elem ...string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(elem...))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestFix(t *testing.T) {
	dir := copyOf(t)
	before := read(t, dir, "manifest.yaml")
	code, diff, stderr := difylint(t, dir, "", "check", "--diff", ".")
	if code != exitFindings || !strings.Contains(diff, "-desciption:\n+description:\n") {
		t.Errorf("exit status %d: %s%s", code, diff, stderr)
	}
	if read(t, dir, "manifest.yaml") != before {
		t.Error("--diff must write nothing")
	}
	if code, _, stderr = difylint(t, dir, "", "check", "--fix", "--unsafe-fixes", "."); code != exitClean {
		t.Errorf("exit status %d: %s", code, stderr)
	}
	if got := read(t, dir, "manifest.yaml"); !strings.Contains(got, "\ndescription:\n  en_US: 搜索 🔍 Looks things up\n") {
		t.Errorf("fixed: %s", got)
	}
	if code, diff, _ = difylint(t, dir, "", "check", "--diff", "--unsafe-fixes", "."); code != exitClean || diff != "" {
		t.Errorf("a second run must change nothing: %s", diff)
	}
}

func TestColoredDiff(t *testing.T) {
	dir := copyOf(t)
	name := filepath.Join(dir, "manifest.yaml")
	if err := os.WriteFile(name, []byte(strings.Replace(read(t, name), "desciption:", "desciption: # \u202e", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	plain := regexp.MustCompile("\x1b\\[[0-9;]*m")
	_, colored, _ := difylint(t, dir, "", "check", "--diff", "--color", "always", ".")
	_, diff, _ := difylint(t, dir, "", "check", "--diff", ".")
	for _, want := range []string{"\x1b[31m-author: Acme\x1b[0m\n\x1b[32m+author: acme\x1b[0m\n", "\x1b[36m@@ -1,12 +1,12 @@\x1b[0m\n", "# <U+202E>"} {
		if !strings.Contains(colored, want) {
			t.Errorf("no %q in %q", want, colored)
		}
	}
	if got := plain.ReplaceAllString(colored, ""); got != strings.ReplaceAll(diff, "\u202e", "<U+202E>") {
		t.Errorf("without its colours: %q, want %q", got, diff)
	}
}

// TestAdoption: what stands there is written down, and one new mistake is then
// the one thing that is reported.
func TestAdoption(t *testing.T) {
	dir := copyOf(t)
	if code, out, stderr := difylint(t, dir, "", "init"); code != exitClean || !strings.Contains(out, "pre-commit") {
		t.Fatalf("exit status %d: %s%s", code, out, stderr)
	}
	if code, _, stderr := difylint(t, dir, "", "init"); code != exitError || !strings.Contains(stderr, "--force") {
		t.Errorf("a configuration must not be replaced unasked: %d %s", code, stderr)
	}
	if code, _, stderr := difylint(t, dir, "", "ignore", "--rule", "declaration/default", "--reason", "to be discussed", "."); code != exitClean {
		t.Errorf("exit status %d: %s", code, stderr)
	}
	if !strings.Contains(read(t, dir, "tools/search.yaml"), "default: newst  # difylint: ignore[declaration/default] to be discussed\n") {
		t.Error("the ignore is not written:", read(t, dir, "tools/search.yaml"))
	}
	if code, out, stderr := difylint(t, dir, "", "check", "--update-baseline", "-f", "concise", "."); code != exitClean || out != "" {
		t.Errorf("exit status %d: %s%s", code, out, stderr)
	}
	name := filepath.Join(dir, "tools", "search.yaml")
	if err := os.WriteFile(name, []byte(strings.Replace(read(t, name), "form: llm", "form: lmm", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, stderr := difylint(t, dir, "", "check", "--baseline", ".difylint-baseline.yaml", "--statistics", "-f", "concise", ".")
	if code != exitFindings || strings.Count(out, "\n") != 1 || !strings.Contains(out, `form is "lmm"`) || !strings.Contains(stderr, "schema/enum") {
		t.Errorf("exit status %d: %s%s", code, out, stderr)
	}
}

func TestConfiguration(t *testing.T) {
	dir := copyOf(t)
	if err := os.WriteFile(filepath.Join(dir, ".difylint.yaml"), []byte("rules:\n  declaration/*: off\nfail-on: never\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, out, _ := difylint(t, dir, "", "config", "tools/search.yaml"); code != exitClean || !strings.Contains(out, ".difylint.yaml:2") {
		t.Errorf("exit status %d: %s", code, out)
	}
	code, out, _ := difylint(t, dir, "", "check", "-f", "concise", ".")
	if code != exitClean || strings.Contains(out, "declaration/") || !strings.Contains(out, "schema/enum") {
		t.Errorf("exit status %d: %s", code, out)
	}
	if code, _, _ = difylint(t, dir, "", "check", "--no-config", "."); code != exitFindings {
		t.Error("--no-config must not read the configuration")
	}
	if code, _, stderr := difylint(t, dir, "", "check", "--config", "gone.yaml", "."); code != exitError || strings.Count(stderr, "\n") != 1 {
		t.Errorf("exit status %d: %s", code, stderr)
	}
}
