package fix

// The changes as a unified diff.

import (
	"fmt"
	"path"
	"strconv"
	"strings"

	udiff "github.com/aymanbagabas/go-udiff"
)

// Diff is the changes as a unified diff with the paths as reports print them.
func (o *Outcome) Diff() string {
	var b strings.Builder
	for _, f := range o.Files {
		label := strings.TrimPrefix(path.Join(o.Dir, f.Path), "/")
		b.WriteString(renumber(udiff.Unified("a/"+label, "b/"+label, string(f.Before), string(f.After))))
	}
	return b.String()
}

// renumber says of each hunk where it begins in the new file. The library counts
// the lines between two changes of one hunk for the old file only, so that later
// hunks would stand too early, and git refuses such a patch.
func renumber(diff string) string {
	var b strings.Builder
	shift := 0
	for line := range strings.Lines(diff) {
		from, to, ok := hunkOf(line)
		if !ok { // within a hunk every line begins with a sign or a blank
			b.WriteString(line)
			continue
		}
		if from.lines > 0 && to.lines > 0 { // else it is the whole file, and right
			to.start = from.start + shift
		}
		fmt.Fprintf(&b, "@@ -%s +%s @@\n", from, to)
		shift += to.lines - from.lines
	}
	return b.String()
}

// hunk is a range of lines in one of the two files.
type hunk struct{ start, lines int }

func (h hunk) String() string {
	if h.lines == 1 {
		return strconv.Itoa(h.start)
	}
	return fmt.Sprintf("%d,%d", h.start, h.lines)
}

// hunkOf reads "@@ -1,7 +1,7 @@".
func hunkOf(line string) (from, to hunk, ok bool) {
	s, ok := strings.CutPrefix(line, "@@ -")
	if !ok {
		return from, to, false
	}
	s, _ = strings.CutSuffix(s, " @@\n")
	a, b, _ := strings.Cut(s, " +")
	return rangeOf(a), rangeOf(b), true
}

func rangeOf(s string) hunk {
	start, lines, more := strings.Cut(s, ",")
	h := hunk{lines: 1}
	h.start, _ = strconv.Atoi(start) // it is printed by the library
	if more {
		h.lines, _ = strconv.Atoi(lines)
	}
	return h
}
