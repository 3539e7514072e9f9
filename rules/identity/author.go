package identity

import (
	_ "embed" // the examples
	"regexp"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/releases"
)

// uuid is what the daemon takes for the author of a plugin under debugging.
var uuid = regexp.MustCompile(`^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$`)

//go:embed author.txtar
var authorExamples string

// Author reports an author that the daemon does not take.
var Author = &lint.Rule{
	ID: "identity/author", Gate: lint.Install, Severity: lint.Error, Refuses: releases.Every(releases.Daemon), Since: "0.1.0",
	Title: "the author is not a valid identifier",
	Why:   "The author is the first part of the plugin's identifier, `author/name:version@checksum`: 1 to 64 lower-case letters, digits, `-` and `_`. The SDK also accepts upper case and `dify plugin package` checks only the length, so a plugin by `Acme` runs on its author's machine but is refused on upload. The daemon treats an author in the form of a UUID as a plugin under remote debugging.",
	Sources: []string{
		"dify-plugin-daemon: pkg/entities/plugin_entities/plugin_declaration.go (ManifestValidate)",
		"dify-plugin-daemon: pkg/entities/plugin_entities/identity.go",
		"dify-plugin-sdks: src/dify_plugin/core/entities/plugin/setup.py",
	},
	Examples: authorExamples,
	Run: func(p *lint.Pass) {
		m := p.Plugin.Manifest()
		n := m.Root.Get("author")
		if n == nil || !n.IsScalar() || isBundle(p.Plugin) {
			return
		}
		switch s := n.Str(); {
		case !authorPattern.MatchString(s):
			named(p, n, "author", authorPattern, maxAuthor)
		case uuid.MatchString(s):
			p.Report(lint.Finding{Place: plugin.At(m, n), Severity: lint.Warning, Message: lint.Msg("the daemon treats an author in the form of a UUID as a plugin under remote debugging; choose a name")})
		}
	},
}
