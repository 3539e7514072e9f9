package text

// Fact is a value that follows from one file alone.
type Fact[T any] struct {
	compute func(*File) T
}

// NewFact declares a fact of a file. Declare it once, as a package variable.
// The value is shared by rules, runs and goroutines: it must not be changed, and
// should not hold a plugin or a document.
func NewFact[T any](compute func(*File) T) *Fact[T] {
	return &Fact[T]{compute: compute}
}

// Of is the fact of a file.
func (f *Fact[T]) Of(file *File) T {
	v, _ := file.Memo(f, func() any { return f.compute(file) }).(T)
	return v
}
