package release

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

//go:embed scope_widened.txtar
var scopeWidenedExamples string

// ScopeWidened reports scopes and hosts that are declared now.
var ScopeWidened = &lint.Rule{
	ID: "release/scope-widened", Gate: lint.None, Severity: lint.Info, Since: "0.1.0", Needs: needsBaseline,
	Title:    "the plugin declares a new scope or host",
	Why:      "Some manifests list what the plugin can access: scopes that an organisation defined (`permissions: [net:outbound]`), or hosts (`network.domains`). An administrator must agree to one more, so it is reported separately, whatever the version says.",
	Examples: scopeWidenedExamples,
	Options:  options(release.ScopeWidened),
	Run:      told,
}
