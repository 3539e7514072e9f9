package release

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

var bumpOptions = []lint.Option{
	{Name: "zerover", Type: "string", Default: string(release.Strict), Enum: []string{string(release.Strict), string(release.Shift)}, Doc: "How versions before 1.0.0 are judged: strict asks for the minor where something broke, also at 0.0.x; shift takes any raise at 0.0.x for one that may break."},
	{Name: "accept", Type: "strings", Default: []string{}, Doc: "Changes that are meant and do not count, each \"KIND KEY: reason\", named as compare prints them in brackets."},
}

//go:embed bump.txtar
var bumpExamples string

// Bump reports a version that was raised less than the changes ask.
var Bump = &lint.Rule{
	ID: "release/bump", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Needs: needsBaseline,
	Title: "the version was raised less than the changes ask",
	Why: "A version says what an update costs. Where an administrator chose to install fixes by themselves, Dify installs " +
		"every release with the same major and minor, without asking: a tool that is gone, or a parameter that must be " +
		"given now, then breaks workflows over night. What broke asks for the next major, what was added for the next " +
		"minor, all else for the next patch; before 1.0.0, what broke asks for the minor and all else for the patch.",
	Sources:  sources,
	Options:  bumpOptions,
	Examples: bumpExamples,
	Run: func(p *lint.Pass) {
		o := outcomeOf(p)
		if o.report == nil || o.report.Verdict.State != release.TooLittle {
			return
		}
		v := o.report.Verdict
		m := lint.Msg("the version went from %s to %s, and the changes ask for ", v.Old, v.New)
		if v.Version == "" {
			m.Format += "the next %s"
			m.Args = append(m.Args, v.Asked.String())
		} else {
			m.Format += "%s"
			m.Args = append(m.Args, v.Version)
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
		title := "Set the version to " + o.report.Verdict.Version
		if len(edits) > 1 {
			title += " in every file"
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
			f.Message.Format += ": " + c.Message.Format
			f.Message.Args = append(f.Message.Args, c.Message.Args...)
			if more := len(gravest) - 1; more > 0 {
				f.Message.Format += ", and %d more"
				f.Message.Args = append(f.Message.Args, more)
			}
		}
		if i < maxRelated {
			f.Related = append(f.Related, lint.Related{Place: c.New, Message: c.Message})
		}
	}
	return f
}
