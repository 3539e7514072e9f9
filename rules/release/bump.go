package release

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

var bumpOptions = []lint.Option{
	{Name: "zerover", Type: "string", Default: string(release.Strict), Enum: []string{string(release.Strict), string(release.Shift)}, Doc: "How to check versions before 1.0.0: strict requires a new minor if something broke, also at 0.0.x; shift accepts any new version at 0.0.x for a change that breaks."},
	{Name: "accept", Type: "strings", Default: []string{}, Doc: "Intended changes that do not count, each \"KIND KEY: reason\", with the KIND KEY that compare prints in brackets."},
}

// Bump reports a version that was raised less than the changes ask.
var Bump = &lint.Rule{
	ID: "release/bump", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Needs: release.Since,
	Title:   "the version was raised less than the changes require",
	Why:     "A version says how much an update changes. If an administrator chose to install fixes automatically, Dify installs every release with the same major and minor without asking: a removed tool, or a parameter that is now required, then breaks workflows overnight. Breaking changes require the next major, additions the next minor, everything else the next patch; before 1.0.0, breaking changes require the next minor and everything else the next patch.",
	Sources: sources,
	Options: bumpOptions,
	Run: func(p *lint.Pass) {
		o := outcomeOf(p)
		if o.report == nil || o.report.Verdict.State != release.TooLittle {
			return
		}
		v := o.report.Verdict
		m := lint.Msg("the version went from %s to %s, but the changes require %s", v.Old, v.New, v.Version)
		if v.Version == "" {
			m = lint.Msg("the version went from %s to %s, but the changes require the next %s", v.Old, v.New, v.Asked)
		}
		p.Report(versioned(p, o, m))
	},
}

// maxRelated bounds how many changes a finding about the version shows.
const maxRelated = 5

// versioned is a finding at the version: the changes that ask for the most
// beside it, and the version asked for as a fix.
func versioned(p *lint.Pass, o *outcome, m lint.Message) lint.Finding {
	f := lint.Finding{Place: versionPlace(p.Plugin), Message: m}
	if n := p.Plugin.Manifest().Root.Get("version"); n != nil && o.report.Verdict.Version != "" {
		edits, also := release.SetVersion(p.Plugin, n, o.report.Verdict.Version)
		title := lint.Msg("Set the version to %s", o.report.Verdict.Version)
		if len(edits) > 1 {
			title = lint.Msg("Set the version to %s in every file", o.report.Verdict.Version)
		}
		f.Fixes = lint.UnsafeFix(title, edits...)
		for _, at := range also {
			f.Related = append(f.Related, lint.Related{Place: at, Message: lint.Msg("the version stands here too")})
		}
	}
	gravest := o.report.Gravest()
	for i, c := range gravest {
		if c.Kind == release.FilesChanged {
			continue
		}
		if i == 0 {
			f.Message = f.Message.And(": %s", c.Message)
			if more := len(gravest) - 1; more > 0 {
				f.Message = f.Message.And(", and %d more", more)
			}
		}
		if i < maxRelated {
			f.Related = append(f.Related, lint.Related{Place: c.New, Message: c.Message})
		}
	}
	return f
}
