// Package advisory reads known vulnerabilities of Python packages from a folder or
// a zip of OSV records, one JSON file each (https://ossf.github.io/osv-schema/;
// the dump of the ecosystem PyPI has that form), and tells which of them concern
// a version or a whole range.
//
// Nothing is fetched. Records are read one after the other, and only those about
// the packages asked for are kept, so that a dump of any size needs little memory.
//
// Not stable: see docs/stability.md.
package advisory

import (
	"cmp"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint/source/requirement"
)

// Advisory is what one record says of one package.
type Advisory struct {
	// ID is the record's own, Aliases the same vulnerability's elsewhere.
	ID      string
	Aliases []string
	// Package is the normalised name.
	Package string
	// Summary is one line; it may be empty.
	Summary string
	// Severity is critical, high, moderate, low, or empty where nobody says.
	Severity string

	affected requirement.Set
	listed   map[string]bool // versions that are named one by one, in their one spelling
	fixes    []requirement.Version
	last     requirement.Version // the highest that is named as the last one affected
}

// Affects reports whether a version is vulnerable.
func (a *Advisory) Affects(v requirement.Version) bool {
	return a.affected.Contains(v.Public()) || a.listed[spelling(v)]
}

// AffectsAll reports whether every version of a range is vulnerable, as far as
// the record names ranges.
func (a *Advisory) AffectsAll(s requirement.Set) bool { return !s.IsEmpty() && s.Subset(a.affected) }

// FixedAfter is the first version behind v that repairs it; ok is false where
// there is none yet.
func (a *Advisory) FixedAfter(v requirement.Version) (fixed requirement.Version, ok bool) {
	return a.fixed(func(f requirement.Version) bool { return f.Compare(v) > 0 })
}

// FixedOutside is the first version that repairs it and is not in a range;
// ok is false where there is none yet.
func (a *Advisory) FixedOutside(s requirement.Set) (fixed requirement.Version, ok bool) {
	return a.fixed(func(f requirement.Version) bool {
		return !s.Contains(f) && !s.Subset(requirement.Between(f, requirement.Version{}))
	})
}

// fixed is the first version that repairs it and is what is wanted.
func (a *Advisory) fixed(wanted func(requirement.Version) bool) (first requirement.Version, ok bool) {
	for _, f := range a.fixes {
		if wanted(f) && !a.Affects(f) && (!ok || f.Compare(first) < 0) {
			first, ok = f, true
		}
	}
	return first, ok
}

// Last is the last version that is vulnerable; ok is false where the record
// does not name one, or versions behind it are vulnerable too.
func (a *Advisory) Last() (last requirement.Version, ok bool) {
	return a.last, a.last.IsValid() && a.affected.Subset(requirement.UpTo(requirement.Version{}, a.last))
}

// Vulnerability is one vulnerability, of which there may be several records.
type Vulnerability struct {
	// IDs begin with the one to name it by: that of the CVE list where there is
	// one.
	IDs      []string
	Severity string
	Summary  string
	Records  []*Advisory
}

func (a *Advisory) names() []string { return append([]string{a.ID}, a.Aliases...) }

// Merge makes one of the records that name each other.
func Merge(list []*Advisory) []Vulnerability {
	var out []Vulnerability
	for _, a := range list {
		v := Vulnerability{IDs: a.names(), Records: []*Advisory{a}}
		out = slices.DeleteFunc(out, func(o Vulnerability) bool { // it may join several that did not know of each other
			same := slices.ContainsFunc(a.names(), func(id string) bool { return slices.Contains(o.IDs, id) })
			if same {
				v.IDs, v.Records = append(v.IDs, o.IDs...), append(v.Records, o.Records...)
			}
			return same
		})
		out = append(out, v)
	}
	for i := range out {
		v := &out[i]
		slices.SortFunc(v.IDs, func(a, b string) int {
			return cmp.Or(cmp.Compare(rank(a), rank(b)), strings.Compare(a, b))
		})
		v.IDs = slices.Compact(v.IDs)
		slices.SortFunc(v.Records, func(a, b *Advisory) int { return strings.Compare(a.ID, b.ID) })
		for _, a := range v.Records {
			if severities[a.Severity] > severities[v.Severity] {
				v.Severity = a.Severity
			}
			if v.Summary == "" {
				v.Summary = a.Summary
			}
		}
	}
	slices.SortFunc(out, func(a, b Vulnerability) int {
		return cmp.Or(cmp.Compare(severities[b.Severity], severities[a.Severity]), strings.Compare(a.IDs[0], b.IDs[0]))
	})
	return out
}

var severities = map[string]int{"low": 1, "moderate": 2, "high": 3, "critical": 4}

// rank orders the kinds of IDs.
func rank(id string) int {
	switch {
	case strings.HasPrefix(id, "CVE-"):
		return 0
	case strings.HasPrefix(id, "GHSA-"):
		return 1
	}
	return 2
}
