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
// error: who tries a call of another release of the SDK has another one ready.
func fallsBack(m *python.Module, e python.ExprID, names ...string) bool {
	for b := m.Stmts[max(m.StmtOf(e), 0)].Block; b != 0; b = m.Blocks[b].Parent {
		try := m.Blocks[b].Stmt
		switch m.Blocks[b].Kind {
		case python.FunctionBlock:
			return false
		case python.TryBlock:
		default:
			continue
		}
		for k := try + 1; int(k) < len(m.Stmts) && m.Stmts[k].Start < m.Stmts[try].End || int(k) < len(m.Stmts) && m.Stmts[k].Kind == python.ExceptStmt; k++ {
			st := &m.Stmts[k]
			if st.Kind != python.ExceptStmt || st.Block != m.Stmts[try].Block {
				continue
			}
			caught := []python.ExprID{st.A}
			if m.Exprs[st.A].Kind == python.TupleExpr {
				caught = m.Kids(st.A)
			}
			for _, c := range caught {
				if slices.Contains(names, m.Ident(c)) {
					return true
				}
			}
			// Where all errors are caught, a handler that makes the same call in
			// another way.
			all := slices.ContainsFunc(caught, func(c python.ExprID) bool {
				return c == 0 || m.Ident(c) == "Exception" || m.Ident(c) == "BaseException"
			})
			for i := range m.Calls {
				if !all {
					break
				}
				o := m.Exprs[m.Calls[i].Expr]
				if o.Start > st.Start && o.End <= st.End && m.Exprs[e].Kind == python.CallExpr && m.Ident(o.A) == m.Ident(m.Exprs[e].A) {
					return true
				}
			}
		}
	}
	return false
}
