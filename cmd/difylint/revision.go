package main

// A revision of a Git repository as a file system, read with Git's own plumbing:
// one listing of the tree, and one process that hands out blobs. Nothing is
// checked out, no hook or filter runs, and nothing is fetched.

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/difylint/difylint/lint/dify/plugin"
)

// gitTree is the root of a revision's tree. It is safe for concurrent use.
type gitTree struct {
	ctx    context.Context //nolint:containedctx // an fs.FS takes none
	top    string
	commit string
	files  map[string]*gitEntry
	dirs   map[string][]fs.DirEntry
	when   time.Time

	mu  sync.Mutex
	in  io.WriteCloser
	out *bufio.Reader
}

type gitEntry struct {
	name string // the base name
	hash string
	size int64
	mode fs.FileMode
	when time.Time
}

// openRevision opens a revision of the repository that a folder lies in.
func openRevision(ctx context.Context, dir, rev string) (*gitTree, error) {
	top, err := git(ctx, dir, "rev-parse", "--show-toplevel")
	if err != nil {
		return nil, fmt.Errorf("%s is no file or folder, and %s lies in no Git repository: %w", rev, dir, err)
	}
	t := &gitTree{ctx: ctx, top: strings.TrimRight(top, "\r\n"), files: map[string]*gitEntry{}, dirs: map[string][]fs.DirEntry{".": nil}}
	commit, err := git(ctx, dir, "rev-parse", "--verify", "--quiet", "--end-of-options", rev+"^{commit}")
	if err != nil {
		return nil, fmt.Errorf("%s is neither a file or folder nor a revision of the repository %s", rev, t.top)
	}
	t.commit = strings.TrimSpace(commit)
	if s, err := git(ctx, dir, "show", "-s", "--format=%ct", t.commit); err == nil {
		if n, err := strconv.ParseInt(strings.TrimSpace(s), 10, 64); err == nil {
			t.when = time.Unix(n, 0).UTC()
		}
	}
	list, err := git(ctx, dir, "ls-tree", "-r", "-l", "-z", "--full-tree", t.commit)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be listed: %w", rev, err)
	}
	for line := range strings.SplitSeq(list, "\x00") {
		// mode SP type SP hash SP* size TAB path
		head, name, ok := strings.Cut(line, "\t")
		f := strings.Fields(head)
		if !ok || len(f) != 4 || f[1] != "blob" || !fs.ValidPath(name) {
			continue
		}
		e := &gitEntry{name: path.Base(name), hash: f[2], when: t.when, mode: 0o644}
		e.size, _ = strconv.ParseInt(f[3], 10, 64) // "-" where it is not there
		switch f[0] {
		case "100755":
			e.mode = 0o755
		case "120000":
			e.mode = fs.ModeSymlink | 0o777
		}
		t.files[name] = e
		t.add(path.Dir(name), e)
	}
	for _, list := range t.dirs {
		sort.Slice(list, func(i, j int) bool { return list[i].Name() < list[j].Name() })
	}
	return t, nil
}

func (t *gitTree) add(dir string, e fs.DirEntry) {
	_, known := t.dirs[dir]
	t.dirs[dir] = append(t.dirs[dir], e)
	if !known && dir != "." {
		t.add(path.Dir(dir), &gitEntry{name: path.Base(dir), mode: fs.ModeDir | 0o755, when: t.when})
	}
}

// git runs Git in a folder and returns what it prints.
func git(ctx context.Context, dir string, args ...string) (string, error) {
	cmd := gitCommand(ctx, dir, args...)
	var out, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &stderr
	if err := cmd.Run(); err != nil {
		if errors.Is(err, exec.ErrNotFound) {
			return "", errors.New("git is not installed")
		}
		if line, _, _ := strings.Cut(strings.TrimSpace(stderr.String()), "\n"); line != "" {
			return "", errors.New(line)
		}
		return "", err
	}
	return out.String(), nil
}

func gitCommand(ctx context.Context, dir string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "git", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "LC_ALL=C", "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0", "GIT_NO_LAZY_FETCH=1")
	return cmd
}

// blob reads one blob.
func (t *gitTree) blob(hash string) ([]byte, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.in == nil {
		cmd := gitCommand(t.ctx, t.top, "cat-file", "--batch")
		in, err := cmd.StdinPipe()
		if err != nil {
			return nil, err
		}
		out, err := cmd.StdoutPipe()
		if err != nil {
			return nil, err
		}
		if err := cmd.Start(); err != nil {
			return nil, err
		}
		// It ends with its input, or with the context.
		t.in, t.out = in, bufio.NewReaderSize(out, 1<<16)
	}
	if _, err := io.WriteString(t.in, hash+"\n"); err != nil {
		return nil, err
	}
	line, err := t.out.ReadString('\n')
	if err != nil {
		return nil, err
	}
	f := strings.Fields(line) // hash SP type SP size, or hash SP "missing"
	if len(f) != 3 {
		return nil, fs.ErrNotExist
	}
	size, err := strconv.ParseInt(f[2], 10, 64)
	if err != nil || size < 0 {
		return nil, errors.New("git answers what cannot be read")
	}
	if size > plugin.MaxFileSize {
		_, err := io.CopyN(io.Discard, t.out, size+1)
		return nil, errors.Join(plugin.ErrTooLarge, err)
	}
	data := make([]byte, size+1)
	if _, err := io.ReadFull(t.out, data); err != nil {
		return nil, err
	}
	return data[:size], nil
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
	full := path.Join(dir, name)
	fail := func(err error) (fs.File, error) { return nil, &fs.PathError{Op: "open", Path: name, Err: err} }
	if !fs.ValidPath(name) {
		return fail(fs.ErrInvalid)
	}
	if list, ok := t.dirs[full]; ok {
		return &gitDir{info: &gitEntry{name: path.Base(full), mode: fs.ModeDir | 0o755, when: t.when}, list: list}, nil
	}
	e, ok := t.files[full]
	if !ok {
		return fail(fs.ErrNotExist)
	}
	if !e.mode.IsRegular() {
		return fail(fs.ErrInvalid)
	}
	data, err := t.blob(e.hash)
	if err != nil {
		return fail(err)
	}
	return &gitFile{info: e, Reader: bytes.NewReader(data)}, nil
}

func (t *gitTree) stat(dir, name string) (fs.FileInfo, error) {
	full := path.Join(dir, name)
	if _, ok := t.dirs[full]; ok && fs.ValidPath(name) {
		return &gitEntry{name: path.Base(full), mode: fs.ModeDir | 0o755, when: t.when}, nil
	}
	if e, ok := t.files[full]; ok && fs.ValidPath(name) {
		return e, nil
	}
	return nil, &fs.PathError{Op: "stat", Path: name, Err: fs.ErrNotExist}
}

func (t *gitTree) readDir(dir, name string) ([]fs.DirEntry, error) {
	list, ok := t.dirs[path.Join(dir, name)]
	if !ok || !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrNotExist}
	}
	return append([]fs.DirEntry(nil), list...), nil
}

func (t *gitTree) hash(dir, name string) (string, bool) {
	e, ok := t.files[path.Join(dir, name)]
	return e.blobHash(), ok && e.mode.IsRegular()
}

func (e *gitEntry) blobHash() string {
	if e == nil {
		return ""
	}
	return e.hash
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
func (e *gitEntry) Size() int64                { return e.size }
func (e *gitEntry) Mode() fs.FileMode          { return e.mode }
func (e *gitEntry) ModTime() time.Time         { return e.when }
func (e *gitEntry) IsDir() bool                { return e.mode.IsDir() }
func (e *gitEntry) Sys() any                   { return nil }
func (e *gitEntry) Type() fs.FileMode          { return e.mode.Type() }
func (e *gitEntry) Info() (fs.FileInfo, error) { return e, nil }

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
