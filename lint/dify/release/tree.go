package release

// A release that holds several plugins: a folder of them, or a revision.

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/difylint/difylint/lint/dify/plugin"
)

// Tree is a file system with plugins in it, as a release to compare with. It is
// safe for concurrent use where its file system is.
type Tree struct {
	fs    fs.FS
	label func(dir string) string

	once  sync.Once
	dirs  []string
	byID  map[string][]string
	mu    sync.Mutex
	found map[string]bool
}

// Bounds of the search for plugins.
const (
	maxTreeDepth   = 12
	maxTreePlugins = 20000
	maxTreeDirs    = 200000
)

// NewTree wraps a file system. label is how reports print a folder of it.
func NewTree(root fs.FS, label func(dir string) string) *Tree {
	return &Tree{fs: root, label: label, found: map[string]bool{}}
}

// Find is the release of a plugin: what lies at dir, the same folder in the
// tree, unless that is another plugin and its own author and name are elsewhere.
// dir is "" where no folder is the same. It is nil where there is none.
func (t *Tree) Find(p *plugin.Plugin, dir string) (*plugin.Plugin, error) {
	if dir != "" {
		old, err := t.open(dir)
		if err != nil {
			return nil, err
		}
		if old != nil && (old.Author() == p.Author() && old.Name() == p.Name() || len(t.named(p)) == 0) {
			return t.mark(dir, old), nil
		}
	}
	dirs := t.named(p)
	if len(dirs) == 0 {
		return nil, nil
	}
	// Several folders may hold one plugin; a copy of the same name is the likelier.
	best := dirs[max(0, slices.IndexFunc(dirs, func(d string) bool { return path.Base(d) == path.Base(p.Dir) }))]
	old, err := t.open(best)
	if old == nil || err != nil {
		return nil, err
	}
	return t.mark(best, old), nil
}

func (t *Tree) mark(dir string, p *plugin.Plugin) *plugin.Plugin {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.found[dir] = true
	return p
}

// open opens the plugin in a folder; it is nil where there is none.
func (t *Tree) open(dir string) (*plugin.Plugin, error) {
	info, err := fs.Stat(t.fs, path.Join(dir, plugin.ManifestName))
	switch {
	case errors.Is(err, fs.ErrNotExist), err == nil && !info.Mode().IsRegular():
		return nil, nil
	case err != nil:
		return nil, err
	}
	sub := t.fs
	if dir != "." {
		if sub, err = fs.Sub(t.fs, dir); err != nil {
			return nil, err
		}
	}
	return plugin.Open(sub, t.label(dir)), nil
}

// named are the folders of the plugins with a plugin's author and name.
func (t *Tree) named(p *plugin.Plugin) []string {
	if p.Name() == "" {
		return nil
	}
	t.index()
	return t.byID[p.Author()+"/"+p.Name()]
}

// index finds every plugin of the tree, once.
func (t *Tree) index() {
	t.once.Do(func() {
		t.byID = map[string][]string{}
		seen := 0
		var walk func(dir string, depth int)
		walk = func(dir string, depth int) {
			entries, err := fs.ReadDir(t.fs, dir)
			if seen++; err != nil || depth > maxTreeDepth || seen > maxTreeDirs || len(t.dirs) >= maxTreePlugins {
				return
			}
			if slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == plugin.ManifestName && e.Type().IsRegular() }) {
				if p, err := t.open(dir); err == nil && p != nil && isPlugin(p) {
					t.dirs = append(t.dirs, dir)
					if p.Name() != "" {
						id := p.Author() + "/" + p.Name()
						t.byID[id] = append(t.byID[id], dir)
					}
				}
				return
			}
			for _, e := range entries {
				if e.IsDir() && !strings.HasPrefix(e.Name(), ".") && e.Name() != "node_modules" {
					walk(path.Join(dir, e.Name()), depth+1)
				}
			}
		}
		walk(".", 0)
	})
}

// isPlugin tells a plugin's or bundle's manifest from other files of its name.
func isPlugin(p *plugin.Plugin) bool {
	f, err := p.Read(plugin.ManifestName)
	return err == nil && plugin.IsManifest(f.Data)
}

// Gone lists the labels of the plugins below a folder of the tree that Find gave
// for no plugin.
func (t *Tree) Gone(below string) []string {
	t.index()
	t.mu.Lock()
	defer t.mu.Unlock()
	var out []string
	for _, d := range t.dirs {
		if !t.found[d] && (below == "." || d == below || strings.HasPrefix(d, below+"/")) {
			out = append(out, t.label(d))
		}
	}
	return out
}
