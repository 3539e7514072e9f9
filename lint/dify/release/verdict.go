package release

// Versions: which is newer, what was raised, and what the changes ask for.

import (
	"strconv"
	"strings"

	"github.com/Masterminds/semver/v3"
	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/text"
)

// Order compares two versions, negative where a is the older; ok is false where
// they cannot be compared. Semantic versioning decides, which Dify's own pages
// go by (dify, web/utils/semver.ts); Python's rules decide where one of the two
// is no semantic version. A pre-release is never equal to its release.
func Order(a, b string) (c int, ok bool) {
	x, errA := semver.NewVersion(strings.TrimSpace(a))
	y, errB := semver.NewVersion(strings.TrimSpace(b))
	if errA == nil && errB == nil {
		return x.Compare(y), true
	}
	v, okA := requirement.ParseVersion(a)
	w, okB := requirement.ParseVersion(b)
	if okA && okB {
		return v.Compare(w), true
	}
	return 0, false
}

// Zerover says how versions before 1.0.0 are judged.
type Zerover string

const (
	// Strict asks for the minor at 0.y.z and 0.0.z alike where something broke,
	// and for the patch for all else.
	Strict Zerover = "strict"
	// Shift takes the first number that is not zero for the major, as npm and
	// cargo do: at 0.0.z any raise will do.
	Shift Zerover = "shift"
)

// ParseZerover reads strict or shift.
func ParseZerover(s string) (Zerover, error) {
	switch z := Zerover(s); z {
	case Strict, Shift:
		return z, nil
	}
	return "", text.Errorf("invalid value %q: use strict or shift", s)
}

// numbers are the first three of a version, and whether a suffix makes it a
// pre-release.
func numbers(v string) (n [3]uint64, pre, ok bool) {
	if s, err := semver.NewVersion(strings.TrimSpace(v)); err == nil {
		return [3]uint64{s.Major(), s.Minor(), s.Patch()}, s.Prerelease() != "", true
	}
	p, ok := requirement.ParseVersion(v)
	if !ok {
		return n, false, false
	}
	return [3]uint64{p.Segment(0), p.Segment(1), p.Segment(2)}, p.IsPreRelease(), true
}

// Raised is the part of the version that was raised from old to cur; None where
// cur is not newer. A pre-release promises nothing: whatever follows one counts
// as raised enough.
func Raised(old, cur string) Bump {
	if c, ok := Order(old, cur); !ok || c >= 0 {
		return None
	}
	a, pre, ok := numbers(old)
	b, _, also := numbers(cur)
	switch {
	case !ok || !also:
		return None
	case pre, a[0] != b[0]:
		return Major
	case a[1] != b[1]:
		return Minor
	}
	return Patch
}

// Asked is the part of a version that must be raised for a change of a class,
// given the version before it.
func Asked(old string, class Bump, z Zerover) Bump {
	n, _, ok := numbers(old)
	if !ok || n[0] > 0 || class == None {
		return class
	}
	switch {
	case class != Major, z == Shift && n[1] == 0:
		return Patch
	}
	return Minor
}

// Next is the least version above old with that part raised; "" where old is no
// version, or a number would have more digits than the platform takes.
func Next(old string, part Bump) string {
	n, pre, ok := numbers(old)
	if !ok {
		return ""
	}
	switch {
	case pre || part == None:
	case part == Major:
		n = [3]uint64{n[0] + 1, 0, 0}
	case part == Minor:
		n = [3]uint64{n[0], n[1] + 1, 0}
	default:
		n[2]++
	}
	var out []string
	for _, v := range n {
		if v > 9999 {
			return ""
		}
		out = append(out, strconv.FormatUint(v, 10))
	}
	return strings.Join(out, ".")
}

// State is the outcome of a comparison.
type State string

// The states.
const (
	// Same: nothing changed.
	Same State = "same"
	// Enough: the version was raised as the changes ask.
	Enough State = "enough"
	// TooLittle: it was raised, and not enough.
	TooLittle State = "too-little"
	// Unchanged: files changed and the version did not.
	Unchanged State = "unchanged"
	// Back: the new version is older.
	Back State = "back"
	// Unreadable: one of the two is no version.
	Unreadable State = "unreadable"
)

// Verdict says which version the changes ask for and whether it was given.
type Verdict struct {
	State State
	// Old and New are the versions as written.
	Old, New string
	// Class is the gravest change's, in semantic versioning's own terms.
	Class Bump
	// Asked is the part to raise: Class as it stands before 1.0.0.
	Asked Bump
	// Raised is the part that was raised.
	Raised Bump
	// Version is the least that would do.
	Version string
}

// Judge compares what changed with how the version was raised. changed is true
// where any file that belongs to the package differs. bump gives the bump that
// counts for a change.
func Judge(old, cur string, changes []Change, changed bool, z Zerover, bump func(*Change) Bump) Verdict {
	v := Verdict{Old: old, New: cur}
	for i := range changes {
		if changes[i].Accepted == "" {
			v.Class = max(v.Class, bump(&changes[i]))
		}
	}
	if v.Class == None && changed {
		v.Class = Patch
	}
	v.Asked = Asked(old, v.Class, z)
	v.Raised = Raised(old, cur)
	v.Version = Next(old, v.Asked)
	c, ok := Order(old, cur)
	switch {
	case !ok:
		v.State = Unreadable
	case c > 0:
		v.State = Back
	case c == 0 && !changed && len(changes) == 0:
		v.State = Same
	case c == 0:
		v.State = Unchanged
	case v.Raised < v.Asked:
		v.State = TooLittle
	default:
		v.State = Enough
	}
	return v
}

// Covers reports whether the version was raised enough for one change of a class.
func (v *Verdict) Covers(class Bump, z Zerover) bool {
	return v.State != Unreadable && v.Raised >= Asked(v.Old, class, z)
}
