//go:build unix

package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/difylint/difylint/lint/kit/driver"
)

// TestOutputPipe: a report for a pipe goes through it, and leaves it a pipe.
func TestOutputPipe(t *testing.T) {
	name := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(name, 0o600); err != nil {
		t.Fatal(err)
	}
	read := make(chan string, 1)
	go func() {
		b, err := os.ReadFile(name)
		read <- fmt.Sprint(string(b), err)
	}()
	if err := driver.WriteFile(name, func(w io.Writer) error { _, err := io.WriteString(w, "report"); return err }); err != nil {
		t.Fatal(err)
	}
	if got := <-read; got != "report<nil>" {
		t.Errorf("%q came through the pipe", got)
	}
	if info, err := os.Stat(name); err != nil || info.Mode().Type() != os.ModeNamedPipe {
		t.Errorf("the pipe is %v, %v now", info, err)
	}
}
