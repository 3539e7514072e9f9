package python

// A draft that is not Python at this moment: the author is in the middle of a
// line. It is read without that line, so that it costs no more than itself.

import (
	"bytes"

	"github.com/difylint/difylint/lint/source/text"
)

const (
	// maxMends bounds the lines that are left out of one file.
	maxMends = 24
	// maxMended bounds the bytes that are parsed for it.
	maxMended = 4 << 20
)

// mend is a draft's module without the lines that break it, or the module as it
// is where they cannot be found. All places are those of the file.
func mend(f *text.File, broken *Module) *Module {
	data, m := f.Data, broken
	var lines []text.Span
	budget := maxMended
	for range maxMends {
		var best []byte
		var left text.Span
		var read *Module
		from := f.LineAt(m.Err.Span.Start)
		for l := from; l > 0 && l > from-4; l-- {
			s := f.LineSpan(l)
			if l == 1 {
				s.Start = min(s.End, f.BOMLen())
			}
			for _, with := range []string{"0", "if 1:"} {
				try := without(data, s, with)
				if try == nil {
					continue
				}
				if budget -= len(try); budget < 0 {
					return broken
				}
				got := parse(text.NewFile(f.Path, try))
				if got.Err == nil || read == nil || read.Err != nil && got.Err.Span.Start > read.Err.Span.Start {
					best, left, read = try, s, got
				}
				if got.Err == nil {
					break
				}
			}
			if read != nil && read.Err == nil {
				break
			}
		}
		if read == nil {
			return broken
		}
		data, m = best, read
		lines = append(lines, left)
		if m.Err == nil {
			m.File, m.Broken, m.Mended = f, broken.Err, lines
			return m
		}
	}
	return broken
}

// without is a source with a statement in the place of a line, or nil where the
// line is too short for it.
func without(data []byte, line text.Span, with string) []byte {
	start := line.Start
	for start < line.End && (data[start] == ' ' || data[start] == '\t') {
		start++
	}
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
