package release

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

// OutputRemoved is told of outputs that are gone, or of another type.
var OutputRemoved = &lint.Rule{
	ID: "release/output-removed", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Needs: needsBaseline,
	Title: "a tool no longer returns something, or returns it as another type",
	Why: "Later nodes of a workflow refer to what the tool returns by its name. Without it they get nothing, and with another " +
		"type they fail on it.",
	Sources: sources,
	Examples: []lint.Example{{
		Bad: `-- manifest.yaml --
version: 1.0.1
-- tools/search.yaml --
output_schema: # want
  type: object
  properties:
    text:
      type: string
-- ../released/manifest.yaml --
version: 1.0.0
-- ../released/tools/search.yaml --
output_schema:
  type: object
  properties:
    text:
      type: string
    total:
      type: integer
`,
		Good: `-- manifest.yaml --
version: 2.0.0
`,
	}},
	Options: options(release.OutputRemoved),
	Run:     told,
}
