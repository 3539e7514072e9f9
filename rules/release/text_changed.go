package release

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

// TextChanged is told of texts, icons and prices that changed.
var TextChanged = &lint.Rule{
	ID: "release/text-changed", Gate: lint.None, Severity: lint.Info, Since: "0.1.0", Needs: needsBaseline,
	Title: "a text that people read is another",
	Why:   "Labels, descriptions, icons, links and prices change nothing that was built. A patch will do.",
	Examples: []lint.Example{{
		Config: "always: true\n",
		Bad: `-- manifest.yaml --
version: 1.0.1
label: # want
  en_US: Demo tools
-- ../released/manifest.yaml --
version: 1.0.0
`,
		Good: `-- manifest.yaml --
version: 1.0.1
label:
  en_US: Demo
`,
	}},
	Options: options(release.TextChanged),
	Run:     told,
}
