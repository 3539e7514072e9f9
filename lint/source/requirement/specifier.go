package requirement

import (
	"strings"
	"unicode/utf8"

	"github.com/difylint/difylint/lint/source/text"
)

// Op is the operator of a clause.
type Op uint8

// The operators of PEP 440.
const (
	NoOp         Op = iota
	Compatible      // ~=
	Equal           // ==
	NotEqual        // !=
	LessEqual       // <=
	GreaterEqual    // >=
	Less            // <
	Greater         // >
	Arbitrary       // ===

	// Plain order, as advisories use it: of sets only, never parsed.
	atLeast
	below
	upTo
)

var opTexts = [...]string{"", "~=", "==", "!=", "<=", ">=", "<", ">", "==="}

// String is the operator as it is written.
func (op Op) String() string {
	if int(op) < len(opTexts) {
		return opTexts[op]
	}
	return ""
}

// scanOp reads an operator at the start of s; NoOp where there is none.
func scanOp(s string) Op {
	for _, op := range [...]Op{Arbitrary, Compatible, Equal, NotEqual, LessEqual, GreaterEqual, Less, Greater} {
		if strings.HasPrefix(s, opTexts[op]) {
			return op
		}
	}
	return NoOp
}

// Clause is one comparison, as >=1.2 is.
type Clause struct {
	Op       Op
	Version  Version // not valid behind === where the text is no version
	Wildcard bool    // ==1.2.* or !=1.2.*; Version is 1.2
	Text     string  // the version as it is written, with .*

	Span        text.Span // operator to version
	OpSpan      text.Span
	VersionSpan text.Span
}

// String is the clause as it is written, without blanks inside.
func (c Clause) String() string { return c.Op.String() + c.Text }

// IsPin reports whether the clause allows one version (and its local builds).
func (c Clause) IsPin() bool {
	return c.Op == Equal && !c.Wildcard || c.Op == Arbitrary
}

// scanClause reads a clause that begins at s[i]; ok is false where none does.
// Spans are offsets in s.
func scanClause(s string, i int) (c Clause, ok bool) {
	c.Op = scanOp(s[i:])
	if c.Op == NoOp {
		return c, false
	}
	end := i + len(c.Op.String())
	c.OpSpan = text.Span{Start: i, End: end}
	start := skipSpace(s, end)
	end = start
	if c.Op == Arbitrary {
		for end < len(s) && s[end] != ';' && s[end] != ')' {
			r, n := utf8.DecodeRuneInString(s[end:])
			if isSpace(r) {
				break
			}
			end += n
		}
		c.Version, _ = ParseVersion(s[start:end])
	} else {
		equal := c.Op == Equal || c.Op == NotEqual
		release := releaseEnd(s, start)
		if equal && release > start && strings.HasPrefix(s[release:], ".*") {
			v, _, fits := scanVersion(s[start:release], false)
			if !fits {
				return c, false
			}
			c.Version, c.Wildcard = v, true
			end = release + 2
		} else {
			v, n, fits := scanVersion(s[start:], equal)
			if !fits || c.Op == Compatible && len(v.Release) < 2 {
				return c, false
			}
			c.Version = v
			end = start + n
		}
	}
	c.Text = s[start:end]
	c.VersionSpan = text.Span{Start: start, End: end}
	c.Span = text.Span{Start: i, End: end}
	return c, true
}

// releaseEnd is the offset behind the release segment that begins at s[i], or
// i where there is none.
func releaseEnd(s string, i int) int {
	c := versionScan{s: s, i: i}
	c.skipLetter('v')
	if _, found := c.number(); !found {
		return i
	}
	if c.peek() == '!' && isDigit(c.at(1)) {
		c.i++
		c.number()
	}
	for c.peek() == '.' && isDigit(c.at(1)) {
		c.i++
		c.number()
	}
	return c.i
}

// skipSpace is the offset of the first character at or behind i that Python
// does not count as white space.
func skipSpace(s string, i int) int {
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !isSpace(r) {
			break
		}
		i += n
	}
	return i
}

// PreReleases says whether pre-releases may be chosen.
type PreReleases uint8

// Auto allows pre-releases only where a clause names one, as pip does by
// default.
const (
	Auto PreReleases = iota
	Allow
	Forbid
)

// Specifiers are clauses that all must hold. None allow every version.
type Specifiers []Clause

// maxClauses bounds the clauses of one list.
const maxClauses = 256

// ParseSpecifiers reads clauses separated by commas, with spans as offsets in
// s. It reports false where one is not valid.
func ParseSpecifiers(s string) (Specifiers, bool) {
	return parseSpecifiers(s, 0)
}

// parseSpecifiers places what it finds at base.
func parseSpecifiers(s string, base int) (Specifiers, bool) {
	var list Specifiers
	for part := range strings.SplitSeq(s, ",") {
		if trimmed := trimSpace(part); trimmed != "" {
			i := skipSpace(part, 0)
			c, ok := scanClause(part[:i+len(trimmed)], i)
			if !ok || c.Span.End != i+len(trimmed) || len(list) == maxClauses {
				return nil, false
			}
			shift(&c, base)
			list = append(list, c)
		}
		base += len(part) + 1
	}
	return list, true
}

func shift(c *Clause, by int) {
	for _, s := range []*text.Span{&c.Span, &c.OpSpan, &c.VersionSpan} {
		s.Start += by
		s.End += by
	}
}

// String is the clauses as they are written, separated by commas.
func (l Specifiers) String() string {
	parts := make([]string, len(l))
	for i, c := range l {
		parts[i] = c.String()
	}
	return strings.Join(parts, ",")
}

// AllowsPreReleases reports whether a clause names a pre-release, so that Auto
// allows them.
func (l Specifiers) AllowsPreReleases() bool {
	for _, c := range l {
		if c.Op != NotEqual && c.Version.IsPreRelease() {
			return true
		}
	}
	return false
}

// Contains reports whether every clause allows v.
func (l Specifiers) Contains(v Version, pre PreReleases) bool {
	if v.IsPreRelease() && (pre == Forbid || pre == Auto && !l.AllowsPreReleases()) {
		return false
	}
	return allows(l, &v)
}

// Pin is the clause that allows one version only, if there is one.
func (l Specifiers) Pin() (Clause, bool) {
	for _, c := range l {
		if c.IsPin() {
			return c, true
		}
	}
	return Clause{}, false
}

// allow reports whether the clause alone holds for v, pre-releases counted like all
// others.
func allow(c *Clause, v *Version) bool {
	switch c.Op {
	case Equal:
		return equal(c, v)
	case NotEqual:
		return !equal(c, v)
	case LessEqual:
		return comparePublic(v, &c.Version) <= 0
	case GreaterEqual:
		return comparePublic(v, &c.Version) >= 0
	case Compatible:
		return comparePublic(v, &c.Version) >= 0 &&
			hasPrefix(v, c.Version.Epoch, c.Version.Release[:len(c.Version.Release)-1])
	case Less:
		// A pre-release of the version itself is not below it, unless it is one.
		return compare(v, &c.Version) < 0 &&
			(c.Version.IsPreRelease() || !v.IsPreRelease() || !sameBase(v, &c.Version))
	case Greater:
		// Nor is a post-release or a local build of the version itself above it.
		return compare(v, &c.Version) > 0 &&
			(!sameBase(v, &c.Version) || len(v.Local) == 0 && (c.Version.HasPost || !v.HasPost))
	case Arbitrary:
		return strings.EqualFold(v.String(), c.Text)
	case atLeast:
		return compare(v, &c.Version) >= 0
	case below:
		return compare(v, &c.Version) < 0
	case upTo:
		return compare(v, &c.Version) <= 0
	}
	return false
}

func equal(c *Clause, v *Version) bool {
	if c.Wildcard {
		return hasPrefix(v, c.Version.Epoch, c.Version.Release)
	}
	if len(c.Version.Local) == 0 {
		return comparePublic(v, &c.Version) == 0
	}
	return compare(v, &c.Version) == 0
}

func hasPrefix(v *Version, epoch uint64, release []uint64) bool {
	if v.Epoch != epoch {
		return false
	}
	for i, n := range release {
		if v.Segment(i) != n {
			return false
		}
	}
	return true
}

func sameBase(a, b *Version) bool {
	return a.Epoch == b.Epoch && compareRelease(a.Release, b.Release) == 0
}
