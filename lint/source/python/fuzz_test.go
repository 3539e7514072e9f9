package python_test

import (
	"slices"
	"testing"

	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/text"
)

// FuzzProgram looks for panics and endless loops in what is asked of modules.
func FuzzProgram(f *testing.F) {
	for _, a := range targets(f) {
		f.Add([]byte(a), []byte("from a import *\nf(x)"))
	}
	for _, data := range sources(f) {
		f.Add(data, data)
	}
	f.Fuzz(func(_ *testing.T, a, b []byte) {
		p := python.NewProgram([]*python.Module{
			python.Parse(text.NewFile("a.py", a)), python.Parse(text.NewFile("b/__init__.py", b)),
			python.Parse(text.NewFile("b/c.py", a)),
		})
		for i, m := range p.Modules {
			for k := range m.Calls {
				for _, v := range p.Target(i, k) {
					_ = p.Text(v)
				}
			}
			for k := range m.Classes {
				_, _ = p.Ancestors(python.ClassRef{Module: int32(i), Class: int32(k)})
			}
			_ = p.Members(i)
			_ = p.TextImports(i)
			_ = p.Escapes(i, func(v python.Value) bool { return v.Path != "" })
		}
	})
}

// FuzzParse looks for panics, endless loops and spans out of bounds.
func FuzzParse(f *testing.F) {
	for _, data := range sources(f) {
		f.Add(data)
	}
	for _, v := range verdicts(f) {
		f.Add([]byte(v.source))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		m := python.Parse(text.NewFile("x.py", data))
		check := func(what string, s text.Span) {
			if s.Start < 0 || s.End < s.Start || s.End > len(data) {
				t.Fatalf("%s: span %v of %d bytes", what, s, len(data))
			}
		}
		if m.Err != nil {
			check("error", m.Err.Span)
			_ = m.Err.Error()
		}
		for i := range m.Exprs {
			e := python.ExprID(i)
			check("expression", m.Exprs[i].Span())
			check("name", m.NameOf(e).Span())
			_, _ = m.String(e)
			_, _ = m.Prefix(e)
			_, _ = m.Dotted(e)
			_ = m.ScopeOf(e)
			for _, kid := range slices.Concat(m.Kids(e), []python.ExprID{m.Exprs[i].A}) {
				if m.Exprs[i].Kind != python.StringLit && kid >= e && e > 0 {
					t.Fatalf("expression %d holds %d", e, kid)
				}
			}
		}
		for _, s := range m.Stmts {
			check("statement", s.Span())
		}
		for i := range m.Imports {
			check("import", m.Imports[i].Stmt)
			check("module", m.Imports[i].ModuleSpan)
			check("imported", m.Imports[i].NameSpan)
		}
		for _, c := range m.Comments {
			check("comment", c)
		}
	})
}
