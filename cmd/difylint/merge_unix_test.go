//go:build unix

package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestKilledShard: what kills one part of a run costs what is left of that part,
// and nothing of the others.
func TestKilledShard(t *testing.T) {
	dir := t.TempDir()
	src := os.DirFS(filepath.Join(testdata(t), "tool"))
	manifest, err := os.ReadFile(filepath.Join(testdata(t), "tool", "manifest.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	const plugins = 60
	for i := range plugins {
		p := filepath.Join(dir, fmt.Sprintf("p%02d", i))
		if err := os.CopyFS(p, src); err != nil {
			t.Fatal(err)
		}
		named := strings.Replace(string(manifest), "name: demo\n", fmt.Sprintf("name: n%d\n", i), 1)
		if err := os.WriteFile(filepath.Join(p, "manifest.yaml"), []byte(named), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if code, _, stderr := difylint(t, dir, "", "check", "-q", "--fail-on", "never", "-f", "jsonl", "-o", "2.jsonl", "--shard", "2/2"); code != exitClean {
		t.Fatal(stderr)
	}
	// The other part writes into a pipe that is full before it is done.
	cmd := exec.CommandContext(t.Context(), os.Args[0], "check", "-q", "-f", "jsonl", "--shard", "1/2")
	cmd.Dir, cmd.Env = dir, append(os.Environ(), asProgram+"=", "GOCOVERDIR="+t.TempDir())
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var part strings.Builder
	lines := bufio.NewReaderSize(out, 64)
	for !strings.Contains(part.String(), `{"line":"plugin"`) {
		line, err := lines.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		part.WriteString(line)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // it was killed
	part.WriteString(`{"line":"finding","rule":"sche`)
	if err := os.WriteFile(filepath.Join(dir, "1.jsonl"), []byte(part.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	code, stdout, stderr := difylint(t, dir, "", "merge", "-q", "-f", "json", "1.jsonl", "2.jsonl")
	if code != exitError || strings.Count(stderr, "\n") != 1 || !strings.Contains(stderr, "1.jsonl: the run that wrote it did not end: the 1 plugins in it") {
		t.Errorf("exit status %d: %s", code, stderr)
	}
	second, err := os.ReadFile(filepath.Join(dir, "2.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	want := 1 + strings.Count(string(second), `{"line":"plugin"`)
	if got := strings.Count(stdout, `{"path":"p`); want < 10 || got < want || !strings.Contains(stdout, fmt.Sprintf(`"plugins": %d,`, want)) {
		t.Errorf("%d plugins of %d: %s", got, want, stdout)
	}
	// A part whose report is missing altogether is told, too.
	code, _, stderr = difylint(t, dir, "", "merge", "-q", "-f", "json", "2.jsonl")
	if code != exitError || !strings.Contains(stderr, "1 of the 2 parts of --shard have no report, the first of them is 1/2") {
		t.Errorf("exit status %d: %s", code, stderr)
	}
}
