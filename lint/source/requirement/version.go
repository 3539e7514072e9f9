// Package requirement reads what Python projects say about their dependencies:
// PEP 440 versions and specifiers, PEP 508 requirements and markers,
// requirements files, pyproject.toml and uv.lock. Every part keeps its place.
//
// It accepts and refuses what the Python library packaging accepts and refuses
// (version 25.0; testdata holds vectors made by running it), and then tells
// more: what a refused line means, and how it is written.
//
// Nothing here touches the network or a file system, and no input makes it
// panic. Whether a finding matters is for rules to say.
//
// Not stable: see docs/stability.md.
package requirement

import (
	"cmp"
	"strconv"
	"strings"
	"unicode"
)

// Version is a version as PEP 440 defines it. The zero Version is not valid;
// ParseVersion makes them.
//
// A number beyond 64 bits is refused: packaging takes it, uv does not.
type Version struct {
	Epoch   uint64
	Release []uint64 // as written, trailing zeros included; never empty
	Pre     Pre
	Post    uint64 // meaningful where HasPost
	Dev     uint64 // meaningful where HasDev
	HasPost bool
	HasDev  bool
	Local   []LocalPart // the parts behind "+", empty where there is none
}

// PreKind is the stage of a pre-release, in the order of stages.
type PreKind uint8

// The stages of a pre-release. NoPre is that of a final release.
const (
	NoPre PreKind = iota
	Alpha
	Beta
	Candidate
)

// String is the canonical spelling: "", "a", "b" or "rc".
func (k PreKind) String() string {
	return [...]string{"", "a", "b", "rc"}[k&3]
}

// Pre is the pre-release part of a version, as in 1.0rc1.
type Pre struct {
	Kind PreKind
	N    uint64
}

// LocalPart is one part of a local version label: a number where Text is
// empty, else lower case text.
type LocalPart struct {
	Text string
	N    uint64
}

// IsValid reports whether v was parsed, rather than being the zero Version.
func (v Version) IsValid() bool { return len(v.Release) > 0 }

// IsPreRelease reports whether v is a pre-release or a development release.
func (v Version) IsPreRelease() bool { return v.Pre.Kind != NoPre || v.HasDev }

// IsFinal reports whether v is a release proper or a post-release of one.
func (v Version) IsFinal() bool { return !v.IsPreRelease() }

// Public is v without its local label.
func (v Version) Public() Version {
	v.Local = nil
	return v
}

// Base is v's epoch and release alone.
func (v Version) Base() Version {
	return Version{Epoch: v.Epoch, Release: v.Release}
}

// Segment is the i-th number of the release, 0 behind its end.
func (v Version) Segment(i int) uint64 { return segment(v.Release, i) }

func segment(release []uint64, i int) uint64 {
	if i < len(release) {
		return release[i]
	}
	return 0
}

// String is the canonical spelling. Parsing it gives v again.
func (v Version) String() string {
	b := make([]byte, 0, 24)
	if v.Epoch != 0 {
		b = append(strconv.AppendUint(b, v.Epoch, 10), '!')
	}
	b = appendRelease(b, v.Release)
	if v.Pre.Kind != NoPre {
		b = append(b, v.Pre.Kind.String()...)
		b = strconv.AppendUint(b, v.Pre.N, 10)
	}
	if v.HasPost {
		b = append(b, ".post"...)
		b = strconv.AppendUint(b, v.Post, 10)
	}
	if v.HasDev {
		b = append(b, ".dev"...)
		b = strconv.AppendUint(b, v.Dev, 10)
	}
	for i, p := range v.Local {
		if i == 0 {
			b = append(b, '+')
		} else {
			b = append(b, '.')
		}
		if p.Text != "" {
			b = append(b, p.Text...)
		} else {
			b = strconv.AppendUint(b, p.N, 10)
		}
	}
	return string(b)
}

func appendRelease(b []byte, release []uint64) []byte {
	for i, n := range release {
		if i > 0 {
			b = append(b, '.')
		}
		b = strconv.AppendUint(b, n, 10)
	}
	return b
}

// Compare orders versions as PEP 440 does: negative where v is the older.
// Trailing zeros of the release do not count.
func (v Version) Compare(o Version) int {
	return compare(&v, &o)
}

func compare(v, o *Version) int {
	if c := comparePublic(v, o); c != 0 {
		return c
	}
	return compareLocal(v.Local, o.Local)
}

// Equal reports whether v and o are the same version, however written.
func (v Version) Equal(o Version) bool { return v.Compare(o) == 0 }

func compareRelease(a, b []uint64) int {
	for i := range max(len(a), len(b)) {
		if c := cmp.Compare(segment(a, i), segment(b, i)); c != 0 {
			return c
		}
	}
	return 0
}

// stage orders what follows an equal release: a development release of the
// release itself, then pre-releases, then the release.
func stage(v *Version) int {
	switch {
	case v.Pre.Kind != NoPre:
		return int(v.Pre.Kind)
	case !v.HasPost && v.HasDev:
		return 0
	}
	return int(Candidate) + 1
}

func comparePublic(v, o *Version) int {
	return cmp.Or(
		cmp.Compare(v.Epoch, o.Epoch), compareRelease(v.Release, o.Release),
		cmp.Compare(stage(v), stage(o)), cmp.Compare(v.Pre.N, o.Pre.N),
		compareBool(v.HasPost, o.HasPost), cmp.Compare(v.Post, o.Post),
		compareBool(o.HasDev, v.HasDev), cmp.Compare(v.Dev, o.Dev),
	)
}

// compareBool orders false before true.
func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

func compareLocal(a, b []LocalPart) int {
	for i := 0; i < len(a) && i < len(b); i++ {
		x, y := a[i], b[i]
		switch {
		case x.Text == "" && y.Text != "":
			return 1
		case x.Text != "" && y.Text == "":
			return -1
		}
		if c := strings.Compare(x.Text, y.Text); c != 0 {
			return c
		}
		if c := cmp.Compare(x.N, y.N); c != 0 {
			return c
		}
	}
	return cmp.Compare(len(a), len(b))
}

// ParseVersion reads a version, blanks around it allowed. It reports false
// where PEP 440 has no such version.
func ParseVersion(s string) (Version, bool) {
	s = trimSpace(s)
	v, n, ok := scanVersion(s, true)
	if !ok || n != len(s) {
		return Version{}, false
	}
	return v, true
}

// maxSegments bounds a release or a local label.
const maxSegments = 256

// scanVersion reads the longest version at the start of s and the bytes it
// takes. ok is false where there is none, or it holds what is out of bounds.
func scanVersion(s string, local bool) (v Version, n int, ok bool) {
	c := versionScan{s: s, fits: true}
	c.skipLetter('v')
	first, found := c.number()
	if !found {
		return v, 0, false
	}
	if c.peek() == '!' {
		mark := c.i
		c.i++
		if second, more := c.number(); more {
			v.Epoch, first = first, second
		} else {
			c.i = mark
		}
	}
	v.Release = append(make([]uint64, 0, 3), first)
	for c.peek() == '.' && isDigit(c.at(1)) {
		c.i++
		seg, _ := c.number()
		v.Release = append(v.Release, seg)
	}
	c.suffixes(&v)
	if local && c.peek() == '+' && isAlnum(c.at(1)) {
		c.i++
		c.local(&v)
	}
	if !c.fits || len(v.Release) > maxSegments || len(v.Local) > maxSegments {
		return Version{}, c.i, false
	}
	return v, c.i, true
}

type versionScan struct {
	s    string
	i    int
	fits bool
}

func (c *versionScan) at(ahead int) byte {
	if c.i+ahead < len(c.s) {
		return c.s[c.i+ahead]
	}
	return 0
}

func (c *versionScan) peek() byte { return c.at(0) }

func (c *versionScan) skipLetter(l byte) {
	if lower(c.peek()) == l {
		c.i++
	}
}

// number reads digits; found is false where there are none.
func (c *versionScan) number() (n uint64, found bool) {
	start := c.i
	for c.i < len(c.s) && isDigit(c.s[c.i]) {
		c.i++
	}
	return c.value(c.s[start:c.i]), c.i > start
}

func (c *versionScan) value(digits string) uint64 {
	if digits == "" {
		return 0
	}
	n, err := strconv.ParseUint(digits, 10, 64)
	c.fits = c.fits && err == nil
	return n
}

// word takes an optional separator, one of words, another optional separator
// and an optional number. It gives the index of the word, or -1.
func (c *versionScan) word(words []string) (which int, n uint64) {
	mark := c.i
	if isSeparator(c.peek()) {
		c.i++
	}
	for w, word := range words {
		if len(c.s)-c.i < len(word) || !strings.EqualFold(c.s[c.i:c.i+len(word)], word) {
			continue
		}
		c.i += len(word)
		if isSeparator(c.peek()) {
			c.i++
		}
		n, _ = c.number()
		return w, n
	}
	c.i = mark
	return -1, 0
}

var (
	// The longer word first, where one begins with another.
	preWords  = []string{"alpha", "beta", "preview", "pre", "a", "b", "c", "rc"}
	preKinds  = []PreKind{Alpha, Beta, Candidate, Candidate, Alpha, Beta, Candidate, Candidate}
	postWords = []string{"post", "rev", "r"}
	devWords  = []string{"dev"}
)

func (c *versionScan) suffixes(v *Version) {
	if w, n := c.word(preWords); w >= 0 {
		v.Pre = Pre{preKinds[w], n}
	}
	if c.peek() == '-' && isDigit(c.at(1)) {
		c.i++
		v.Post, v.HasPost = c.number()
	} else if w, n := c.word(postWords); w >= 0 {
		v.Post, v.HasPost = n, true
	}
	if w, n := c.word(devWords); w >= 0 {
		v.Dev, v.HasDev = n, true
	}
}

func (c *versionScan) local(v *Version) {
	for {
		start, digits := c.i, true
		for isAlnum(c.peek()) {
			digits = digits && isDigit(c.peek())
			c.i++
		}
		part := c.s[start:c.i]
		if digits {
			v.Local = append(v.Local, LocalPart{N: c.value(part)})
		} else {
			v.Local = append(v.Local, LocalPart{Text: strings.ToLower(part)})
		}
		if !isSeparator(c.peek()) || !isAlnum(c.at(1)) {
			return
		}
		c.i++
	}
}

func isDigit(b byte) bool     { return b >= '0' && b <= '9' }
func isAlpha(b byte) bool     { return lower(b) >= 'a' && lower(b) <= 'z' }
func isAlnum(b byte) bool     { return isDigit(b) || isAlpha(b) }
func isSeparator(b byte) bool { return b == '-' || b == '_' || b == '.' }

func lower(b byte) byte {
	if b >= 'A' && b <= 'Z' {
		return b + 'a' - 'A'
	}
	return b
}

// isSpace is what Python's str counts as white space.
func isSpace(r rune) bool { return unicode.IsSpace(r) || r >= 0x1c && r <= 0x1f }

func trimSpace(s string) string { return strings.TrimFunc(s, isSpace) }
