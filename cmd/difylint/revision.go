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
	"slices"
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

// gitTree is a revision's tree, as a file system its root. It is safe for
// concurrent use.
type gitTree struct {
	gitSub
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
	t.gitSub = gitSub{t, "."}
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
	slices.SortFunc(f.list, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
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

// gitSub is a folder of a revision.
type gitSub struct {
	tree *gitTree
	dir  string
}

// Sub is the tree below a folder.
func (s *gitSub) Sub(dir string) (fs.FS, error) {
	if !fs.ValidPath(dir) {
		return nil, &fs.PathError{Op: "sub", Path: dir, Err: fs.ErrInvalid}
	}
	return &gitSub{s.tree, path.Join(s.dir, dir)}, nil
}

func (s *gitSub) Open(name string) (fs.File, error) {
	t := s.tree
	e, err := t.follow("open", s.dir, name)
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

// Stat is the file that a link leads to, too.
func (s *gitSub) Stat(name string) (fs.FileInfo, error) {
	e, err := s.tree.follow("stat", s.dir, name)
	if err != nil {
		return nil, err
	}
	return e, nil
}

// ReadDir lists a folder.
func (s *gitSub) ReadDir(name string) ([]fs.DirEntry, error) {
	e, err := s.tree.find("readdir", s.dir, name)
	if err == nil && !e.IsDir() {
		err = &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrInvalid}
	}
	if err != nil {
		return nil, err
	}
	f := s.tree.folder(e.hash)
	if f.err != nil {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: f.err}
	}
	return slices.Clone(f.list), nil
}

// BlobHash is the name of a file's content; it is not ok for what is no file.
func (s *gitSub) BlobHash(name string) (string, bool) {
	e, err := s.tree.find("stat", s.dir, name)
	if err != nil || !e.mode.IsRegular() {
		return "", false
	}
	return e.hash, true
}

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
