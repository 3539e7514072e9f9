// Package plugin gives a Dify plugin as its author sees it: the manifest, the
// providers it names, the files that those name, the dependencies, the sources
// and the assets, each read once, lazily, with the bytes as they are.
//
// Whatever holds the files (a folder, a package, a git revision, an editor's
// buffers) is one fs.FS underneath; nothing above this package opens a file.
//
// Stable: see docs/stability.md.
package plugin

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
)

// Limits of what is read, in bytes. A plugin may weigh 52428800 bytes
// uncompressed (dify-plugin-daemon, pkg/plugin_packager/decoder/zip.go), so
// nothing that could be installed is larger.
const (
	MaxFileSize = 50 << 20
	// MaxYAMLSize bounds what is parsed: a tree takes some 50 times its text. The
	// largest declarations of real plugins have a tenth of it.
	MaxYAMLSize = 2 << 20
	// MaxFiles bounds the walk over one plugin's folder: files and folders.
	MaxFiles = 50000
	// MaxDepth bounds how deep that walk goes, in folders.
	MaxDepth = 64
)

// ErrTooLarge is the error for a file over MaxFileSize or MaxYAMLSize.
var ErrTooLarge = text.ErrTooLarge

// ErrIsDir is the error for a folder where a file should be.
var ErrIsDir = text.Errorf("a folder stands where a file should be")

// ManifestName is the file that makes a folder a plugin.
const ManifestName = "manifest.yaml"

// Plugin is one plugin. It is not safe for concurrent use.
type Plugin struct {
	// FS is rooted at the folder of the manifest.
	FS fs.FS
	// Dir is the label that paths begin with in reports: a slash-separated path
	// relative to the working directory, "." for itself, or "x.difypkg!".
	Dir string
	// Packaged is true where FS is a package rather than a folder.
	Packaged bool
	// Subject and Entry are the target's, where it is not a plugin.
	Subject, Entry string
	// Context ends what takes long: after its end, reads fail with its error, and
	// Listing is cut off. A run sets it.
	Context context.Context //nolint:containedctx // it is that of the run that the plugin is opened for
	// Inputs are what the run is given besides the plugins. A run sets it.
	Inputs []Given

	like     *Plugin // see Share
	files    map[string]*entry
	manifest *Document
	docs     []*Document
	byKey    map[docKey]*Document
	refs     []*Reference
	ready    bool
	list     *Listing
	sizes    map[string]int64
	trees    map[*text.File]*yaml.Tree // see parsed
	early    map[string]*yaml.Tree     // by file: what was parsed before it was asked for, nil once it was
	facts    sync.Map
}

type entry struct {
	file *text.File
	err  error
}

// Open makes a plugin of a file system rooted at its folder. Nothing is read yet.
func Open(fsys fs.FS, dir string) *Plugin {
	return &Plugin{FS: fsys, Dir: dir, Context: context.Background(), files: map[string]*entry{}, sizes: map[string]int64{}, byKey: map[docKey]*Document{}, early: map[string]*yaml.Tree{}}
}

// Label is the path of a file of the plugin as reports print it.
func (p *Plugin) Label(name string) string {
	switch {
	case name == "" || name == ".":
		return p.Dir
	case p.Dir == "" || p.Dir == ".":
		return name
	case strings.HasSuffix(p.Dir, "/"):
		return p.Dir + name
	}
	return p.Dir + "/" + name
}

// Fact keeps a value that is worth computing once a plugin. compute runs at most
// once for a key; the key should be a pointer or an unexported type.
func (p *Plugin) Fact(key any, compute func() any) any {
	if v, ok := p.facts.Load(key); ok {
		return v
	}
	v := compute()
	p.facts.Store(key, v)
	return v
}

// Read is the content of a file by its clean path below the plugin's root. The
// error is fs.ErrNotExist, ErrIsDir, ErrTooLarge, fs.ErrInvalid for a path that
// leaves the plugin, or what the file system says.
func (p *Plugin) Read(name string) (*text.File, error) {
	if e, ok := p.files[name]; ok {
		return e.file, e.err
	}
	if p.Context.Err() != nil {
		return nil, p.Context.Err()
	}
	e := &entry{}
	if s, ok := p.FS.(*Snapshot); ok {
		e.file, e.err = s.file(name)
	} else {
		var data []byte
		if data, e.err = readFile(p.FS, name); e.err == nil {
			e.file = p.alike(name, data)
		}
	}
	p.files[name] = e
	return e.file, e.err
}

// Forget drops what was made of the files that no later run reads: findings keep
// the files, and would keep that too.
func (p *Plugin) Forget() {
	for _, e := range p.files {
		if e.file != nil && !e.file.Kept() {
			e.file.Forget()
		}
	}
}

// Opened are the files that were read so far, in the order of their paths.
func (p *Plugin) Opened() []*text.File {
	var out []*text.File
	for _, e := range p.files {
		if e.file != nil {
			out = append(out, e.file)
		}
	}
	slices.SortFunc(out, func(a, b *text.File) int { return strings.Compare(a.Path, b.Path) })
	return out
}

// Unread is the first file, in the order of their paths, that was asked for so far,
// is there and could not be read; "" where there is none.
func (p *Plugin) Unread() string {
	first := ""
	for name, e := range p.files {
		if e.err != nil && !errors.Is(e.err, fs.ErrNotExist) && !errors.Is(e.err, fs.ErrInvalid) && !errors.Is(e.err, ErrIsDir) && !errors.Is(e.err, ErrTooLarge) && (first == "" || name < first) {
			first = name
		}
	}
	return first
}

// Share makes p take a file that is the same in another state of it, byte for
// byte, from there, with what was made of it. The two must not be used by
// different goroutines. It does nothing where they share already.
func (p *Plugin) Share(other *Plugin) {
	if p.like == nil && other.like == nil {
		p.like = other
	}
}

// alike is the file with this content, that of the other state where it is the same.
func (p *Plugin) alike(name string, data []byte) *text.File {
	if p.like != nil && p.like != p {
		if f, err := p.like.Read(name); err == nil && bytes.Equal(f.Data, data) {
			return f
		}
	}
	return text.NewFile(name, data)
}

// readFile reads at most MaxFileSize bytes, whatever the file says of its size.
func readFile(fsys fs.FS, name string) ([]byte, error) {
	if !fs.ValidPath(name) {
		return nil, fs.ErrInvalid
	}
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return nil, ErrIsDir
	}
	if err := text.Regular(info.Mode()); err != nil {
		return nil, err
	}
	size := info.Size()
	if size > MaxFileSize {
		return nil, ErrTooLarge
	}
	buf := make([]byte, 0, size+1)
	for {
		n, err := f.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		if errors.Is(err, io.EOF) {
			return buf, nil
		}
		if err != nil {
			return nil, err
		}
		if len(buf) > MaxFileSize {
			return nil, ErrTooLarge
		}
		if len(buf) == cap(buf) {
			buf = append(buf, 0)[:len(buf)]
		}
	}
}

// Listing is what lies in the plugin's folder.
type Listing struct {
	// Files are all regular files' paths in order, without those in Skipped.
	Files []string
	// Dirs are all folders' paths in order.
	Dirs []string
	// Links are symbolic links and other irregular files.
	Links []string
	// Skipped are folders that were not entered (.git, virtual environments and
	// node_modules), and why. Plugins within the plugin are entered: packaging
	// takes them in.
	Skipped map[string]string
	// Truncated is true where the folder holds more than MaxFiles files and folders,
	// or more than MaxDepth folders inside one another.
	Truncated bool

	dirs map[string]bool
	fold map[string][]string
}

// Has reports whether a regular file has exactly this path.
func (l *Listing) Has(name string) bool {
	_, there := slices.BinarySearch(l.Files, name)
	return there
}

// HasDir reports whether a folder has exactly this path.
func (l *Listing) HasDir(name string) bool { return l.dirs[name] }

// Fold lists the files whose path differs at most by letter case.
func (l *Listing) Fold(name string) []string { return l.fold[strings.ToLower(name)] }

// skipDir says why a folder is not entered, or "".
func skipDir(fsys fs.FS, name string) string {
	base := path.Base(name)
	switch base {
	case ".git", ".hg", ".svn":
		return "version control"
	case "node_modules":
		return "node modules"
	}
	if base == "env" || strings.HasPrefix(base, ".") || strings.Contains(base, "venv") {
		if _, err := fs.Stat(fsys, name+"/pyvenv.cfg"); err == nil {
			return "virtual environment"
		}
	}
	return ""
}

// Listing walks the folder once. Files that cannot be listed are left out. The
// same *Listing means the same paths, from run to run where FS is a Snapshot.
func (p *Plugin) Listing() *Listing {
	if p.list != nil {
		return p.list
	}
	if s, ok := p.FS.(*Snapshot); ok {
		p.list = s.listing()
	} else {
		p.list = walk(p.Context, p.FS)
	}
	return p.list
}

// walk lists a folder. Files that cannot be listed are left out.
func walk(ctx context.Context, fsys fs.FS) *Listing {
	l := &Listing{Skipped: map[string]string{}, dirs: map[string]bool{}, fold: map[string][]string{}}
	var enter func(dir string, depth int)
	enter = func(dir string, depth int) {
		if depth > MaxDepth || ctx.Err() != nil {
			l.Truncated = true
			return
		}
		entries, err := fs.ReadDir(fsys, dir)
		if err != nil {
			return
		}
		for _, e := range entries {
			if len(l.Files)+len(l.Dirs) >= MaxFiles {
				l.Truncated = true
				return
			}
			name := path.Join(dir, e.Name())
			switch {
			case e.IsDir():
				l.Dirs = append(l.Dirs, name)
				l.dirs[name] = true
				if why := skipDir(fsys, name); why != "" {
					l.Skipped[name] = why
					continue
				}
				enter(name, depth+1)
			case e.Type().IsRegular():
				l.Files = append(l.Files, name)
				lower := strings.ToLower(name)
				l.fold[lower] = append(l.fold[lower], name)
			default:
				l.Links = append(l.Links, name)
				// A link to a file inside the plugin reads as that file does.
				if info, err := fs.Stat(fsys, name); err == nil && info.Mode().IsRegular() {
					l.Files = append(l.Files, name)
				}
			}
		}
	}
	enter(".", 0)
	slices.Sort(l.Files)
	return l
}

// Size is a file's size in bytes, or -1.
func (p *Plugin) Size(name string) int64 {
	if s, ok := p.sizes[name]; ok {
		return s
	}
	s := int64(-1)
	if info, err := fs.Stat(p.FS, name); err == nil {
		s = info.Size()
	}
	p.sizes[name] = s
	return s
}

// Sources are the paths of the Python files, in order, without tests' caches
// and what Listing left out.
func (p *Plugin) Sources() []string {
	var out []string
	for _, f := range p.Listing().Files {
		if strings.HasSuffix(f, ".py") {
			out = append(out, f)
		}
	}
	return out
}

// Exists reports whether a regular file has exactly this path, without walking
// the folder.
func (p *Plugin) Exists(name string) bool {
	if p.list != nil {
		return p.list.Has(name)
	}
	if e, ok := p.files[name]; ok {
		return e.err == nil
	}
	if !fs.ValidPath(name) {
		return false
	}
	info, err := fs.Stat(p.FS, name)
	return err == nil && info.Mode().IsRegular()
}

// parse reads and parses one YAML file.
func (p *Plugin) parse(name string) (*yaml.Tree, *text.File, error) {
	f, err := p.Read(name)
	if err != nil {
		return nil, nil, err
	}
	if len(f.Data) > MaxYAMLSize {
		return nil, f, ErrTooLarge
	}
	if p.like != nil {
		if t := p.like.parsed(f); t != nil {
			return t, f, nil
		}
	}
	t := p.early[name]
	p.early[name] = nil
	if t != nil {
		return t, f, nil
	}
	t, err = yaml.ParseIn(p.Context, f)
	return t, f, err
}

// ahead parses files side by side that parse is about to be asked for.
func (p *Plugin) ahead(names []string) {
	if len(names) < 2 || p.like != nil {
		return
	}
	var files []*text.File
	for _, name := range names {
		if _, ok := p.early[name]; ok {
			continue
		}
		if f, err := p.Read(name); err == nil && len(f.Data) <= MaxYAMLSize {
			p.early[name] = nil
			files = append(files, f)
		}
	}
	trees := make([]*yaml.Tree, len(files))
	text.Parallel(len(files), func(i int) { trees[i], _ = yaml.ParseIn(p.Context, files[i]) })
	for i, f := range files {
		p.early[f.Path] = trees[i]
	}
}

// parsed is the tree that was made of a file already, or nil.
func (p *Plugin) parsed(f *text.File) *yaml.Tree {
	if p.trees == nil {
		p.load()
		p.trees = make(map[*text.File]*yaml.Tree, len(p.docs))
		for _, d := range p.docs {
			p.trees[d.File] = d.Tree
		}
	}
	return p.trees[f]
}
