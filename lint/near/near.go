// Package near finds the known name that a misspelt one most likely means.
//
// Not stable: see docs/stability.md.
package near

import (
	"math/bits"
	"unicode"
	"unicode/utf8"
)

const (
	// maxLen bounds the quadratic work of Distance, in code points.
	maxLen = 512
	// maxSlips is the most slips that Nearest forgives, however long the name.
	maxSlips = 4
)

// Distance is the optimal string alignment distance of a and b in code points:
// inserting, dropping, replacing one, or swapping two neighbours, counts one.
// Between texts of which one exceeds 512 code points where they differ, the
// length of the longer is returned, which the distance never exceeds.
func Distance(a, b string) int {
	x, y := trim([]rune(a), []rune(b))
	longer := max(len(x), len(y))
	if longer > maxLen {
		return longer
	}
	return within(x, y, longer)
}

// trim drops what both have in common at either end.
func trim(x, y []rune) ([]rune, []rune) {
	for len(x) > 0 && len(y) > 0 && x[0] == y[0] {
		x, y = x[1:], y[1:]
	}
	for len(x) > 0 && len(y) > 0 && x[len(x)-1] == y[len(y)-1] {
		x, y = x[:len(x)-1], y[:len(y)-1]
	}
	return x, y
}

// within is the distance of x and y, or limit+1 once it must exceed limit.
func within(x, y []rune, limit int) int {
	if len(x) < len(y) {
		x, y = y, x
	}
	if len(x)-len(y) > limit {
		return limit + 1
	}
	if len(y) == 0 {
		return len(x)
	}
	// Three rows: a swap looks back two.
	var stack [3 * 64]int
	width := len(y) + 1
	cells := stack[:]
	if 3*width > len(stack) {
		cells = make([]int, 3*width)
	}
	before, last, row := cells[:width], cells[width:2*width], cells[2*width:3*width]
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(x); i++ {
		row[0] = i
		least := i
		for j := 1; j < width; j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			d := min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				d = min(d, before[j-2]+1)
			}
			row[j] = d
			least = min(least, d)
		}
		// A swap reaches back over one row, so both must have passed the limit.
		if least > limit && i < len(x) {
			lowest := limit + 1
			for _, d := range last {
				lowest = min(lowest, d)
			}
			if lowest > limit {
				return limit + 1
			}
		}
		before, last, row = last, row, before
	}
	return min(last[len(y)], limit+1)
}

// fold makes alike what people mix up without thinking: case, and the
// characters that join words. It appends to out.
func fold(out []rune, s string) []rune {
	for _, r := range s {
		switch {
		case r == '-' || r == '.' || r == ' ':
			r = '_'
		case r >= 'A' && r <= 'Z':
			r += 'a' - 'A'
		case r >= utf8.RuneSelf:
			r = unicode.ToLower(r)
		}
		out = append(out, r)
	}
	return out
}

// letters is the set of a name's characters, several sharing a bit. What one
// name has and the other has not costs a slip each, so most names fall out by it.
func letters(name []rune) (set uint64) {
	for _, r := range name {
		set |= 1 << (r & 63)
	}
	return set
}

// Budget answers as Nearest does until some 260,000 names were compared, and then
// finds none: what all questions about one plugin cost together has a bound. A
// suggestion is help beside a finding, so nothing is lost but the help.
type Budget struct{ compared int }

// maxCompared is how many names a Budget compares.
const maxCompared = 1 << 18

// Nearest is the one of known that got most likely means, as the function says.
func (b *Budget) Nearest(got string, known []string) (string, bool) {
	if b.compared += len(known); b.compared > maxCompared {
		return "", false
	}
	return Nearest(got, known)
}

// Nearest is the one of known that got most likely means, and whether any is
// near enough. Case and the joining characters (- _ . blank) count as nothing;
// of the rest at most a third of the longer name may differ, and at most four
// slips. Of equally near names the one nearest as written wins, then the
// earlier in known. A name that is known is its own nearest.
func Nearest(got string, known []string) (string, bool) {
	// A longer name cannot be within the slips of any sensible one.
	if len(got) > maxLen*utf8.UTFMax {
		return "", false
	}
	var stack [2][64]rune
	g := fold(stack[0][:0], got)
	has := letters(g)
	best, found := "", false
	bestFolded, bestRaw := maxSlips, 0
	for _, k := range known {
		if k == got {
			return k, true
		}
		if len(k) > 2*len(got)+maxSlips*utf8.UTFMax {
			continue
		}
		// Folding keeps the number of code points, so most names fall out here.
		n := utf8.RuneCountInString(k)
		limit := min(bestFolded, max(len(g), n)/3)
		if len(g)-n > limit || n-len(g) > limit {
			continue
		}
		f := fold(stack[1][:0], k)
		if other := letters(f); max(bits.OnesCount64(has&^other), bits.OnesCount64(other&^has)) > limit {
			continue
		}
		x, y := trim(g, f)
		d := within(x, y, limit)
		if d > limit {
			continue
		}
		raw := Distance(got, k)
		if !found || d < bestFolded || raw < bestRaw {
			best, found, bestFolded, bestRaw = k, true, d, raw
		}
	}
	return best, found
}
