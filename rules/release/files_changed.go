package release

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

// FilesChanged is told of files that changed.
var FilesChanged = &lint.Rule{
	ID: "release/files-changed", Gate: lint.None, Severity: lint.Info, Since: "0.1.0", Needs: needsBaseline,
	Title: "files of the package changed",
	Why: "Sources, dependencies, texts and pictures that are not part of what users see of the plugin. A patch will do, and a " +
		"patch it needs: a version is published once.",
	Examples: []lint.Example{{
		Config: "always: true\n",
		Bad: `want: manifest.yaml:1
-- manifest.yaml --
version: 1.0.1
-- README.md --
# Demo

Looks things up, and explains how.

Source: https://github.com/acme/demo
-- ../released/manifest.yaml --
version: 1.0.0
-- ../released/README.md --
# Demo

Looks things up.

Source: https://github.com/acme/demo
`,
		Good: `-- manifest.yaml --
version: 1.0.0
-- README.md --
# Demo

Looks things up.

Source: https://github.com/acme/demo
`,
	}},
	Options: options(release.FilesChanged),
	Run:     told,
}
