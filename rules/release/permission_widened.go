package release

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

// PermissionWidened is told of permissions that are asked for now.
var PermissionWidened = &lint.Rule{
	ID: "release/permission-widened", Gate: lint.None, Severity: lint.Info, Since: "0.1.0", Needs: needsBaseline,
	Title: "the plugin asks for a permission that it did not have",
	Why: "An administrator consented to what the plugin could do when it was installed. A permission more is theirs to grant " +
		"again, so it is told on its own, whatever the version says: calling other tools, models or applications, keeping data, " +
		"or keeping more of it.",
	Examples: []lint.Example{{
		Bad: `-- manifest.yaml --
version: 1.0.1
resource:
  memory: 268435456
  permission:
    tool:
      enabled: true
    app:
      enabled: true # want
-- ../released/manifest.yaml --
version: 1.0.0
resource:
  memory: 268435456
  permission:
    tool:
      enabled: true
`,
		Good: `-- manifest.yaml --
version: 1.0.1
resource:
  memory: 268435456
  permission:
    tool:
      enabled: true
`,
	}},
	Options: options(release.PermissionWidened),
	Run:     told,
}
