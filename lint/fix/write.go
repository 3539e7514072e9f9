package fix

// Changed files onto the disk.

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
)

// ErrChanged is the error for a file that somebody changed meanwhile.
var ErrChanged = errors.New("the file was changed meanwhile")

// Write puts the changed files into the plugin's folder, each by a temporary
// file beside it and a rename, so that nobody ever reads half a file. The mode
// stays; a symbolic link stays too, and what it leads to is written, unless
// that lies outside the folder. All files are made ready before the first is
// replaced. The error names the file.
func (o *Outcome) Write(folder string) (err error) {
	if len(o.Files) == 0 {
		return nil
	}
	folder, err = filepath.EvalSymlinks(folder)
	if err != nil {
		return err
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return err
	}
	defer func() { _ = root.Close() }()
	type pending struct{ tmp, name string }
	var ready []pending
	defer func() {
		for _, p := range ready {
			_ = root.Remove(p.tmp) // gone already where it was renamed
		}
	}()
	for _, f := range o.Files {
		name, err := target(folder, f.Path)
		if err != nil {
			return fmt.Errorf("%s: %w", f.Path, err)
		}
		tmp, err := prepare(root, name, f)
		if tmp != "" {
			ready = append(ready, pending{tmp, name})
		}
		if err != nil {
			return fmt.Errorf("%s: %w", f.Path, err)
		}
	}
	for _, p := range ready {
		if err := root.Rename(p.tmp, p.name); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	return nil
}

// target is the file that a path leads to, links followed, below the folder.
func target(folder, name string) (string, error) {
	if !fs.ValidPath(name) {
		return "", fs.ErrInvalid
	}
	name, err := filepath.EvalSymlinks(filepath.Join(folder, filepath.FromSlash(name)))
	if err != nil {
		return "", err
	}
	rel, err := filepath.Rel(folder, name)
	if err != nil || !filepath.IsLocal(rel) {
		return "", errors.New("the link leads outside the plugin")
	}
	return rel, nil
}

// prepare writes a file's new content beside it and returns its name.
func prepare(root *os.Root, name string, f File) (tmp string, err error) {
	info, err := root.Lstat(name)
	if err != nil {
		return "", err
	}
	if !info.Mode().IsRegular() {
		return "", errors.New("not a regular file")
	}
	if info.Mode().Perm()&0o200 == 0 {
		return "", fs.ErrPermission
	}
	was, err := root.ReadFile(name)
	if err != nil {
		return "", err
	}
	if !bytes.Equal(was, f.Before) {
		return "", ErrChanged
	}
	var random [8]byte
	if _, err := rand.Read(random[:]); err != nil {
		return "", err
	}
	tmp = path.Join(filepath.ToSlash(filepath.Dir(name)), ".difylint-"+hex.EncodeToString(random[:])+".tmp")
	file, err := root.OpenFile(tmp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if _, err := io.Copy(file, bytes.NewReader(f.After)); err != nil {
		return tmp, err
	}
	return tmp, file.Chmod(info.Mode().Perm())
}
