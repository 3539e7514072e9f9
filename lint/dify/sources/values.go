package sources

// What a name is given within one module.

import (
	"regexp"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/python"
)

// MaxText bounds the text of an expression that Source gives, in bytes.
const MaxText = 1024

// maxValues bounds the values of one name.
const maxValues = 8

type bound struct {
	scope python.ScopeID
	name  string
}

// bindings index the bindings of each module, made when one is asked for.
var bindings = plugin.NewFact(func(p *plugin.Plugin) []map[bound][]int {
	return make([]map[bound][]int, len(Program(p).Modules))
})

// Bindings are the bindings by which a name of module i is given a value, in the
// scope of the expression or, where it has none there, the module's; the first
// few where there are many. They are none where e is not a name.
func Bindings(p *plugin.Plugin, i int, e python.ExprID) []*python.Binding {
	m := Program(p).Modules[i]
	if m.Exprs[e].Kind != python.NameExpr {
		return nil
	}
	all := bindings.Of(p)
	if all[i] == nil {
		index := map[bound][]int{}
		for k := range m.Bindings {
			b := &m.Bindings[k]
			if b.Value == 0 || b.Target == 0 || m.Exprs[b.Target].Kind != python.NameExpr {
				continue
			}
			key := bound{b.Scope, m.Ident(b.Target)}
			if len(index[key]) < maxValues {
				index[key] = append(index[key], k)
			}
		}
		all[i] = index
	}
	name := m.Ident(e)
	found := all[i][bound{m.ScopeOf(e), name}]
	if found == nil {
		found = all[i][bound{0, name}]
	}
	var out []*python.Binding
	for _, k := range found {
		out = append(out, &m.Bindings[k])
	}
	return out
}

// Source is an expression as it is written, up to MaxText bytes.
func Source(m *python.Module, e python.ExprID) string {
	s := m.Exprs[e].Span()
	s.End = min(s.End, s.Start+MaxText)
	return m.File.Slice(s)
}

// The bounds of what is followed from one place.
const (
	maxFollow      = 64
	maxFollowDepth = 4
)

// Speaks reports whether an expression of module i, or what the names in it are
// given, holds a word: what a path is made of, roughly.
func Speaks(p *plugin.Plugin, i int, e python.ExprID, word *regexp.Regexp) bool {
	left := maxFollow
	return speaks(p, i, e, word, maxFollowDepth, false, &left)
}

// speaks is Speaks; read says that the text of an expression around e was looked at.
func speaks(p *plugin.Plugin, i int, e python.ExprID, word *regexp.Regexp, depth int, read bool, left *int) bool {
	m := Program(p).Modules[i]
	if !read {
		s := Source(m, e)
		if word.MatchString(s) {
			return true
		}
		read = len(s) < MaxText
	}
	if *left--; depth == 0 || *left < 0 {
		return false
	}
	for _, b := range Bindings(p, i, e) {
		if b.Value != e && speaks(p, i, b.Value, word, depth-1, false, left) {
			return true
		}
	}
	for _, part := range operands(m, e) {
		if speaks(p, i, part, word, depth-1, read, left) {
			return true
		}
	}
	return false
}

// operands are the expressions that a text is made of: both sides of an
// operator, the arguments of a call and what it is called on, fields of a string.
func operands(m *python.Module, e python.ExprID) []python.ExprID {
	var out []python.ExprID
	switch x := m.Exprs[e]; x.Kind {
	case python.BinaryOp:
		out = append(out, x.A, x.B)
	case python.CallExpr:
		out = append(out, x.A)
		args := m.Args(e)
		for _, a := range args[:min(len(args), maxFollow)] {
			out = append(out, a.Value)
		}
	case python.Attribute:
		out = append(out, x.A)
	case python.StringLit:
		parts := m.Parts(e)
		for _, part := range parts[:min(len(parts), maxFollow)] {
			if part.Kind == python.FieldPart && part.Expr != 0 {
				out = append(out, part.Expr)
			}
		}
	}
	return out
}
