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
	Title: "the plugin declares a scope or host that it did not have",
	Why: "Some manifests list what the plugin reaches: scopes of an organisation's own (`permissions: [net:outbound]`), or hosts " +
		"(`network.domains`). One more is an administrator's to grant again, so it is told on its own, whatever the version " +
		"says.",
	Examples: scopeWidenedExamples,
	Options:  options(release.ScopeWidened),
	Run:      told,
}
