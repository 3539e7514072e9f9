package schema

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/releases"
)

// YAMLValue reports scalars and aliases that one of the two parsers refuses.
var YAMLValue = &lint.Rule{
	ID: "schema/yaml-value", Gate: lint.Start, Severity: lint.Error, Refuses: releases.Every(releases.Readers...), Since: "0.1.0", Bundles: true, Form: true,
	Title: "a value that one of the platform's YAML parsers refuses",
	Why: "The daemon reads YAML with yaml.v3, the SDK with PyYAML, which follows YAML 1.1. A tag that is not standard, a date " +
		"that does not exist or a lone `=` pass the first and end the start of the plugin in the second; aliases that " +
		"expand to very much are refused by the daemon. On upload the daemon stores the declaration as JSON, and fails at " +
		"`.inf`, `.nan` and, inside of free values such as `output_schema`, at keys that are not text.",
	Sources: []string{"PyYAML: yaml/constructor.py, yaml/resolver.py (SafeLoader)", "dify-plugin-daemon: internal/types/models/plugin.go (the declaration is stored by encoding/json)"},
	Run:     tell("x-yaml", "x-json", "alias"),
}
