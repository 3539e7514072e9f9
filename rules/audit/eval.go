package audit

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
)

//go:embed eval.txtar
var evalExamples string

// Eval is told of text that is run as Python.
var Eval = &lint.Rule{
	ID: "audit/eval", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title: "text is run as Python",
	Why: "What the model or the user writes then runs with the plugin's rights: it reads the credentials of all who use the " +
		"plugin and calls whom it likes. An empty `__builtins__` does not prevent it. For values use `json.loads` or " +
		"`ast.literal_eval`; for arithmetic a parser of expressions. Where running code is what the plugin is for, run it in a " +
		"sandbox outside the process; for the marketplace the plugin is of high risk and must say so.",
	Sources:  []string{"dify-plugins: docs/plugin-submission-requirements.md"},
	Examples: evalExamples,
	Run: func(p *lint.Pass) {
		outside(p.Plugin, func(s site) {
			switch s.name {
			case "builtins.eval", "builtins.exec":
			default:
				return
			}
			code := s.m.Positional(s.expr, 0)
			if code == 0 || s.main() {
				return
			}
			if fixed(s.prog, s.i, code) {
				return // always the same code
			}
			use := "json.loads or ast.literal_eval for values"
			if s.name == "builtins.exec" {
				use = "a sandbox outside the process"
			}
			p.Reportf(s.callee(), "%s runs text as Python, with the plugin's rights and secrets; use %s", s.written(), use)
		})
	},
}
