package dependency

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/source/requirement"
)

// Impossible reports ranges that no version satisfies.
var Impossible = &lint.Rule{
	ID: "dependency/impossible", Gate: lint.Start, Severity: lint.Error, Since: "0.1.0",
	Title: "no version satisfies the range",
	Why: "Clauses behind a name must all hold. Where they exclude each other, as `>=3.0,<2.0` do, no version can be chosen, the " +
		"installer gives up (\"no solution found\"), and the plugin does not start. Beside a `uv.lock` the lock's version is " +
		"installed for now, and the next lock cannot be made.",
	Sources: []string{"pypa/packaging: src/packaging/specifiers.py", "dify-plugin-daemon: internal/core/local_runtime/setup_python_environment.go"},
	Run: func(p *lint.Pass) {
		f := filesOf.Of(p.Plugin)
		for _, l := range linesOf.Of(p.Plugin) {
			if !l.Valid() || len(l.Specifiers) < 2 || !l.Specifiers.Set().IsEmpty() {
				continue
			}
			found := lint.Finding{
				Place: l.at(l.SpecifiersSpan), Key: l.Key(),
				Message: lint.Msg("no version of %q is %s", short(l.Name), short(l.Specifiers.String())),
			}
			if !l.read || f.frozen() || l.role != runtime || applies(p.Plugin, l.Requirement) != requirement.Always {
				found.Severity = lint.Warning
			}
			p.Report(found)
		}
	},
}
