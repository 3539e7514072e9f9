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
	Title:    "the plugin requests a new permission",
	Why:      "An administrator agreed to what the plugin could do when it was installed, and must agree again to one more permission: calling other tools, models or applications, storing data, or storing more data. So it is reported separately, whatever the version says.",
	Examples: permissionWidenedExamples,
	Options:  options(release.PermissionWidened),
	Run:      told,
}
