package identity

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/releases"
)

// checksumDigits is the length of the checksum at the end of an identifier, in
// characters: SHA-256 in hexadecimal.
const checksumDigits = 64

// Name reports a name that the platform does not take.
var Name = &lint.Rule{
	ID: "identity/name", Gate: lint.Install, Severity: lint.Error, Refuses: releases.Every(releases.Daemon), Since: "0.1.0",
	Title: "the plugin's name is not a valid identifier",
	Why:   "The name is the second part of the plugin's identifier, `author/name:version@checksum`: 1 to 128 lower-case letters, digits, `-` and `_`. Users see the `label`; the name must never change, because workflows refer to the plugin by it. `dify plugin package` checks only the length; the upload is refused, and the SDK does not start. The whole identifier, with 64 digits of checksum, may have 255 characters, which is what the daemon's database takes.",
	Sources: []string{
		"dify-plugin-daemon: pkg/entities/plugin_entities/plugin_declaration.go (ManifestValidate)",
		"dify-plugin-sdks: src/dify_plugin/core/entities/plugin/setup.py",
		"dify-plugin-daemon: internal/types/models/plugin.go (PluginUniqueIdentifier)",
	},
	Run: func(p *lint.Pass) {
		n := p.Plugin.Manifest().Root.Get("name")
		if !n.IsScalar() {
			return
		}
		if !namePattern().MatchString(n.Str()) {
			named(p, n, "name", namePattern(), maxName)
			return
		}
		if got := len(p.Plugin.Author()+"/"+n.Str()+":"+p.Plugin.Version()+"@") + checksumDigits; got > maxIdentifier && authorPattern().MatchString(p.Plugin.Author()) {
			p.Reportf(plugin.At(p.Plugin.Manifest(), n), "author, name and version make an identifier of %d characters, and the daemon's database takes %d: shorten the name by %d", got, maxIdentifier, got-maxIdentifier)
		}
	},
}
