package plugin

import (
	"bytes"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/difylint/difylint/lint/source/text"
)

// Dir is the file system of a folder of the machine. Symbolic links are followed
// inside the folder and refused where they leave it. The folder is opened on
// first use.
func Dir(name string) fs.FS { return &dirFS{name: name} }

type dirFS struct {
	name string
	once sync.Once
	top  *os.Root // closed by the runtime when it is no longer used
	fsys fs.FS
	err  error
	git  string // where the folder is the root of a repository: its name, without links

	lasting bool // folders may be moved while it is in use
	mu      sync.Mutex
	at      string
	sub     *os.Root // of the folder at, the last that a file was asked for in
}

// gitDir is where a repository keeps its own files, passwords of its servers among
// them: none of the plugin's, whatever names them or links to them.
const gitDir = ".git"

// inGit reports whether a file of a folder, whose own name has no links, is, or
// leads to, one in its .git.
func inGit(dir, name string) bool {
	in := func(name string) bool {
		first, rest, below := strings.Cut(filepath.ToSlash(name), "/")
		return below && rest != "" && strings.EqualFold(first, gitDir)
	}
	if in(name) {
		return true
	}
	full, err := filepath.EvalSymlinks(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		return false
	}
	rel, err := filepath.Rel(dir, full)
	return err == nil && in(rel)
}

func (d *dirFS) root() fs.FS {
	d.once.Do(func() {
		if d.top, d.err = os.OpenRoot(d.name); d.err != nil {
			d.fsys = failing{d.err}
		} else {
			d.fsys = d.top.FS()
			if _, err := d.top.Lstat(gitDir); err == nil {
				d.git, _ = filepath.EvalSymlinks(d.name)
			}
		}
	})
	return d.fsys
}

// failing opens nothing.
type failing struct{ err error }

func (f failing) Open(string) (fs.File, error) { return nil, f.err }

func (d *dirFS) Open(name string) (fs.File, error) {
	if d.root(); d.err != nil {
		return nil, d.err
	}
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	if d.git != "" && inGit(d.git, name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: text.Errorf("it lies in .git, which is not read")}
	}
	if sub := d.folder(path.Dir(name)); sub != nil {
		if f, err := text.OpenIn(sub, path.Base(name)); err == nil {
			return f, nil
		}
	}
	f, err := text.OpenIn(d.top, name)
	if err != nil {
		return nil, err
	}
	return f, nil
}

func (d *dirFS) Stat(name string) (fs.FileInfo, error) {
	fsys := d.root()
	if d.err == nil && fs.ValidPath(name) {
		if sub := d.folder(path.Dir(name)); sub != nil {
			if info, err := sub.Stat(path.Base(name)); err == nil {
				return info, nil
			}
		}
	}
	return fs.Stat(fsys, name)
}

// folder opens a folder below the root, nil for the root itself and where that
// fails: files are asked for folder by folder, and from the root each folder on
// the way is opened anew. What fails in it, a link that leaves it, say, is asked
// for from the root.
func (d *dirFS) folder(dir string) *os.Root {
	if dir == "." || d.lasting {
		return nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.at != dir {
		if d.sub != nil {
			_ = d.sub.Close() // what still uses it fails, and asks from the root
		}
		d.at = dir
		d.sub, _ = d.top.OpenRoot(dir)
	}
	return d.sub
}

func (d *dirFS) ReadDir(name string) ([]fs.DirEntry, error) {
	return fs.ReadDir(d.root(), name)
}

// OSPath is the folder's name on the machine.
func (d *dirFS) OSPath() string { return d.name }

// Overlay lays files, by clean slash-separated paths, over a file system: an
// editor's unsaved buffers over the folder they belong to. A nil content hides
// the file. Over a Snapshot it is its With.
func Overlay(base fs.FS, files map[string][]byte) fs.FS {
	if s, ok := base.(*Snapshot); ok {
		return s.With(files)
	}
	o := &overlay{base: base, over: map[string]*text.File{}}
	for name, data := range files {
		o.over[name] = nil
		if data != nil {
			o.over[name] = text.NewFile(name, data)
		}
	}
	return o
}

// overlay is files laid over a file system; nil hides one.
type overlay struct {
	base fs.FS
	over map[string]*text.File
}

func (o *overlay) Open(name string) (fs.File, error) {
	if f, ok := o.over[name]; ok {
		return openOver("open", name, f)
	}
	f, err := o.base.Open(name)
	if err != nil && o.holds(name) {
		return memFolder(name), nil
	}
	return f, err
}

// openOver opens what is laid over a file.
func openOver(op, name string, f *text.File) (*memFile, error) {
	if f == nil {
		return nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
	}
	return &memFile{info: memInfo{name: path.Base(name), size: int64(len(f.Data))}, Reader: bytes.NewReader(f.Data)}, nil
}

func memFolder(name string) *memFile {
	return &memFile{info: memInfo{name: path.Base(name), dir: true}, Reader: bytes.NewReader(nil)}
}

// holds reports whether a file laid over the base lies below a folder.
func (o *overlay) holds(dir string) bool {
	for name, f := range o.over {
		if f != nil && strings.HasPrefix(name, below(dir)) {
			return true
		}
	}
	return false
}

// below is what the names of all that lies in a folder begin with.
func below(dir string) string {
	if dir == "." {
		return ""
	}
	return dir + "/"
}

func (o *overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(o.base, name)
	return o.list(name, entries, err)
}

// list lists a folder of which the base says the entries, or an error.
func (o *overlay) list(dir string, entries []fs.DirEntry, err error) ([]fs.DirEntry, error) {
	byName := make(map[string]fs.DirEntry, len(entries))
	for _, e := range entries {
		byName[e.Name()] = e
	}
	for name, f := range o.over {
		child, ok := strings.CutPrefix(name, below(dir))
		first, _, deeper := strings.Cut(child, "/")
		switch {
		case !ok || f == nil && deeper:
			continue
		case f == nil:
			delete(byName, first)
			continue
		case !deeper:
			byName[first] = fs.FileInfoToDirEntry(memInfo{name: first, size: int64(len(f.Data))})
		case byName[first] == nil:
			byName[first] = fs.FileInfoToDirEntry(memInfo{name: first, dir: true})
		}
		err = nil
	}
	if err != nil {
		return nil, err
	}
	return slices.SortedFunc(maps.Values(byName), func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) }), nil
}

type memInfo struct {
	name string
	size int64
	dir  bool
}

func (i memInfo) Name() string { return i.name }
func (i memInfo) Size() int64  { return i.size }
func (i memInfo) Mode() fs.FileMode {
	if i.dir {
		return fs.ModeDir | 0o755
	}
	return 0o644
}
func (i memInfo) ModTime() time.Time { return time.Time{} }
func (i memInfo) IsDir() bool        { return i.dir }
func (i memInfo) Sys() any           { return nil }

type memFile struct {
	info memInfo
	*bytes.Reader
}

func (f *memFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *memFile) Close() error               { return nil }

var _ io.Reader = (*memFile)(nil)
