package pyfacts

// What a name is given within one module.

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/plugin"
	"github.com/difylint/difylint/lint/pysrc"
)

// MaxText bounds the text of an expression that Source gives, in bytes.
const MaxText = 4096

// maxValues bounds the values of one name.
const maxValues = 8

type bound struct {
	scope pysrc.ScopeID
	name  string
}

// bindings index the bindings of each module, made when one is asked for.
var bindings = lint.NewFact(func(p *plugin.Plugin) []map[bound][]int {
	return make([]map[bound][]int, len(Program(p).Modules))
})

// Bindings are the bindings by which a name of module i is given a value, in the
// scope of the expression or, where it has none there, the module's; the first
// few where there are many. They are none where e is not a name.
func Bindings(p *plugin.Plugin, i int, e pysrc.ExprID) []*pysrc.Binding {
	m := Program(p).Modules[i]
	if m.Exprs[e].Kind != pysrc.NameExpr {
		return nil
	}
	all := bindings.Of(p)
	if all[i] == nil {
		index := map[bound][]int{}
		for k := range m.Bindings {
			b := &m.Bindings[k]
			if b.Value == 0 || b.Target == 0 || m.Exprs[b.Target].Kind != pysrc.NameExpr {
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
	var out []*pysrc.Binding
	for _, k := range found {
		out = append(out, &m.Bindings[k])
	}
	return out
}

// Source is an expression as it is written, up to MaxText bytes.
func Source(m *pysrc.Module, e pysrc.ExprID) string {
	s := m.Exprs[e].Span()
	s.End = min(s.End, s.Start+MaxText)
	return m.File.Slice(s)
}
