package lint

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/difylint/difylint/lint/source/text"
)

// Options say how to run. The zero value runs no rule.
type Options struct {
	// Rules to run, in the order in which their statuses are told; rules.All()
	// is the whole catalogue.
	Rules []*Rule
	// Catalogue is every rule that there is, where Rules is a part of it: what
	// an ignore may name. Nil means Rules.
	Catalogue []*Rule
	// Config is in force for a plugin, given its directory label; nil means the
	// rules' own defaults.
	Config func(dir string) *Config
	// Jobs bounds how many plugins are checked at once; 0 means GOMAXPROCS.
	Jobs int
	// Now is the date to judge by; the zero value is the time of the call.
	Now time.Time
	// Target says what a plugin is judged for, given the releases of Dify that
	// its configuration names: sdk.TargetOf reads it from the plugin's files. Nil
	// means the newest known releases of the platform.
	Target func(p *plugin.Plugin, dify releases.Set) releases.Target
	// Inputs are what rules are given besides the plugins: pkg.Keys,
	// advisory.Known, release.Since, installation.Place.
	Inputs []plugin.Given
	// Baseline, where set, is the baseline of a plugin, given its directory label,
	// or nil: it marks the findings that it holds. See Baseline.For.
	Baseline func(dir string) *Baseline
	// Published, where set, says whether a plugin is meant to be published, given
	// its directory label. What the marketplace refuses does not count in others.
	Published func(dir string) bool
	// Keep, where set, decides about each finding last of all.
	Keep func(*Finding) bool
	// Done, where set, is called with each plugin's result, one at a time.
	Done func(*PluginResult)
	// Each, where set, is given the finished result of each plugin, in the order of
	// their labels. The run keeps nothing of what it has handed over, whatever the
	// number of plugins: the Result of Run then has none. An error ends the run.
	Each func(*PluginResult) error
}

// State says what became of a rule.
type State string

// The states of a rule over a plugin.
const (
	Ran     State = "ran"
	Off     State = "off" // it was not meant to run: nothing is left unjudged
	Skipped State = "skipped"
	Failed  State = "failed"
)

// unread is the Why of a rule that did not run for want of a manifest.
const unread = "manifest.yaml could not be read"

// Status says whether a rule ran over a plugin, and if not, why.
type Status struct {
	Rule  *Rule
	State State
	Why   string
	// Reason is Why as a message; a rule that failed has none.
	Reason Message
}

// skip says why the rule did not run.
func (s *Status) skip(m Message) { s.State, s.Why, s.Reason = Skipped, m.String(), m }

// Said is why the rule did not run, as a message.
func (s *Status) Said() Message {
	if s.Reason.Format == "" {
		return Msg("%s", s.Why)
	}
	return s.Reason
}

// PluginResult is what was found in one plugin.
type PluginResult struct {
	// Dir is the label of its root.
	Dir string
	// Author, Name and Version are the manifest's, as written.
	Author, Name, Version string
	// Findings in the order of Sort.
	Findings []Finding
	// Statuses has an entry a rule, in the order of Options.Rules.
	Statuses []Status
	// Gone are the entries of the baseline that no longer occur.
	Gone []BaselineEntry
	// Config is what was in force.
	Config *Config

	ignores []*Ignore // of all files, where a rule judges them
}

// Result is what a run found.
type Result struct {
	// Plugins in the order of their labels.
	Plugins []PluginResult
}

// Findings are those of all plugins, in order.
func (r *Result) Findings() []Finding {
	var out []Finding
	for i := range r.Plugins {
		out = append(out, r.Plugins[i].Findings...)
	}
	return out
}

// Worst is the highest severity that counts and is not ignored, Inherit where
// nothing does.
func (res *PluginResult) Worst() Severity {
	worst := Inherit
	for i := range res.Findings {
		if f := &res.Findings[i]; f.IgnoredBy == NotIgnored && !f.Uncounted && f.Severity > worst {
			worst = f.Severity
		}
	}
	return worst
}

// Worst is the highest severity that is not ignored, Inherit where nothing is.
func (r *Result) Worst() Severity {
	worst := Inherit
	for i := range r.Plugins {
		worst = max(worst, r.Plugins[i].Worst())
	}
	return worst
}

// Unjudged says which plugins some rule could not judge without an error among
// the findings that says so, and why: their manifest cannot be read, or a rule
// failed. To find nothing in them is not to have looked.
func (r *Result) Unjudged() []error {
	var out []error
	said := map[string]bool{}
	for i := range r.Plugins {
		if err := r.Plugins[i].Unjudged(); err != nil && !said[err.Error()] {
			said[err.Error()] = true
			out = append(out, err)
		}
	}
	return out
}

// Unjudged is why some rule could not judge the plugin, where no error among the
// findings says so.
func (res *PluginResult) Unjudged() error {
	for _, st := range res.Statuses {
		if st.State == Skipped && st.Rule.RunAll != nil && st.Rule.Needs != nil && st.Why != unread {
			return text.Errorf("%s: %s", st.Rule.ID, st.Why) // what was handed over for it is not in order
		}
	}
	if res.Worst() >= Error {
		return nil
	}
	for _, st := range res.Statuses {
		if st.State == Failed {
			return text.Errorf("%s: the rule %s failed, which is a defect of difylint", res.Dir, st.Rule.ID)
		}
		if st.Why == unread {
			return text.Errorf("%s: %s: no rule has judged the plugin", res.Dir, unread)
		}
		if st.State == Skipped && st.Rule.Needs != nil {
			return text.Errorf("%s: %s: %s", res.Dir, st.Rule.ID, st.Why)
		}
	}
	return nil
}

type run struct {
	ctx  context.Context //nolint:containedctx // a Pass hands it on
	opts Options
}

// Run checks the targets. The error is the context's; everything that is wrong
// with a plugin is a finding, and a rule that panics is told in its status.
func Run(ctx context.Context, targets []plugin.Target, opts Options) (*Result, error) {
	if opts.Now.IsZero() {
		opts.Now = time.Now()
	}
	jobs := opts.Jobs
	if jobs <= 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	r := &run{ctx: ctx, opts: opts}
	if opts.Each != nil {
		return &Result{}, r.stream(targets, jobs)
	}
	results := make([]PluginResult, len(targets))
	gathered := make([][]*Member, len(targets))
	var mu sync.Mutex
	text.ParallelBy(jobs, len(targets), func(i int) {
		if ctx.Err() != nil {
			return
		}
		p, closes := r.open(targets[i])
		results[i] = r.plugin(ctx, p)
		gathered[i] = r.gather(p, &results[i])
		closes()
		if opts.Done != nil {
			mu.Lock()
			defer mu.Unlock()
			opts.Done(&results[i])
		}
	})
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	failed := r.group(gathered, func(i int) *[]Finding { return &results[i].Findings })
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for i := range results {
		results[i].amend(failed)
		r.finish(&results[i])
	}
	slices.SortStableFunc(results, func(a, b PluginResult) int { return strings.Compare(a.Dir, b.Dir) })
	reported := reportedOnce{}
	for i := range results {
		reported.drop(&results[i])
	}
	return &Result{Plugins: results}, nil
}

// open opens a target's plugin; the function lets go of what was opened and made
// for it.
func (r *run) open(t plugin.Target) (*plugin.Plugin, func()) {
	p := t.Plugin()
	p.Context, p.Inputs = r.ctx, r.opts.Inputs
	return p, func() {
		p.Forget()
		if c, ok := p.FS.(io.Closer); ok && t.Open != nil {
			_ = c.Close() // only read from
		}
	}
}

// plugin runs every rule over one plugin.
func (r *run) plugin(ctx context.Context, p *plugin.Plugin) PluginResult {
	res := PluginResult{Dir: p.Dir}
	if r.opts.Config != nil {
		res.Config = r.opts.Config(p.Dir)
	}
	broken, bundle := false, false
	if p.Subject == "" {
		broken, bundle = p.Manifest().Root == nil, p.IsBundle()
		res.Author, res.Name, res.Version = p.Author(), p.Name(), p.Version()
	}
	res.Statuses = make([]Status, len(r.opts.Rules))
	judged := &target{}
	for i, rule := range r.opts.Rules {
		st := &res.Statuses[i]
		*st = Status{Rule: rule, State: Ran}
		switch {
		case ctx.Err() != nil:
			st.skip(Msg("cancelled"))
		case !rule.judges(p.Subject), !res.Config.Enabled(rule), rule.Needs != nil && !rule.Needs.IsIn(r.opts.Inputs), bundle && !rule.Bundles:
			st.State = Off
		case broken && !rule.RunsBroken:
			st.skip(Msg(unread))
		case rule.Run != nil:
			r.protect(st, func() {
				rule.Run(&Pass{Plugin: p, Rule: rule, Config: res.Config, run: r, status: st, out: &res.Findings, listed: tally{}, target: judged})
			})
		}
	}
	for _, f := range judged.last {
		f()
	}
	if r.judgesIgnores(res.Config) {
		res.ignores = readIgnores(p)
	}
	return res
}

// protect runs f; a panic becomes the rule's status.
func (r *run) protect(st *Status, f func()) {
	defer func() {
		if v := recover(); v != nil {
			st.State, st.Why = Failed, fmt.Sprintf("%v\n%s", v, debug.Stack())
		}
	}()
	f()
}

// gather asks the rules that look at all plugins together what they need to know
// of one: an entry a rule, nil for one that it does not concern.
func (r *run) gather(p *plugin.Plugin, res *PluginResult) []*Member {
	if p.Subject != "" || p.Manifest().Root == nil {
		return nil
	}
	var out []*Member
	for i, rule := range r.opts.Rules {
		if rule.RunAll == nil || res.Statuses[i].State != Ran {
			continue
		}
		r.protect(&res.Statuses[i], func() {
			var v any
			if rule.Gather != nil {
				v = rule.Gather(&Pass{Plugin: p, Rule: rule, Config: res.Config, run: r, status: &res.Statuses[i], out: &res.Findings, listed: tally{}, target: &target{}})
				if v == nil {
					return
				}
			}
			if out == nil {
				out = make([]*Member, len(r.opts.Rules))
			}
			out[i] = &Member{Dir: p.Dir, Author: p.Author(), Name: p.Name(), Version: p.Version(), Packaged: p.Packaged, Gathered: v, config: res.Config}
		})
	}
	return out
}

// group runs the rules that look at all plugins together. found is where the
// findings of a plugin go, by its index. The answer is the statuses of the rules
// that could not judge.
func (r *run) group(gathered [][]*Member, found func(int) *[]Finding) map[*Rule]Status {
	failed := map[*Rule]Status{}
	for i, rule := range r.opts.Rules {
		if rule.RunAll == nil || r.ctx.Err() != nil {
			continue
		}
		var in []*Member
		for j, of := range gathered {
			if of != nil && of[i] != nil {
				of[i].out = found(j)
				in = append(in, of[i])
			}
		}
		st := Status{Rule: rule, State: Ran}
		r.protect(&st, func() {
			rule.RunAll(&GroupPass{Plugins: in, Rule: rule, Inputs: r.opts.Inputs, run: r, status: &st})
		})
		if st.State != Ran {
			failed[rule] = st
		}
	}
	return failed
}

// amend says of the rules that look at all plugins that they could not judge.
func (res *PluginResult) amend(failed map[*Rule]Status) {
	for i := range res.Statuses {
		if st, ok := failed[res.Statuses[i].Rule]; ok {
			res.Statuses[i] = st
		}
	}
}

// finish orders and marks what was found.
func (r *run) finish(res *PluginResult) {
	res.Findings = dropFollowing(res.Findings)
	r.ignore(res)
	Sort(res.Findings)
	res.Findings = fold(dedupe(res.Findings))
	fingerprint(res.Findings)
	if r.opts.Baseline != nil {
		if b := r.opts.Baseline(res.Dir); b != nil {
			res.Gone = b.mark(res, r.catalogue())
		}
	}
	if r.opts.Published != nil && !r.opts.Published(res.Dir) {
		for i := range res.Findings {
			f := &res.Findings[i]
			f.Uncounted = f.Gate == Publish && f.Rule.Needs == nil // what needs an input was asked for
		}
	}
	if r.opts.Keep != nil {
		res.Findings = slices.DeleteFunc(res.Findings, func(f Finding) bool { return !r.opts.Keep(&f) })
	}
}

// reportedOnce leaves a finding in a file outside its plugin, which several plugins
// share, to the first of them.
type reportedOnce map[string]bool

func (seen reportedOnce) drop(res *PluginResult) {
	res.Findings = slices.DeleteFunc(res.Findings, func(f Finding) bool {
		if f.Plugin == res.Dir {
			return false
		}
		key := f.Label() + "\x00" + f.Fingerprint
		before := seen[key]
		seen[key] = true
		return before
	})
}

// dropFollowing leaves out what follows from a value that cannot be read; see
// Rule.Form.
func dropFollowing(fs []Finding) []Finding {
	type value struct {
		path string
		text.Span
	}
	unread := map[value]int{} // the order of its first gate
	for i := range fs {
		if f := &fs[i]; f.Rule.Form && f.Severity == Error {
			at, order := value{f.Path, f.Span}, f.Gate.Order()
			if first, ok := unread[at]; !ok || order < first {
				unread[at] = order
			}
		}
	}
	if len(unread) == 0 {
		return fs
	}
	return slices.DeleteFunc(fs, func(f Finding) bool {
		first, ok := unread[value{f.Path, f.Span}]
		return ok && !f.Rule.Form && f.Gate.Order() >= first
	})
}

// dedupe drops repetitions: one rule, one place, one message. A file that is
// read as two things would otherwise be told twice.
func dedupe(fs []Finding) []Finding {
	return slices.CompactFunc(fs, func(a, b Finding) bool {
		return a.Rule == b.Rule && a.Path == b.Path && a.Span == b.Span && a.Message.String() == b.Message.String()
	})
}
