package plugin

// Input is a kind of thing that a run is given besides the plugins: keys,
// advisories, a release to compare with. The package that has its type declares
// it once, as a package variable.
type Input[T any] struct{ _ byte }

// NewInput declares an input.
func NewInput[T any]() *Input[T] { return new(Input[T]) }

// Given is an input with its value.
type Given struct{ input, value any }

// With is the input with a value, for lint.Options.Inputs.
func (in *Input[T]) With(value T) Given { return Given{in, value} }

// Of is what the run of a plugin is given, false where it is given none.
func (in *Input[T]) Of(p *Plugin) (T, bool) { return in.In(p.Inputs) }

// In is the first such input in a list, false where there is none.
func (in *Input[T]) In(list []Given) (T, bool) {
	for _, g := range list {
		if g.input == any(in) {
			v, ok := g.value.(T)
			return v, ok
		}
	}
	var zero T
	return zero, false
}

// IsIn reports whether a list has such an input.
func (in *Input[T]) IsIn(list []Given) bool {
	_, ok := in.In(list)
	return ok
}
