package schema

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/releases"
)

// Type reports values of the wrong kind.
var Type = &lint.Rule{
	ID: "schema/type", Gate: lint.Package, Severity: lint.Error, Refuses: releases.Every(releases.Readers...), Since: "0.1.0", Bundles: true, Form: true,
	Title:   "a value is of the wrong kind",
	Why:     "The daemon decodes each declaration into fixed fields and refuses a list where a text belongs; the SDK checks the types once more when the plugin starts, more strictly: a number or `yes` without quotes is no text to it. YAML makes `1.10`, `3.12`, `on` and `2024-01-01` numbers, booleans and dates unless they stand in quotes.",
	Sources: []string{"dify-plugin-daemon: pkg/entities/plugin_entities", "dify-plugin-sdks: src/dify_plugin/entities"},
	Run:     tell("type", "x-go", "x-keys"),
}
