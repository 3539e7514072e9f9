package plugin

// From what stands on a command line to the plugins that are meant.

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/go-git/go-git/v5/plumbing/format/gitignore"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// Target is a plugin to check.
type Target struct {
	// FS is rooted at the folder that holds the manifest.
	FS fs.FS
	// Open, where set, opens FS when the plugin is looked at: a search finds more
	// packages than can be open at once.
	Open func() fs.FS
	// Dir is what the paths in findings begin with: slash-separated, relative
	// to the working directory; "." or "" for none.
	Dir string
	// Packaged is true where FS is a package.
	Packaged bool
	// Subject is what the target is, where it is not a plugin: the subject of the
	// rules that judge it.
	Subject string
	// Entry is the file that was named, where a target of another subject can be
	// read from several; "" for the folder.
	Entry string
}

// Plugin opens the target. Nothing is read yet.
func (t Target) Plugin() *Plugin {
	if t.Open != nil {
		t.FS = t.Open()
	}
	p := Open(t.FS, t.Dir)
	p.Packaged, p.Subject, p.Entry = t.Packaged, t.Subject, t.Entry
	return p
}

// Label is a path as reports print it: relative to the working directory where
// it lies below it, with slashes.
func Label(p string) string {
	cwd, _ := os.Getwd()
	d := discovery{cwd: cwd}
	return d.label(p)
}

// ErrNoPlugin is the error where a path leads to no plugin.
var ErrNoPlugin = text.Errorf("no plugin found")

// Discover is Finder.Discover; open opens packages.
func Discover(ctx context.Context, paths []string, open func(path string) (Target, error)) ([]Target, error) {
	return Finder{Open: open}.Discover(ctx, paths)
}

// Finder finds plugins. The zero value refuses packages.
type Finder struct {
	// Open opens a package by its path.
	Open func(path string) (Target, error)
	// NoIgnore looks at what .gitignore files name, too.
	NoIgnore bool
	// Linked, where set, is called with each link to a plugin's folder that the
	// search met and did not follow, where no path leads to that plugin.
	Linked func(path string)
	// Seen, where set, is called with each folder that the search enters and each
	// file in it, but for what is left out.
	Seen func(path string, e fs.DirEntry)
}

// Discover finds the plugins that paths mean: a folder means every plugin in
// it and below it or, where there is none, the plugin that it belongs to (the
// nearest manifest.yaml upwards), as a file does; a .difypkg is one itself. Each plugin is found once,
// whatever number of paths leads to it. Version control, virtual environments,
// node_modules and what .gitignore files name are not entered; a path that is
// given is. A folder whose manifest cannot be read, or has a name that is nearly
// right, counts as a plugin: a rule says so.
//
// The error joins one for each path that cannot be read or leads to no plugin;
// what the others lead to is found.
func (f Finder) Discover(ctx context.Context, paths []string) ([]Target, error) {
	d := discovery{Finder: f, seen: map[string]bool{}}
	d.cwd, _ = os.Getwd()
	var bad []error
	for _, p := range paths {
		err := d.path(ctx, p)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		bad = append(bad, err)
	}
	for _, link := range d.links {
		if f.Linked != nil && !d.seen[d.abs(link)] && isPlugin(link) {
			f.Linked(link)
		}
	}
	return d.sorted(), errors.Join(bad...)
}

// In finds the plugins in a file system, as Discover finds those in a folder of
// the machine. Their labels are their paths in it.
func (f Finder) In(ctx context.Context, fsys fs.FS) ([]Target, error) {
	f.Seen, f.Linked = nil, nil // they are about the machine
	w := walker{discovery: &discovery{Finder: f, in: fsys, seen: map[string]bool{}}}
	err := w.find(ctx, ".")
	if err == nil && !w.found {
		err = text.Errorf("%w: there is no %s", ErrNoPlugin, ManifestName)
	}
	return w.sorted(), errors.Join(append(w.bad, err)...)
}

type discovery struct {
	Finder
	in    fs.FS // what is searched; nil for the machine
	cwd   string
	seen  map[string]bool
	out   []Target
	links []string // to folders, which were not followed
}

func (d *discovery) sorted() []Target {
	slices.SortStableFunc(d.out, func(a, b Target) int { return strings.Compare(a.Dir, b.Dir) })
	return d.out
}

func (d *discovery) path(ctx context.Context, p string) error {
	info, err := os.Stat(p)
	if err != nil {
		return pathError(p, err)
	}
	if info.IsDir() {
		w := walker{discovery: d}
		if !d.NoIgnore {
			w.at, w.patterns = ignoredAbove(p)
		}
		err := w.find(ctx, p)
		if err != nil || w.found {
			return errors.Join(append(w.bad, err)...)
		}
		if root, ok := Climb(filepath.Join(p, ManifestName)); ok {
			d.add(root)
			return nil
		}
		switch {
		case len(w.links) > 0:
			return text.Errorf("%s: %w: there is no %s in it or below it; %s is a link to a folder, which is not followed: name it to check it", p, ErrNoPlugin, ManifestName, w.links[0])
		case w.passed:
			return text.Errorf("%s: %w: there is no %s in it or below it, except where .gitignore names the folder; --no-ignore looks there, too", p, ErrNoPlugin, ManifestName)
		}
		if in, err := os.ReadDir(p); err == nil {
			for _, e := range in {
				if IsPackage(e.Name()) {
					return text.Errorf("%s: %w: there is no %s in it or below it; a package is checked where it is named, as %s", p, ErrNoPlugin, ManifestName, filepath.ToSlash(filepath.Join(p, e.Name())))
				}
			}
		}
		return text.Errorf("%s: %w: there is no %s in it or below it", p, ErrNoPlugin, ManifestName)
	}
	if IsPackage(p) {
		if d.Open == nil {
			return text.Errorf("%s: packages cannot be read here", p)
		}
		if d.seen[d.abs(p)] {
			return nil
		}
		d.seen[d.abs(p)] = true
		t, err := d.Open(p)
		if err != nil {
			return err
		}
		if t.Dir == "" {
			t.Dir = d.label(p) + "!"
		}
		d.out = append(d.out, t)
		return nil
	}
	root, ok := Climb(p)
	if !ok && OtherManifest(Dir(filepath.Dir(p))) == filepath.Base(p) {
		root, ok = filepath.Dir(p), true
	}
	if !ok {
		return text.Errorf("%s: %w: it lies below no folder with a %s", p, ErrNoPlugin, ManifestName)
	}
	d.add(root)
	return nil
}

// IsPackage reports whether a path has the name of a packed plugin or bundle.
func IsPackage(p string) bool {
	ext := strings.ToLower(filepath.Ext(p))
	return ext == ".difypkg" || ext == ".difybndl"
}

// Climb finds the folder of the nearest plugin's manifest at or above a path,
// which need not exist. The folder is relative to the working directory where it
// lies below it or the path is relative.
func Climb(p string) (string, bool) {
	abs, err := filepath.Abs(p)
	if err != nil {
		return "", false
	}
	for dir := filepath.Dir(abs); ; dir = filepath.Dir(dir) {
		if isPlugin(dir) {
			cwd, _ := os.Getwd()
			return relativeTo(cwd, dir, p), true
		}
		if dir == filepath.Dir(dir) {
			return "", false
		}
	}
}

// relativeTo is the absolute path dir as seen from the working directory, where it
// lies below that or was given as a relative path.
func relativeTo(cwd, dir, given string) string {
	rel, err := filepath.Rel(cwd, dir)
	if err != nil || !filepath.IsLocal(rel) && filepath.IsAbs(given) {
		return dir
	}
	return rel
}

func pathError(p string, err error) error {
	var pe *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return text.Errorf("%s: no such file or folder", p)
	case errors.As(err, &pe):
		return text.Errorf("%s: %w", p, pe.Err)
	}
	return text.Errorf("%s: %w", p, err)
}

func (d *discovery) abs(p string) string {
	if a, err := filepath.Abs(p); err == nil {
		if r, err := filepath.EvalSymlinks(a); err == nil {
			return r
		}
		return a
	}
	return p
}

// label is a path as reports print it: relative to the working directory where
// it lies below it or was given so, with slashes.
func (d *discovery) label(p string) string {
	a, err := filepath.Abs(p)
	if err != nil {
		return filepath.ToSlash(p)
	}
	return filepath.ToSlash(relativeTo(d.cwd, a, p))
}

// dir is the file system of a folder.
func (d *discovery) dir(name string) fs.FS {
	if d.in == nil {
		return Dir(name)
	}
	sub, err := fs.Sub(d.in, filepath.ToSlash(name))
	if err != nil {
		return Dir(os.DevNull) // no path of a walk is invalid
	}
	return sub
}

// entries lists a folder.
func (d *discovery) entries(name string) ([]fs.DirEntry, error) {
	if d.in == nil {
		return os.ReadDir(name)
	}
	return fs.ReadDir(d.in, filepath.ToSlash(name))
}

func (d *discovery) add(dir string) {
	if d.in != nil {
		d.out = append(d.out, Target{FS: d.dir(dir), Dir: filepath.ToSlash(dir)})
		return
	}
	key := d.abs(dir)
	if d.seen[key] {
		return
	}
	d.seen[key] = true
	d.out = append(d.out, Target{FS: Dir(dir), Dir: d.label(dir)})
}

// maxWalkDepth is how many folders in one another are looked into. Deeper ones are
// reported as a path that was not.
const maxWalkDepth = MaxDepth

// walker looks for plugins below one folder.
type walker struct {
	*discovery
	at       []string // the folder, as seen from where the patterns begin
	patterns []pattern
	folders  []folder
	found    bool // a plugin
	passed   bool // over a folder, for a .gitignore
	bad      []error
}

func (w *walker) walk(ctx context.Context, dir string, at []string, depth int) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if w.Seen != nil { // before it is read: what comes later is a change
		if info, err := os.Lstat(dir); err == nil {
			w.Seen(dir, fs.FileInfoToDirEntry(info))
		}
	}
	entries, err := w.entries(dir)
	if err != nil {
		if depth == 0 {
			return pathError(dir, err)
		}
		w.bad = append(w.bad, pathError(dir, err))
		return nil
	}
	isFile := func(name string) bool {
		return slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == name && !e.IsDir() })
	}
	// A folder of this name counts too: a rule says that it should be a file.
	named := slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == ManifestName })
	if depth > 0 && isFile("pyvenv.cfg") {
		return nil // a virtual environment
	}
	if named || slices.ContainsFunc(entries, nearlyManifest) {
		w.folders = append(w.folders, folder{dir: dir, named: named, plugin: named && depth == 0})
	}
	if depth >= maxWalkDepth {
		if slices.ContainsFunc(entries, fs.DirEntry.IsDir) {
			w.bad = append(w.bad, text.Errorf("%s: not looked into: more than %d folders lie in one another", dir, maxWalkDepth))
		}
		return nil
	}
	if !w.NoIgnore && isFile(".gitignore") {
		before := w.patterns
		defer func() { w.patterns = before }()
		w.patterns = append(slices.Clip(before), readPatterns(w.dir(dir), at)...)
	}
	if w.Seen != nil {
		w.see(dir, at, entries)
	}
	for _, e := range entries {
		if e.Type()&fs.ModeSymlink != 0 {
			link := filepath.Join(dir, e.Name())
			if info, err := os.Stat(link); err == nil && info.IsDir() {
				w.links = append(w.links, link)
			}
		}
		if !e.IsDir() || e.Name() == ".git" || e.Name() == "node_modules" || e.Name() == "__pycache__" {
			continue
		}
		sub := append(slices.Clip(at), e.Name())
		if ignored(w.patterns, sub, true) {
			w.passed = true
			continue
		}
		if err := w.walk(ctx, filepath.Join(dir, e.Name()), sub, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// see calls Seen with the files of a folder.
func (w *walker) see(dir string, at []string, entries []fs.DirEntry) {
	for _, e := range entries {
		if !e.IsDir() && !ignored(w.patterns, append(slices.Clip(at), e.Name()), false) {
			w.Seen(filepath.Join(dir, e.Name()), e)
		}
	}
}

// folder is one that may be a plugin's.
type folder struct {
	dir    string
	named  bool // it holds a manifest.yaml, else a file with nearly that name
	plugin bool
}

// find adds the plugins in a folder and below it. Reading the manifests is most of
// the time of a search.
func (w *walker) find(ctx context.Context, dir string) error {
	err := w.walk(ctx, dir, w.at, 0)
	text.Parallel(len(w.folders), func(i int) {
		f := &w.folders[i]
		f.plugin = f.plugin || f.named && means(w.dir(f.dir), ManifestName) || !f.named && OtherManifest(w.dir(f.dir)) != ""
	})
	for _, f := range w.folders {
		if f.plugin {
			w.found = true
			w.add(f.dir)
		}
	}
	return err
}

// ignoredAbove are the patterns of the .gitignore files above a folder, up to the
// root of the repository that it lies in, and the folder as seen from there.
func ignoredAbove(dir string) (at []string, patterns []pattern) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, nil
	}
	var names []string // of the folders, the innermost first
	for top := abs; ; top = filepath.Dir(top) {
		if _, err := os.Lstat(filepath.Join(top, ".git")); err == nil {
			slices.Reverse(names)
			for i := range names {
				patterns = append(patterns, readPatterns(Dir(filepath.Join(append([]string{top}, names[:i]...)...)), names[:i])...)
			}
			return names, slices.DeleteFunc(patterns, func(p pattern) bool { // what is named is looked into
				for i := range names {
					if p.Match(names[:i+1], true) == gitignore.Exclude {
						return true
					}
				}
				return false
			})
		}
		if top == filepath.Dir(top) {
			return nil, nil // in no repository: what lies above says nothing
		}
		names = append(names, filepath.Base(top))
	}
}

// Bounds of one .gitignore.
const (
	maxIgnoreSize = 1 << 20 // bytes
	maxPatterns   = 2000
)

// pattern is a line of a .gitignore.
type pattern struct {
	gitignore.Pattern
	// last is the last name of a line without wildcards: it matches only what lies
	// at or below a folder of that name. "" for other lines.
	last string
}

// readPatterns reads the .gitignore of a folder. Of one beyond the bounds no pattern
// counts, so that everything is looked into.
func readPatterns(fsys fs.FS, at []string) []pattern {
	data, err := readFile(fsys, ".gitignore")
	if err != nil || len(data) > maxIgnoreSize {
		return nil
	}
	var out []pattern
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimRight(line, "\r\n"); strings.TrimSpace(line) != "" && line[0] != '#' {
			if len(out) == maxPatterns {
				return nil
			}
			if strings.Contains(line, "//") {
				continue // Git finds nothing by it
			}
			p := pattern{Pattern: gitignore.ParsePattern(notIn(line), at)}
			if plain := strings.TrimRight(strings.TrimPrefix(line, "!"), "/"); !strings.ContainsAny(plain, `*?[\ `) {
				p.last = path.Base(plain)
			}
			out = append(out, p)
		}
	}
	return out
}

// notIn is a pattern with [^a] for [!a]: Git takes both, go-git only the first, and
// would match the contrary by the second.
func notIn(line string) string {
	b := []byte(line)
	for i := 0; i+1 < len(b); i++ {
		switch {
		case b[i] == '\\':
			i++
		case b[i] == '[' && b[i+1] == '!':
			b[i+1] = '^'
		}
	}
	return string(b)
}

// ignored reports whether patterns exclude a file or a folder.
func ignored(patterns []pattern, at []string, isDir bool) bool {
	var may []gitignore.Pattern
	for _, p := range patterns {
		if p.last == "" || slices.Contains(at, p.last) {
			may = append(may, p.Pattern)
		}
	}
	return gitignore.NewMatcher(may).Match(at, isDir)
}

// isPlugin reports whether a folder holds a manifest.yaml that means a Dify
// plugin, or that cannot be read: then nobody knows, and a rule says so.
func isPlugin(dir string) bool {
	if _, err := os.Lstat(filepath.Join(dir, ManifestName)); err != nil {
		return false
	}
	return means(Dir(dir), ManifestName)
}

func means(fsys fs.FS, name string) bool {
	data, err := readFile(fsys, name)
	return err != nil || IsManifest(data)
}

// nearlyManifest reports whether a file has nearly the manifest's name.
func nearlyManifest(e fs.DirEntry) bool {
	name := strings.ToLower(e.Name())
	return e.Name() != ManifestName && e.Type().IsRegular() && (name == ManifestName || name == "manifest.yml")
}

// OtherManifest is the name of a file at the root that holds a plugin's manifest
// and has nearly its name, or "". Where there is a manifest.yaml, it is "".
func OtherManifest(fsys fs.FS) string {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil || slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == ManifestName }) {
		return ""
	}
	for _, e := range entries {
		if nearlyManifest(e) && means(fsys, e.Name()) {
			return e.Name()
		}
	}
	return ""
}

// broken finds in a file that is not YAML the keys that a plugin's manifest has
// at its top and manifests of other tools do not have together.
var broken = text.Regexp(`(?m)^["']?(?:plugins["']?[ \t]*:|type["']?[ \t]*:[ \t]*["']?(?:plugin|bundle)\b|minimum_dify_version["']?[ \t]*:)`)

// IsManifest reports whether the text of a manifest.yaml means a Dify plugin or
// bundle: by its keys, however they are written and encoded. A file that is not
// YAML, or goes on behind what the platform reads, counts where a line looks like one
// of a manifest.
func IsManifest(data []byte) bool {
	if decoded, _, err := transform.Bytes(unicode.BOMOverride(transform.Nop), data); err == nil {
		data = decoded // as yaml.v3 does
	}
	parsed := false
	if len(data) <= MaxYAMLSize {
		if t := yaml.Parse(text.NewFile(ManifestName, data)); t.Err == nil {
			root := t.Root
			typ := root.Get("type").Str()
			is := typ == "plugin" || typ == string(Bundle) || root.Get("plugins") != nil || root.Get("minimum_dify_version") != nil ||
				root.Get("meta").Get("minimum_dify_version") != nil || root.Get("author") != nil && root.Get("resource") != nil
			if is {
				return true
			}
			parsed = true
		}
	}
	// NUL: of UTF-32, and of UTF-16 that does not say so
	s := strings.NewReplacer("\x00", "", "\r", "\n", "\u0085", "\n", "\u2028", "\n").Replace(string(data))
	if !parsed && strings.HasPrefix(strings.TrimSpace(s), "{") { // each key on a line of its own
		var b strings.Builder
		for part := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == '{' || r == ',' || r == '\n' }) {
			b.WriteString(strings.TrimSpace(part) + "\n")
		}
		s = b.String()
	}
	return broken().MatchString(s) || strings.Contains(s, "\nauthor:") && strings.Contains(s, "\nresource:")
}

// CommonFolder returns the deepest folder that is, or lies above, the folder of
// each target; "" without targets.
func CommonFolder(targets []Target, folder func(Target) string) string {
	common := ""
	for i, t := range targets {
		dir := path.Clean(folder(t))
		if i == 0 {
			common = dir
			continue
		}
		for common != "." && common != "/" && dir != common && !strings.HasPrefix(dir, common+"/") {
			common = path.Dir(common)
		}
	}
	return common
}
