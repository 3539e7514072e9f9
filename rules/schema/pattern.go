package schema

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/releases"
)

// Pattern reports texts of the wrong form.
var Pattern = &lint.Rule{
	ID: "schema/pattern", Gate: lint.Package, Severity: lint.Error, Refuses: releases.Every(releases.Readers...), Since: "0.1.0", Bundles: true,
	Title: "a text is not of the form that is asked for",
	Why: "Names, versions and links have to be of a certain form. The daemon and the SDK each check theirs, and do not always agree; the finding names the gate that refuses first. The names of tools, events and their providers are " +
		"held against letters, digits, `-` and `_` only when the plugin connects for remote debugging.",
	Sources: []string{"dify-plugin-daemon: internal/core/debugging_runtime/runtime_intialization_handlers.go (validates what is registered)", "dify-plugin-daemon: pkg/entities/plugin_entities/plugin_declaration.go", "dify-plugin-sdks: src/dify_plugin/core/entities/plugin/setup.py"},
	Run:     tell("pattern", "format"),
}
