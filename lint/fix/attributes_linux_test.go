package fix_test

import (
	"errors"
	"path/filepath"
	"testing"

	"github.com/difylint/difylint/lint/fix"
	"golang.org/x/sys/unix"
)

// TestWriteKeepsAttributes: what a file system keeps beside a file stays.
func TestWriteKeepsAttributes(t *testing.T) {
	dir := folder(t, map[string]string{"a.yaml": "a: x\n"})
	name := filepath.Join(dir, "a.yaml")
	const attribute = "user.difylint"
	err := unix.Setxattr(name, attribute, []byte("kept"), 0)
	has := !errors.Is(err, unix.ENOTSUP) // some file systems have none
	if err != nil && has {
		t.Fatal(err)
	}
	o := &fix.Outcome{Files: []fix.File{{Path: "a.yaml", Before: []byte("a: x\n"), After: []byte("a: y\n")}}}
	if err := o.Write(dir); err != nil {
		t.Fatal(err)
	}
	if got := read(t, name); got != "a: y\n" {
		t.Errorf("%q", got)
	}
	b := make([]byte, 16)
	if n, err := unix.Getxattr(name, attribute, b); has && (err != nil || string(b[:n]) != "kept") {
		t.Errorf("%q, %v", b[:max(n, 0)], err)
	}
}
