package release

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

// ProviderAdded is told of new providers.
var ProviderAdded = &lint.Rule{
	ID: "release/provider-added", Gate: lint.None, Severity: lint.Info, Since: "0.1.0", Needs: needsBaseline,
	Title: "a provider is new",
	Why:   "What is new asks for a minor release: users read in the version that there is something to look at.",
	Examples: []lint.Example{{
		Bad: `-- manifest.yaml --
version: 1.0.1
resource:
  memory: 268435456
  permission:
    endpoint:
      enabled: true
plugins:
  tools:
    - provider/demo.yaml
  endpoints:
    - group/demo.yaml
-- group/demo.yaml --
endpoints: # want
  - endpoints/hook.yaml
-- ../released/manifest.yaml --
version: 1.0.0
resource:
  memory: 268435456
  permission:
    endpoint:
      enabled: true
plugins:
  tools:
    - provider/demo.yaml
`,
		Good: `-- manifest.yaml --
version: 1.1.0
resource:
  memory: 268435456
  permission:
    endpoint:
      enabled: true
plugins:
  tools:
    - provider/demo.yaml
  endpoints:
    - group/demo.yaml
`,
	}},
	Options: options(release.ProviderAdded),
	Run:     told,
}
