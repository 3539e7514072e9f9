package main

// What asks on a terminal, on a terminal: Linux gives a test one of its own.

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint"
	"golang.org/x/sys/unix"
)

// onTerminal runs the program in dir on a terminal of 80 by 24 cells on which
// somebody typed keys, and returns what the screen got, without colours. What is
// typed is there before it is asked for: the terminal keeps it.
func onTerminal(t *testing.T, dir, keys string, args ...string) (code int, screen string) {
	t.Helper()
	person, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = person.Close() }()
	var number int
	raw, err := person.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	if cerr := raw.Control(func(fd uintptr) {
		if err = unix.IoctlSetPointerInt(int(fd), unix.TIOCSPTLCK, 0); err == nil {
			number, err = unix.IoctlGetInt(int(fd), unix.TIOCGPTN)
		}
		if err == nil {
			err = unix.IoctlSetWinsize(int(fd), unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: 80})
		}
	}); cerr != nil || err != nil {
		t.Fatal(cerr, err)
	}
	tty, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(person, keys); err != nil {
		t.Fatal(err)
	}
	shown := make(chan string)
	go func() {
		data, _ := io.ReadAll(person) // ends with an error when nobody holds the terminal
		shown <- string(data)
	}()
	t.Chdir(dir)
	code = run(context.Background(), args, env{Name: "difylint", Version: lint.Version(), Stdin: tty, Stdout: tty, Stderr: tty, Getenv: func(string) string { return "" }})
	if err := tty.Close(); err != nil {
		t.Fatal(err)
	}
	return code, regexp.MustCompile("\x1b\\[[0-9;]*m|\r").ReplaceAllString(<-shown, "")
}

// TestInteractive: each fix is shown as a diff, and what is answered is done.
func TestInteractive(t *testing.T) {
	asks := regexp.MustCompile(`Make this fix\? y \(yes\), n \(no\), a \(all (safe fixes )?that follow\), q \(quit\): `)
	const label, quotes, path = "-lable:\n+label:\n", "-    version: 3.12\n+    version: \"3.12\"\n", "-  - tools/Radar.yaml\n+  - tools/radar.yaml\n"
	for _, tt := range []struct {
		name, keys string
		asked      int
		shown      []string // diffs
		fixed      string
		has, lacks string // in the manifest
	}{
		{"yes", "y\nq\n", 2, []string{label, quotes}, "fixed 1 finding in 1 file:\n  manifest.yaml:5:1: Rename the key to label [schema/required]\n", "\nlabel:", "\"3.12\""},
		{"no, then yes", "n\n YES\nq\n", 3, []string{label, quotes, "(needs a look)"}, "fixed 1 finding in 1 file:\n  manifest.yaml:23:14: ", "\nlable:", "version: 3.12\n"},
		{"what is no answer is asked again", "maybe\n\ny\nq\n", 4, []string{label}, "fixed 1 finding", "\nlabel:", "\"3.12\""},
		{"all safe ones: others are asked for", "n\na\nq\n", 3, []string{label, quotes, "(needs a look)"}, "fixed 1 finding in 1 file:\n", "\"3.12\"", "\nlabel:"},
		{"all", strings.Repeat("a\n", 2), 2, []string{label}, "fixed 29 findings in 7 files:\n", "\nlabel:", "lable"},
		{"quit", "q\n", 1, []string{label}, "13 errors, 23 warnings in 1 plugin", "\nlable:", "\nlabel:"},
		{"the end", "\x04", 1, []string{label}, "13 errors, 23 warnings in 1 plugin", "\nlable:", "\nlabel:"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.CopyFS(dir, os.DirFS(filepath.Join(root(t), "testdata", "adopting"))); err != nil {
				t.Fatal(err)
			}
			_, screen := onTerminal(t, dir, tt.keys, "check", "--fix", "--interactive")
			if got := len(asks.FindAllString(screen, -1)); got != tt.asked {
				t.Errorf("asked %d times, want %d", got, tt.asked)
			}
			for _, s := range append(tt.shown, tt.fixed) {
				if !strings.Contains(screen, s) {
					t.Errorf("there is no %q", s)
				}
			}
			if manifest := read(t, dir, "manifest.yaml"); !strings.Contains(manifest, tt.has) || strings.Contains(manifest, tt.lacks) {
				t.Errorf("the manifest is\n%s", manifest)
			}
			if t.Failed() {
				t.Logf("the end of the screen:\n%s", screen[max(0, len(screen)-1000):])
			}
		})
	}
}

// TestOnTerminal: what is printed to a terminal is as wide as it is, and begins
// with the verdict where it scrolls.
func TestOnTerminal(t *testing.T) {
	code, screen := onTerminal(t, filepath.Join(root(t), "testdata", "adopting"), "", "check", ".")
	if code != exitFindings || !strings.HasPrefix(screen, "acme/weather 0.1.0: packages ✗ (2)  installs ✓  starts ✗ (11)  calls ✓\n") {
		t.Errorf("exit status %d: %.200s", code, screen)
	}
	for line := range strings.Lines(screen) {
		if n := len([]rune(line)) - 1; n > 80 {
			t.Errorf("%d cells: %s", n, line)
		}
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(testdata(t), "tool"))); err != nil {
		t.Fatal(err)
	}
	if code, screen := onTerminal(t, dir, "x\nm\n", "init"); code != exitClean || strings.Count(screen, "Where are the plugins to be published?") != 2 || !strings.Contains(read(t, dir, ".difylint.yaml"), "\n  profile: marketplace\n") {
		t.Errorf("exit status %d: %s", code, screen)
	}
}
