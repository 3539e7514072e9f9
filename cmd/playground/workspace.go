package main

// The files that the page works on: a tree in memory, or a package.

import (
	"archive/zip"
	"bytes"
	"context"
	"embed"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/difylint/difylint/lint/dify/pkg"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
)

const (
	// maxBytes bounds what is opened, all files together.
	maxBytes = 256 << 20
	// maxText bounds what is shown as text, in bytes.
	maxText = 1 << 20
)

// workspace is a tree of files with the plugins in it.
type workspace struct {
	// name is what was opened.
	name    string
	files   map[string][]byte // nil for a folder's mark, and for a package
	fs      fs.FS
	targets []plugin.Target
	archive *pkg.Package // the package, where it is one
}

// open makes a workspace of files by their paths. One file that is a package or
// a zip is opened as such.
func open(ctx context.Context, names, dirs []string, blobs [][]byte) (*workspace, error) {
	if len(names) != len(blobs) {
		return nil, text.Errorf("names and contents differ in number")
	}
	if len(names) == 0 {
		return nil, text.Errorf("there are no files")
	}
	total := 0
	for _, b := range blobs {
		total += len(b)
	}
	if total > maxBytes {
		return nil, text.Errorf("there are more than %d MiB of files", maxBytes>>20)
	}
	if len(names) == 1 {
		switch name := path.Base(names[0]); {
		case plugin.IsPackage(name):
			return openPackage(name, blobs[0])
		case strings.EqualFold(path.Ext(name), ".zip"):
			return openZip(ctx, name, blobs[0])
		}
	}
	if len(names)+len(dirs) > plugin.MaxFiles {
		return nil, text.Errorf("there are more than %d files", plugin.MaxFiles)
	}
	w := &workspace{name: names[0], files: map[string][]byte{}}
	if top, _, ok := strings.Cut(names[0], "/"); ok {
		w.name = top
	}
	for _, dir := range dirs {
		if !fs.ValidPath(dir) {
			return nil, text.Errorf("%q is not a path", dir)
		}
		w.files[path.Join(dir, ".")+"/"+mark] = nil
	}
	for i, name := range names {
		if !fs.ValidPath(name) || name == "." {
			return nil, text.Errorf("%q is not a path", name)
		}
		w.files[name] = notNil(blobs[i])
	}
	return w, w.find(ctx)
}

// mark is a name under which no file is, in a folder that has none otherwise.
const mark = ".empty"

func notNil(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

func openPackage(name string, data []byte) (*workspace, error) {
	archive, err := pkg.OrUnreadable(pkg.OpenBytes(data, pkg.Limits{}))
	if err != nil {
		return nil, err
	}
	t := plugin.Target{FS: archive, Dir: name + "!", Packaged: true}
	return &workspace{name: name, fs: embed.FS{}, targets: []plugin.Target{t}, archive: archive}, nil
}

// openZip opens a zip as the folder that it holds.
func openZip(ctx context.Context, name string, data []byte) (*workspace, error) {
	archive, err := pkg.OpenBytes(data, pkg.Limits{})
	if err != nil {
		return nil, text.Errorf("%s: %w", name, err)
	}
	w := &workspace{name: name, files: map[string][]byte{}}
	if err := w.take(archive, ""); err != nil {
		return nil, err
	}
	return w, w.find(ctx)
}

// take reads all files of a package into the tree, within the package's limits.
func (w *workspace) take(archive *pkg.Package, below string) error {
	return fs.WalkDir(archive, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(archive, name)
		if err != nil {
			return text.Errorf("%s: %w", w.name, err)
		}
		w.files[path.Join(below, name)] = notNil(data)
		return nil
	})
}

// unpack makes a folder of a package, so that it can be edited.
func (w *workspace) unpack(ctx context.Context) (*workspace, error) {
	if w.archive == nil {
		return w, nil
	}
	name := strings.TrimSuffix(w.name, path.Ext(w.name))
	out := &workspace{name: name, files: map[string][]byte{}}
	if err := out.take(w.archive, name); err != nil {
		return nil, err
	}
	return out, out.find(ctx)
}

// find looks for the plugins among the files.
func (w *workspace) find(ctx context.Context) error {
	w.fs = plugin.Overlay(embed.FS{}, w.files)
	targets, err := plugin.Finder{}.In(ctx, w.fs)
	if err != nil {
		return err
	}
	for i := range targets {
		j := slices.IndexFunc(w.targets, func(t plugin.Target) bool { return t.Dir == targets[i].Dir })
		if j >= 0 {
			targets[i].FS = w.targets[j].FS // what is known of its files stays known
		} else {
			targets[i].FS = plugin.NewSnapshot(targets[i].FS)
		}
	}
	w.targets = targets
	return nil
}

// write changes files; nil removes one. Each plugin that a file lies in sees the change.
func (w *workspace) write(ctx context.Context, files map[string]*string) error {
	if len(files) == 0 {
		return nil
	}
	if w.archive != nil {
		return text.Errorf("a package is not changed; unpack it first")
	}
	again := false
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if !fs.ValidPath(name) || name == "." {
			return text.Errorf("%q is not a path", name)
		}
		var data []byte
		if files[name] != nil {
			data = []byte(*files[name])
			if len(data) > plugin.MaxFileSize {
				return text.Errorf("%s: %w", name, plugin.ErrTooLarge)
			}
		}
		before := w.files[name]
		if before != nil && data != nil && bytes.Equal(before, data) {
			continue
		}
		w.files[name] = data
		base := strings.ToLower(path.Base(name))
		again = again || before == nil || data == nil || strings.HasPrefix(base, "manifest.") || base == ".gitignore"
		for i := range w.targets {
			t := &w.targets[i]
			rel, ok := name, true
			if t.Dir != "." {
				rel, ok = strings.CutPrefix(name, t.Dir+"/")
			}
			if s, snap := t.FS.(*plugin.Snapshot); ok && snap {
				next := s.With(map[string][]byte{rel: data})
				next.Forget(rel)
				t.FS = next
			}
		}
	}
	if !again {
		return nil
	}
	_ = w.find(ctx) // where a manifest is in the middle of being written, the plugins stay those that they were
	return nil
}

// file is the content of a file.
func (w *workspace) file(name string) ([]byte, error) {
	if w.archive != nil {
		rel, _ := strings.CutPrefix(name, w.name+"!/")
		return fs.ReadFile(w.archive, rel)
	}
	if data := w.files[name]; data != nil {
		return data, nil
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

type listed struct {
	Path string `json:"path"`
	Size int64  `json:"size"`
}

type listing struct {
	Name    string   `json:"name"`
	Package bool     `json:"package"`
	Plugins []string `json:"plugins"`
	Files   []listed `json:"files"`
}

// listing lists the files in order.
func (w *workspace) listing() *listing {
	out := &listing{Name: w.name, Package: w.archive != nil, Plugins: []string{}, Files: []listed{}}
	for _, t := range w.targets {
		out.Plugins = append(out.Plugins, t.Dir)
	}
	if w.archive != nil {
		_ = fs.WalkDir(w.archive, ".", func(name string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				l := listed{Path: w.name + "!/" + name}
				if info, err := d.Info(); err == nil {
					l.Size = info.Size()
				}
				out.Files = append(out.Files, l)
			}
			return nil // what cannot be listed is for the rules to tell
		})
		return out
	}
	for _, name := range slices.Sorted(maps.Keys(w.files)) {
		if w.files[name] != nil {
			out.Files = append(out.Files, listed{name, int64(len(w.files[name]))})
		}
	}
	return out
}

type content struct {
	// Text is null for what is no text, is too large to show or cannot be read.
	Text any `json:"text"`
}

func (w *workspace) read(name string) content {
	data, err := w.file(name)
	if err != nil || len(data) > maxText || !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0 {
		return content{}
	}
	return content{string(data)}
}

// zip packs all files as they are.
func (w *workspace) zip() ([]byte, error) {
	if w.archive != nil {
		return nil, text.Errorf("this is a package already")
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(w.files)) {
		if w.files[name] == nil {
			continue
		}
		f, err := z.Create(name)
		if err != nil {
			return nil, err
		}
		if _, err := f.Write(w.files[name]); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return b.Bytes(), err
}
