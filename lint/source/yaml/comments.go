package yaml

// Comments with places, which the parser does not give, and the marker of a
// second document.

import (
	"bytes"
	"slices"

	"github.com/difylint/difylint/lint/source/text"
)

// Comments lists the comments in the file's order. A "#" inside a scalar is
// text and not listed. Where the file is not YAML, lines that begin with "#"
// are listed.
func (t *Tree) Comments() []Comment {
	data := t.File.Data
	if bytes.IndexByte(data, '#') < 0 {
		return nil
	}
	var out []Comment
	pos := 0
	gap := func(end int) {
		for i := pos; i < end; i++ {
			if data[i] != '#' || i > 0 && !text.IsBlank(data[i-1]) && i != t.File.BOMLen() {
				continue
			}
			start := i
			i = text.SkipLine(data, i)
			out = append(out, Comment{text.Span{Start: start, End: i}})
		}
	}
	t.Root.Walk(func(n *Node) bool {
		if n.Kind != Scalar || n.Span.IsEmpty() {
			return true
		}
		if n.Span.Start >= pos {
			gap(n.Span.Start)
		}
		pos = max(pos, n.Span.End)
		if n.Style == Literal || n.Style == Folded { // a comment may stand behind the "|"
			line := t.File.LineSpan(t.File.LineAt(n.Span.Start))
			if c := len(stripComment(data[n.Span.Start:line.End])); n.Span.Start+c < line.End {
				out = append(out, Comment{text.Span{Start: n.Span.Start + c, End: line.End}})
			}
		}
		return true
	})
	if t.Root == nil && t.Err != nil {
		for l := 1; l <= t.File.LineCount(); l++ {
			s := t.File.LineSpan(l)
			if i := bytes.IndexFunc(data[s.Start:s.End], func(r rune) bool { return r != ' ' && r != '\t' }); i >= 0 && data[s.Start+i] == '#' {
				out = append(out, Comment{text.Span{Start: s.Start + i, End: s.End}})
			}
		}
		return out
	}
	gap(len(data))
	return out
}

// marked reports whether a line but the first may begin or end a document.
func marked(data []byte) bool {
	return slices.ContainsFunc([]string{"\n---", "\r---", "\n...", "\r..."}, func(mark string) bool { return bytes.Contains(data, []byte(mark)) })
}

// secondDocument finds what begins a document after the first: a "---", or what
// follows the "..." that ends the first. The parser has accepted the first
// document, so a marker in the first column is one unless it opens the first.
func secondDocument(f *text.File) text.Span {
	data := f.Data
	if !marked(data) {
		return text.Span{}
	}
	content := false // anything of the first document seen
	ended := false
	for l := 1; l <= f.LineCount(); l++ {
		s := f.LineSpan(l)
		if l == 1 {
			s.Start += f.BOMLen()
		}
		line := data[s.Start:s.End]
		trimmed := bytes.TrimSpace(line)
		switch {
		case len(trimmed) == 0 || trimmed[0] == '#' || trimmed[0] == '%' && !content:
		case bytes.HasPrefix(line, []byte("...")) && isMarker(line):
			ended = ended || content
		case bytes.HasPrefix(line, []byte("---")) && isMarker(line):
			if content {
				return text.Span{Start: s.Start, End: s.Start + 3}
			}
			content = true
		case ended:
			return text.Span{Start: s.Start, End: s.End}
		default:
			content = true
		}
	}
	return text.Span{}
}

// behind is the first thing on the lines behind the end of a document's brackets
// that is no comment: yaml.v3 does not read it, and PyYAML refuses it.
func behind(f *text.File, end int) text.Span {
	for line := f.LineAt(end); line <= f.LineCount(); line++ {
		s := f.LineSpan(line)
		s.Start = max(s.Start, end)
		rest := f.Data[s.Start:s.End]
		trimmed := bytes.TrimLeft(rest, " \t\r\n")
		switch {
		case len(trimmed) == 0 || trimmed[0] == '#':
		case isMarker(rest):
			return text.Span{}
		default:
			return text.Span{Start: s.End - len(trimmed), End: s.End}
		}
	}
	return text.Span{}
}
