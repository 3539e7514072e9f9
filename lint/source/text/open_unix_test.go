//go:build unix

package text_test

import (
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/difylint/difylint/lint/source/text"
)

// TestOpenWaitsForNothing: a pipe, a socket and a device are refused, whichever
// way they are reached, and a file is read.
func TestOpenWaitsForNothing(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir) // a socket's name must be short
	if err := syscall.Mkfifo("pipe", 0o600); err != nil {
		t.Fatal(err)
	}
	socket, err := (&net.ListenConfig{}).Listen(t.Context(), "unix", "socket")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = socket.Close() }()
	if err := os.WriteFile("file", []byte("text"), 0o600); err != nil {
		t.Fatal(err)
	}
	for link, to := range map[string]string{"device": os.DevNull, "zero": "/dev/zero", "to pipe": "pipe", "to file": "file", "nowhere": "gone", "itself": "itself"} {
		if err := os.Symlink(to, link); err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range map[string]error{
		"pipe": text.ErrSpecial, "socket": text.ErrSpecial, "device": text.ErrSpecial, "zero": text.ErrSpecial, "to pipe": text.ErrSpecial,
		"file": nil, "to file": nil, ".": nil, "nowhere": fs.ErrNotExist, "itself": syscall.ELOOP,
	} {
		_, err := text.Open(filepath.Join(dir, name))
		if !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", name, err, want)
		}
		if _, err = text.Folder(dir).Open(name); !errors.Is(err, want) {
			t.Errorf("%s in a folder: %v, want %v", name, err, want)
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = root.Close() }()
	for name, want := range map[string]error{"pipe": text.ErrSpecial, "socket": text.ErrSpecial, "to pipe": text.ErrSpecial, "to file": nil} {
		if _, err := text.OpenIn(root, name); !errors.Is(err, want) {
			t.Errorf("%s below a root: %v, want %v", name, err, want)
		}
	}
	if _, err := text.OpenIn(root, "device"); err == nil {
		t.Error("a link leaves the folder")
	}
	for limit, want := range map[int64]error{4: nil, 3: text.ErrTooLarge} {
		if data, err := text.ReadFile("file", limit); !errors.Is(err, want) || want == nil && string(data) != "text" {
			t.Errorf("%d bytes: %q, %v", limit, data, err)
		}
	}
}
