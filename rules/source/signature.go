package source

// What a call of the SDK's own functions must give, as of a table.

import (
	"slices"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/source/python"
)

// signature is what a function takes: its first parameters must be given.
type signature struct {
	needed int
	names  []string
}

// refuse says why a call would fail, and which of its arguments it is about, 0
// for the call. *arguments and **arguments may hold anything.
func (s signature) refuse(m *python.Module, call python.ExprID) (why lint.Message, about python.ExprID) {
	given := map[string]bool{}
	n := 0
	for _, a := range m.Args(call) {
		switch {
		case a.Star > 0:
			return lint.Message{}, 0
		case a.Name.IsEmpty():
			if n == len(s.names) {
				return lint.Msg("this is one argument more than the SDK takes"), a.Value
			}
			given[s.names[n]] = true
			n++
		default:
			name := m.Text(a.Name)
			switch {
			case !slices.Contains(s.names, name):
				return lint.Msg("the SDK takes no argument %s here", name), a.Value
			case given[name]:
				return lint.Msg("%s is given twice", name), a.Value
			}
			given[name] = true
		}
	}
	for _, name := range s.names[:s.needed] {
		if !given[name] {
			return lint.Msg("%s is missing", name), 0
		}
	}
	return lint.Message{}, 0
}
