// Package text holds the bytes of one file and answers where a byte stands:
// line, column in code points, column in UTF-16 code units.
//
// Everything above this package speaks of places as byte spans. Only a face
// (a report, the language server) turns a span into lines and columns, and it
// does so here, so that the three ways of counting cannot drift apart.
//
// Stable: see docs/stability.md.
package text

import (
	"bytes"
	"sort"
	"strings"
	"sync"
	"unicode/utf8"
)

// Span is the half-open range [Start, End) of bytes in one file, 0-based.
type Span struct {
	Start, End int
}

// Len is the number of bytes in the span.
func (s Span) Len() int { return s.End - s.Start }

// IsEmpty reports whether the span holds no byte. An empty span is still a
// place: the point before the byte at Start.
func (s Span) IsEmpty() bool { return s.End <= s.Start }

// Contains reports whether the byte offset off lies in the span. An empty span
// contains its own point.
func (s Span) Contains(off int) bool {
	return off >= s.Start && (off < s.End || off == s.Start)
}

// Encloses reports whether other lies wholly within s.
func (s Span) Encloses(other Span) bool {
	return other.Start >= s.Start && other.End <= s.End
}

// Overlaps reports whether the two spans share a byte.
func (s Span) Overlaps(other Span) bool {
	return s.Start < other.End && other.Start < s.End
}

// Union is the smallest span that encloses both.
func (s Span) Union(other Span) Span {
	return Span{Start: min(s.Start, other.Start), End: max(s.End, other.End)}
}

// Position is a place in a file as a reader counts it.
type Position struct {
	// Line is 1-based. CRLF, LF and a lone CR each end a line.
	Line int
	// Column is 1-based and counts Unicode code points; an invalid byte
	// counts as one. A byte order mark at the start of the file is not counted.
	Column int
	// UTF16 is 0-based and counts UTF-16 code units, as LSP does.
	UTF16 int
	// Offset is the 0-based byte offset in the file.
	Offset int
}

// File is the whole content of one file and its line table.
type File struct {
	// Path is slash-separated and relative to the root that the file was read
	// from. It is a label: nothing is opened by it.
	Path string
	// Data is the bytes as they were read. It must not be changed.
	Data []byte

	once  sync.Once
	lines []int

	counted sync.Once
	marks   []mark
	memo    *memo // nil where nothing is kept
	dear    memo  // what Once has computed
	draft   bool
	outline *outline // of a file without its text
}

// NewFile wraps data, which must not be changed afterwards.
func NewFile(path string, data []byte) *File {
	return &File{Path: path, Data: data}
}

var bom = []byte("\xef\xbb\xbf")

// BOMLen is the number of bytes of a UTF-8 byte order mark at the start: 3 or 0.
func (f *File) BOMLen() int {
	if bytes.HasPrefix(f.Data, bom) {
		return len(bom)
	}
	return 0
}

func (f *File) index() []int {
	f.once.Do(func() {
		lines := make([]int, 1, 1+bytes.Count(f.Data, []byte{'\n'}))
		for i := range f.Data {
			switch f.Data[i] {
			case '\n':
				lines = append(lines, i+1)
			case '\r':
				if i+1 >= len(f.Data) || f.Data[i+1] != '\n' {
					lines = append(lines, i+1)
				}
			}
		}
		f.lines = lines
	})
	return f.lines
}

// LineCount is the number of lines, at least 1. A file that ends in a line
// break has an empty last line.
func (f *File) LineCount() int { return len(f.index()) }

// LineStart is the byte offset at which the 1-based line begins. Lines out of
// range are clamped.
func (f *File) LineStart(line int) int {
	if f.outline != nil {
		return f.outline.lineStart(line)
	}
	lines := f.index()
	if line < 1 {
		return 0
	}
	if line > len(lines) {
		return len(f.Data)
	}
	return lines[line-1]
}

// LineSpan is the span of the 1-based line without its line break.
func (f *File) LineSpan(line int) Span {
	start := f.LineStart(line)
	end := f.LineStart(line + 1)
	if line >= f.LineCount() {
		end = len(f.Data)
	}
	for end > start && (f.Data[end-1] == '\n' || f.Data[end-1] == '\r') {
		end--
	}
	return Span{start, end}
}

// LineEnd is the byte offset just behind the 1-based line, its line break included.
func (f *File) LineEnd(line int) int {
	if line >= f.LineCount() {
		return len(f.Data)
	}
	return f.LineStart(line + 1)
}

// LineAt is the 1-based line that holds the byte offset, clamped to the file.
func (f *File) LineAt(off int) int {
	lines := f.index()
	return sort.Search(len(lines), func(i int) bool { return lines[i] > off })
}

// Position is the place of a byte offset. Offsets out of range are clamped.
func (f *File) Position(off int) Position {
	if f.outline != nil {
		return f.outline.position(off)
	}
	off = max(0, min(off, len(f.Data)))
	line := max(1, f.LineAt(off))
	start := f.LineStart(line)
	if start == 0 {
		start = min(off, f.BOMLen())
	}
	from := mark{at: start}
	if off-start > markEvery { // a long line is not counted from its start each time
		first, last := f.markBefore(start), f.markBefore(off)
		if last.at > start {
			before := first.to(f.Data, start)
			from = mark{last.at, last.runes - before.runes, last.units - before.units}
		}
	}
	end := from.to(f.Data, off)
	return Position{Line: line, Column: 1 + end.runes, UTF16: end.units, Offset: off}
}

// markEvery is how many bytes lie between the places that are counted once.
const markEvery = 512

// mark is a place between two characters, with the code points and the UTF-16
// code units before it.
type mark struct{ at, runes, units int }

// to counts on from a mark to the start of the character that holds off.
func (m mark) to(data []byte, off int) mark {
	for m.at < off {
		if data[m.at] < utf8.RuneSelf {
			m.at, m.runes, m.units = m.at+1, m.runes+1, m.units+1
			continue
		}
		r, n := utf8.DecodeRune(data[m.at:])
		if m.at+n > off {
			break
		}
		m.runes++
		m.units++
		if r > 0xffff {
			m.units++
		}
		m.at += n
	}
	return m
}

// markBefore is the last mark that is not behind off.
func (f *File) markBefore(off int) mark {
	f.counted.Do(func() {
		f.marks = make([]mark, 1, 1+len(f.Data)/markEvery)
		for next := markEvery; next < len(f.Data); next += markEvery {
			f.marks = append(f.marks, f.marks[len(f.marks)-1].to(f.Data, next))
		}
	})
	return f.marks[sort.Search(len(f.marks), func(i int) bool { return f.marks[i].at > off })-1]
}

// OffsetUTF16 is the byte offset of a place as LSP names it: 0-based line,
// 0-based column in UTF-16 code units. Places out of range are clamped.
func (f *File) OffsetUTF16(line, column int) int {
	span := f.LineSpan(line + 1)
	i := span.Start
	if i == 0 {
		i = min(span.End, f.BOMLen())
	}
	for i < span.End && column > 0 {
		r, n := utf8.DecodeRune(f.Data[i:])
		column--
		if r > 0xffff {
			column--
		}
		i += n
	}
	return i
}

// OffsetRunes is the byte offset of a 1-based line and a 1-based column in code
// points, as yaml.v3 names a place. Places out of range are clamped.
func (f *File) OffsetRunes(line, column int) int {
	span := f.LineSpan(line)
	i := span.Start
	if i == 0 {
		i = min(span.End, f.BOMLen())
	}
	for ; column > 1 && i < span.End; column-- {
		if f.Data[i] < utf8.RuneSelf {
			i++
			continue
		}
		_, n := utf8.DecodeRune(f.Data[i:])
		i += n
	}
	return i
}

// Slice is the text of a span, clamped to the file.
func (f *File) Slice(s Span) string {
	start := max(0, min(s.Start, len(f.Data)))
	end := max(start, min(s.End, len(f.Data)))
	return string(f.Data[start:end])
}

// Short is a text for a message, shortened where it has more than most bytes.
func Short(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most-len("…")], "") + "…"
}
