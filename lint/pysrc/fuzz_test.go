package pysrc_test

import (
	"slices"
	"testing"

	"github.com/difylint/difylint/lint/pysrc"
	"github.com/difylint/difylint/lint/text"
)

// FuzzParse looks for panics, endless loops and spans out of bounds.
func FuzzParse(f *testing.F) {
	for _, data := range sources(f) {
		f.Add(data)
	}
	for _, v := range verdicts(f) {
		f.Add([]byte(v.source))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		m := pysrc.Parse(text.NewFile("x.py", data))
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
			e := pysrc.ExprID(i)
			check("expression", m.Exprs[i].Span())
			check("name", m.NameOf(e).Span())
			_, _ = m.String(e)
			_, _ = m.Prefix(e)
			_, _ = m.Dotted(e)
			_ = m.ScopeOf(e)
			for _, kid := range slices.Concat(m.Kids(e), []pysrc.ExprID{m.Exprs[i].A}) {
				if m.Exprs[i].Kind != pysrc.StringLit && kid >= e && e > 0 {
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
