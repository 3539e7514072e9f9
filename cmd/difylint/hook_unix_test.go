//go:build unix

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// TestHookRunIsShared: of the processes that a long list is cut among, one
// checks a plugin. Other runs, other flags and other tools share nothing.
func TestHookRunIsShared(t *testing.T) {
	dir := hookRepo(t)
	t.Chdir(dir)
	if out, err := exec.CommandContext(t.Context(), "git", "init", "-q").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	preCommit := env{Getenv: func(name string) string {
		if name == "PRE_COMMIT" {
			return "1"
		}
		return ""
	}}
	for _, tt := range []struct {
		env         env
		flags, want string
		paths       []string
	}{
		{preCommit, "check", "plugins/one", []string{"plugins/one/.env", "manifest.yaml"}},
		{preCommit, "check", "plugins/two", []string{"plugins/one/manifest.yaml", "plugins/two/manifest.yaml"}},
		{preCommit, "check", "", []string{"plugins/one/tools/search.yaml", "plugins/two/_assets/icon.svg"}},
		{preCommit, "fix", "plugins/one", []string{"plugins/one/tools/search.yaml"}},
		{noEnv, "check", "plugins/one", []string{"plugins/one/tools/search.yaml"}},
	} {
		if got := pathsOf(t, tt.env, tt.flags, tt.paths...); got != tt.want {
			t.Errorf("%s %v: %q, want %q", tt.flags, tt.paths, got, tt.want)
		}
	}
	runs, err := os.ReadDir(filepath.Join(dir, ".git", "difylint-hook"))
	if err != nil || len(runs) != 1 {
		t.Fatalf("%v %v", runs, err)
	}
	old := filepath.Join(dir, ".git", "difylint-hook", "old")
	if err := os.Mkdir(old, 0o700); err != nil {
		t.Fatal(err)
	}
	yesterday := time.Now().Add(-24 * time.Hour)
	if err := os.Chtimes(old, yesterday, yesterday); err != nil {
		t.Fatal(err)
	}
	pathsOf(t, preCommit, "again", "plugins/one/.env")
	if now, err := os.ReadDir(filepath.Dir(old)); err != nil || !slices.ContainsFunc(now, func(d os.DirEntry) bool { return d.Name() == runs[0].Name() }) || len(now) != 1 {
		t.Errorf("an old run's folder must go and this one's stay: %v %v", now, err)
	}
}
