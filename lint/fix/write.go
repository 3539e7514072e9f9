package fix

// Changed files onto the disk.

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"time"

	"github.com/difylint/difylint/lint/source/text"
)

// ErrChanged is the error for a file that somebody changed meanwhile.
var ErrChanged = text.Errorf("the file was changed meanwhile")

// Write puts the changed files into the plugin's folder, each by a temporary
// file beside it and a rename, so that nobody ever reads half a file. The mode
// stays; a symbolic link stays too, and what it leads to is written, unless
// that lies outside the folder. A file that has other names, or that would get
// another owner, is written in its place. All files are made ready before the
// first is replaced, and each is compared once more right before. The error joins
// one for each file that is not written, and names it; the others are.
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
	type pending struct {
		path string
		*Replacement
	}
	var ready []pending
	var bad []error
	fail := func(name string, err error) { bad = append(bad, text.Errorf("%s: %w", name, plain(err))) }
	for _, f := range o.Files {
		name, err := target(folder, f.Path)
		if err != nil {
			fail(f.Path, err)
			continue
		}
		r, err := Prepare(root, name, f.Before, func(w io.Writer) error { _, err := w.Write(f.After); return err })
		if err != nil {
			fail(f.Path, err)
			continue
		}
		ready = append(ready, pending{f.Path, r})
	}
	for _, p := range ready {
		if err := p.Commit(); err != nil {
			fail(p.path, err)
		}
	}
	return errors.Join(bad...)
}

// plain is an error without a path: the temporary file's name means nothing to
// anybody.
func plain(err error) error {
	var pe *fs.PathError
	var le *os.LinkError
	switch {
	case errors.As(err, &pe):
		return pe.Err
	case errors.As(err, &le):
		return le.Err
	}
	return err
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
		return "", text.Errorf("the link leads outside the plugin")
	}
	return rel, nil
}

// Replacement is a file's new content, ready to take its place.
type Replacement struct {
	root   *os.Root
	name   string
	before []byte // nil: whatever stands there
	tmp    string // "" where the file is written in its place
	data   []byte // what is written in its place
}

// Prepare makes the new content of a file ready: in a temporary file beside it,
// or in memory where the file must stay the one that it is: it has other names,
// or a temporary one would have another owner or cannot be made. before, where it
// is not nil, is what the file must hold. Where there is no file, there will be
// one. Temporary files that an interrupted run left are removed.
func Prepare(root *os.Root, name string, before []byte, write func(io.Writer) error) (_ *Replacement, err error) {
	r := &Replacement{root: root, name: name, before: before}
	info, err := root.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist) && before == nil:
		info = nil
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, text.Errorf("it is not a regular file")
	case info.Mode().Perm()&0o222 == 0:
		return nil, fs.ErrPermission
	}
	if err := r.compare(); err != nil {
		return nil, err
	}
	dir := path.Dir(filepath.ToSlash(name))
	sweep(root, dir, time.Now())
	file, err := r.create(dir)
	if err != nil {
		r.tmp = ""
	}
	if err != nil && (info == nil || !errors.Is(err, fs.ErrPermission)) {
		return nil, err
	}
	inPlace := err != nil
	if err == nil {
		defer func() {
			if err = errors.Join(err, file.Close()); err != nil || inPlace {
				_ = root.Remove(r.tmp)
				r.tmp = ""
			}
		}()
		made, err := file.Stat()
		if err != nil {
			return nil, err
		}
		inPlace = info != nil && (!replaceable(info, made) || !r.alike(file))
	}
	if inPlace {
		var b bytes.Buffer
		err = write(&b)
		r.data = b.Bytes()
		return r, err
	}
	if err = write(file); err != nil {
		return nil, err
	}
	mode := fs.FileMode(0o644)
	if info != nil {
		mode = info.Mode() & (fs.ModePerm | fs.ModeSetuid | fs.ModeSetgid | fs.ModeSticky)
	}
	return r, file.Chmod(mode)
}

// alike gives the new file the extended attributes of the old one, access lists
// among them, and reports whether it has them all.
func (r *Replacement) alike(made *os.File) bool {
	old, err := text.OpenIn(r.root, r.name)
	if errors.Is(err, fs.ErrPermission) {
		return true // one that may be written and not read
	}
	if err != nil {
		return false
	}
	defer func() { _ = old.Close() }()
	return copyAttributes(old, made) == nil
}

// create makes the temporary file.
func (r *Replacement) create(dir string) (*os.File, error) {
	var random [8]byte
	if _, err := rand.Read(random[:]); err != nil {
		return nil, err
	}
	r.tmp = path.Join(dir, ".difylint-"+hex.EncodeToString(random[:])+".tmp")
	return r.root.OpenFile(r.tmp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
}

// compare is ErrChanged where the file does not hold what it must.
func (r *Replacement) compare() error {
	if r.before == nil {
		return nil
	}
	f, err := text.OpenIn(r.root, r.name)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	was, err := io.ReadAll(io.LimitReader(f, int64(len(r.before))+1))
	if err == nil && !bytes.Equal(was, r.before) {
		err = ErrChanged
	}
	return err
}

// Commit puts the content in the file's place, unless somebody changed the file.
func (r *Replacement) Commit() error {
	err := r.compare()
	switch {
	case err != nil:
	case r.tmp != "":
		err = r.root.Rename(r.tmp, r.name)
	default:
		return r.overwrite()
	}
	if err != nil {
		r.Drop()
	}
	return err
}

// Drop removes what was made ready.
func (r *Replacement) Drop() {
	if r.tmp != "" {
		_ = r.root.Remove(r.tmp)
	}
}

// overwrite writes the content into the file that is there. Where it does not fit
// on the disk, what the file held takes its place again: that did fit.
func (r *Replacement) overwrite() error {
	was, err := r.root.ReadFile(r.name)
	if err != nil && !errors.Is(err, fs.ErrPermission) {
		return err
	}
	f, errOpen := r.root.OpenFile(r.name, os.O_WRONLY, 0)
	if errOpen != nil {
		return errOpen
	}
	set := func(data []byte) error {
		if _, err := f.WriteAt(data, 0); err != nil {
			return err
		}
		return f.Truncate(int64(len(data)))
	}
	failed := set(r.data)
	if failed != nil && err == nil {
		_ = set(was)
	}
	return errors.Join(failed, f.Close())
}

// leftover is the name of a temporary file.
var leftover = text.Regexp(`^\.difylint-[0-9a-f]{16}\.tmp$`)

// leftoverAge is how old a temporary file is that no run can still be writing.
const leftoverAge = time.Hour

// sweep removes the temporary files that runs left which were killed.
func sweep(root *os.Root, dir string, now time.Time) {
	f, err := root.Open(dir)
	if err != nil {
		return
	}
	defer func() { _ = f.Close() }()
	entries, _ := f.ReadDir(-1)
	for _, e := range entries {
		if !leftover().MatchString(e.Name()) || !e.Type().IsRegular() {
			continue
		}
		if info, err := e.Info(); err == nil && now.Sub(info.ModTime()) > leftoverAge {
			_ = root.Remove(path.Join(dir, e.Name()))
		}
	}
}
