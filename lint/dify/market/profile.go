// Package market holds what is known of the marketplace: the limits and lists of
// its checks, these checks beside the rules, and by whose measure a plugin is
// judged before it is published.
//
// Not stable: see docs/stability.md.
package market

import (
	"github.com/difylint/difylint/lint/dify/plugin"
)

// Profile says by whose measure a plugin is judged before it is published.
type Profile string

// The profiles, as a configuration names them.
const (
	// Marketplace plugins are submitted by third parties: what the checks refuse
	// is an error.
	Marketplace Profile = "marketplace"
	// Official plugins are the platform's own. They are released without a
	// submission, so that its forms do not apply and the rest is a warning.
	Official Profile = "official"
	// Private plugins are published nowhere.
	Private Profile = "private"
)

// OfficialAuthor is the author of the platform's own plugins.
const OfficialAuthor = "langgenius"

// ProfileOf returns the profile of a plugin: the one that a configuration names,
// or, for "", what the manifest looks like. An author who names a privacy policy
// or a repository means to publish.
func ProfileOf(p *plugin.Plugin, configured string) Profile {
	if configured != "" {
		return Profile(configured)
	}
	m := p.Manifest().Root
	switch {
	case p.IsBundle():
		return Private
	case m.Get("author").Str() == OfficialAuthor:
		return Official
	case !m.Get("privacy").IsNull(), !m.Get("repo").IsNull():
		return Marketplace
	}
	return Private
}
