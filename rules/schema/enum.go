package schema

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/releases"
)

// Enum reports values that are none of those allowed.
var Enum = &lint.Rule{
	ID: "schema/enum", Gate: lint.Package, Severity: lint.Error, Refuses: releases.Every(releases.Readers...), Since: "0.1.0", Bundles: true,
	Title:   "a value is not one of the allowed values",
	Why:     "Some keys take one of a few words: the types of parameters, tags, architectures, methods. The daemon refuses another word in the manifest when the plugin is packaged, the SDK in every other file when the plugin starts.",
	Sources: []string{"dify-plugin-daemon: pkg/entities/plugin_entities", "dify-plugin-daemon: pkg/entities/manifest_entities/tags.go", "dify-plugin-sdks: src/dify_plugin/entities"},
	Run:     tell("enum", "const", "not"),
}
