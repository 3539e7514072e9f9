package schema

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/releases"
)

// Type is told of values of the wrong kind.
var Type = &lint.Rule{
	ID: "schema/type", Gate: lint.Package, Severity: lint.Error, Refuses: releases.Every(releases.Readers...), Since: "0.1.0", Bundles: true,
	Title:   "a value is of the wrong kind",
	Why:     "The daemon decodes each declaration into fixed fields and refuses a list where a text belongs; the SDK checks the types once more when the plugin starts, more strictly: a number or `yes` without quotes is no text to it. YAML makes `1.10`, `3.12`, `on` and `2024-01-01` numbers, booleans and dates unless they stand in quotes.",
	Sources: []string{"dify-plugin-daemon: pkg/entities/plugin_entities", "dify-plugin-sdks: src/dify_plugin/entities"},
	Examples: []lint.Example{{
		Name: "a number where the SDK wants text",
		Bad:  "-- manifest.yaml --\nmeta:\n  version: 0.0.1\n  arch: [amd64]\n  runner:\n    language: python\n    version: 3.12 # want\n    entrypoint: main\n",
		Good: "-- manifest.yaml --\nmeta:\n  version: 0.0.1\n  arch: [amd64]\n  runner:\n    language: python\n    version: \"3.12\"\n    entrypoint: main\n",
	}, {
		Name: "a text where a list belongs",
		Bad:  "-- manifest.yaml --\nplugins:\n  tools: provider/demo.yaml # want\n",
		Good: "-- manifest.yaml --\nplugins:\n  tools:\n    - provider/demo.yaml\n",
	}},
	Run: tell("type", "x-go", "x-keys"),
}
