// Package release holds the rules about a plugin as it was released: what
// changed since, and whether the version says so. They run where there is a
// release to compare with: "difylint check --since", "difylint compare".
//
// Not stable: programs take rules from package rules; see docs/stability.md.
package release

import (
	"slices"
	"time"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/release"
)

const family = "release/"

// sources are where the platform makes something of versions: it installs a
// release with the same major and minor without asking, where an administrator
// chose "fix only", and takes any other for the newest.
var sources = []string{"dify: api/tasks/process_tenant_plugin_autoupgrade_check_task.py"}

// options are those of every rule that tells a kind of change.
func options(k release.Kind) []lint.Option {
	return []lint.Option{
		{Name: "bump", Type: "string", Default: k.Bump().String(), Enum: []string{"major", "minor", "patch", "none"}, Doc: "The part of the version that such a change requires to raise."},
		{Name: "always", Type: "boolean", Default: k.Widens(), Doc: "Report such changes even if the version was raised as they require."},
	}
}

// stand is a rule for looking up what is configured for a kind.
func stand(k release.Kind) *lint.Rule {
	return &lint.Rule{ID: family + string(k), Options: options(k)}
}

// outcome is the comparison of one plugin, made once for all rules.
type outcome struct {
	baseline *release.Baseline
	report   *release.Report
	// why says why there is no report.
	why lint.Message
	// fresh is true where the release has no such plugin.
	fresh bool
}

type outcomeKey struct{}

func outcomeOf(p *lint.Pass) *outcome {
	b, ok := release.Since.Of(p.Plugin)
	if !ok {
		return &outcome{why: lint.Msg("there is no release to compare with")}
	}
	v, _ := p.Plugin.Fact(outcomeKey{}, func() any { return compared(p, b) }).(*outcome)
	return v
}

func compared(p *lint.Pass, b *release.Baseline) *outcome {
	out := &outcome{baseline: b}
	old, err := b.Find(p.Plugin)
	switch {
	case err != nil:
		out.why = lint.Msg("%s cannot be read: %v", b.Label, err)
		return out
	case old == nil:
		out.fresh, out.why = true, lint.Msg("the plugin is not in %s", b.Label)
		return out
	}
	if why := release.Readable(old); why.Format != "" {
		out.why = lint.Msg("in %s, %s", b.Label, why)
		return out
	}
	if why := release.Readable(p.Plugin); why.Format != "" {
		out.why = why
		return out
	}
	policy := &lint.Rule{ID: family + "bump", Options: bumpOptions}
	accepted, _ := p.Config.Option(policy, "accept").([]string)
	accept, err := release.Accepting(slices.Concat(accepted, b.Accept))
	if err != nil {
		out.why = lint.Msg("accept: %v", err)
		return out
	}
	zerover, _ := p.Config.Option(policy, "zerover").(string)
	if b.Zerover != "" {
		zerover = string(b.Zerover)
	}
	ignores := map[string][]*lint.Ignore{}
	out.report = release.Compare(old, p.Plugin, release.Options{
		Zerover: release.Zerover(zerover),
		Bump:    func(c *release.Change) release.Bump { return bumpOf(p.Config, c) },
		Accept: func(c *release.Change) string {
			if reason := accept(c); reason != "" {
				return reason
			}
			return ignoredBy(c, ignores, p.Now())
		},
	})
	if name := out.report.Unread; name != "" {
		out.report, out.why = nil, lint.Msg("in %s, %s cannot be read", b.Label, name)
		return out
	}
	if b.Seen != nil {
		b.Seen(out.report)
	}
	return out
}

func bumpOf(cfg *lint.Config, c *release.Change) release.Bump {
	r := stand(c.Kind)
	if !cfg.Enabled(r) {
		return release.None
	}
	s, _ := cfg.Option(r, "bump").(string)
	if b, err := release.ParseBump(s); err == nil {
		return b
	}
	return c.Kind.Bump()
}

// ignoredBy is the reason of a comment that ignores the change, "a comment"
// where that gives none, or "".
func ignoredBy(c *release.Change, read map[string][]*lint.Ignore, now time.Time) string {
	if c.New.File == nil {
		return ""
	}
	list, ok := read[c.New.Path]
	if !ok {
		list = lint.Ignores(c.New.File)
		read[c.New.Path] = list
	}
	f := &lint.Finding{Rule: stand(c.Kind), Place: c.New}
	for _, g := range list {
		if g.Covers(f, now) {
			if g.Reason == "" {
				return commentOnly
			}
			return g.Reason
		}
	}
	return ""
}

// commentOnly stands for the reason that an ignore does not give.
const commentOnly = "ignored by a comment"

// told reports the changes of the rule's kind that the version does not cover,
// and where it asks for that the others too.
func told(p *lint.Pass) {
	o := outcomeOf(p)
	if o.report == nil {
		return // release/version-unchanged says why
	}
	r := o.report
	always := lint.OptionOf[bool](p, "always") || o.baseline.All
	for i := range r.Changes {
		c := &r.Changes[i]
		if family+string(c.Kind) != p.Rule.ID {
			continue
		}
		covered := r.Covered(c)
		// Where the version did not move at all, that is told once; what broke is
		// told at its place besides.
		asked := !covered && (r.Bump(c) == release.Major || r.Verdict.State == release.TooLittle)
		if !asked && !always && c.Accepted == "" {
			continue
		}
		f := finding(o, c)
		switch {
		case c.Accepted != "":
			f.Severity = lint.Info
			f.Message = f.Message.And(" (accepted: %s)", c.Accepted)
			if !o.baseline.All && !covers(c, p) {
				continue
			}
		case covered:
			f.Severity = lint.Info
		case r.Verdict.Version != "" && r.Bump(c) >= release.Minor:
			f.Message = f.Message.And("; this requires version %s, but the version is %s", asking(o, c), p.Plugin.Version())
		}
		p.Report(f)
	}
}

// covers reports whether a comment ignores the change: then it is reported, so
// that the comment is marked as used.
func covers(c *release.Change, p *lint.Pass) bool {
	return ignoredBy(c, map[string][]*lint.Ignore{}, p.Now()) != ""
}

// asking is the least version for one change.
func asking(o *outcome, c *release.Change) string {
	v := o.report.Verdict
	return release.Next(v.Old, release.Asked(v.Old, o.report.Bump(c), o.report.Zerover()))
}

func finding(o *outcome, c *release.Change) lint.Finding {
	f := lint.Finding{Place: c.New, Message: c.Message, Key: c.Key}
	if c.Old.File != nil {
		f.Related = []lint.Related{{Place: c.Old, Message: lint.Msg("in %s", o.baseline.Label), Plugin: o.report.Old.Dir}}
	}
	return f
}

// versionPlace is where the manifest says its version.
func versionPlace(p *plugin.Plugin) plugin.Place {
	m := p.Manifest()
	if n := m.Root.Get("version"); n != nil {
		return plugin.At(m, n)
	}
	return plugin.AtTop(m)
}
