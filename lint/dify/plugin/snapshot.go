package plugin

// A plugin's files kept in memory between runs, for programs that lint one
// plugin again and again: editors, servers, watchers.

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
)

// Snapshot is a plugin's files at one moment. What it reads of its base it
// reads once, and keeps: it does not change, whatever happens on the disk.
//
// With and Reload make the next snapshot of it. A file that is the same in both
// is one *text.File in both, so that whatever was computed of it (its tree, its
// violations, its module) is there already in the next run.
//
// A Snapshot is an fs.FS and safe for concurrent use.
type Snapshot struct {
	overlay
	disk *held
	// names is shared by snapshots of the same paths.
	names *names
	// facts is shared by all snapshots that come of one NewSnapshot.
	facts *sync.Map
}

// names is the listing of snapshots that hold the same paths.
type names struct {
	once sync.Once
	list *Listing
}

// held is what was read of the base.
type held struct {
	mu    sync.Mutex
	files map[string]*entry
	infos map[string]answer[fs.FileInfo]
	dirs  map[string]answer[[]fs.DirEntry]
	// was are files as they were before a Reload: they are taken again where
	// the bytes are still the same.
	was map[string]*text.File
}

// answer is what the base said of a name.
type answer[T any] struct {
	value T
	err   error
}

// ask is what the base says of a name, asked once.
func ask[T any](h *held, known map[string]answer[T], name string, of func(fs.FS, string) (T, error), base fs.FS) (T, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	a, ok := known[name]
	if !ok {
		a.value, a.err = of(base, name)
		known[name] = a
	}
	return a.value, a.err
}

// NewSnapshot makes a snapshot of a file system rooted at a plugin's folder.
// Nothing is read yet.
func NewSnapshot(base fs.FS) *Snapshot {
	if d, ok := base.(*dirFS); ok {
		base = &dirFS{name: d.name, lasting: true}
	}
	return &Snapshot{overlay: overlay{base: base}, disk: newHeld(), names: new(names), facts: new(sync.Map)}
}

func newHeld() *held {
	return &held{files: map[string]*entry{}, infos: map[string]answer[fs.FileInfo]{}, dirs: map[string]answer[[]fs.DirEntry]{}, was: map[string]*text.File{}}
}

// With is the snapshot with files, by clean slash-separated paths, laid over
// it. Nil data hides a file. The data must not be changed afterwards.
func (s *Snapshot) With(files map[string][]byte) *Snapshot { return s.lay(files, text.NewKept) }

// WithDrafts is With for files that are being written: an editor's buffers. See
// text.NewDraft.
func (s *Snapshot) WithDrafts(files map[string][]byte) *Snapshot { return s.lay(files, text.NewDraft) }

func (s *Snapshot) lay(files map[string][]byte, made func(string, []byte) *text.File) *Snapshot {
	next := *s
	next.over = maps.Clone(s.over)
	if next.over == nil {
		next.over = map[string]*text.File{}
	}
	for name, data := range files {
		old, err := s.file(name)
		switch {
		case data == nil:
			next.over[name] = nil
		case err == nil && old.Kept() && bytes.Equal(old.Data, data) && (old.Draft() || sound(old)):
			next.over[name] = old
		default:
			next.over[name] = made(name, data)
		}
		if (err == nil) != (data != nil) {
			next.names = new(names)
		}
	}
	return &next
}

// sound reports whether a file is the same as a draft and as what it is.
func sound(f *text.File) bool {
	switch path.Ext(f.Path) {
	case ".yaml", ".yml":
		return len(f.Data) > MaxYAMLSize || yaml.Parse(f).Err == nil
	case ".py":
		return python.Parse(f).Err == nil
	case ".toml":
		return false // one that is broken is read in another way
	}
	return true
}

// Forget drops what was computed of the base's files behind those that With laid
// over them: an editor's buffer hides its file for long.
func (s *Snapshot) Forget(files ...string) {
	s.disk.mu.Lock()
	defer s.disk.mu.Unlock()
	for _, name := range files {
		over, hidden := s.over[name]
		if e := s.disk.files[name]; hidden && e != nil && e.file != nil && e.file != over {
			e.file.Forget()
		}
		if was := s.disk.was[name]; hidden && was != nil && was != over {
			was.Forget()
		}
	}
}

// Without is the snapshot without what With laid over these files.
func (s *Snapshot) Without(files ...string) *Snapshot {
	next := *s
	next.over = maps.Clone(s.over)
	for _, name := range files {
		if f, ok := next.over[name]; ok {
			delete(next.over, name)
			_, err := next.file(name)
			if (err == nil) != (f != nil) {
				next.names = new(names)
			}
		}
	}
	return &next
}

// Reload is the snapshot with files, or all where none is named, read anew from
// its base. What With laid over it stays.
func (s *Snapshot) Reload(files ...string) *Snapshot {
	next := *s
	next.disk, next.names = newHeld(), new(names)
	s.disk.mu.Lock()
	defer s.disk.mu.Unlock()
	maps.Copy(next.disk.was, s.disk.was)
	if len(files) == 0 {
		for name, e := range s.disk.files {
			if e.err == nil {
				next.disk.was[name] = e.file
			}
		}
		return &next
	}
	maps.Copy(next.disk.files, s.disk.files)
	maps.Copy(next.disk.infos, s.disk.infos)
	maps.Copy(next.disk.dirs, s.disk.dirs)
	for _, name := range files {
		if e := next.disk.files[name]; e != nil && e.err == nil {
			next.disk.was[name] = e.file
		}
		// A new file may have brought new folders with it, or a folder have gone.
		for n := name; ; n = path.Dir(n) {
			delete(next.disk.files, n)
			delete(next.disk.infos, n)
			delete(next.disk.dirs, n)
			if n == "." || n == "/" {
				break
			}
		}
		for n := range next.disk.dirs {
			if strings.HasPrefix(n, name+"/") {
				delete(next.disk.dirs, n)
			}
		}
	}
	return &next
}

// file is a file's content, as Plugin.Read tells it.
func (s *Snapshot) file(name string) (*text.File, error) {
	if f, ok := s.over[name]; ok {
		if f == nil {
			return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
		}
		return f, nil
	}
	h := s.disk
	h.mu.Lock()
	defer h.mu.Unlock()
	if e := h.files[name]; e != nil {
		return e.file, e.err
	}
	e := &entry{}
	var data []byte
	if data, e.err = readFile(s.base, name); e.err == nil {
		if old := h.was[name]; old != nil && bytes.Equal(old.Data, data) {
			e.file = old
		} else {
			e.file = text.NewKept(name, data)
		}
	}
	delete(h.was, name)
	if e.err != nil || len(data) <= MaxYAMLSize {
		h.files[name] = e // larger ones are not worth their memory
	}
	return e.file, e.err
}

// Open opens a file or folder.
func (s *Snapshot) Open(name string) (fs.File, error) {
	f, err := s.file(name)
	switch {
	case err == nil:
		return openOver("open", name, f)
	case errors.Is(err, ErrIsDir), errors.Is(err, fs.ErrNotExist) && s.holds(name):
		return memFolder(name), nil
	}
	return nil, err
}

// Stat tells the size and kind of a file or folder.
func (s *Snapshot) Stat(name string) (fs.FileInfo, error) {
	if f, ok := s.over[name]; ok {
		open, err := openOver("stat", name, f)
		if err != nil {
			return nil, err
		}
		return open.info, nil
	}
	info, err := ask(s.disk, s.disk.infos, name, fs.Stat, s.base)
	if err != nil && s.holds(name) {
		return memFolder(name).info, nil
	}
	return info, err
}

// ReadDir lists a folder in the order of the names.
func (s *Snapshot) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := ask(s.disk, s.disk.dirs, name, fs.ReadDir, s.base)
	if len(s.over) == 0 {
		return slices.Clone(entries), err
	}
	return s.list(name, entries, err)
}

// listing is the plugin's listing, walked once for all snapshots of the same paths.
func (s *Snapshot) listing() *Listing {
	s.names.once.Do(func() {
		s.names.list = walk(context.Background(), s)
		s.disk.mu.Lock()
		defer s.disk.mu.Unlock()
		for name := range s.disk.was { // what is gone need not be kept
			if !s.names.list.Has(name) {
				delete(s.disk.was, name)
			}
		}
	})
	return s.names.list
}

// computed is the value computed last under a key, and what it follows from.
type computed struct {
	inputs []any
	value  any
}

// kept is the value computed last under a key, where it follows from the same
// inputs.
func (s *Snapshot) kept(ctx context.Context, key any, inputs []any, compute func() any) any {
	if v, ok := s.facts.Load(key); ok {
		if c, ok := v.(computed); ok && slices.Equal(c.inputs, inputs) {
			return c.value
		}
	}
	value := compute()
	if ctx.Err() == nil { // else it may be of less than the files hold
		s.facts.Store(key, computed{inputs, value})
	}
	return value
}
