package audit

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/text"
)

// SystemPath reports paths that the platform's system does not have.
var SystemPath = &lint.Rule{
	ID: "audit/system-path", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title: "a path exists on one computer only",
	Why:   "The platform runs plugins on Linux, in a container: there is no drive `C:` and no home folder of the author. On Linux `D:\\work` is just an unusual file name in the current folder, so that writing to it succeeds but is useless. Build paths from `tempfile.gettempdir()`, or from `pathlib.Path(__file__).parent` for files of the plugin. The rule does not report lists of candidates from which the code uses the first that exists.",
	Run: func(p *lint.Pass) {
		modules(p.Plugin, func(_ int, m *python.Module) {
			texts(m, func(e python.ExprID, begin string, parents []python.ExprID) {
				if !systemPath().MatchString(begin) || candidate(m, e, parents) {
					return
				}
				p.Reportf(at(m, e), "this path exists on one computer only, but the plugin runs in a Linux container; build it from tempfile.gettempdir() or pathlib.Path(__file__).parent")
			})
		})
	},
}

var systemPath = text.Regexp(`^(?:[A-Za-z]:(?:\\|/[^/])|/Users/[^/]+/|/opt/homebrew/|/Applications/|/Library/)`)

// candidate reports whether a string is one of a list, what is tried where a variable is
// not set, or what is looked for in a text.
func candidate(m *python.Module, e python.ExprID, parents []python.ExprID) bool {
	for p, n := parents[e], 0; p != 0 && n < maxClimb; p, n = parents[p], n+1 {
		switch m.Exprs[p].Kind {
		case python.ListExpr, python.TupleExpr, python.SetExpr, python.DictExpr:
			return true
		case python.CallExpr:
			switch m.Ident(m.Exprs[p].A) {
			case "get", "getenv", "startswith", "replace", "append", "search", "match", "sub", "compile":
				return true
			}
		}
	}
	return false
}
