package release

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

// ItemRemoved is told of tools, endpoints, strategies, datasources and events that are gone or renamed.
var ItemRemoved = &lint.Rule{
	ID: "release/item-removed", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Needs: needsBaseline,
	Title: "a tool, endpoint, strategy, datasource or event is gone, or has another name",
	Why: "A workflow refers to a tool by its name, a service calls an endpoint by its method and path. After an update without " +
		"it, each such node and call fails, and nothing tells why beforehand. Keep the old name beside the new one for a while, " +
		"or raise the major.",
	Sources: sources,
	Examples: []lint.Example{{
		Name: "a tool under another name",
		Bad: `-- manifest.yaml --
version: 1.0.1
-- tools/search.yaml --
identity:
  name: find # want
  author: acme
  label: {en_US: Search}
-- ../released/manifest.yaml --
version: 1.0.0
`,
		Good: `-- manifest.yaml --
version: 2.0.0
`,
	}, {
		Name: "an endpoint that is gone",
		Bad: `-- manifest.yaml --
version: 1.0.1
resource:
  memory: 268435456
  permission:
    endpoint:
      enabled: true
plugins:
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
  endpoints:
    - group/demo.yaml
-- ../released/group/demo.yaml --
endpoints:
  - endpoints/hook.yaml
  - endpoints/ping.yaml
-- ../released/endpoints/ping.yaml --
path: /ping
method: GET
`,
		Good: `-- manifest.yaml --
version: 2.0.0
resource:
  memory: 268435456
  permission:
    endpoint:
      enabled: true
plugins:
  endpoints:
    - group/demo.yaml
`,
	}},
	Options: options(release.ItemRemoved),
	Run:     told,
}
