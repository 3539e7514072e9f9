package audit

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/source/python"
)

// Shell reports commands that a shell reads.
var Shell = &lint.Rule{
	ID: "audit/shell", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title:   "a command goes through the shell",
	Why:     "The shell interprets its text: a file name with a space breaks the command, and one with `;` or `$(…)` in it runs a command of its own, with the plugin's rights and secrets. It is never safe to put text from the model or the user there. Pass a list, `subprocess.run([\"convert\", name], check=True, timeout=60)`, which no shell interprets. The platform's image has no programs beside Python, and the marketplace classes a plugin that runs commands as high risk.",
	Sources: []string{"dify-plugins: docs/plugin-submission-requirements.md"},
	Run: func(p *lint.Pass) {
		outside(p.Plugin, func(s site) {
			if s.main() {
				return
			}
			switch s.name {
			case "os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput", "asyncio.create_subprocess_shell":
				p.Reportf(s.callee(), "%s passes the text to a shell, which runs any command in it; use subprocess.run with a list", s.written())
			case "subprocess.run", "subprocess.Popen", "subprocess.call", "subprocess.check_call", "subprocess.check_output":
				if v, _ := s.argument("shell", -1); v != 0 && s.m.Exprs[v].Kind == python.TrueLit {
					p.Reportf(at(s.m, v), "shell=True passes the text to a shell, which runs any command in it; pass the command as a list and remove shell=True")
				}
			}
		})
	},
}
