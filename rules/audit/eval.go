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
			use, ok := instead[s.name]
			code := s.m.Positional(s.expr, 0)
			if !ok || code == 0 || s.main() || fixed(s.prog, s.i, code) {
				return // or it is always the same code
			}
			p.Reportf(s.callee(), "%s executes text as Python code, with the plugin's rights and secrets; use %s", s.written(), use)
		})
	},
}

// instead is what to use in place of a function.
var instead = map[string]lint.Message{
	"builtins.eval": lint.Msg("json.loads or ast.literal_eval for values"),
	"builtins.exec": lint.Msg("a sandbox outside the process"),
}
