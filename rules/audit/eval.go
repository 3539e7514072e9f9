package audit

import (
	"github.com/difylint/difylint/lint"
)

// Eval reports text that is run as Python.
var Eval = &lint.Rule{
	ID: "audit/eval", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title:   "text is executed as Python code",
	Why:     "What the model or the user writes then runs with the plugin's rights: it can read the credentials of all users of the plugin and connect to any host. An empty `__builtins__` does not prevent this. For values use `json.loads` or `ast.literal_eval`; for arithmetic use an expression parser. If running code is the purpose of the plugin, run it in a sandbox outside the process; the marketplace classes such a plugin as high risk and requires it to say so.",
	Sources: []string{"dify-plugins: docs/plugin-submission-requirements.md"},
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
			use := lint.Msg("json.loads or ast.literal_eval for values")
			if s.name == "builtins.exec" {
				use = lint.Msg("a sandbox outside the process")
			}
			p.Reportf(s.callee(), "%s executes text as Python code, with the plugin's rights and secrets; use %s", s.written(), use)
		})
	},
}
