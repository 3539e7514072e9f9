package main

import (
	"bufio"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint"
)

// TestWatch: each change is followed by one check that sees it: of a source, of a
// folder that is new, of the configuration above the plugin.
func TestWatch(t *testing.T) {
	root := t.TempDir()
	dir := filepath.Join(root, "plugin")
	write := func(name, data string) {
		t.Helper()
		name = filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(testdata(t), "broken"))); err != nil {
		t.Fatal(err)
	}
	write(".git/HEAD", "ref: refs/heads/main\n")
	write(".gitignore", "*.log\n")
	write(".difylint.yaml", "fail-on: never\n")
	t.Chdir(root)

	ctx, cancel := context.WithCancel(t.Context())
	out, in := io.Pipe()
	code := make(chan int, 1)
	go func() {
		code <- run(ctx, []string{"check", "--watch", "--format", "concise", "plugin"}, env{Name: "difylint", Version: lint.Version(), Stdin: strings.NewReader(""), Stdout: in, Stderr: in, Getenv: func(string) string { return "" }})
		_ = in.Close()
	}()
	lines := bufio.NewScanner(out)
	check := func() (report string) {
		t.Helper()
		for lines.Scan() {
			report += lines.Text() + "\n"
			if strings.Contains(lines.Text(), " in 1 plugin") {
				return report
			}
		}
		t.Fatalf("the program ended after %q", report)
		return ""
	}
	has := func(report, what string, want bool) {
		t.Helper()
		if strings.Contains(report, what) != want || strings.Contains(report, "\x1b") {
			t.Errorf("%q in the report must be %t, and no terminal code: %s", what, want, report)
		}
	}
	has(check(), "[declaration/default]", true)
	write("plugin/noise.log", "ignored by git: no check comes of it\n")
	write("plugin/tools/search.yaml", strings.Replace(read(t, dir, "tools/search.yaml"), "newst", "newest", 1))
	has(check(), "[declaration/default]", false)
	write("plugin/new/deep/manifest.yaml.bak", "x: 1\n")
	check()
	write("plugin/new/deep/.env", "KEY=1\n")
	has(check(), "plugin/new/deep/.env", true)
	write(".difylint.yaml", "fail-on: never\nrules: {asset/icon: off}\n")
	has(check(), "[asset/icon]", false)
	cancel()
	for lines.Scan() { // what may still come
	}
	if got := <-code; got != exitClean {
		t.Errorf("exit status %d", got)
	}
}

func TestWatchRefuses(t *testing.T) {
	for _, args := range [][]string{{"--fix"}, {"--diff"}, {"-o", "x.txt"}, {"--stdin-filename", "a.yaml", "-"}, {"--format", "json"}, {"--format", "sarif"}} {
		if code, out, stderr := difylint(t, testdata(t), "", append([]string{"check", "--watch"}, args...)...); code != exitError || out != "" || strings.Count(stderr, "\n") != 1 {
			t.Errorf("%q: exit status %d: %s%s", args, code, out, stderr)
		}
	}
}
