package fix

import (
	"bytes"
	"errors"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// copyAttributes gives a file the extended attributes of another. The error is
// that of the first which it cannot have.
func copyAttributes(from, to *os.File) error {
	src, dst := int(from.Fd()), int(to.Fd())
	list, err := attribute(func(b []byte) (int, error) { return unix.Flistxattr(src, b) })
	if err != nil {
		return err
	}
	for name := range strings.SplitSeq(strings.TrimSuffix(string(list), "\x00"), "\x00") {
		if name == "" {
			continue
		}
		want, err := attribute(func(b []byte) (int, error) { return unix.Fgetxattr(src, name, b) })
		if err != nil {
			return err
		}
		got, err := attribute(func(b []byte) (int, error) { return unix.Fgetxattr(dst, name, b) })
		if err == nil && bytes.Equal(got, want) {
			continue // the system gave it, as with labels
		}
		if err := unix.Fsetxattr(dst, name, want, 0); err != nil {
			return err
		}
	}
	return nil
}

// attribute reads a value whose size the system tells when it is asked for none.
func attribute(read func([]byte) (int, error)) ([]byte, error) {
	for range 3 { // it can grow between the two calls
		n, err := read(nil)
		if errors.Is(err, unix.ENOTSUP) {
			return nil, nil // the file system has none
		}
		if err != nil || n == 0 {
			return nil, err
		}
		b := make([]byte, n)
		if n, err = read(b); !errors.Is(err, unix.ERANGE) {
			return b[:max(n, 0)], err
		}
	}
	return nil, unix.ERANGE
}
