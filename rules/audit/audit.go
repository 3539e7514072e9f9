// Package audit holds the rules about code that works on the author's machine
// and is unsafe, or fails, where the platform runs it.
package audit

import (
	"path"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/plugin"
	"github.com/difylint/difylint/lint/pyfacts"
	"github.com/difylint/difylint/lint/pysrc"
)

// site is a place in a source that runs within the plugin.
type site struct {
	prog *pysrc.Program
	i    int
	m    *pysrc.Module
	expr pysrc.ExprID
	// name is what is called, where the site is a call of an outside name.
	name string
	// sure says that the call stands for nothing else.
	sure bool
}

// outside runs f over the calls of outside names.
func outside(p *plugin.Plugin, f func(s site)) {
	prog := pyfacts.Program(p)
	for _, c := range pyfacts.Calls(p) {
		m := prog.Modules[c.Module]
		if runs(m) {
			f(site{prog, c.Module, m, m.Calls[c.Index].Expr, c.Path, c.Sure})
		}
	}
}

// modules runs f over the sources that run within the plugin.
func modules(p *plugin.Plugin, f func(i int, m *pysrc.Module)) {
	for i, m := range pyfacts.Program(p).Modules {
		if runs(m) {
			f(i, m)
		}
	}
}

// runs reports whether a source is meant to run within the plugin: tests,
// examples and helpers of the author's do not, and broken ones cannot.
func runs(m *pysrc.Module) bool {
	if m.Err != nil {
		return false
	}
	dir, base := path.Split(m.File.Path)
	if strings.HasPrefix(base, "test_") || strings.HasSuffix(base, "_test.py") || base == "conftest.py" || base == "test.py" || base == "setup.py" {
		return false
	}
	for part := range strings.SplitSeq(dir, "/") {
		switch strings.ToLower(part) {
		case "test", "tests", "testing", "_test", "_tests", "__tests__", "example", "examples", "script", "scripts", "ci", "docs", "dev", "benchmark", "benchmarks":
			return false
		}
		if strings.HasPrefix(part, ".") {
			return false
		}
	}
	return true
}

// at is the place of an expression.
func at(m *pysrc.Module, e pysrc.ExprID) lint.Place { return lint.AtSpan(m.File, m.Exprs[e].Span()) }

// callee is the place of what a call calls.
func (s site) callee() lint.Place { return at(s.m, s.m.Exprs[s.expr].A) }

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
	stmt := s.m.StmtOf(s.expr)
	if stmt < 0 {
		return false
	}
	return underMain(s.m, s.m.Stmts[stmt].Block)
}

func underMain(m *pysrc.Module, b pysrc.BlockID) bool {
	for ; b > 0; b = m.Blocks[b].Parent {
		if st := m.Blocks[b].Stmt; st >= 0 && m.Stmts[st].Kind == pysrc.IfStmt {
			if c := m.Exprs[m.Stmts[st].A]; c.Kind == pysrc.Compare && m.Ident(c.A) == "__name__" {
				return true
			}
		}
	}
	return false
}

// argument is the value of a call's argument by keyword or 0-based place (-1
// for none), or 0. hidden says that *arguments or **arguments may hold it.
func (s site) argument(name string, place int) (value pysrc.ExprID, hidden bool) {
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
	if i < 0 {
		return "", name
	}
	return name[:i], name[i+1:]
}
