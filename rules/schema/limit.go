package schema

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/releases"
)

// Limit reports values beyond a limit.
var Limit = &lint.Rule{
	ID: "schema/limit", Gate: lint.Package, Severity: lint.Error, Refuses: releases.Every(releases.Readers...), Since: "0.1.0", Bundles: true, Form: true,
	Title:   "a value is too long, too short, too large or too small",
	Why:     "The platform bounds the length of texts and the size of numbers: memory and storage are in bytes, paths have at most 128 characters. An empty text counts as missing where a text is required.",
	Sources: []string{"dify-plugin-daemon: pkg/entities/plugin_entities/plugin_declaration.go", "dify-plugin-sdks: src/dify_plugin/core/entities/plugin/setup.py"},
	Run:     tell("minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minItems", "maxItems", "minProperties", "maxProperties", "uniqueItems", "multipleOf"),
}
