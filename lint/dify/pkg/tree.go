// Names become a file system here, by the rules of archive/zip's fs.FS: that is
// what the platform reads a plugin through.

package pkg

import (
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// maxName is how many bytes an entry's name may have to take part in the file
// system, and maxComponent how many bytes a file's name may have on the disks
// that the platform unpacks to.
const (
	maxName      = 4096
	maxComponent = 255
)

// node is a file or a folder of the package's file system.
type node struct {
	path     string
	entry    int // index in entries; -1 for a folder that only paths imply
	dir      bool
	children []*node // of a folder, sorted by path once the tree is built
}

func (n *node) name() string { return path.Base(n.path) }

// fsName is the name under which archive/zip answers for a stored name.
func fsName(name string) string {
	name = strings.ReplaceAll(name, `\`, "/")
	name = path.Clean(name)
	name = strings.TrimPrefix(name, "/")
	for strings.HasPrefix(name, "../") {
		name = name[len("../"):]
	}
	return name
}

// buildTree fills nodes and files. The first of two entries with one name
// holds it; a folder never replaces a file.
func (p *Package) buildTree() {
	p.nodes = make(map[string]*node, len(p.entries))
	p.nodes["."] = &node{path: ".", entry: -1, dir: true}
	p.files = make([]int, len(p.entries))
	p.reads = make([]bool, len(p.entries))
	folders := 0
	seen := map[string]bool{}

	for i := range p.entries {
		e := &p.entries[i]
		if len(e.Name) > maxName {
			continue
		}
		name := fsName(e.Name)
		if !fs.ValidPath(name) || name == "." {
			continue
		}
		if _, taken := p.nodes[name]; taken {
			continue
		}
		e.Path = name
		p.nodes[name] = &node{path: name, entry: i, dir: e.Dir}
		for dir := path.Dir(name); dir != "." && !seen[dir]; dir = path.Dir(dir) {
			if folders++; folders > 4*p.limits.Entries {
				break
			}
			seen[dir] = true
			p.dirs = append(p.dirs, dir)
		}
	}
	if folders > 4*p.limits.Entries {
		p.found.container(CodeManyFolders, false,
			"the package's paths make more than %d folders; not all of them are checked", 4*p.limits.Entries)
	}
	for _, dir := range p.dirs {
		if _, ok := p.nodes[dir]; !ok {
			p.nodes[dir] = &node{path: dir, entry: -1, dir: true}
		}
	}
	for name, n := range p.nodes {
		if name == "." {
			continue
		}
		if parent := p.nodes[path.Dir(name)]; parent != nil && parent.dir {
			parent.children = append(parent.children, n)
		}
	}
	for _, n := range p.nodes {
		slices.SortFunc(n.children, func(a, b *node) int { return strings.Compare(a.path, b.path) })
	}
	for i := range p.entries {
		p.files[i] = p.platformEntry(p.entries[i].Name)
		if p.files[i] >= 0 {
			p.reads[p.files[i]] = true
		}
	}
}

// platformEntry is the index of the entry whose content the platform gets when
// it walks to an entry of this name, or -1 where it gets an error.
func (p *Package) platformEntry(name string) int {
	if n := p.nodes[platformName(name)]; n != nil && !n.dir && len(name) <= maxName {
		return n.entry
	}
	return -1
}

// ReadDir lists a folder, sorted by name.
func (p *Package) ReadDir(name string) ([]fs.DirEntry, error) {
	n, err := p.lookup("readdir", name)
	if err != nil {
		return nil, err
	}
	if !n.dir {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: errNotFolder}
	}
	return p.dirEntries(n), nil
}

func (p *Package) dirEntries(n *node) []fs.DirEntry {
	out := make([]fs.DirEntry, len(n.children))
	for i, c := range n.children {
		out[i] = fs.FileInfoToDirEntry(p.info(c))
	}
	return out
}

// Stat tells of a file or folder by what the directory declares. A file is
// always a regular file: that is how the platform writes it, whatever its
// attributes ask for.
func (p *Package) Stat(name string) (fs.FileInfo, error) {
	n, err := p.lookup("stat", name)
	if err != nil {
		return nil, err
	}
	return p.info(n), nil
}

func (p *Package) lookup(op, name string) (*node, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	n := p.nodes[name]
	if n == nil {
		return nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
	}
	return n, nil
}

func (p *Package) info(n *node) fs.FileInfo {
	in := fileInfo{name: n.name(), mode: 0o444}
	if n.dir {
		in.mode = fs.ModeDir | 0o555
	}
	if n.entry >= 0 {
		e := &p.entries[n.entry]
		in.modified = e.Modified
		if !n.dir {
			in.size = int64(min(e.Size, 1<<62))
		}
	}
	return in
}

type fileInfo struct {
	name     string
	size     int64
	mode     fs.FileMode
	modified time.Time
}

func (i fileInfo) Name() string       { return i.name }
func (i fileInfo) Size() int64        { return i.size }
func (i fileInfo) Mode() fs.FileMode  { return i.mode }
func (i fileInfo) ModTime() time.Time { return i.modified }
func (i fileInfo) IsDir() bool        { return i.mode.IsDir() }
func (i fileInfo) Sys() any           { return nil }
