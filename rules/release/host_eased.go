package release

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

// HostEased is told of permissions, memory and versions of Dify that are no longer asked for.
var HostEased = &lint.Rule{
	ID: "release/host-eased", Gate: lint.None, Severity: lint.Info, Since: "0.1.0", Needs: needsBaseline,
	Title: "the plugin asks less of its host",
	Why: "A permission less, less memory, an older Dify or one architecture more: the plugin runs wherever it ran, and with " +
		"less.",
	Examples: []lint.Example{{
		Config: "always: true\n",
		Bad: `-- manifest.yaml --
version: 1.0.1
resource:
  memory: 134217728 # want
  permission:
    tool:
      enabled: true
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
	Options: options(release.HostEased),
	Run:     told,
}
