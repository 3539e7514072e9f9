package identity

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/releases"
)

//go:embed name.txtar
var nameExamples string

// Name reports a name that the platform does not take.
var Name = &lint.Rule{
	ID: "identity/name", Gate: lint.Install, Severity: lint.Error, Refuses: releases.Every(releases.Daemon), Since: "0.1.0",
	Title: "the plugin's name is not a valid identifier",
	Why:   "The name is the second part of the plugin's identifier, `author/name:version@checksum`: 1 to 128 lower-case letters, digits, `-` and `_`. Users see the `label`; the name must never change, because workflows refer to the plugin by it. `dify plugin package` checks only the length; the upload is refused, and the SDK does not start.",
	Sources: []string{
		"dify-plugin-daemon: pkg/entities/plugin_entities/plugin_declaration.go (ManifestValidate)",
		"dify-plugin-sdks: src/dify_plugin/core/entities/plugin/setup.py",
	},
	Examples: nameExamples,
	Run: func(p *lint.Pass) {
		n := p.Plugin.Manifest().Root.Get("name")
		if n == nil || !n.IsScalar() || isBundle(p.Plugin) || namePattern.MatchString(n.Str()) {
			return
		}
		named(p, n, "name", namePattern, maxName)
	},
}
