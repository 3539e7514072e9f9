package release

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

// PluginRenamed is told of a plugin under another author or name.
var PluginRenamed = &lint.Rule{
	ID: "release/plugin-renamed", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Needs: needsBaseline,
	Title: "the plugin has another author or name",
	Why: "Author and name make the plugin: `author/name` is what workflows, installations and the marketplace refer to. Under " +
		"another one it is another plugin. Nobody who has the old one is offered the new one as an update, and what was built " +
		"on the old one keeps looking for it.",
	Sources: sources,
	Examples: []lint.Example{{
		Bad: `-- manifest.yaml --
version: 1.0.1
author: acme
name: demo2 # want
-- ../released/manifest.yaml --
version: 1.0.0
author: acme
name: demo
`,
		Good: `-- manifest.yaml --
version: 1.0.1
author: acme
name: demo
`,
	}},
	Options: options(release.PluginRenamed),
	Run:     told,
}
