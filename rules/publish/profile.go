// Package publish holds the rules about what the marketplace's checks and its
// reviewers will say of a plugin. Its checks are data of
// langgenius/dify-marketplace-toolkit and of the workflow of
// langgenius/dify-plugins; market.Checks lists them beside the rules.
//
// Not stable: programs take rules from package rules; see docs/stability.md.
package publish

import (
	"slices"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/market"
	"github.com/difylint/difylint/lint/dify/packing"
	"github.com/difylint/difylint/lint/dify/plugin"
)

// refuse reports what the marketplace's checks refuse: an error for a plugin
// that is to be submitted, a warning for the platform's own.
func refuse(p *lint.Pass, f lint.Finding) {
	if profileOf(p) != market.Marketplace && (f.Severity == lint.Inherit || f.Severity == lint.Error) {
		f.Severity = lint.Warning
	}
	p.Report(f)
}

// submitted runs a rule about the forms of a submission, for the profile
// marketplace alone.
func submitted(run func(*lint.Pass)) func(*lint.Pass) { return inProfile(run, market.Marketplace) }

// published runs a rule for every plugin that is published.
func published(run func(*lint.Pass)) func(*lint.Pass) {
	return inProfile(run, market.Marketplace, market.Official)
}

func inProfile(run func(*lint.Pass), in ...market.Profile) func(*lint.Pass) {
	return func(p *lint.Pass) {
		if slices.Contains(in, profileOf(p)) {
			run(p)
		} else {
			p.TurnOff()
		}
	}
}

func profileOf(p *lint.Pass) market.Profile { return market.ProfileOf(p.Plugin, p.Profile()) }

// advice says how to keep something out of the package.
func advice(p *plugin.Plugin, c *packing.Contents, line string) lint.Message {
	switch {
	case p.Packaged:
		return lint.Msg("pack again without it")
	case c.Ignore != nil:
		return lint.Msg("add %s to %s", line, c.Ignore.File.Path)
	}
	return lint.Msg("write a .difyignore with the line %s", line)
}

// leaveOut is the fix that makes packaging leave out what a line names. A package
// and a plugin without an ignore file get none.
func leaveOut(c *packing.Contents, line string) ([]lint.Fix, []lint.Related) {
	edits, at := c.LeaveOut(line)
	if edits == nil {
		return nil, nil
	}
	return lint.SafeFix(lint.Msg("Add %s to %s", line, at.Path), edits),
		[]lint.Related{{Place: at, Message: lint.Msg("this file lists what packaging leaves out")}}
}
