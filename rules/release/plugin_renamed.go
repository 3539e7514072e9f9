package release

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

//go:embed plugin_renamed.txtar
var pluginRenamedExamples string

// PluginRenamed reports a plugin under another author or name.
var PluginRenamed = &lint.Rule{
	ID: "release/plugin-renamed", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Needs: needsBaseline,
	Title: "the plugin has another author or name",
	Why: "Author and name make the plugin: `author/name` is what workflows, installations and the marketplace refer to. Under " +
		"another one it is another plugin. Nobody who has the old one is offered the new one as an update, and what was built " +
		"on the old one keeps looking for it.",
	Sources:  sources,
	Examples: pluginRenamedExamples,
	Options:  options(release.PluginRenamed),
	Run:      told,
}
