package schema

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/releases"
)

// Required reports required keys that are missing.
var Required = &lint.Rule{
	ID: "schema/required", Gate: lint.Package, Severity: lint.Error, Refuses: releases.Every(releases.Readers...), Since: "0.1.0", Bundles: true,
	Title:   "a required key is missing",
	Why:     "Without the key the plugin is refused: by the daemon where the manifest lacks it, by the SDK when the plugin starts for every other file. Where a key that nobody knows looks like the missing one, the finding stands at that key.",
	Sources: []string{"dify-plugin-daemon: pkg/entities/plugin_entities", "dify-plugin-sdks: src/dify_plugin/entities"},
	Run:     tell("required"),
}
