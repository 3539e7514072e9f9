package audit

import (
	_ "embed" // the examples
	"regexp"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/source/python"
)

//go:embed system_path.txtar
var systemPathExamples string

// SystemPath is told of paths that the platform's system does not have.
var SystemPath = &lint.Rule{
	ID: "audit/system-path", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title: "a path exists on one computer only",
	Why: "The platform runs plugins on Linux, in a container: there is no drive `C:` and no home of the author's. On Linux " +
		"`D:\\work` is an odd file name in the current folder, so writing to it even succeeds, to no use. Make paths from " +
		"`tempfile.gettempdir()`, or from `pathlib.Path(__file__).parent` for files that the plugin brings. Lists of candidates " +
		"of which the first that exists is taken are not told of.",
	Examples: systemPathExamples,
	Run: func(p *lint.Pass) {
		modules(p.Plugin, func(_ int, m *python.Module) {
			texts(m, func(e python.ExprID, begin string, parents []python.ExprID) {
				if !systemPath.MatchString(begin) || candidate(m, e, parents) {
					return
				}
				p.Reportf(at(m, e), "this path is one computer's, and the plugin runs in a Linux container; make it from tempfile.gettempdir() or pathlib.Path(__file__).parent")
			})
		})
	},
}

var systemPath = regexp.MustCompile(`^(?:[A-Za-z]:(?:\\|/[^/])|/Users/[^/]+/|/opt/homebrew/|/Applications/|/Library/)`)

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
