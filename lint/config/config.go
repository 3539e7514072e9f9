// Package config reads .difylint.yaml or [tool.difylint] of a pyproject.toml: which
// file holds for a plugin, what it says together with those it extends, and what is
// wrong with it, reported at its place like everything else.
//
// The nearest file upwards of a plugin's folder holds, alone: there is no
// merging with one further up, and in one folder .difylint.yaml wins. It may extend others by name. The search ends at
// the root of the repository (the folder with .git). A package is not searched:
// only the folder that it lies in counts.
//
// Stable: see docs/stability.md.
package config

import (
	"bytes"
	"io"
	"io/fs"
	"iter"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/difylint/difylint/lint/source/text"
)

// Name is the name of the file. ".difylint.yml" is read too, where there is no
// file of this name beside it.
const Name = ".difylint.yaml"

const otherName = ".difylint.yml"

// projectName is the file that may have the table [tool.difylint].
const projectName = "pyproject.toml"

// toolName is the name of that table.
const toolName = "difylint"

const (
	// MaxSize bounds one file, in bytes.
	MaxSize = 1 << 20
	// maxExtends bounds how many files one may extend, directly and not.
	maxExtends = 16
	// maxUp bounds the search upwards.
	maxUp = 128
)

// FileSystem reads the machine's files by their absolute names; an editor lays
// its buffers over OS.
type FileSystem interface {
	ReadFile(name string) ([]byte, error)
	Stat(name string) (fs.FileInfo, error)
}

// OS is the machine's own files. At most MaxSize+1 bytes are read.
type OS struct{}

// ReadFile reads a file; a larger one is cut.
func (OS) ReadFile(name string) (_ []byte, err error) {
	if name == os.DevNull {
		return nil, nil // the usual name of an empty file
	}
	f, err := text.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return io.ReadAll(io.LimitReader(f, MaxSize+1))
}

// upwards are a folder and those above it, a bounded number of them.
func upwards(folder string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for range maxUp {
			if !yield(folder) || folder == filepath.Dir(folder) {
				return
			}
			folder = filepath.Dir(folder)
		}
	}
}

// Leaves reports whether a name is a link out of the repository that it stands in
// (out of its folder, where that is none), or into the repository's own files: what
// a stranger commits must not show other files of the machine.
func (OS) Leaves(name string) bool {
	top, full, is := text.Link(name)
	if !is || full == "" {
		return is
	}
	for up := range upwards(top) {
		if _, err := os.Lstat(filepath.Join(up, ".git")); err == nil {
			top = up
			break
		}
	}
	rel, err := filepath.Rel(top, full)
	return err != nil || !filepath.IsLocal(rel) || slices.Contains(strings.Split(rel, string(filepath.Separator)), ".git")
}

// Stat is os.Stat.
func (OS) Stat(name string) (fs.FileInfo, error) { return os.Stat(name) }

// Sub reads a file system as if it lay in the folder root of the machine.
func Sub(fsys fs.FS, root string) FileSystem { return subFS{fsys, filepath.Clean(root)} }

type subFS struct {
	fsys fs.FS
	root string
}

func (s subFS) name(op, name string) (string, error) {
	rel, err := filepath.Rel(s.root, name)
	if err != nil || !filepath.IsLocal(rel) {
		return "", &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
	}
	return filepath.ToSlash(rel), nil
}

func (s subFS) ReadFile(name string) ([]byte, error) {
	name, err := s.name("open", name)
	if err != nil {
		return nil, err
	}
	return fs.ReadFile(s.fsys, name)
}

func (s subFS) Stat(name string) (fs.FileInfo, error) {
	name, err := s.name("stat", name)
	if err != nil {
		return nil, err
	}
	return fs.Stat(s.fsys, name)
}

// Options say where to look. The zero value looks on the machine, from the
// working directory.
type Options struct {
	FS FileSystem
	// Dir is the absolute folder that plugins' labels are relative to; "" means
	// the working directory.
	Dir string
	// File, where set, holds for every plugin; nothing is searched.
	File string
	// Drafts says that the files may be in the middle of being written: of one
	// that is broken, the lines that are not still hold.
	Drafts bool
}

// Resolver finds and reads configurations, each file once. It is safe for
// concurrent use.
type Resolver struct {
	fs     FileSystem
	dir    string
	file   string
	drafts bool
	known  *known

	mu       sync.Mutex
	files    map[string]*source
	resolved map[string]*resolved // by the plugin's label
	order    []*resolved

	statMu sync.Mutex
	stats  map[string]fs.FileInfo // nil for what is not there; plugins share the folders above them
}

// New makes a resolver for a catalogue of rules. The error is that of a File
// which cannot be read, or of a working directory that is gone.
func New(rules []*lint.Rule, opts Options) (*Resolver, error) {
	r := &Resolver{fs: opts.FS, dir: opts.Dir, drafts: opts.Drafts, known: newKnown(rules), files: map[string]*source{}, resolved: map[string]*resolved{}}
	if r.fs == nil {
		r.fs = OS{}
	}
	if r.dir == "" {
		wd, err := os.Getwd()
		if err != nil {
			return nil, err
		}
		r.dir = wd
	}
	if opts.File != "" {
		r.file = r.abs(opts.File)
		if _, err := r.fs.ReadFile(r.file); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// read reads a file that was found or is extended. That which a user names is
// read wherever it leads.
func (r *Resolver) read(name string) ([]byte, error) {
	if l, ok := r.fs.(interface{ Leaves(name string) bool }); ok && name != r.file && l.Leaves(name) {
		return nil, text.Errorf("it is a link to a place outside, which is not read")
	}
	return r.fs.ReadFile(name)
}

func (r *Resolver) abs(name string) string {
	name = filepath.FromSlash(name)
	if !filepath.IsAbs(name) {
		name = filepath.Join(r.dir, name)
	}
	return filepath.Clean(name)
}

// label is an absolute name as reports print it: with slashes, relative to the
// working directory.
func (r *Resolver) label(name string) string {
	if rel, err := filepath.Rel(r.dir, name); err == nil {
		name = rel
	}
	return filepath.ToSlash(name)
}

// Config is what is in force for a plugin, given its label as lint.Options.Config
// gets it: a folder, or a package with "!" behind it. It is nil where no file
// holds for it. The same plugin always gets the same Config, which is not to be
// changed.
func (r *Resolver) Config(dir string) *lint.Config {
	r.mu.Lock()
	defer r.mu.Unlock()
	if res := r.resolve(dir); res != nil {
		return res.config
	}
	return nil
}

// Problems is what is wrong with the files read so far, each reported once.
func (r *Resolver) Problems() []lint.Finding {
	r.mu.Lock()
	defer r.mu.Unlock()
	type key struct {
		file    *text.File
		span    text.Span
		message string
	}
	var out []lint.Finding
	seen := map[key]bool{}
	for _, res := range r.order {
		for _, f := range res.config.Problems {
			if t := (key{f.File, f.Span, f.Message.String()}); !seen[t] {
				seen[t] = true
				out = append(out, f)
			}
		}
	}
	lint.Sort(out)
	return out
}

// resolved is a plugin's configuration and where each part of it stands.
type resolved struct {
	config *lint.Config
	// files are the one that holds and those it extends, in the order in which
	// they were read.
	files []*source
	// values are the single values by their path of keys; the last word on each.
	values  map[string]value
	exclude []value
	rules   map[string]ruleSetting
	over    []override
}

// folder is the folder that a plugin's label stands for: that of the package for
// one that is packed.
func (r *Resolver) folder(dir string) (_ string, packaged bool) {
	folder := r.abs(dir)
	if strings.HasSuffix(dir, "!") {
		return filepath.Dir(strings.TrimSuffix(folder, "!")), true
	}
	return folder, false
}

func (r *Resolver) resolve(dir string) *resolved {
	if res, ok := r.resolved[dir]; ok {
		return res
	}
	folder, packaged := r.folder(dir)
	name := r.file
	if name == "" {
		name = r.find(folder, packaged, Name, otherName, projectName)
	}
	var res *resolved
	if name != "" {
		res = r.build(name, folder, dir)
		r.order = append(r.order, res)
	}
	r.resolved[dir] = res
	return res
}

// Nearby finds the file of a name that is nearest upwards of a plugin, given its
// label, on the machine, as a configuration is looked for; "" for none. It asks
// once what lies in a folder.
func Nearby() func(dir, name string) string {
	r, err := New(nil, Options{})
	if err != nil {
		return func(string, string) string { return "" }
	}
	return func(dir, name string) string { return filepath.FromSlash(r.Nearest(dir, name)) }
}

// Nearest is the file of a name that is nearest upwards of a plugin, given its
// label, as a report names it, or "".
func (r *Resolver) Nearest(dir, name string) string {
	folder, packaged := r.folder(dir)
	if full := r.find(folder, packaged, name); full != "" {
		return r.label(full)
	}
	return ""
}

// Changed is the configuration of each plugin with a change, which must not be made
// within what the configuration refers to; conf may be nil.
func Changed(conf func(dir string) *lint.Config, change func(*lint.Config)) func(dir string) *lint.Config {
	return func(dir string) *lint.Config {
		var c lint.Config
		if conf != nil {
			if set := conf(dir); set != nil {
				c = *set
			}
		}
		change(&c)
		return &c
	}
}

// WithProfile is the configuration of each plugin with another profile; conf may be
// nil.
func WithProfile(conf func(dir string) *lint.Config, profile string) func(dir string) *lint.Config {
	return Changed(conf, func(c *lint.Config) { c.Profile = profile })
}

// Published says which plugins are meant to be published: those whose profile says
// so and, of those without one, those of which elsewhere says so; conf may be nil.
func Published(conf func(dir string) *lint.Config, elsewhere func(dir string) bool) func(dir string) bool {
	return func(dir string) bool {
		if conf != nil {
			if c := conf(dir); c != nil && c.Profile != "" {
				return c.Profile == "marketplace" || c.Profile == "official"
			}
		}
		return elsewhere(dir)
	}
}

// Baseline is the absolute name of the baseline that holds for a plugin, given its
// label: the one that the configuration names, or else the nearest of the usual name.
// It is "" where there is none; one that is named may be missing.
func (r *Resolver) Baseline(dir string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	if res := r.resolve(dir); res != nil && res.config.Baseline != "" {
		return r.abs(res.config.Baseline)
	}
	folder, packaged := r.folder(dir)
	return r.find(folder, packaged, lint.BaselineName)
}

// find is the absolute name of the nearest file of one of some names that holds
// for a folder, or "".
func (r *Resolver) find(folder string, packaged bool, names ...string) string {
	for up := range upwards(folder) {
		for _, name := range names {
			name = filepath.Join(up, name)
			if info := r.stat(name); info != nil && !info.IsDir() && r.configures(name) {
				return name
			}
		}
		if packaged || r.isRoot(up) {
			return ""
		}
	}
	return ""
}

// configures reports whether a file that is there is meant as a configuration: any
// but a pyproject.toml without our table.
func (r *Resolver) configures(name string) bool {
	if filepath.Base(name) != projectName || name == r.file {
		return true
	}
	data, err := r.read(name)
	return err == nil && len(data) <= MaxSize && bytes.Contains(data, []byte(toolName)) && r.source(name).meant()
}

// unread reports a [tool.difylint] beside the file that wins over it.
func (r *Resolver) unread(name string) []lint.Finding {
	if base := filepath.Base(name); base != Name && base != otherName {
		return nil
	}
	project := filepath.Join(filepath.Dir(name), projectName)
	if info, err := r.fs.Stat(project); err != nil || info.IsDir() || !r.configures(project) {
		return nil
	}
	s := r.source(project)
	f := problem(s.table(), "[tool.%s] has no effect: %s in the same folder is read in its place; keep one of the two", toolName, filepath.Base(name))
	f.Severity = lint.Warning
	return []lint.Finding{f}
}

// isRoot reports whether a folder is the root of a repository. In a submodule
// or a second work tree .git is a file.
func (r *Resolver) isRoot(folder string) bool {
	return r.stat(filepath.Join(folder, ".git")) != nil
}

// stat asks once what a name is; it is nil for one that is not there.
func (r *Resolver) stat(name string) fs.FileInfo {
	r.statMu.Lock()
	defer r.statMu.Unlock()
	info, asked := r.stats[name]
	if !asked {
		var err error
		if info, err = r.fs.Stat(name); err != nil {
			info = nil
		}
		if r.stats == nil {
			r.stats = map[string]fs.FileInfo{}
		}
		r.stats[name] = info
	}
	return info
}

// build reads a file and what it extends and joins them, the extended first.
func (r *Resolver) build(name, folder, dir string) *resolved {
	res := &resolved{values: map[string]value{}, rules: map[string]ruleSetting{}}
	b := builder{r: r, res: res, problems: map[*source][]lint.Finding{}}
	b.read(name)
	b.bound()
	res.config = res.join(r, name, folder)
	add := func(problems []lint.Finding, from string) {
		slices.SortStableFunc(problems, func(a, b lint.Finding) int { return a.Span.Start - b.Span.Start })
		for _, p := range problems {
			p.Rule, p.Plugin = r.known.invalid, r.label(from)
			if from == r.abs(dir) {
				p.Plugin = dir // a plugin's own file: a fix may change it
			}
			res.config.Problems = append(res.config.Problems, p)
		}
	}
	for _, s := range res.files {
		add(append(slices.Clone(s.problems), b.problems[s]...), filepath.Dir(s.name))
	}
	add(r.unread(name), filepath.Dir(name))
	return res
}

// builder follows "extends".
type builder struct {
	r   *Resolver
	res *resolved
	// stack are the files that are being read.
	stack []*source
	// problems are those of files that extend others, which only show when
	// they are read together.
	problems map[*source][]lint.Finding
}

func (b *builder) read(name string) {
	s := b.r.source(name)
	b.stack = append(b.stack, s)
	for _, e := range s.extends {
		b.extend(s, e)
	}
	b.stack = b.stack[:len(b.stack)-1]
	b.res.files = append(b.res.files, s)
	b.res.add(s)
}

// extend reads one of the files that s extends, or says why it cannot.
func (b *builder) extend(s *source, e value) {
	refuse := func(format string, args ...any) {
		b.problems[s] = append(b.problems[s], problem(e.at, format, args...))
	}
	name := filepath.Join(filepath.Dir(s.name), filepath.FromSlash(e.text))
	switch {
	case slices.ContainsFunc(b.stack, func(open *source) bool { return open.name == name }):
		refuse("%q leads back to a file that it comes from: a configuration cannot extend itself", e.text)
	case path.IsAbs(e.text) || filepath.IsAbs(e.text) || strings.Contains(e.text, "://"):
		refuse("%q is not a relative path; a configuration extends files beside it", e.text)
	case path.Ext(e.text) != ".yaml" && path.Ext(e.text) != ".yml":
		refuse("%q is not the path of a YAML file", e.text)
	case len(b.stack)+len(b.res.files) > maxExtends:
		refuse("more than %d files extend each other here", maxExtends)
	case !b.r.within(s.name, name):
		refuse("%q lies outside the repository", e.text)
	default:
		if _, err := b.r.fs.Stat(name); err != nil {
			refuse("there is no file %q", e.text)
			return
		}
		if !slices.ContainsFunc(b.res.files, func(f *source) bool { return f.name == name }) { // else read already, by another way
			b.read(name)
		}
	}
}

// bound leaves an installation out that lies outside the repository.
func (b *builder) bound() {
	v, ok := b.res.values["target.installation"]
	if !ok {
		return
	}
	for _, s := range b.res.files {
		if s.file == v.at.File && !b.r.within(s.name, b.res.sibling(v)) {
			b.problems[s] = append(b.problems[s], problem(v.at, "%q lies outside the repository; give it with --installation", v.text))
			delete(b.res.values, "target.installation")
		}
	}
}

// within reports whether name lies in the repository of the file from, where
// that is in one.
func (r *Resolver) within(from, name string) bool {
	for dir := range upwards(filepath.Dir(from)) {
		if r.isRoot(dir) {
			rel, err := filepath.Rel(dir, name)
			return err == nil && filepath.IsLocal(rel)
		}
	}
	return true
}

// add lays a file's words over those of the files before it.
func (res *resolved) add(s *source) {
	maps.Copy(res.values, s.values)
	res.exclude = append(res.exclude, s.exclude...)
	for pattern, set := range s.rules {
		res.rules[pattern] = res.rules[pattern].with(set)
	}
	res.over = append(res.over, s.overrides...)
}

// join makes the configuration of what was read.
func (res *resolved) join(r *Resolver, name, folder string) *lint.Config {
	c := &lint.Config{Path: r.label(name), Rules: map[string]lint.Setting{}}
	base := ""
	if rel, err := filepath.Rel(filepath.Dir(name), folder); err == nil && rel != "." {
		base = filepath.ToSlash(rel)
	}
	for pattern, set := range res.rules {
		c.Rules[pattern] = set.setting()
	}
	for _, o := range res.over {
		over := lint.Override{Files: lint.Globs{Patterns: o.files, Base: base}, Rules: map[string]lint.Setting{}}
		for pattern, set := range o.rules {
			over.Rules[pattern] = set.setting()
		}
		c.Overrides = append(c.Overrides, over)
	}
	if len(res.exclude) > 0 {
		c.Exclude.Base = base
		for _, v := range res.exclude {
			c.Exclude.Patterns = append(c.Exclude.Patterns, v.text)
		}
	}
	switch s := res.values["fail-on"].text; s {
	case "":
	case "never":
		c.FailNever = true
	default:
		c.FailOn, _ = lint.ParseSeverity(s)
	}
	c.Profile = res.values["target.profile"].text
	c.Lang = res.values["lang"].text
	if v, ok := res.values["target.dify"]; ok {
		c.Dify, _, _ = releases.ParseTarget(v.text)
	}
	if v, ok := res.values["target.installation"]; ok {
		c.Installation = r.label(res.sibling(v))
	}
	if v, ok := res.values["baseline"]; ok {
		c.Baseline = r.label(res.sibling(v))
	}
	if v, ok := res.values["target.review-date"]; ok {
		c.ReviewDate, _ = time.Parse(time.DateOnly, v.text)
	}
	if res.values["ignores.require-reason"].text == "true" {
		if set := c.Rules[noReason]; !set.Off {
			set.On = true
			c.Rules[noReason] = set
		}
	}
	return c
}

// sibling is a path as seen from the file that has it.
func (res *resolved) sibling(v value) string {
	for _, s := range res.files {
		if s.file == v.at.File {
			return filepath.Join(filepath.Dir(s.name), filepath.FromSlash(v.text))
		}
	}
	return v.text
}

// noReason is the rule that ignores.require-reason turns on.
const noReason = "ignore/no-reason"
