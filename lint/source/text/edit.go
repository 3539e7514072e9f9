package text

import (
	"bytes"
)

// Edit replaces the bytes of Span in the file at Path by New.
type Edit struct {
	// Path is slash-separated and relative to the plugin's root.
	Path string
	Span Span
	New  string
}

// ReplaceText replaces a span of any file. It returns nil where the file says
// that already.
func ReplaceText(f *File, s Span, with string) []Edit {
	if f == nil || s.Start < 0 || s.End < s.Start || s.End > len(f.Data) || f.Slice(s) == with {
		return nil
	}
	return []Edit{{Path: f.Path, Span: s, New: with}}
}

// RemoveLines removes the whole lines that a span touches, with their line breaks.
func RemoveLines(f *File, s Span) []Edit {
	if f == nil || s.Start < 0 || s.End > len(f.Data) || len(f.Data) == 0 {
		return nil
	}
	return []Edit{{Path: f.Path, Span: f.WholeLines(s)}}
}

// NewlineAt returns the line break of the line at off, else that of the line
// before, else the file's first, else LF.
func (f *File) NewlineAt(off int) string {
	for _, line := range [...]int{f.LineAt(off), f.LineAt(off) - 1, 1} {
		if line < 1 {
			continue
		}
		if s, end := f.LineSpan(line), f.LineEnd(line); s.End < end {
			return string(f.Data[s.End:end])
		}
	}
	return "\n"
}

// TextStart returns where the line at off begins, behind a byte order mark.
func (f *File) TextStart(off int) int {
	start := f.LineStart(f.LineAt(off))
	if start == 0 {
		start = min(f.BOMLen(), off)
	}
	return start
}

// WholeLines returns the lines that a span touches, the last line break included.
func (f *File) WholeLines(s Span) Span {
	last := max(s.Start, s.End-1)
	return Span{Start: f.TextStart(s.Start), End: f.LineEnd(f.LineAt(last))}
}

// StartsLine reports whether only blanks stand before off on its line.
func (f *File) StartsLine(off int) bool {
	return len(bytes.Trim(f.Data[f.TextStart(off):off], " \t")) == 0
}

// SkipBlanks is the offset of the first byte at or behind i that is no space or tab.
func SkipBlanks[T string | []byte](s T, i int) int {
	for i < len(s) && (s[i] == ' ' || s[i] == '\t') {
		i++
	}
	return i
}

// SkipLine is the offset of the first line break at or behind i, or the length.
func SkipLine[T string | []byte](s T, i int) int {
	for i < len(s) && s[i] != '\n' && s[i] != '\r' {
		i++
	}
	return i
}

// SkipSpace is the offset of what follows white space, line breaks and comments, which
// a "#" behind white space begins.
func SkipSpace(data []byte, i int) int {
	for i < len(data) {
		switch {
		case IsBlank(data[i]):
			i++
		case data[i] == '#' && (i == 0 || IsBlank(data[i-1])):
			i = SkipLine(data, i)
		default:
			return i
		}
	}
	return i
}

// IsBlank reports whether a byte is a space, a tab or part of a line break.
func IsBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }
