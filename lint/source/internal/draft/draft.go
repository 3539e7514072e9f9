// Package draft reads a file whose author is in the middle of a line: without that
// line, so that it costs no more than itself.
package draft

import (
	"bytes"
	"math"

	"github.com/difylint/difylint/lint/source/text"
)

const (
	maxMends  = 24      // lines that are left out of one file
	maxMended = 4 << 20 // bytes that are read for it
	maxAbove  = 4       // lines up from where a file breaks that may be the broken one
)

// Whole is where a file breaks that is not broken.
const Whole = math.MaxInt

// Mend reads a file without the lines that break it, one of the texts in the place of
// each, and returns them too; all places are those of the file. It begins with what was
// read of the whole file, and ends with what was read last: breaks says where that
// breaks.
func Mend[T any](f *text.File, was T, breaks func(T) int, read func(*text.File) T, instead ...string) (T, []text.Span) {
	data := f.Data
	var lines []text.Span
	budget := maxMended
	for range maxMends {
		var best []byte
		var left text.Span
		var next T
		furthest := -1
		from := f.LineAt(breaks(was))
		for l := from; l > 0 && l > from-maxAbove && furthest != Whole; l-- {
			s := f.LineSpan(l)
			if l == 1 {
				s.Start = min(s.End, f.BOMLen())
			}
			for _, with := range instead {
				try := without(data, s, with)
				if try == nil || furthest == Whole {
					continue
				}
				if budget -= len(try); budget < 0 {
					return was, lines
				}
				got := read(text.NewFile(f.Path, try))
				if to := breaks(got); to > furthest {
					best, left, next, furthest = try, s, got, to
				}
			}
		}
		if best == nil {
			break
		}
		data, was, lines = best, next, append(lines, left)
		if furthest == Whole {
			break
		}
	}
	return was, lines
}

// without is a source with a text in the place of a line, or nil where the line is
// too short for it, or is that already.
func without(data []byte, line text.Span, with string) []byte {
	start := text.SkipBlanks(data[:line.End], line.Start)
	if line.End-start < len(with) || string(bytes.TrimSpace(data[start:line.End])) == with {
		return nil
	}
	out := bytes.Clone(data)
	for i := start; i < line.End; i++ {
		if out[i] = ' '; i-start < len(with) {
			out[i] = with[i-start]
		}
	}
	return out
}
