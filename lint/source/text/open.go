package text

// Files of the machine are opened here, and nowhere else: a pipe, a socket or a
// device under a name that a file should have must not hold a run up.

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// ErrSpecial is the error for what is neither a regular file nor a folder: a
// pipe, a socket, a device.
var ErrSpecial = errors.New("it is not a regular file")

// ErrTooLarge is the error of ReadFile for a file over its limit.
var ErrTooLarge = errors.New("the file is too large")

// special words ErrSpecial for one kind of file.
type special string

func (s special) Error() string        { return "it is " + string(s) + ", not a regular file" }
func (s special) Is(target error) bool { return target == ErrSpecial }

// Regular is nil for a regular file or a folder, and else an ErrSpecial that
// says what it is.
func Regular(mode fs.FileMode) error {
	switch t := mode.Type(); {
	case t == 0, t.IsDir():
		return nil
	case t&fs.ModeNamedPipe != 0:
		return special("a named pipe")
	case t&fs.ModeSocket != 0:
		return special("a socket")
	case t&fs.ModeDevice != 0:
		return special("a device")
	case t&fs.ModeSymlink != 0:
		return special("a symbolic link")
	}
	return ErrSpecial
}

// Open opens a regular file or a folder to read it, without waiting. It asks
// before what the file is, since opening a device can already do something, and
// again afterwards, since somebody may have put something else in its place. What
// looks like a regular file and waits all the same, as files of the kernel do, is
// given a second in all.
func Open(name string) (*os.File, error) {
	return open(name, os.Stat, os.OpenFile)
}

// OpenIn is Open for a name within a folder, which no link leaves.
func OpenIn(root *os.Root, name string) (*os.File, error) {
	return open(name, root.Stat, root.OpenFile)
}

func open(name string, stat func(string) (fs.FileInfo, error), openFile func(string, int, fs.FileMode) (*os.File, error)) (*os.File, error) {
	info, err := stat(name)
	if err != nil {
		return nil, err
	}
	fail := func(err error) (*os.File, error) { return nil, &fs.PathError{Op: "open", Path: name, Err: err} }
	if err := Regular(info.Mode()); err != nil {
		return fail(err)
	}
	f, err := openFile(name, os.O_RDONLY|nonblock, 0)
	if err != nil {
		return nil, err
	}
	if info, err = f.Stat(); err == nil {
		err = Regular(info.Mode())
	}
	if err != nil {
		_ = f.Close()
		return fail(err)
	}
	_ = f.SetReadDeadline(time.Now().Add(longestWait)) // of true files there is none: they do not wait
	return f, nil
}

// longestWait is how long a file of the kernel may take that has nothing to give.
const longestWait = time.Second

// Link tells, of a symbolic link, the folder that it stands in and what it leads
// to, both without links on the way; to is "" where it leads nowhere.
func Link(name string) (folder, to string, is bool) {
	info, err := os.Lstat(name)
	if err != nil || info.Mode()&fs.ModeSymlink == 0 {
		return "", "", false
	}
	folder, err = filepath.EvalSymlinks(filepath.Dir(name))
	if err == nil {
		to, err = filepath.EvalSymlinks(name)
	}
	if err != nil {
		return folder, "", true
	}
	return folder, to, true
}

// Folder is os.DirFS, with files opened by Open: links are followed, wherever
// they lead.
func Folder(name string) fs.FS { return folder{os.DirFS(name), name} }

type folder struct {
	fs.FS
	name string
}

func (d folder) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	f, err := Open(filepath.Join(d.name, filepath.FromSlash(name)))
	if err != nil {
		var pe *fs.PathError
		if errors.As(err, &pe) {
			err = &fs.PathError{Op: pe.Op, Path: name, Err: pe.Err}
		}
		return nil, err
	}
	return f, nil
}

// Stat tells what a file or folder is, without opening it.
func (d folder) Stat(name string) (fs.FileInfo, error) { return fs.Stat(d.FS, name) }

// ReadFile reads a regular file of at most limit bytes; the error for a longer
// one is ErrTooLarge. What the file says of its size is not believed.
func ReadFile(name string, limit int64) ([]byte, error) {
	f, err := Open(name)
	if err != nil {
		return nil, err
	}
	data, err := readAll(f, limit)
	if errors.Is(err, ErrTooLarge) {
		err = &fs.PathError{Op: "read", Path: name, Err: err}
	}
	return data, err
}

// ReadIn is ReadFile for a file of a file system.
func ReadIn(fsys fs.FS, name string, limit int64) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	return readAll(f, limit)
}

func readAll(f fs.File, limit int64) ([]byte, error) {
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(data)) > limit {
		return nil, ErrTooLarge
	}
	return data, err
}
