package report

// Terminal cells: how wide text is drawn, and what is drawn in place of what a
// terminal would act on.

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

// cell is one drawn piece of a source line: a code point with all that joins
// it, or the stand-in for one that is not drawn.
type cell struct {
	// start and end are byte offsets in the file.
	start, end int
	text       string
	width      int
	standIn    bool
}

// cells draws a piece of a line, which begins at the byte offset base.
func cells(line string, base int) []cell {
	out := make([]cell, 0, len(line))
	at := 0            // cells so far, for the tab stops
	joined := false    // the last code point asks the next one in
	regionals := false // the last cell is half a flag
	for i := 0; i < len(line); {
		if c := line[i]; c >= 0x20 && c < 0x7f {
			out = append(out, cell{start: base + i, end: base + i + 1, text: line[i : i+1], width: 1})
			at++
			i++
			joined, regionals = false, false
			continue
		}
		r, n := utf8.DecodeRuneInString(line[i:])
		c := cell{start: base + i, end: base + i + n, standIn: true}
		switch {
		case r == '\t':
			c.width = tabStop - at%tabStop
			c.text = strings.Repeat(" ", c.width)
		case r == utf8.RuneError && n == 1:
			c.text, c.width = "\ufffd", 1
		case isHidden(r):
			c.text = standIn(r)
			c.width = utf8.RuneCountInString(c.text)
		default:
			c.text, c.width, c.standIn = line[i:i+n], runeCells(r), false
		}
		i += n
		flag := r >= firstRegional && r <= lastRegional
		if k := len(out) - 1; k >= 0 && !c.standIn && !out[k].standIn {
			skin := r >= firstSkinTone && r <= lastSkinTone
			if c.width == 0 || joined || skin && out[k].width == 2 || flag && regionals {
				if r == emojiSelector && out[k].width == 1 {
					out[k].width, at = 2, at+1
				}
				out[k].end = c.end
				out[k].text = line[out[k].start-base : c.end-base]
				joined = r == joiner && out[k].width == 2
				regionals = false
				continue
			}
		}
		if flag {
			c.width = 2
		}
		joined, regionals = false, flag
		at += c.width
		out = append(out, c)
	}
	return out
}

// standIn is what is drawn for a hidden character: the control pictures for the
// ASCII controls, <U+202E> for others.
func standIn(r rune) string {
	switch {
	case r < 0x20:
		return string(0x2400 + r)
	case r == 0x7f:
		return "\u2421"
	}
	return fmt.Sprintf("<U+%04X>", r)
}

// visible is a text on one line in which nothing is hidden: stand-ins for
// controls and format characters, a space for each line break or tab.
func visible(s string) string {
	clean := true
	for i := range len(s) {
		if s[i] < 0x20 || s[i] >= 0x7f {
			clean = false
			break
		}
	}
	if clean {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s { // an invalid byte comes as U+FFFD
		switch {
		case r == '\n' || r == '\r' || r == '\t':
			b.WriteByte(' ')
		case isHidden(r):
			b.WriteString(standIn(r))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
