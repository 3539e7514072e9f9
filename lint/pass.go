package lint

import (
	"context"
	"slices"
	"time"

	"github.com/difylint/difylint/lint/dify/plugin"
)

// Pass is one rule's view of one plugin.
type Pass struct {
	Plugin *plugin.Plugin
	Rule   *Rule
	Config *Config

	run    *run
	status *Status
	out    *[]Finding
	listed tally
	target *target // shared by the rules of a plugin
}

// MaxFindings bounds the findings of one rule in one plugin, those of each gate
// and severity for themselves. In place of the first one beyond it stands one that
// says so; the others are left out: a report of them all costs memory and helps
// nobody more than the first ones do.
const MaxFindings = 2000

// tally counts the findings of one rule in one plugin.
type tally map[weight]int

type weight struct {
	gate     Gate
	severity Severity
}

// admit reports whether a finding is listed, and makes the first one beyond the
// bound say that more are not.
func (t tally) admit(f *Finding) bool {
	w := weight{f.Gate, f.Severity}
	if t[w] > MaxFindings {
		return false
	}
	if t[w]++; t[w] > MaxFindings {
		f.Message = Msg("more findings of this rule begin here and are not listed: up to %d in one plugin are", MaxFindings)
		f.Key, f.Fold, f.Related, f.Fixes = beyond, "", nil, nil
	}
	return true
}

const beyond = "more"

// IsMore reports whether a finding says that there are more than MaxFindings.
func (f *Finding) IsMore() bool { return f.Key == beyond && f.Fixes == nil }

// Context is that of the run: a rule hands it on to what can take long.
func (p *Pass) Context() context.Context { return p.run.ctx }

// Report adds a finding. What it leaves open is taken from the rule. Plugin is
// left open too, but for a finding in a file outside the plugin: a
// configuration's.
func (p *Pass) Report(f Finding) {
	f.Rule = p.Rule
	if f.Plugin == "" {
		f.Plugin = p.Plugin.Dir
	}
	complete(&f)
	if !p.judge(&f) || !p.Config.apply(&f) || !p.listed.admit(&f) {
		return
	}
	*p.out = append(*p.out, f)
}

// Reportf reports a message at a place.
func (p *Pass) Reportf(at plugin.Place, format string, args ...any) {
	p.Report(Finding{Place: at, Message: Msg(format, args...)})
}

// Skip says why the rule cannot judge this plugin. It is printed: "did not run"
// is never "clean".
func (p *Pass) Skip(format string, args ...any) {
	p.status.skip(Msg(format, args...))
}

// TurnOff says that the rule is not meant for this plugin, as if a
// configuration had turned it off: nothing was left unjudged.
func (p *Pass) TurnOff() { p.status.State, p.status.Why = Off, "" }

// Finally calls f when all rules have run over the plugin, for what only their
// work shows.
func (p *Pass) Finally(f func()) {
	p.target.last = append(p.target.last, func() { p.run.protect(p.status, f) })
}

// Profile is the profile that the configuration names, or "".
func (p *Pass) Profile() string {
	if p.Config == nil {
		return ""
	}
	return p.Config.Profile
}

// Now is the date to judge by (expiry, dated limits).
func (p *Pass) Now() time.Time { return p.run.opts.Now }

func complete(f *Finding) {
	if f.Severity == Inherit {
		f.Severity = f.Rule.Severity
	}
	if f.Gate == "" {
		f.Gate = f.Rule.Gate
	}
	if f.Refuses.IsEmpty() && f.Severity == Error {
		f.Refuses = f.Rule.Refuses
	}
}

// Keep is a place that Gather may keep.
func (p *Pass) Keep(at plugin.Place) plugin.Place {
	if p.run.opts.Each == nil {
		return at
	}
	return at.Alone()
}

// GroupPass is one rule's view of all plugins of a run.
type GroupPass struct {
	// Plugins are those that concern the rule, in the order of the run.
	Plugins []*Member
	Rule    *Rule
	// Inputs are those of the run.
	Inputs []plugin.Given
	run    *run
	status *Status
}

// Member is what a GroupPass knows of a plugin.
type Member struct {
	// Dir is the label of its root.
	Dir string
	// Author, Name and Version are the manifest's, as written.
	Author, Name, Version string
	// Packaged is true of a package.
	Packaged bool
	// Gathered is what the rule's Gather said.
	Gathered any

	out    *[]Finding
	config *Config
	listed tally
}

// Context is that of the run: a rule hands it on to what can take long.
func (p *GroupPass) Context() context.Context { return p.run.ctx }

// Report adds a finding to one of the plugins.
func (p *GroupPass) Report(at *Member, f Finding) {
	f.Rule = p.Rule
	f.Plugin = at.Dir
	complete(&f)
	if at.listed == nil {
		at.listed = tally{}
	}
	if at.config.apply(&f) && at.listed.admit(&f) {
		*at.out = append(*at.out, f)
	}
}

// Skip says why the rule did not judge these plugins.
func (p *GroupPass) Skip(format string, args ...any) {
	p.status.skip(Msg(format, args...))
}

// OptionOf is the value in force of one of the rule's options. T must be the type of
// the option's default: string, int, float64, bool or []string.
func OptionOf[T any](p *Pass, name string) T {
	v, _ := p.Config.Option(p.Rule, name).(T)
	return v
}

// EachDocument is the Run of a rule that judges every document with a root for
// itself, and says the same whatever the configuration is: what it reports of a
// document is kept as Document.Memo says, and judge must keep to what that says.
func EachDocument(judge func(d *plugin.Document, report func(Finding))) func(*Pass) {
	of := func(d *plugin.Document) any {
		var out []Finding
		listed := tally{}
		judge(d, func(f Finding) {
			if !listed.admit(&f) {
				return // nor would it be of all documents together
			}
			f.Related = slices.Clip(f.Related) // folding appends to it
			out = append(out, f)
		})
		return out
	}
	return func(p *Pass) {
		for _, d := range p.Plugin.Documents() {
			if p.run.ctx.Err() != nil {
				return
			}
			if d.Root == nil {
				continue
			}
			found, _ := d.Memo(p.Rule, func() any { return of(d) }).([]Finding)
			for _, f := range found {
				p.Report(f)
			}
		}
	}
}
