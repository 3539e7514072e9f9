package plugin

// What follows from files alone is kept from one run to the next, where the
// plugin is a plugin.Snapshot: linting again after a change costs what changed.

import (
	"slices"

	"github.com/difylint/difylint/lint/source/text"
)

// Fact is a value computed at most once a plugin and shared by rules.
type Fact[T any] struct {
	compute func(*Plugin) T
}

// NewFact declares a fact. Declare it once, as a package variable.
func NewFact[T any](compute func(*Plugin) T) *Fact[T] {
	return &Fact[T]{compute: compute}
}

// Of is the fact of a plugin.
func (f *Fact[T]) Of(p *Plugin) T {
	v, _ := p.Fact(f, func() any { return f.compute(p) }).(T)
	return v
}

// DocumentFact is a value that follows from one document alone: its kind and
// its text.
type DocumentFact[T any] struct {
	compute func(*Document) T
}

// NewDocumentFact declares a fact of a document. What text.NewFact says holds
// for it too; compute must look at nothing but Kind, Path, File, Tree and Root.
func NewDocumentFact[T any](compute func(*Document) T) *DocumentFact[T] {
	return &DocumentFact[T]{compute: compute}
}

// Of is the fact of a document. It is computed each time for a document without
// a root.
func (f *DocumentFact[T]) Of(d *Document) T {
	if d.File == nil || d.Root == nil {
		return f.compute(d)
	}
	at := -1
	if d.Inline { // several may stand in one file
		at = d.Root.Span.Start
	}
	v, _ := d.File.MemoOf(f, string(d.Kind), at, func() any { return f.compute(d) }).(T)
	return v
}

// FilesFact is a value that follows from some files of a plugin alone.
type FilesFact[T any] struct {
	files   func(*Plugin) []*text.File
	compute func([]*text.File) T
}

// NewFilesFact declares a fact of files: files picks them, compute makes the
// value of them. What text.NewFact says holds for it too, but that one plugin's
// value is never used by two goroutines at once.
func NewFilesFact[T any](files func(*Plugin) []*text.File, compute func([]*text.File) T) *FilesFact[T] {
	return &FilesFact[T]{files: files, compute: compute}
}

// Of is the fact of a plugin.
func (f *FilesFact[T]) Of(p *Plugin) T {
	v, _ := p.Fact(f, func() any {
		files := f.files(p)
		same := func(then any) bool { before, ok := then.([]*text.File); return ok && slices.Equal(before, files) }
		return p.Kept(f, files, same, func() any { return f.compute(files) })
	}).(T)
	return v
}

// KeptFact is a value of a plugin that follows from inputs alone.
type KeptFact[K comparable, T any] struct {
	inputs  func(*Plugin) K
	compute func(*Plugin) T
}

// NewKeptFact declares a fact that follows from inputs, which are cheap to name:
// pointers to files, to a Listing, to what another kept fact says. What
// NewFilesFact says holds for it too; compute must look at nothing else.
func NewKeptFact[K comparable, T any](inputs func(*Plugin) K, compute func(*Plugin) T) *KeptFact[K, T] {
	return &KeptFact[K, T]{inputs: inputs, compute: compute}
}

// Of is the fact of a plugin.
func (f *KeptFact[K, T]) Of(p *Plugin) T {
	v, _ := p.Fact(f, func() any {
		now := f.inputs(p)
		same := func(then any) bool { before, ok := then.(K); return ok && before == now }
		return p.Kept(f, now, same, func() any { return f.compute(p) })
	}).(T)
	return v
}
