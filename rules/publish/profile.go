// Package publish holds the rules about what the marketplace's checks and its
// reviewers will say of a plugin. Its checks are data of
// langgenius/dify-marketplace-toolkit and of the workflow of
// langgenius/dify-plugins; Checks lists them beside the rules.
//
// Not stable: programs take rules from package rules; see docs/stability.md.
package publish

import (
	"github.com/difylint/difylint/lint"
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

// officialAuthor is the author of the platform's own plugins.
const officialAuthor = "langgenius"

// ProfileOf is the profile in force for the plugin of a pass: the
// configuration's, else what the manifest looks like. Who names a privacy
// policy or a repository means to publish.
func ProfileOf(p *lint.Pass) Profile {
	if p.Config != nil && p.Config.Profile != "" {
		return Profile(p.Config.Profile)
	}
	return profileOf(p.Plugin)
}

func profileOf(p *plugin.Plugin) Profile {
	m := p.Manifest().Root
	switch {
	case p.IsBundle():
		return Private
	case m.Get("author").Str() == officialAuthor:
		return Official
	case !m.Get("privacy").IsNull(), !m.Get("repo").IsNull():
		return Marketplace
	}
	return Private
}

// Refuse reports what the marketplace's checks refuse: an error for a plugin
// that is to be submitted, a warning for the platform's own.
func Refuse(p *lint.Pass, f lint.Finding) {
	if ProfileOf(p) != Marketplace && (f.Severity == lint.Inherit || f.Severity == lint.Error) {
		f.Severity = lint.Warning
	}
	p.Report(f)
}

// submitted runs a rule about the forms of a submission, for the profile
// marketplace alone.
func submitted(run func(*lint.Pass)) func(*lint.Pass) { return inProfile(run, Marketplace) }

// published runs a rule for every plugin that is published.
func published(run func(*lint.Pass)) func(*lint.Pass) { return inProfile(run, Marketplace, Official) }

func inProfile(run func(*lint.Pass), in ...Profile) func(*lint.Pass) {
	return func(p *lint.Pass) {
		got := ProfileOf(p)
		for _, want := range in {
			if got == want {
				run(p)
				return
			}
		}
		p.TurnOff()
	}
}
