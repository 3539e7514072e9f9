package release

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

// OutputAdded is told of new outputs.
var OutputAdded = &lint.Rule{
	ID: "release/output-added", Gate: lint.None, Severity: lint.Info, Since: "0.1.0", Needs: needsBaseline,
	Title: "a tool returns something new",
	Why:   "What is new asks for a minor release. Nodes that take what they took before go on.",
	Examples: []lint.Example{{
		Bad: `-- manifest.yaml --
version: 1.0.1
-- tools/search.yaml --
output_schema:
  type: object
  properties:
    text:
      type: string
    total: # want
      type: integer
-- ../released/manifest.yaml --
version: 1.0.0
-- ../released/tools/search.yaml --
output_schema:
  type: object
  properties:
    text:
      type: string
`,
		Good: `-- manifest.yaml --
version: 1.1.0
`,
	}},
	Options: options(release.OutputAdded),
	Run:     told,
}
