package lint

// What follows from files alone is kept from one run to the next, where the
// plugin is a plugin.Snapshot: linting again after a change costs what changed.

import (
	"slices"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
)

// FileFact is a value that follows from one file alone.
type FileFact[T any] struct {
	compute func(*text.File) T
}

// NewFileFact declares a fact of a file. Declare it once, as a package variable.
// The value is shared by rules, runs and goroutines: it must not be changed, and
// should not hold a plugin or a document.
func NewFileFact[T any](compute func(*text.File) T) *FileFact[T] {
	return &FileFact[T]{compute: compute}
}

// Of is the fact of a file.
func (f *FileFact[T]) Of(file *text.File) T {
	v, _ := file.Memo(f, func() any { return f.compute(file) }).(T)
	return v
}

// DocumentFact is a value that follows from one document alone: its kind and
// its text.
type DocumentFact[T any] struct {
	compute func(*plugin.Document) T
}

// NewDocumentFact declares a fact of a document. What NewFileFact says holds
// for it too; compute must look at nothing but Kind, Path, File, Tree and Root.
func NewDocumentFact[T any](compute func(*plugin.Document) T) *DocumentFact[T] {
	return &DocumentFact[T]{compute: compute}
}

// Of is the fact of a document. It is computed each time for a document without
// a root.
func (f *DocumentFact[T]) Of(d *plugin.Document) T {
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

// EachDocument is the Run of a rule that judges every document with a root for
// itself, and says the same whatever the configuration is: what it reports of a
// document is kept as NewDocumentFact says, and judge must keep to what that says.
func EachDocument(judge func(d *plugin.Document, report func(Finding))) func(*Pass) {
	found := NewDocumentFact(func(d *plugin.Document) []Finding {
		var out []Finding
		judge(d, func(f Finding) {
			f.Related = slices.Clip(f.Related) // folding appends to it
			out = append(out, f)
		})
		return out
	})
	return func(p *Pass) {
		for _, d := range p.Plugin.Documents() {
			if d.Root == nil {
				continue
			}
			for _, f := range found.Of(d) {
				p.Report(f)
			}
		}
	}
}

// FilesFact is a value that follows from some files of a plugin alone.
type FilesFact[T any] struct {
	files   func(*plugin.Plugin) []*text.File
	compute func([]*text.File) T
}

// NewFilesFact declares a fact of files: files picks them, compute makes the
// value of them. What NewFileFact says holds for it too, but that one plugin's
// value is never used by two goroutines at once.
func NewFilesFact[T any](files func(*plugin.Plugin) []*text.File, compute func([]*text.File) T) *FilesFact[T] {
	return &FilesFact[T]{files: files, compute: compute}
}

// Of is the fact of a plugin.
func (f *FilesFact[T]) Of(p *plugin.Plugin) T {
	v, _ := p.Fact(f, func() any {
		files := f.files(p)
		same := func(then any) bool { before, ok := then.([]*text.File); return ok && slices.Equal(before, files) }
		return p.Kept(f, files, same, func() any { return f.compute(files) })
	}).(T)
	return v
}

// KeptFact is a value of a plugin that follows from inputs alone.
type KeptFact[K comparable, T any] struct {
	inputs  func(*plugin.Plugin) K
	compute func(*plugin.Plugin) T
}

// NewKeptFact declares a fact that follows from inputs, which are cheap to name:
// pointers to files, to a Listing, to what another kept fact says. What
// NewFilesFact says holds for it too; compute must look at nothing else.
func NewKeptFact[K comparable, T any](inputs func(*plugin.Plugin) K, compute func(*plugin.Plugin) T) *KeptFact[K, T] {
	return &KeptFact[K, T]{inputs: inputs, compute: compute}
}

// Of is the fact of a plugin.
func (f *KeptFact[K, T]) Of(p *plugin.Plugin) T {
	v, _ := p.Fact(f, func() any {
		now := f.inputs(p)
		same := func(then any) bool { before, ok := then.(K); return ok && before == now }
		return p.Kept(f, now, same, func() any { return f.compute(p) })
	}).(T)
	return v
}
