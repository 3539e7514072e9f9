package main

// A revision of a Git repository as a file system. Folders are read when they
// are asked for: a repository can hold far more than the plugin.

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os/exec"
	"path"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
)

// Bounds of what is read of a revision's folders.
const (
	maxGitFolder  = 8 << 20 // bytes of one folder's listing
	maxGitEntries = 500000  // in all listings together
)

// gitTree is the root of a revision's tree. It is safe for concurrent use.
type gitTree struct {
	repo    *gitRepo
	objects gitObjects
	root    *gitEntry
	when    time.Time

	mu      sync.Mutex
	folders map[string]*gitFolder // by object: a folder that is the same is read once
	entries int
}

// gitFolder is the listing of a folder.
type gitFolder struct {
	list []fs.DirEntry // in the order of the names
	by   map[string]*gitEntry
	err  error
}

// gitEntry is a file or folder of a revision.
type gitEntry struct {
	tree *gitTree
	name string // the base name
	hash string
	mode fs.FileMode
}

// openRevision opens a revision of the repository that a folder counts to.
func openRevision(ctx context.Context, dir, rev string) (*gitTree, error) {
	if _, err := exec.LookPath("git"); err != nil {
		return nil, text.Errorf("%q is not a file or folder, and revisions cannot be read: the program git is not installed", rev)
	}
	repo, err := findGit(dir)
	if errors.Is(err, errNoGit) {
		return nil, text.Errorf("%q is not a file or folder, and not a revision: %s lies in no Git repository", rev, filepath.ToSlash(dir))
	}
	if err != nil {
		return nil, text.Errorf("%q is not a file or folder, and revisions cannot be read: %w", rev, err)
	}
	commit, err := repo.resolve(ctx, rev)
	if err != nil {
		return nil, err
	}
	t := &gitTree{repo: repo, objects: gitObjects{ctx: ctx, repo: repo}, folders: map[string]*gitFolder{}}
	data, err := t.objects.read(commit, "commit", plugin.MaxYAMLSize)
	if err != nil {
		return nil, text.Errorf("%s cannot be read: %w", rev, err)
	}
	// tree SP name LF, then parents, author and: committer SP who SP seconds SP zone LF
	head, _, _ := strings.Cut(string(data), "\n\n")
	for line := range strings.Lines(head) {
		key, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		switch f := strings.Fields(value); {
		case key == "tree" && t.root == nil && objectName(value):
			t.root = &gitEntry{tree: t, name: ".", hash: value, mode: fs.ModeDir | 0o755}
		case key == "committer" && len(f) > 1:
			if n, err := strconv.ParseInt(f[len(f)-2], 10, 64); err == nil {
				t.when = time.Unix(n, 0).UTC()
			}
		}
	}
	if t.root == nil {
		return nil, text.Errorf("%s cannot be read: the commit has no tree", rev)
	}
	return t, nil
}

// folder is the listing of a folder by its object.
func (t *gitTree) folder(hash string) *gitFolder {
	t.mu.Lock()
	defer t.mu.Unlock()
	if f := t.folders[hash]; f != nil {
		return f
	}
	f := &gitFolder{by: map[string]*gitEntry{}}
	t.folders[hash] = f
	if t.entries > maxGitEntries {
		f.err = plugin.ErrTooLarge
		return f
	}
	var data []byte
	if data, f.err = t.objects.read(hash, "tree", maxGitFolder); f.err != nil {
		return f
	}
	// mode SP name NUL object, again and again; the object as bytes
	for n := len(hash) / 2; len(data) > 0; t.entries++ {
		head, rest, ok := bytes.Cut(data, []byte{0})
		mode, name, _ := strings.Cut(string(head), " ")
		if !ok || len(rest) < n {
			f.err = text.Errorf("a folder's listing is damaged")
			return f
		}
		e := &gitEntry{tree: t, name: name, hash: hex.EncodeToString(rest[:n])}
		data = rest[n:]
		switch mode {
		case "40000", "040000":
			e.mode = fs.ModeDir | 0o755
		case "100755":
			e.mode = 0o755
		case "120000":
			e.mode = fs.ModeSymlink | 0o777
		case "160000":
			continue // a submodule: its files are in another repository
		default:
			e.mode = 0o644
		}
		if !fs.ValidPath(name) || name == "." || strings.Contains(name, "/") || f.by[name] != nil {
			continue // Git checks out none of these
		}
		f.by[name] = e
		f.list = append(f.list, e)
	}
	sort.Slice(f.list, func(i, j int) bool { return f.list[i].Name() < f.list[j].Name() })
	return f
}

// find is the file or folder of a name below a folder.
func (t *gitTree) find(op, dir, name string) (*gitEntry, error) {
	fail := func(err error) error { return &fs.PathError{Op: op, Path: name, Err: err} }
	if !fs.ValidPath(name) {
		return nil, fail(fs.ErrInvalid)
	}
	e := t.root
	full := path.Join(dir, name)
	if full == "." {
		return e, nil
	}
	for part := range strings.SplitSeq(full, "/") {
		if !e.IsDir() {
			return nil, fail(fs.ErrNotExist)
		}
		f := t.folder(e.hash)
		if f.err != nil {
			return nil, fail(f.err)
		}
		if e = f.by[part]; e == nil {
			return nil, fail(fs.ErrNotExist)
		}
	}
	return e, nil
}

// maxGitLinks is how many links in a row are followed.
const maxGitLinks = 8

// follow is find, and what a link leads to in place of the link. As on the disk,
// one that leaves dir is refused.
func (t *gitTree) follow(op, dir, name string) (*gitEntry, error) {
	at := name
	for range maxGitLinks {
		e, err := t.find(op, dir, at)
		if err != nil || e.mode.Type() != fs.ModeSymlink {
			return e, err
		}
		to, err := t.objects.read(e.hash, "blob", plugin.MaxYAMLSize)
		if err != nil {
			return nil, &fs.PathError{Op: op, Path: name, Err: err}
		}
		at = path.Join(path.Dir(at), string(to))
		if path.IsAbs(string(to)) || !fs.ValidPath(at) {
			return nil, &fs.PathError{Op: op, Path: name, Err: text.Errorf("the link leads outside")}
		}
	}
	return nil, &fs.PathError{Op: op, Path: name, Err: text.Errorf("the link leads to itself")}
}

func (t *gitTree) Open(name string) (fs.File, error) { return t.open(".", name) }

// Sub is the tree below a folder.
func (t *gitTree) Sub(dir string) (fs.FS, error) { return t.sub(".", dir) }

func (t *gitTree) sub(dir, name string) (fs.FS, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "sub", Path: name, Err: fs.ErrInvalid}
	}
	return &gitSub{t, path.Join(dir, name)}, nil
}

func (t *gitTree) open(dir, name string) (fs.File, error) {
	e, err := t.follow("open", dir, name)
	if err != nil {
		return nil, err
	}
	fail := func(err error) (fs.File, error) { return nil, &fs.PathError{Op: "open", Path: name, Err: err} }
	if e.IsDir() {
		f := t.folder(e.hash)
		if f.err != nil {
			return fail(f.err)
		}
		return &gitDir{info: e, list: f.list}, nil
	}
	data, err := t.objects.read(e.hash, "blob", plugin.MaxFileSize)
	if err != nil {
		return fail(err)
	}
	return &gitFile{info: e, Reader: bytes.NewReader(data)}, nil
}

func (t *gitTree) stat(dir, name string) (fs.FileInfo, error) {
	e, err := t.follow("stat", dir, name)
	if err != nil {
		return nil, err
	}
	return e, nil
}

func (t *gitTree) readDir(dir, name string) ([]fs.DirEntry, error) {
	e, err := t.find("readdir", dir, name)
	if err == nil && !e.IsDir() {
		err = &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrInvalid}
	}
	if err != nil {
		return nil, err
	}
	f := t.folder(e.hash)
	if f.err != nil {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: f.err}
	}
	return append([]fs.DirEntry(nil), f.list...), nil
}

func (t *gitTree) hash(dir, name string) (string, bool) {
	e, err := t.find("stat", dir, name)
	if err != nil || !e.mode.IsRegular() {
		return "", false
	}
	return e.hash, true
}

func (t *gitTree) Stat(name string) (fs.FileInfo, error)      { return t.stat(".", name) }
func (t *gitTree) ReadDir(name string) ([]fs.DirEntry, error) { return t.readDir(".", name) }
func (t *gitTree) BlobHash(name string) (string, bool)        { return t.hash(".", name) }

// gitSub is a folder of a revision.
type gitSub struct {
	tree *gitTree
	dir  string
}

func (s *gitSub) Open(name string) (fs.File, error)          { return s.tree.open(s.dir, name) }
func (s *gitSub) Stat(name string) (fs.FileInfo, error)      { return s.tree.stat(s.dir, name) }
func (s *gitSub) ReadDir(name string) ([]fs.DirEntry, error) { return s.tree.readDir(s.dir, name) }
func (s *gitSub) BlobHash(name string) (string, bool)        { return s.tree.hash(s.dir, name) }
func (s *gitSub) Sub(dir string) (fs.FS, error)              { return s.tree.sub(s.dir, dir) }

func (e *gitEntry) Name() string               { return e.name }
func (e *gitEntry) Mode() fs.FileMode          { return e.mode }
func (e *gitEntry) ModTime() time.Time         { return e.tree.when }
func (e *gitEntry) IsDir() bool                { return e.mode.IsDir() }
func (e *gitEntry) Sys() any                   { return nil }
func (e *gitEntry) Type() fs.FileMode          { return e.mode.Type() }
func (e *gitEntry) Info() (fs.FileInfo, error) { return e, nil }

// Size is the size in bytes; of what cannot be read, and of a folder, 0.
func (e *gitEntry) Size() int64 {
	if e.IsDir() {
		return 0
	}
	n, err := e.tree.objects.size(e.hash)
	if err != nil {
		return 0
	}
	return n
}

type gitFile struct {
	info *gitEntry
	*bytes.Reader
}

func (f *gitFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *gitFile) Close() error               { return nil }

type gitDir struct {
	info *gitEntry
	list []fs.DirEntry
}

func (d *gitDir) Stat() (fs.FileInfo, error) { return d.info, nil }
func (d *gitDir) Close() error               { return nil }
func (d *gitDir) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: d.info.name, Err: fs.ErrInvalid}
}

func (d *gitDir) ReadDir(n int) ([]fs.DirEntry, error) {
	if n <= 0 || n > len(d.list) {
		if n > 0 && len(d.list) == 0 {
			return nil, io.EOF
		}
		n = len(d.list)
	}
	out := d.list[:n]
	d.list = d.list[n:]
	return out, nil
}

// folderOf is the folder on the disk that a target's label stands for: that of
// the package for what lies in one.
func folderOf(dir string) string {
	if name, ok := strings.CutSuffix(dir, "!"); ok {
		return filepath.Dir(filepath.FromSlash(name))
	}
	return filepath.FromSlash(dir)
}
