package release

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

//go:embed permission_widened.txtar
var permissionWidenedExamples string

// PermissionWidened reports permissions that are asked for now.
var PermissionWidened = &lint.Rule{
	ID: "release/permission-widened", Gate: lint.None, Severity: lint.Info, Since: "0.1.0", Needs: needsBaseline,
	Title: "the plugin asks for a permission that it did not have",
	Why: "An administrator consented to what the plugin could do when it was installed. A permission more is theirs to grant " +
		"again, so it is told on its own, whatever the version says: calling other tools, models or applications, keeping data, " +
		"or keeping more of it.",
	Examples: permissionWidenedExamples,
	Options:  options(release.PermissionWidened),
	Run:      told,
}
