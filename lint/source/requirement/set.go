package requirement

import (
	"slices"

	"github.com/difylint/difylint/lint/source/text"
)

// Set is a set of versions: a union of ranges, each what some clauses allow
// together. Pre-releases count like all other versions. The zero Set is empty.
//
// The answers are exact: every question is put to one version of each kind that
// the clauses can tell apart (see candidates), and a version is judged as
// packaging judges it, oddities included: >1.0a1 does not hold for 1.0.post1.
type Set struct {
	ranges [][]Clause
}

// maxRanges bounds the ranges of an intersection.
const maxRanges = 4096

// Everything is the set of all versions.
func Everything() Set { return Set{ranges: [][]Clause{nil}} }

// Set is the versions that all clauses allow.
func (l Specifiers) Set() Set {
	var kept []Clause
	for _, c := range l {
		if !slices.ContainsFunc(kept, c.same) {
			kept = append(kept, c)
		}
	}
	return Set{ranges: [][]Clause{kept}}
}

func (c Clause) same(o Clause) bool {
	return c.Op == o.Op && c.Wildcard == o.Wildcard && c.String() == o.String()
}

// Between is the versions from one on and before another, in plain order: 2.0rc1
// is before 2.0. A version that is not valid leaves that end open.
func Between(from, before Version) Set { return ends(atLeast, from, below, before) }

// UpTo is Between with the last version in it.
func UpTo(from, last Version) Set { return ends(atLeast, from, upTo, last) }

// Inclusive is what >= min and <= max allow together; one that is not valid
// leaves that end open.
func Inclusive(lowest, highest Version) Set { return ends(GreaterEqual, lowest, LessEqual, highest) }

func ends(low Op, from Version, high Op, to Version) Set {
	var list []Clause
	for _, c := range [...]Clause{{Op: low, Version: from}, {Op: high, Version: to}} {
		if c.Version.IsValid() {
			c.Text = c.Version.String()
			list = append(list, c)
		}
	}
	return Set{ranges: [][]Clause{list}}
}

// Union is the versions in s, in o or in both.
func (s Set) Union(o Set) Set {
	return Set{ranges: append(slices.Clip(slices.Clone(s.ranges)), o.ranges...)}
}

// Intersect is the versions in both. Beyond 4096 ranges, or 512 clauses in one, it
// is s, which holds more.
func (s Set) Intersect(o Set) Set {
	if len(s.ranges)*len(o.ranges) > maxRanges {
		return s
	}
	out := Set{}
	for _, a := range s.ranges {
		for _, b := range o.ranges {
			if len(a)+len(b) > 2*maxClauses {
				return s
			}
			both := slices.Clone(a)
			for _, c := range b {
				if !slices.ContainsFunc(both, c.same) {
					both = append(both, c)
				}
			}
			out.ranges = append(out.ranges, both)
		}
	}
	return out
}

// Contains reports whether v is in the set.
func (s Set) Contains(v Version) bool {
	for _, r := range s.ranges {
		if allows(r, &v) {
			return true
		}
	}
	return false
}

func allows(list []Clause, v *Version) bool {
	for i := range list {
		if !allow(&list[i], v) {
			return false
		}
	}
	return true
}

// IsEmpty reports whether no version is in the set.
func (s Set) IsEmpty() bool {
	_, ok := s.Sample()
	return !ok
}

// Sample is a version of the set, a final release where it has one.
func (s Set) Sample() (Version, bool) {
	if v, ok := s.find(Version.IsFinal); ok {
		return v, true
	}
	return s.find(nil)
}

// find gives a version of the set that holds.
func (s Set) find(holds func(Version) bool) (found Version, ok bool) {
	for _, r := range s.ranges {
		candidates(r, func(v Version) bool {
			if (holds == nil || holds(v)) && allows(r, &v) {
				found, ok = v, true
			}
			return !ok
		})
		if ok {
			break
		}
	}
	return found, ok
}

// Subset reports whether every version of s is in o.
func (s Set) Subset(o Set) bool {
	var all []Clause
	for _, r := range slices.Concat(s.ranges, o.ranges) {
		all = append(all, r...)
	}
	subset := true
	candidates(all, func(v Version) bool {
		subset = !s.Contains(v) || o.Contains(v)
		return subset
	})
	return subset
}

// Overlaps reports whether some version is in both.
func (s Set) Overlaps(o Set) bool { return !s.Intersect(o).IsEmpty() }

// HasUpperBound reports whether the set ends: no version is in it from some
// point on.
func (s Set) HasUpperBound() bool {
	epoch := uint64(0)
	for _, r := range s.ranges {
		for _, c := range r {
			epoch = max(epoch, c.Version.Epoch)
		}
	}
	return epoch == 1<<64-1 || !s.Contains(Version{Epoch: epoch + 1, Release: []uint64{0}})
}

// candidates yields a version of every kind that clauses can tell apart: around
// each release that one names (and each that a wildcard ends before), with and
// without each part of a version, the numbers named and their neighbours; one
// release between it and the next; the oldest and newest of all.
func candidates(clauses []Clause, yield func(Version) bool) {
	bases, longest, spelled := mentioned(clauses)
	for _, b := range bases {
		if !b.family(yield) {
			return
		}
		beyond := make([]uint64, longest+1)
		copy(beyond, b.release)
		beyond[longest] = 1
		if !yield(Version{Epoch: b.epoch, Release: beyond}) {
			return
		}
	}
	for _, v := range spelled {
		longer := v
		longer.Release = append(slices.Clone(v.Release), 0)
		if !yield(v) || !yield(longer) {
			return
		}
	}
}

// base is a release that clauses name, and what they name with it.
type base struct {
	epoch   uint64
	release []uint64 // without trailing zeros, at least one number
	named   []Version
}

// mentioned lists the releases that matter, the longest length among them, and
// the versions whose spelling matters.
func mentioned(clauses []Clause) (bases []*base, longest int, spelled []Version) {
	byKey := map[string]*base{}
	add := func(epoch uint64, release []uint64, named Version) {
		for len(release) > 1 && release[len(release)-1] == 0 {
			release = release[:len(release)-1]
		}
		key := Version{Epoch: epoch, Release: release}.String()
		b := byKey[key]
		if b == nil {
			b = &base{epoch: epoch, release: release}
			byKey[key] = b
			bases = append(bases, b)
			longest = max(longest, len(release))
		}
		if named.Pre.Kind != NoPre || named.HasPost || named.HasDev || len(named.Local) > 0 {
			b.named = append(b.named, named)
		}
	}
	bump := func(epoch uint64, release []uint64) {
		if last := len(release) - 1; release[last] < 1<<64-1 {
			next := slices.Clone(release)
			next[last]++
			add(epoch, next, Version{})
		}
	}
	for i := range clauses {
		c := &clauses[i]
		v := c.Version
		if !v.IsValid() {
			continue
		}
		add(v.Epoch, v.Release, v)
		switch {
		case c.Wildcard:
			bump(v.Epoch, v.Release)
		case c.Op == Compatible:
			prefix := v.Release[:len(v.Release)-1]
			add(v.Epoch, prefix, Version{})
			bump(v.Epoch, prefix)
		case c.Op == Arbitrary:
			spelled = append(spelled, v)
		}
		add(v.Epoch, []uint64{0}, Version{})
		bump(v.Epoch, v.Release[:1])
		if v.Epoch > 0 {
			add(v.Epoch-1, []uint64{0}, Version{})
		}
		if v.Epoch < 1<<64-1 {
			add(v.Epoch+1, []uint64{0}, Version{})
		}
	}
	add(0, []uint64{0}, Version{})
	return bases, longest, spelled
}

// family yields the versions of one release.
func (b *base) family(yield func(Version) bool) bool {
	pres := []Pre{{}, {Kind: Alpha}}
	posts, devs := []uint64{0}, []uint64{0}
	locals := [][]LocalPart{nil, {{Text: "other"}}}
	for _, v := range b.named {
		if k := v.Pre.Kind; k != NoPre {
			for _, n := range around(v.Pre.N) {
				pres = append(pres, Pre{k, n})
			}
			pres = append(pres, Pre{Candidate, 1<<64 - 1})
		}
		if v.HasPost {
			posts = append(posts, around(v.Post)...)
		}
		if v.HasDev {
			devs = append(devs, around(v.Dev)...)
		}
		if len(v.Local) > 0 {
			locals = append(locals, v.Local, append(slices.Clone(v.Local), LocalPart{}))
			for slices.ContainsFunc(b.named, func(n Version) bool { return compareLocal(n.Local, locals[1]) == 0 }) {
				locals[1] = append(slices.Clone(locals[1]), LocalPart{Text: "other"})
			}
		}
	}
	slices.Sort(posts)
	slices.Sort(devs)
	posts, devs = slices.Compact(posts), slices.Compact(devs)
	for _, pre := range pres {
		for post := -1; post < len(posts); post++ {
			for dev := -1; dev < len(devs); dev++ {
				for _, local := range locals {
					v := Version{Epoch: b.epoch, Release: b.release, Pre: pre, Local: local}
					if post >= 0 {
						v.HasPost, v.Post = true, posts[post]
					}
					if dev >= 0 {
						v.HasDev, v.Dev = true, devs[dev]
					}
					if !yield(v) {
						return false
					}
				}
			}
		}
	}
	return true
}

// around is a number and its neighbours.
func around(n uint64) []uint64 {
	list := []uint64{n}
	if n > 0 {
		list = append(list, n-1)
	}
	if n < 1<<64-1 {
		list = append(list, n+1)
	}
	return list
}

// Words is the set in words: "2.25.1 or newer, below 3.0.0".
func (s Set) Words() text.Message {
	var seen []string
	var words text.Message
	for _, r := range s.ranges {
		if (Set{ranges: [][]Clause{r}}).IsEmpty() {
			continue
		}
		m := inWords(r)
		if slices.Contains(seen, m.String()) {
			continue
		}
		if seen = append(seen, m.String()); len(seen) == 1 {
			words = m
		} else {
			words = text.Msg("%s; or %s", words, m)
		}
	}
	if len(seen) == 0 {
		return text.Msg("no version")
	}
	return words
}

// inWords drops the bounds that others make needless.
func inWords(list []Clause) text.Message {
	var lower, upper *Clause
	var parts, not []text.Message
	for i := range list {
		c := &list[i]
		switch c.Op {
		case Equal, Arbitrary:
			if c.Wildcard {
				parts = append(parts, text.Msg("any %s", c.Text))
				continue
			}
			return text.Msg("%s", c.Text) // the set is not empty, so this is all of it
		case NotEqual:
			if c.Wildcard {
				not = append(not, text.Msg("any %s", c.Text))
			} else {
				not = append(not, text.Msg("%s", c.Text))
			}
		case GreaterEqual, Greater, atLeast:
			if lower == nil || c.Version.Compare(lower.Version) > 0 || c.Version.Equal(lower.Version) && c.Op == Greater {
				lower = c
			}
		case LessEqual, Less, below, upTo:
			if upper == nil || c.Version.Compare(upper.Version) < 0 || c.Version.Equal(upper.Version) && c.Op == Less {
				upper = c
			}
		case Compatible:
			parts = append(parts, text.Msg("%s or newer, but still %s.*", c.Text, Version{Epoch: c.Version.Epoch, Release: c.Version.Release[:len(c.Version.Release)-1]}.String()))
		}
	}
	if lower != nil {
		if lower.Op == Greater {
			parts = append(parts, text.Msg("newer than %s", lower.Text))
		} else {
			parts = append(parts, text.Msg("%s or newer", lower.Text))
		}
	}
	if upper != nil {
		switch {
		case upper.Op == Less || upper.Op == below:
			parts = append(parts, text.Msg("below %s", upper.Text))
		case lower == nil:
			parts = append(parts, text.Msg("%s or older", upper.Text))
		default:
			parts = append(parts, text.Msg("up to %s", upper.Text))
		}
	}
	if len(parts) == 0 {
		parts = append(parts, text.Msg("any version"))
	}
	if len(not) > 0 {
		return text.Join(parts).And(", but not %s", text.Join(not))
	}
	return text.Join(parts)
}
