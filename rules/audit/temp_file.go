package audit

import (
	"path"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/text"
)

// TempFile reports temporary files whose name others can know.
var TempFile = &lint.Rule{
	ID: "audit/temp-file", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title: "a temporary file has a fixed name",
	Why:   "Several calls of a plugin run at the same time, and several plugins share a container: two that write the same file overwrite each other's data, and one user gets the file of another. Nothing deletes the file, and names that come from outside can point outside the folder. Use `tempfile.NamedTemporaryFile` or `tempfile.TemporaryDirectory`, which choose an unused name and clean up.",
	Run: func(p *lint.Pass) {
		modules(p.Plugin, func(i int, m *python.Module) {
			texts(m, func(e python.ExprID, begin string, parents []python.ExprID) {
				if (strings.HasPrefix(begin, "/tmp/") || strings.HasPrefix(begin, "/var/tmp/")) && isFile(m, e) && !random(p.Plugin, i, e, parents) {
					p.Reportf(at(m, e), "calls that run at the same time share this file, and nothing deletes it; use tempfile.NamedTemporaryFile or TemporaryDirectory")
				}
			})
		})
		outside(p.Plugin, func(s site) {
			if s.name == "tempfile.mktemp" {
				p.Reportf(s.callee(), "%s returns a name that another process may create first; use tempfile.NamedTemporaryFile", s.written())
			}
		})
	},
}

// isFile reports whether a path ends as a file's does, and no log's.
func isFile(m *python.Module, e python.ExprID) bool {
	parts := m.Parts(e)
	last := parts[len(parts)-1]
	if last.Kind == python.FieldPart {
		return true
	}
	ext := path.Ext(m.PartText(last))
	return ext != "" && ext != ".log" && ext != ".sock" && ext != ".lock"
}

// anew are the words that a part of a name has which is made anew each time.
var anew = text.Regexp(`(?i)uuid|random|token|secrets|time|hash|md5|sha|unique|nonce|pid`)

// random reports whether a path has a part that is made anew each time.
func random(p *plugin.Plugin, i int, e python.ExprID, parents []python.ExprID) bool {
	m := sources.Program(p).Modules[i]
	if up := parents[e]; up != 0 && m.Exprs[up].Kind == python.BinaryOp {
		// What is joined stands behind it.
		s := m.Exprs[e].Span()
		s.End = min(int(m.Exprs[up].End), s.End+256)
		if anew().MatchString(m.File.Slice(s)) {
			return true
		}
	}
	exprs := []python.ExprID{e}
	for _, part := range m.Parts(e) {
		if part.Kind == python.FieldPart && len(exprs) < maxClimb {
			exprs = append(exprs, definitions(p, i, part.Expr)...)
		}
	}
	return slices.ContainsFunc(exprs, func(e python.ExprID) bool { return anew().MatchString(sources.Source(m, e)) })
}
