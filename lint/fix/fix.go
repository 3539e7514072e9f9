// Package fix makes the edits that findings offer: it chooses the fixes that go
// together, holds every file to what it said before, makes none that would leave
// more errors at any gate, and lints again until nothing changes. Files are changed in memory; Outcome.Write puts them on disk.
//
// Stable: see docs/stability.md.
package fix

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io/fs"
	"maps"
	"slices"
	"sort"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
)

// MaxRounds is how often a plugin is linted again at most.
const MaxRounds = 10

// ErrPackaged is the error for a package: only a plugin's folder can be fixed.
var ErrPackaged = text.Errorf("a package cannot be fixed; fix the plugin's folder and package it again")

// Options say what to fix. The zero value makes the safe fixes.
type Options struct {
	// Unsafe makes the fixes that need a look, too.
	Unsafe bool
	// Rounds bounds the rounds; 0 means MaxRounds.
	Rounds int
	// Choose, where set, picks one of a finding's fixes by its index, or -1 for
	// none. The default is the first safe one, else, with Unsafe, the first.
	Choose func(*lint.Finding) int
}

// Linter lints a plugin anew, with its changed files laid over it.
type Linter func(ctx context.Context, t plugin.Target) (*lint.PluginResult, error)

// With is the Linter that runs lint.Run with the same options.
func With(opts lint.Options) Linter {
	return func(ctx context.Context, t plugin.Target) (*lint.PluginResult, error) {
		opts.Done = nil
		res, err := lint.Run(ctx, []plugin.Target{t}, opts)
		if err != nil {
			return nil, err
		}
		return &res.Plugins[0], nil
	}
}

// Change is what became of one finding's fix.
type Change struct {
	Finding lint.Finding
	Fix     lint.Fix
	// Round is 1-based.
	Round int
	// Why says why the fix was refused; "" where it was made.
	Why string
}

// File is a changed file of the plugin.
type File struct {
	// Path is slash-separated and below the plugin's root.
	Path          string
	Before, After []byte
}

// Outcome is what was fixed in one plugin.
type Outcome struct {
	// Dir is the plugin's label.
	Dir string
	// Files are those that changed, by path.
	Files []File
	// Made and Refused are in the order in which they were tried.
	Made, Refused []Change
	// Unsafe counts the findings left that have an unsafe fix only.
	Unsafe int
	// Rounds is how many rounds made a change.
	Rounds int
	// Unsettled is true where the last round still made a change.
	Unsettled bool
	// Result is what lint found after the last change.
	Result *lint.PluginResult
}

// Plugin makes the fixes of one plugin in memory. res is what was found in it,
// or nil to lint it first. Findings that are ignored, by a comment or a
// baseline, are not fixed. The error is the linter's, or ErrPackaged.
func Plugin(ctx context.Context, t plugin.Target, res *lint.PluginResult, relint Linter, opts Options) (*Outcome, error) {
	if t.Packaged {
		return nil, ErrPackaged
	}
	rounds := cmp.Or(opts.Rounds, MaxRounds)
	w := &worker{base: t.FS, opts: opts, now: map[string][]byte{}, was: map[string][]byte{}, refused: map[string]bool{}}
	var err error
	if res == nil {
		if res, err = relint(ctx, t); err != nil {
			return nil, err
		}
	}
	w.out = &Outcome{Dir: res.Dir, Result: res}
	seen := []map[string][]byte{{}}
	judge := func(now map[string][]byte) (*lint.PluginResult, error) {
		again := t
		again.FS = plugin.Overlay(t.FS, now)
		return relint(ctx, again)
	}
	for w.out.Rounds < rounds {
		next, err := w.round(res, judge)
		if err != nil {
			return nil, err
		}
		if next == nil {
			break
		}
		w.out.Rounds++
		res = next
		w.out.Result = res
		if w.out.Unsettled = w.out.Rounds == rounds && w.pending(res); w.out.Unsettled {
			break
		}
		if w.back(seen) { // two rules that undo each other
			w.out.Unsettled = true
			break
		}
		seen = append(seen, w.snapshot())
	}
	changed := w.snapshot()
	for _, name := range slices.Sorted(maps.Keys(changed)) {
		w.out.Files = append(w.out.Files, File{Path: name, Before: w.was[name], After: changed[name]})
	}
	for i := range res.Findings {
		if f := &res.Findings[i]; f.IgnoredBy == lint.NotIgnored && len(f.Fixes) > 0 && w.choose(f) == nil && firstSafe(f) < 0 {
			w.out.Unsafe++
		}
	}
	return w.out, nil
}

type worker struct {
	base fs.FS
	opts Options
	// was and now are the files that changed, before and after.
	was, now map[string][]byte
	refused  map[string]bool
	out      *Outcome
	// ahead: it only looks at what would follow.
	ahead bool
}

// candidate is a fix that was chosen, its edits by file, in order.
type candidate struct {
	finding *lint.Finding
	fix     *lint.Fix
	edits   map[string][]text.Edit
}

// firstSafe is the index of the first safe fix, or -1.
func firstSafe(f *lint.Finding) int {
	return slices.IndexFunc(f.Fixes, func(x lint.Fix) bool { return x.Safe })
}

// choose is the fix to make for a finding, or nil.
func (w *worker) choose(f *lint.Finding) *lint.Fix {
	if f.IgnoredBy != lint.NotIgnored {
		return nil
	}
	if w.opts.Choose != nil {
		if i := w.opts.Choose(f); i >= 0 && i < len(f.Fixes) {
			return &f.Fixes[i]
		}
		return nil
	}
	if i := firstSafe(f); i >= 0 {
		return &f.Fixes[i]
	}
	if w.opts.Unsafe && len(f.Fixes) > 0 {
		return &f.Fixes[0]
	}
	return nil
}

// pending reports whether a further round would have something to do.
func (w *worker) pending(res *lint.PluginResult) bool {
	return slices.ContainsFunc(res.Findings, func(f lint.Finding) bool {
		fix := w.choose(&f)
		return fix != nil && !w.refused[refusalKey(&f, fix)]
	})
}

func (w *worker) snapshot() map[string][]byte {
	s := maps.Clone(w.now)
	maps.DeleteFunc(s, func(name string, data []byte) bool { return bytes.Equal(data, w.was[name]) })
	return s
}

// back reports whether the files are as they were after an earlier round.
func (w *worker) back(seen []map[string][]byte) bool {
	now := w.snapshot()
	return slices.ContainsFunc(seen, func(s map[string][]byte) bool { return maps.EqualFunc(s, now, bytes.Equal) })
}

func refusalKey(f *lint.Finding, fix *lint.Fix) string {
	return f.Rule.ID + "\x00" + f.Path + "\x00" + f.Fingerprint + "\x00" + f.Message.String() + "\x00" + fix.Title.String()
}

func (w *worker) refuse(c *candidate, why error) {
	if key := refusalKey(c.finding, c.fix); !w.refused[key] {
		w.refused[key] = true
		w.out.Refused = append(w.out.Refused, Change{Finding: *c.finding, Fix: *c.fix, Round: w.out.Rounds + 1, Why: why.Error()})
	}
}

// read is a file as it is now. A fix stays within the plugin, so its path must
// be one below the root.
func (w *worker) read(name string) ([]byte, error) {
	if data, ok := w.now[name]; ok {
		return data, nil
	}
	if !fs.ValidPath(name) || name == "." {
		return nil, text.Errorf("the file lies outside the plugin")
	}
	return fs.ReadFile(w.base, name)
}

// relinter lints the plugin with changed files laid over it.
type relinter func(now map[string][]byte) (*lint.PluginResult, error)

// round makes the fixes that go together. It gives what lint finds then, or nil
// where no file changed.
func (w *worker) round(res *lint.PluginResult, relint relinter) (*lint.PluginResult, error) {
	var chosen []*candidate
	files := map[string][]byte{}
	for i := range res.Findings {
		f := &res.Findings[i]
		fix := w.choose(f)
		if fix == nil || w.refused[refusalKey(f, fix)] {
			continue
		}
		if f.Plugin != res.Dir {
			w.refuse(&candidate{finding: f, fix: fix}, text.Errorf("the file lies outside the plugin"))
			continue
		}
		c, err := w.candidate(f, fix, files)
		if errors.Is(err, errStale) {
			continue
		}
		if err != nil {
			w.refuse(&candidate{finding: f, fix: fix}, err)
			continue
		}
		chosen = append(chosen, c)
	}
	chosen = compatible(chosen)
	chosen = w.verified(chosen, files)
	r := &trial{w: w, files: files, relint: relint, left: maxTrials, res: res}
	if err := r.make(chosen); err != nil || r.now == nil {
		return nil, err
	}
	for name, after := range r.now {
		if _, ok := w.was[name]; !ok {
			w.was[name] = files[name]
		}
		w.now[name] = after
	}
	for _, c := range r.made {
		w.out.Made = append(w.out.Made, Change{Finding: *c.finding, Fix: *c.fix, Round: w.out.Rounds + 1})
	}
	return r.res, nil
}

// maxTrials is how often a plugin is linted in one round to find the fixes that
// do harm. Those that are not tried then are not made.
const maxTrials = 64

var (
	errHarm    = text.Errorf("it would leave more errors than before")
	errUntried = text.Errorf("there are too many fixes to try each")
)

// trial makes fixes as long as they leave no more errors than before.
type trial struct {
	w      *worker
	files  map[string][]byte
	relint relinter
	left   int
	made   []*candidate
	// now are the files that the fixes made so far change, res what lint finds then.
	now map[string][]byte
	res *lint.PluginResult
}

// make makes those of the fixes that do no harm. Mostly none does, so they are
// tried together first, then by halves.
func (r *trial) make(list []*candidate) error {
	if len(list) == 0 {
		return nil
	}
	all := slices.Concat(r.made, list)
	now, changed := map[string][]byte{}, false
	for name, edits := range merged(all) {
		after := apply(r.files[name], edits)
		if !bytes.Equal(after, r.files[name]) {
			now[name] = after
		}
		changed = changed || !bytes.Equal(after, r.files[name]) && !bytes.Equal(after, r.now[name])
	}
	if !changed {
		return nil
	}
	if r.left == 0 {
		for _, c := range list {
			r.w.refuse(c, errUntried)
		}
		return nil
	}
	r.left--
	over := maps.Clone(r.w.now)
	maps.Copy(over, now)
	res, err := r.relint(over)
	if err != nil {
		return err
	}
	more, other := harm(r.res, res)
	switch {
	case !more && (!other || len(list) == 1):
		r.made, r.now, r.res = all, now, res
		return nil
	case len(list) == 1:
		// What was not read before may show errors that other fixes mend.
		if ok, err := r.settles(over, res); err != nil {
			return err
		} else if ok {
			r.made, r.now, r.res = all, now, res
			return nil
		}
		r.w.refuse(list[0], errHarm)
		return nil
	}
	half := len(list) / 2
	if err := r.make(list[:half]); err != nil {
		return err
	}
	return r.make(list[half:])
}

// settles reports whether the fixes that follow leave no more errors than there
// were before.
func (r *trial) settles(now map[string][]byte, res *lint.PluginResult) (bool, error) {
	if r.w.ahead {
		return false, nil
	}
	w := &worker{base: r.w.base, opts: r.w.opts, now: now, was: map[string][]byte{}, refused: maps.Clone(r.w.refused), out: &Outcome{}, ahead: true}
	for range MaxRounds {
		next, err := w.round(res, func(now map[string][]byte) (*lint.PluginResult, error) {
			if r.left == 0 {
				return nil, errUntried
			}
			r.left--
			return r.relint(now)
		})
		if errors.Is(err, errUntried) || next == nil && err == nil {
			break
		}
		if err != nil {
			return false, err
		}
		w.out.Rounds++
		res = next
	}
	more, _ := harm(r.res, res)
	return !more, nil
}

// harm reports whether there are more errors at some gate than before, and
// whether there is an error that was not there before.
func harm(before, after *lint.PluginResult) (more, other bool) {
	type place struct {
		gate              lint.Gate
		path, fingerprint string
	}
	count := map[lint.Gate]int{}
	known := map[place]bool{}
	truncated := map[*lint.Rule]bool{} // of which not all were listed before: which are new is not known
	for i := range before.Findings {
		if f := &before.Findings[i]; f.Severity == lint.Error && f.IgnoredBy == lint.NotIgnored {
			truncated[f.Rule] = truncated[f.Rule] || f.IsMore()
			count[f.Gate] -= 1 + f.Folded
			known[place{f.Gate, f.Path, f.Fingerprint}] = true
		}
	}
	for i := range after.Findings {
		if f := &after.Findings[i]; f.Severity == lint.Error && f.IgnoredBy == lint.NotIgnored {
			count[f.Gate] += 1 + f.Folded
			other = other || !truncated[f.Rule] && !known[place{f.Gate, f.Path, f.Fingerprint}]
		}
	}
	for _, n := range count {
		more = more || n > 0
	}
	return more, other
}

// errStale is for a finding in a file as it was before: what was read once for
// the whole run, as a configuration is, is not read again.
var errStale = text.Errorf("the file was fixed already")

// candidate sorts a fix's edits by file and holds them to the files.
func (w *worker) candidate(f *lint.Finding, fix *lint.Fix, files map[string][]byte) (*candidate, error) {
	c := &candidate{finding: f, fix: fix, edits: map[string][]text.Edit{}}
	if len(fix.Edits) == 0 {
		return nil, text.Errorf("the fix has no edit")
	}
	for _, e := range fix.Edits {
		if _, ok := files[e.Path]; !ok {
			data, err := w.read(e.Path)
			if err != nil {
				return nil, err
			}
			files[e.Path] = data
		}
		if f.File != nil && f.Path == e.Path && !bytes.Equal(f.File.Data, files[e.Path]) {
			return nil, errStale
		}
		if e.Span.Start < 0 || e.Span.End < e.Span.Start || e.Span.End > len(files[e.Path]) {
			return nil, text.Errorf("an edit lies outside %s", e.Path)
		}
		c.edits[e.Path] = append(c.edits[e.Path], e)
	}
	for name, edits := range c.edits {
		sorted, ok := join(nil, edits)
		if !ok {
			return nil, text.Errorf("the fix edits one place of %s twice", name)
		}
		c.edits[name] = sorted
	}
	return c, nil
}

// inOrder compares edits by where they begin, then by where they end.
func inOrder(a, b text.Edit) int {
	return cmp.Or(cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Span.End, b.Span.End))
}

// join adds edits to others of the same file, in order; one that is there
// already is not made twice. It is false where two get in each other's way:
// where they overlap, or one puts something in at the edge of the other, so
// that the order would matter.
func join(have, add []text.Edit) ([]text.Edit, bool) {
	out := slices.Concat(have, add)
	slices.SortStableFunc(out, inOrder)
	kept := out[:0]
	for _, e := range out {
		if n := len(kept); n > 0 {
			last := kept[n-1]
			if last == e {
				continue
			}
			if last.Span.End > e.Span.Start || last.Span.End == e.Span.Start && (last.Span.IsEmpty() || e.Span.IsEmpty()) {
				return nil, false
			}
		}
		kept = append(kept, e)
	}
	return kept, true
}

// compatible takes each fix that gets in the way of none before it; the others
// wait for the next round.
func compatible(all []*candidate) []*candidate {
	have := map[string]*taken{}
	var out []*candidate
next:
	for _, c := range all {
		for name, edits := range c.edits {
			if t := have[name]; t != nil && !t.admits(edits) {
				continue next
			}
		}
		for name, edits := range c.edits {
			if have[name] == nil {
				have[name] = &taken{}
			}
			have[name].add(edits)
		}
		out = append(out, c)
	}
	return out
}

// taken is the edits of one file that were chosen: mostly they come in order.
type taken struct {
	sorted []text.Edit
}

// find is the index of the first edit that does not lie wholly before a span.
func (t *taken) find(s text.Span) int {
	return sort.Search(len(t.sorted), func(i int) bool { return t.sorted[i].Span.End >= s.Start })
}

func (t *taken) admits(edits []text.Edit) bool {
	for _, e := range edits {
		for i := t.find(e.Span); i < len(t.sorted) && t.sorted[i].Span.Start <= e.Span.End; i++ {
			if _, ok := join([]text.Edit{t.sorted[i]}, []text.Edit{e}); !ok {
				return false
			}
		}
	}
	return true
}

func (t *taken) add(edits []text.Edit) {
	for _, e := range edits {
		i := t.find(e.Span)
		for i < len(t.sorted) && inOrder(t.sorted[i], e) < 0 {
			i++
		}
		if i == len(t.sorted) || t.sorted[i] != e {
			t.sorted = slices.Insert(t.sorted, i, e)
		}
	}
}

// merged is the edits of all candidates by file.
func merged(all []*candidate) map[string][]text.Edit {
	out := map[string][]text.Edit{}
	for _, c := range all {
		for name, edits := range c.edits {
			out[name] = append(out[name], edits...)
		}
	}
	for name, edits := range out {
		out[name], _ = join(nil, edits)
	}
	return out
}

// verified leaves out the fixes that would change what they are not about.
// Mostly all go well together, so they are judged together first.
func (w *worker) verified(all []*candidate, files map[string][]byte) []*candidate {
	for len(all) > 0 {
		bad := w.firstBad(all, files)
		if bad == "" {
			return all
		}
		var kept []*candidate
		for _, c := range all {
			if edits, ok := c.edits[bad]; ok {
				if err := Check(bad, files[bad], apply(files[bad], edits), edits, !c.fix.Safe); err != nil {
					w.refuse(c, err)
					continue
				}
			}
			kept = append(kept, c)
		}
		if len(kept) == len(all) {
			kept = onlyFirst(all, bad)
		}
		all = kept
	}
	return nil
}

// onlyFirst is for fixes that are right each alone and not together: one now,
// the others in later rounds.
func onlyFirst(all []*candidate, name string) []*candidate {
	var kept []*candidate
	found := false
	for _, c := range all {
		_, edits := c.edits[name]
		if edits && found {
			continue
		}
		found = found || edits
		kept = append(kept, c)
	}
	if len(kept) == len(all) {
		return nil // it is alone already and still wrong
	}
	return kept
}

// firstBad is the first file that the fixes together must not change so, or "".
func (w *worker) firstBad(all []*candidate, files map[string][]byte) string {
	edits := merged(all)
	for _, name := range slices.Sorted(maps.Keys(edits)) {
		shared := !slices.ContainsFunc(all, func(c *candidate) bool { return c.fix.Safe && c.edits[name] != nil })
		if Check(name, files[name], apply(files[name], edits[name]), edits[name], shared) != nil {
			return name
		}
	}
	return ""
}

// apply makes edits that are in order and do not overlap.
func apply(data []byte, edits []text.Edit) []byte {
	var out []byte
	pos := 0
	for _, e := range edits {
		out = append(out, data[pos:e.Span.Start]...)
		out = append(out, e.New...)
		pos = e.Span.End
	}
	return append(out, data[pos:]...)
}

// Apply makes edits of one file, in any order; for editors and tests. The error
// says which edit lies outside the file or overlaps another.
func Apply(f *text.File, edits []text.Edit) ([]byte, error) {
	for _, e := range edits {
		if e.Span.Start < 0 || e.Span.End < e.Span.Start || e.Span.End > len(f.Data) {
			return nil, text.Errorf("an edit lies outside %s: bytes %d to %d", f.Path, e.Span.Start, e.Span.End)
		}
	}
	sorted, ok := join(nil, edits)
	if !ok {
		return nil, text.Errorf("two edits of %s get in each other's way", f.Path)
	}
	return apply(f.Data, sorted), nil
}
