package plugin

// Fact is a value computed at most once a plugin and shared by rules.
type Fact[T any] struct {
	compute func(*Plugin) T
	inputs  func(*Plugin) []any
}

// NewFact declares a fact. Declare it once, as a package variable.
func NewFact[T any](compute func(*Plugin) T) *Fact[T] {
	return &Fact[T]{compute: compute}
}

// From names what the fact follows from, and returns it: pointers to files, to a
// Listing, to what another such fact says. compute must look at nothing else. The
// value is kept from one run to the next where the plugin is a Snapshot and these
// are the same, so linting again after a change costs what changed. It must not
// be changed; one plugin's value is never used by two goroutines at once.
func (f *Fact[T]) From(inputs func(*Plugin) []any) *Fact[T] {
	f.inputs = inputs
	return f
}

// Of is the fact of a plugin.
func (f *Fact[T]) Of(p *Plugin) T {
	v, _ := p.Fact(f, func() any {
		if s, ok := p.FS.(*Snapshot); ok && f.inputs != nil {
			return s.kept(p.Context, f, f.inputs(p), func() any { return f.compute(p) })
		}
		return f.compute(p)
	}).(T)
	return v
}
