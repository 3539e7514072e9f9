// Package verset answers questions about ranges of semantic versions as sets:
// whether two have a version in common, whether one lies within the other,
// whether one ends. Ranges are written as Masterminds/semver v3 reads them, and
// a version is judged by it, so that the answers are its own.
//
// For versions of Python distributions see pydeps.Set.
//
// Not stable: see docs/stability.md.
package verset

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/Masterminds/semver/v3"
)

// Set is the versions that all of some ranges hold. The zero Set holds all.
type Set struct {
	ranges []*semver.Constraints
	texts  []string
	points []point // every version that a range names
}

// point is a version that a range names, missing numbers 0.
type point struct {
	major, minor, patch uint64
	pre                 string
}

// maxRanges bounds the ranges of an intersection.
const maxRanges = 256

var named = regexp.MustCompile(`([0-9]+|[xX*])(?:\.([0-9]+|[xX*]))?(?:\.([0-9]+|[xX*]))?(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z.-]+)?`)

// Parse reads a range: comparisons separated by commas or blanks that all must
// hold, groups of them by ||.
func Parse(s string) (Set, error) {
	c, err := semver.NewConstraint(s)
	if err != nil {
		return Set{}, fmt.Errorf("range %q: %w", s, err)
	}
	out := Set{ranges: []*semver.Constraints{c}, texts: []string{strings.TrimSpace(s)}}
	for _, m := range named.FindAllStringSubmatch(s, -1) {
		var p point
		for i, n := range []*uint64{&p.major, &p.minor, &p.patch} {
			*n, _ = strconv.ParseUint(m[i+1], 10, 64) // x is 0, too large was refused
		}
		p.pre = m[4]
		out.points = append(out.points, p)
	}
	return out, nil
}

// Minimum is the versions from one on. A later pre-release counts.
func Minimum(v *semver.Version) Set { return bound(">=", v) }

// Maximum is the versions up to one, which is in it.
func Maximum(v *semver.Version) Set { return bound("<=", v) }

func bound(op string, v *semver.Version) Set {
	s, err := Parse(op + v.String())
	if err != nil {
		return Set{} // a version is always a range; and no bound is the safe answer
	}
	s.ranges[0].IncludePrerelease = true
	s.texts[0] = op + " " + v.Original()
	return s
}

// Intersect is the versions in both. Beyond 256 ranges it is s, which holds more.
func (s Set) Intersect(o Set) Set {
	if len(s.ranges)+len(o.ranges) > maxRanges {
		return s
	}
	return Set{
		ranges: slices.Concat(s.ranges, o.ranges),
		texts:  slices.Concat(s.texts, o.texts),
		points: slices.Concat(s.points, o.points),
	}
}

// Contains reports whether v is in the set.
func (s Set) Contains(v *semver.Version) bool {
	for _, r := range s.ranges {
		if !r.Check(v) {
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

// Sample is a version of the set, a release where it has one.
func (s Set) Sample() (sample *semver.Version, ok bool) {
	candidates(s.points, func(v *semver.Version) bool {
		if (sample == nil || v.Prerelease() == "") && s.Contains(v) {
			sample = v
		}
		return sample == nil || sample.Prerelease() != ""
	})
	return sample, sample != nil
}

// Overlaps reports whether a version is in both.
func (s Set) Overlaps(o Set) bool { return !s.Intersect(o).IsEmpty() }

// Subset reports whether every version of s is in o.
func (s Set) Subset(o Set) bool {
	subset := true
	candidates(slices.Concat(s.points, o.points), func(v *semver.Version) bool {
		subset = !s.Contains(v) || o.Contains(v)
		return subset
	})
	return subset
}

// HasUpperBound reports whether the set ends.
func (s Set) HasUpperBound() bool {
	major := uint64(0)
	for _, p := range s.points {
		major = max(major, p.major)
	}
	return major == math.MaxUint64 || !s.Contains(semver.New(major+1, 0, 0, "", ""))
}

// String is the ranges as they are written.
func (s Set) String() string {
	if len(s.texts) == 0 {
		return "any version"
	}
	return strings.Join(s.texts, " and ")
}

// candidates yields one version of every kind that ranges can tell apart. They
// compare the major number first, the minor where that is equal, and so on: so
// at each level the numbers named with the same beginning, and their neighbours.
func candidates(points []point, yield func(*semver.Version) bool) {
	pres := []string{"", "0"}
	for _, p := range points {
		if p.pre != "" && !slices.Contains(pres, p.pre) {
			pres = append(pres, p.pre, p.pre+".0")
		}
	}
	for _, major := range levels(points, func(p point) (uint64, bool) { return p.major, true }) {
		minors := levels(points, func(p point) (uint64, bool) { return p.minor, p.major == major })
		for _, minor := range minors {
			patches := levels(points, func(p point) (uint64, bool) { return p.patch, p.major == major && p.minor == minor })
			for _, patch := range patches {
				for _, pre := range pres {
					if !yield(semver.New(major, minor, patch, pre, "")) {
						return
					}
				}
			}
		}
	}
}

// levels is 0, and each number that f gives with its neighbours.
func levels(points []point, f func(point) (uint64, bool)) []uint64 {
	list := []uint64{0}
	for _, p := range points {
		if n, ok := f(p); ok {
			list = append(list, n)
			if n > 0 {
				list = append(list, n-1)
			}
			if n < math.MaxUint64 {
				list = append(list, n+1)
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}
