// Package audit holds the rules about code that works on the author's machine
// and is unsafe, or fails, where the platform runs it.
//
// Not stable: programs take rules from package rules; see docs/stability.md.
package audit

import (
	"slices"
	"strings"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/python"
)

// site is a place in a source that runs within the plugin.
type site struct {
	plugin *plugin.Plugin
	prog   *python.Program
	i      int
	m      *python.Module
	expr   python.ExprID
	// name is what is called, where the site is a call of an outside name.
	name string
	// sure says that the call stands for nothing else.
	sure bool
}

// outside runs f over the calls of outside names.
func outside(p *plugin.Plugin, f func(s site)) {
	prog, of := sources.Program(p), sdk.ReachOf(p).Meant
	for _, c := range sources.Calls(p) {
		m := prog.Modules[c.Module]
		if of[c.Module] {
			f(site{p, prog, c.Module, m, m.Calls[c.Index].Expr, c.Path, c.Sure})
		}
	}
}

// modules runs f over the sources that run within the plugin.
func modules(p *plugin.Plugin, f func(i int, m *python.Module)) {
	of := sdk.ReachOf(p).Meant
	for i, m := range sources.Program(p).Modules {
		if of[i] {
			f(i, m)
		}
	}
}

// at is the place of an expression.
func at(m *python.Module, e python.ExprID) plugin.Place {
	return plugin.AtSpan(m.File, m.Exprs[e].Span())
}

// callee is the place of what a call calls.
func (s site) callee() plugin.Place { return at(s.m, s.m.Exprs[s.expr].A) }

// written is what the call calls, as it is written, on one line.
func (s site) written() string {
	if name, ok := s.m.Dotted(s.m.Exprs[s.expr].A); ok {
		return name
	}
	return s.name
}

// main reports whether the site stands under `if __name__ == "__main__"`,
// which does not run within the plugin.
func (s site) main() bool {
	return sources.UnderMain(s.plugin, s.m, s.m.Stmts[max(s.m.StmtOf(s.expr), 0)].Block)
}

// argument is the value of a call's argument by keyword or 0-based place (-1
// for none), or 0. hidden says that *arguments or **arguments may hold it.
func (s site) argument(name string, place int) (value python.ExprID, hidden bool) {
	n := 0
	for _, a := range s.m.Args(s.expr) {
		switch {
		case a.Star > 0:
			hidden = true
		case a.Name.IsEmpty():
			if n == place && !hidden {
				return a.Value, false
			}
			n++
		case s.m.Text(a.Name) == name:
			return a.Value, false
		}
	}
	return 0, hidden
}

// suffixed cuts the last name from a dotted path: "requests.Session()" and "get".
func suffixed(name string) (before, last string) {
	i := strings.LastIndexByte(name, '.')
	return name[:max(i, 0)], name[i+1:]
}

// fixed reports whether an expression is always one of the strings that stand in
// the plugin's sources.
func fixed(prog *python.Program, i int, e python.ExprID) bool {
	values := prog.Resolve(i, e)
	for _, v := range values {
		if v.Root != python.LiteralRoot || v.Path != "" {
			return false
		}
		m := prog.Modules[v.Module]
		lit := python.ExprID(v.Index)
		if m.Exprs[lit].Kind != python.StringLit || hasFields(m, lit) {
			return false
		}
	}
	return len(values) > 0
}

// hasFields reports whether a string literal has replacement fields.
func hasFields(m *python.Module, e python.ExprID) bool {
	return slices.ContainsFunc(m.Parts(e), func(part python.StringPart) bool { return part.Kind == python.FieldPart })
}

// definitions are the values that a name is assigned in its own scope, or in the
// module's where it has none there; those of other expressions are themselves.
func definitions(p *plugin.Plugin, i int, e python.ExprID) []python.ExprID {
	if sources.Program(p).Modules[i].Exprs[e].Kind != python.NameExpr {
		return []python.ExprID{e}
	}
	var out []python.ExprID
	for _, b := range sources.Bindings(p, i, e) {
		if !b.Unpacked && (b.Kind == python.AssignBind || b.Kind == python.AnnBind || b.Kind == python.AugBind) {
			out = append(out, b.Value)
		}
	}
	return out
}

// maxClimb bounds how far is looked outwards from an expression.
const maxClimb = 32

// texts runs f over the string literals of a module that are no docstrings and
// not compared with anything.
func texts(m *python.Module, f func(e python.ExprID, begin string, parents []python.ExprID)) {
	// A module follows from its file alone, and so does what is read off here.
	of, _ := m.File.Memo(literalsKey{}, func() any { return literalsOf(m) }).(literals)
	for _, l := range of.list {
		f(l.expr, l.begin, of.parents)
	}
}

type literalsKey struct{}

// literals are those that texts runs over.
type literals struct {
	list    []literal
	parents []python.ExprID
}

type literal struct {
	expr  python.ExprID
	begin string
}

func literalsOf(m *python.Module) literals {
	var of literals
	docs := m.Docstrings()
	for i, x := range m.Exprs {
		e := python.ExprID(i)
		if x.Kind != python.StringLit || docs[e] {
			continue
		}
		if begin, _ := m.Prefix(e); begin != "" {
			if of.parents == nil {
				of.parents = m.Parents()
			}
			if m.Exprs[of.parents[e]].Kind != python.Compare {
				of.list = append(of.list, literal{e, begin})
			}
		}
	}
	return of
}
