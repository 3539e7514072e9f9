package source

// What a call of the SDK's own functions must give, as of a table.

import (
	"slices"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sources"
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
				return lint.Msg("this is one argument more than the SDK accepts"), a.Value
			}
			given[s.names[n]] = true
			n++
		default:
			name := m.Text(a.Name)
			switch {
			case !slices.Contains(s.names, name):
				return lint.Msg("the SDK has no parameter %s here", name), a.Value
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

// fallsBack reports whether an expression stands in a try whose handler names an
// error, or in contextlib.suppress of it: who tries a call of another release of the SDK has another one ready.
func fallsBack(p *plugin.Plugin, m *python.Module, e python.ExprID, names ...string) bool {
	tries := triesOf.Of(p)[m]
	for b := m.Stmts[max(m.StmtOf(e), 0)].Block; b != 0; b = m.Blocks[b].Parent {
		switch m.Blocks[b].Kind {
		case python.FunctionBlock:
			return false
		case python.TryBlock, python.WithBlock:
		default:
			continue
		}
		t := tries[m.Blocks[b].Stmt]
		if t == nil {
			continue
		}
		if slices.ContainsFunc(names, func(name string) bool { return t.caught[name] }) {
			return true
		}
		if m.Exprs[e].Kind == python.CallExpr && t.called[m.Ident(m.Exprs[e].A)] {
			return true
		}
	}
	return false
}

// handled is what the handlers of a try do.
type handled struct {
	// caught are the errors that they name, called is what those call that catch
	// all errors: they may make the same call in another way.
	caught, called map[string]bool
}

// triesOf are the tries of a plugin's modules that have handlers, and the withs
// that suppress errors, by their statements.
var triesOf = plugin.NewFact(func(p *plugin.Plugin) map[*python.Module]map[int32]*handled {
	out := map[*python.Module]map[int32]*handled{}
	for _, m := range sources.Program(p).Modules {
		out[m] = triesIn(m)
	}
	return out
})

func triesIn(m *python.Module) map[int32]*handled {
	out := map[int32]*handled{}
	last := map[python.BlockID]int32{} // the try that was begun last in a block
	all := map[int32]*handled{}        // by a handler that catches all errors
	for k := range m.Stmts {
		st := &m.Stmts[k]
		if st.Kind == python.TryStmt {
			last[st.Block] = int32(k)
		}
		if st.Kind != python.ExceptStmt {
			continue
		}
		try := last[st.Block]
		if out[try] == nil {
			out[try] = &handled{map[string]bool{}, map[string]bool{}}
		}
		caught := []python.ExprID{st.A}
		if m.Exprs[st.A].Kind == python.TupleExpr {
			caught = m.Kids(st.A)
		}
		for _, c := range caught {
			name := m.Ident(c)
			out[try].caught[name] = true
			if c == 0 || name == "Exception" || name == "BaseException" {
				all[int32(k)] = out[try]
			}
		}
	}
	for i := range m.Calls {
		call := m.Calls[i].Expr
		if with := m.StmtOf(call); with >= 0 && m.Stmts[with].Kind == python.WithStmt && m.Ident(m.Exprs[call].A) == "suppress" {
			t := &handled{map[string]bool{}, map[string]bool{}}
			for _, a := range m.Args(call) {
				t.caught[m.Ident(a.Value)] = true
			}
			out[int32(with)] = t
		}
	}
	if len(all) == 0 {
		return out
	}
	for i := range m.Calls {
		call := m.Calls[i].Expr
		for b := m.Stmts[max(m.StmtOf(call), 0)].Block; b != 0; b = m.Blocks[b].Parent {
			if t := all[m.Blocks[b].Stmt]; t != nil {
				t.called[m.Ident(m.Exprs[call].A)] = true
			}
		}
	}
	return out
}
