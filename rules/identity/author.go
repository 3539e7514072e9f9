package identity

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/difylint/difylint/lint/source/text"
)

// uuid is what the daemon takes for the author of a plugin under debugging.
var uuid = text.Regexp(`^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$`)

// Author reports an author that the daemon does not take.
var Author = &lint.Rule{
	ID: "identity/author", Gate: lint.Install, Severity: lint.Error, Refuses: releases.Every(releases.Daemon), Since: "0.1.0",
	Title: "the author is not a valid identifier",
	Why: "The author is the first part of the plugin's identifier, `author/name:version@checksum`: 1 to 64 lower-case letters, " +
		"digits, `-` and `_`. The SDK takes upper case too and `dify plugin package` asks for the length alone, so that a " +
		"plugin by `Acme` runs on its author's machine and is refused at the upload. So is an author with the form of a UUID: " +
		"such a name stands for a plugin under debugging.",
	Sources: []string{
		"dify-plugin-daemon: pkg/entities/plugin_entities/plugin_declaration.go (ManifestValidate)",
		"dify-plugin-daemon: pkg/entities/plugin_entities/identity.go (RemoteLike)",
		"dify-plugin-daemon: internal/service/plugin_decoder.go (UploadPluginPkg)",
		"dify-plugin-sdks: src/dify_plugin/core/entities/plugin/setup.py",
	},
	Run: func(p *lint.Pass) {
		m := p.Plugin.Manifest()
		n := m.Root.Get("author")
		if !n.IsScalar() {
			return
		}
		switch s := n.Str(); {
		case !authorPattern().MatchString(s):
			named(p, n, "author", authorPattern(), maxAuthor)
		case uuid().MatchString(s):
			p.Reportf(plugin.At(m, n), "the author has the form of a UUID, and the upload refuses that; choose a name")
		}
	},
}
