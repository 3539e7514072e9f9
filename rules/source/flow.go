package source

// Whether a run may come to the end of a function.

import (
	"slices"

	"github.com/difylint/difylint/lint/source/python"
)

// flow asks which blocks of a module a run may come to the end of. Where a
// condition or a handler may never hold, it is taken to.
type flow struct {
	prog   *python.Program
	i      int
	m      *python.Module
	bodies map[int32]python.BlockID
	ended  map[int32]bool // what ends says of functions of the module
}

func newFlow(prog *python.Program, i int) *flow {
	w := &flow{prog, i, prog.Modules[i], map[int32]python.BlockID{}, map[int32]bool{}}
	for b := range w.m.Blocks {
		w.bodies[w.m.Blocks[b].Stmt] = python.BlockID(b)
	}
	return w
}

// clauses is what is known of a compound statement whose clauses are being read.
type clauses struct {
	kind python.StmtKind
	// body: a run passes the statement's own block; other: one of its clauses.
	body, other bool
	// whole: one of the clauses runs; never: a run does not go on behind it.
	whole, never bool
}

func (c *clauses) pass() bool { return !c.never && (c.body || c.other || !c.whole) }

// passes reports whether a run may come to the end of the block of a statement.
func (w *flow) passes(of int32) bool {
	m := w.m
	block, ok := w.bodies[of]
	c := clauses{}
	for k := of + 1; ok && int(k) < len(m.Stmts) && m.Stmts[k].Start < m.Stmts[of].End; k++ {
		st := &m.Stmts[k]
		if st.Block != block {
			continue
		}
		switch st.Kind {
		case python.ElifStmt, python.ExceptStmt, python.CaseStmt:
			c.other = w.passes(k) || c.other
			continue
		case python.FinallyStmt:
			c.never = !w.passes(k)
			continue
		case python.ElseStmt:
			switch passes := w.passes(k); c.kind {
			case python.IfStmt:
				c.other, c.whole = c.other || passes, true
			case python.TryStmt:
				c.body = c.body && passes
			default:
				c.never = !passes // of a loop
			}
			continue
		}
		if !c.pass() {
			return false
		}
		c = clauses{kind: st.Kind}
		switch st.Kind {
		case python.ReturnStmt, python.RaiseStmt, python.BreakStmt, python.ContinueStmt:
			return false
		case python.ExprStmt:
			if w.ends(st.A) {
				return false
			}
		case python.IfStmt:
			c.body = w.passes(k)
		case python.TryStmt, python.WithStmt:
			c.body, c.whole = w.passes(k), true
		case python.MatchStmt:
			c.whole = true // its cases may be all that there are
		case python.WhileStmt:
			kind := m.Exprs[st.A].Kind
			c.never = (kind == python.TrueLit || kind == python.NumberLit) && !w.breaks(block, k)
		}
	}
	return c.pass()
}

// breaks reports whether a loop within a block has a break of its own.
func (w *flow) breaks(block python.BlockID, loop int32) bool {
	for _, k := range within(w.m, loop, python.BreakStmt) {
		b := w.m.Stmts[k].Block
		for w.m.Blocks[b].Kind != python.ForBlock && w.m.Blocks[b].Kind != python.WhileBlock {
			b = w.m.Blocks[b].Parent
		}
		if w.m.Blocks[b].Parent == block {
			return true
		}
	}
	return false
}

// ends reports whether a call never comes back: it ends the process, or calls a
// function of the module that always raises.
func (w *flow) ends(call python.ExprID) bool {
	if w.m.Exprs[call].Kind != python.CallExpr {
		return false
	}
	for _, v := range w.prog.Resolve(w.i, w.m.Exprs[call].A) {
		switch {
		case v.Root == python.ExternalRoot && ending[v.Path]:
			return true
		case v.Root == python.FunctionRoot && v.Path == "":
			fn := w.prog.Function(v.Function())
			if fn.Raises || int(v.Module) != w.i || fn.Stmt < 0 || fn.Generator {
				return true // or it is not followed
			}
			if _, ok := w.ended[v.Index]; !ok {
				w.ended[v.Index] = true // where it calls itself
				w.ended[v.Index] = len(returnsOf(w.m, fn)) == 0 && !w.passes(fn.Stmt)
			}
			if w.ended[v.Index] {
				return true
			}
		}
	}
	return false
}

// ending are functions that raise in every case.
var ending = map[string]bool{
	"builtins.exit": true, "builtins.quit": true, "sys.exit": true, "os._exit": true, "os.abort": true,
	"werkzeug.abort": true, "werkzeug.exceptions.abort": true, "flask.abort": true,
}

// returnsOf are the return statements of a function.
func returnsOf(m *python.Module, fn *python.Function) []int32 {
	return slices.DeleteFunc(within(m, fn.Stmt, python.ReturnStmt), func(k int32) bool { return m.Blocks[m.Stmts[k].Block].Scope != fn.Scope })
}

// within are the statements of a kind within a compound one.
func within(m *python.Module, of int32, kind python.StmtKind) []int32 {
	var out []int32
	for k := of + 1; of >= 0 && int(k) < len(m.Stmts) && m.Stmts[k].Start < m.Stmts[of].End; k++ {
		if m.Stmts[k].Kind == kind {
			out = append(out, k)
		}
	}
	return out
}
