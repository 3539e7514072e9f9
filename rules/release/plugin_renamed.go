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
	Title:    "the plugin's author or name changed",
	Why:      "Author and name identify the plugin: workflows, installations and the marketplace refer to `author/name`. With another author or name it is another plugin. Users of the old one are not offered the new one as an update, and existing workflows keep looking for the old one.",
	Sources:  sources,
	Examples: pluginRenamedExamples,
	Options:  options(release.PluginRenamed),
	Run:      told,
}
