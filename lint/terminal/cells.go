// Package terminal knows how text stands on a terminal: how many cells it is
// wide, and what is drawn in place of what a terminal would act on.
//
// Not stable: see docs/stability.md.
package terminal

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// tabStop is the distance of the tab stops that source lines are drawn with.
const tabStop = 4

// Code points that change the width of what stands before them.
const (
	joiner         = 0x200d // zero width joiner
	emojiSelector  = 0xfe0f // variation selector 16: drawn as an emoji, two cells
	firstRegional  = 0x1f1e6
	lastRegional   = 0x1f1ff
	firstSkinTone  = 0x1f3fb
	lastSkinTone   = 0x1f3ff
	firstVowelJamo = 0x1160 // vowels and finals join the syllable before them
	lastFinalJamo  = 0x11ff
)

// runeCells is the number of cells of a code point that stands alone: 0, 1 or 2.
func runeCells(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case r == joiner || r == 0x200c || r >= firstVowelJamo && r <= lastFinalJamo:
		return 0
	case unicode.In(r, unicode.Mn, unicode.Me):
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// Cell is one drawn piece of a source line: a code point with all that joins
// it, or the stand-in for one that is not drawn.
type Cell struct {
	// Start and End are byte offsets in the file.
	Start, End int
	Text       string
	// Width is the number of cells, 1 or 2; more for a tab or a stand-in.
	Width   int
	StandIn bool
}

// Width is the number of cells that a text takes.
func Width(s string) int {
	n := 0
	for _, c := range Cells(s, 0) {
		n += c.Width
	}
	return n
}

// Table is lines with their columns below each other, two cells apart.
func Table(rows [][]string) string {
	var widths []int
	for _, row := range rows {
		for i, s := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], Width(s))
		}
	}
	var b strings.Builder
	for _, row := range rows {
		for i, s := range row {
			if b.WriteString(s); i < len(row)-1 {
				b.WriteString(strings.Repeat(" ", widths[i]-Width(s)+2))
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// Cells draws a piece of a line, which begins at the byte offset base.
func Cells(line string, base int) []Cell {
	out := make([]Cell, 0, len(line))
	at := 0            // cells so far, for the tab stops
	joined := false    // the last code point asks the next one in
	regionals := false // the last cell is half a flag
	for i := 0; i < len(line); {
		if c := line[i]; c >= 0x20 && c < 0x7f {
			out = append(out, Cell{Start: base + i, End: base + i + 1, Text: line[i : i+1], Width: 1})
			at++
			i++
			joined, regionals = false, false
			continue
		}
		r, n := utf8.DecodeRuneInString(line[i:])
		c := Cell{Start: base + i, End: base + i + n, StandIn: true}
		switch {
		case r == '\t':
			c.Width = tabStop - at%tabStop
			c.Text = strings.Repeat(" ", c.Width)
		case r == utf8.RuneError && n == 1:
			c.Text, c.Width = "\ufffd", 1
		case Hidden(r):
			c.Text = StandIn(r)
			c.Width = utf8.RuneCountInString(c.Text)
		default:
			c.Text, c.Width, c.StandIn = line[i:i+n], runeCells(r), false
		}
		i += n
		flag := r >= firstRegional && r <= lastRegional
		if k := len(out) - 1; k >= 0 && !c.StandIn && !out[k].StandIn {
			skin := r >= firstSkinTone && r <= lastSkinTone
			if c.Width == 0 || joined || skin && out[k].Width == 2 || flag && regionals {
				if r == emojiSelector && out[k].Width == 1 {
					out[k].Width, at = 2, at+1
				}
				out[k].End = c.End
				out[k].Text = line[out[k].Start-base : c.End-base]
				joined = r == joiner && out[k].Width == 2
				regionals = false
				continue
			}
		}
		if flag {
			c.Width = 2
		}
		joined, regionals = false, flag
		at += c.Width
		out = append(out, c)
	}
	return out
}

// StandIn is what is drawn for a hidden character: the control pictures for the
// ASCII controls, <U+202E> for others.
func StandIn(r rune) string {
	switch {
	case r < 0x20:
		return string(0x2400 + r)
	case r == 0x7f:
		return "\u2421"
	}
	return fmt.Sprintf("<U+%04X>", r)
}

// Printable is a text of several lines with a question mark for each control and
// format character but the line break and the tab, and a blank in what would make a line a
// command to the runner of a workflow: "::" or "##[" at its beginning.
func Printable(s string) string {
	s = strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
			return '?'
		}
		return r
	}, s)
	if !strings.Contains(s, "::") && !strings.Contains(s, "##[") {
		return s
	}
	var b strings.Builder
	for line := range strings.Lines(s) {
		body := strings.TrimLeftFunc(line, unicode.IsSpace)
		if strings.HasPrefix(body, "::") || strings.HasPrefix(body, "##[") {
			line = line[:len(line)-len(body)+1] + " " + body[1:]
		}
		b.WriteString(line)
	}
	return b.String()
}

// Visible is a text on one line in which nothing is hidden: stand-ins for
// controls and format characters, a space for each line break or tab.
func Visible(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r < 0x20 || r >= 0x7f }) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s { // an invalid byte comes as U+FFFD
		switch {
		case r == '\n' || r == '\r' || r == '\t':
			b.WriteByte(' ')
		case Hidden(r):
			b.WriteString(StandIn(r))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Hidden reports whether a character is one that a terminal acts on or that
// shows nothing: controls, line separators, bidi and other format characters.
// The joiners are kept: scripts and emoji need them.
func Hidden(r rune) bool {
	switch {
	case r < 0x20 || r >= 0x7f && r < 0xa0:
		return true
	case r < 0xad:
		return false
	case r == 0x200c || r == 0x200d:
		return false
	}
	return unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp)
}
