//go:build unix

package fix_test

import (
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/difylint/difylint/lint/fix"
)

// TestWriteKeepsTheFile: a file with another name, or of another owner, is written
// in its place: the other name holds the new text too, and the owner stays.
func TestWriteKeepsTheFile(t *testing.T) {
	link := func(dir string) error { return os.Link(filepath.Join(dir, "a.yaml"), filepath.Join(dir, "other")) }
	owner := func(dir string) error {
		if os.Getuid() != 0 {
			return nil // nobody else can give files away
		}
		return os.Chown(filepath.Join(dir, "a.yaml"), 12345, 12346)
	}
	for name, prepare := range map[string]func(dir string) error{
		"as it is":                     func(string) error { return nil },
		"with another name":            link,
		"of another owner":             owner,
		"with a name and of an owner":  func(dir string) error { return firstOf(link(dir), owner(dir)) },
		"in a folder that keeps files": func(dir string) error { return firstOf(link(dir), os.Chmod(dir, 0o555)) },
		"in a folder without a word":   func(dir string) error { return os.Chmod(dir, 0o555) }, // root may write there all the same
		"with the bits above the mode": func(dir string) error {
			return os.Chmod(filepath.Join(dir, "a.yaml"), 0o640|os.ModeSetgid|os.ModeSticky)
		},
	} {
		for _, after := range []string{"a: a longer text\n", "a\n"} {
			t.Run(name, func(t *testing.T) {
				dir := folder(t, map[string]string{"a.yaml": "a: x\n"})
				if err := prepare(dir); err != nil {
					t.Fatal(err)
				}
				before, err := os.Stat(filepath.Join(dir, "a.yaml"))
				if err != nil {
					t.Fatal(err)
				}
				o := &fix.Outcome{Files: []fix.File{{Path: "a.yaml", Before: []byte("a: x\n"), After: []byte(after)}}}
				if err := o.Write(dir); err != nil {
					t.Fatal(err)
				}
				if err := os.Chmod(dir, 0o755); err != nil { //nolint:gosec // so that it can be removed
					t.Fatal(err)
				}
				if got := read(t, filepath.Join(dir, "a.yaml")); got != after {
					t.Errorf("%q", got)
				}
				now, err := os.Stat(filepath.Join(dir, "a.yaml"))
				if err != nil {
					t.Fatal(err)
				}
				was, is := before.Sys().(*syscall.Stat_t), now.Sys().(*syscall.Stat_t)
				if was.Uid != is.Uid || was.Gid != is.Gid || before.Mode() != now.Mode() || was.Nlink != is.Nlink || was.Nlink > 1 && was.Ino != is.Ino {
					t.Errorf("the owner was %d:%d, the mode %v, with %d names; they are %d:%d, %v, %d", was.Uid, was.Gid, before.Mode(), was.Nlink, is.Uid, is.Gid, now.Mode(), is.Nlink)
				}
				if was.Nlink > 1 {
					if got := read(t, filepath.Join(dir, "other")); got != after {
						t.Errorf("by its other name it holds %q", got)
					}
				}
				if left, _ := filepath.Glob(filepath.Join(dir, ".difylint-*")); len(left) > 0 {
					t.Errorf("left behind: %v", left)
				}
			})
		}
	}
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// TestWriteFullDisk: what is written in its place and does not fit leaves the file
// as it was.
func TestWriteFullDisk(t *testing.T) {
	const fits = 1 << 20 // far more than the test itself writes elsewhere
	before, after := strings.Repeat("a", fits-1), strings.Repeat("b", 2*fits)
	dir := folder(t, map[string]string{"a.yaml": before})
	name := filepath.Join(dir, "a.yaml")
	if err := os.Link(name, filepath.Join(dir, "other")); err != nil {
		t.Fatal(err)
	}
	signal.Ignore(syscall.SIGXFSZ)
	defer signal.Reset(syscall.SIGXFSZ)
	var was syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &was); err != nil {
		t.Fatal(err)
	}
	least := was
	least.Cur = fits
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &least); err != nil {
		t.Fatal(err)
	}
	o := &fix.Outcome{Files: []fix.File{{Path: "a.yaml", Before: []byte(before), After: []byte(after)}}}
	err := o.Write(dir)
	if e := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &was); e != nil {
		t.Fatal(e)
	}
	if got := read(t, name); err == nil || got != before {
		t.Errorf("%v: %d bytes of %d are there", err, len(got), len(before))
	}
}
