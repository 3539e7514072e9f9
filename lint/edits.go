package lint

// The edits that rules offer as fixes. Each constructor works on bytes: what it
// does not change stays as it is, with its comments, quotes, order and line
// ends. Where a change cannot be made by it, it returns nil, and the finding
// has no fix.

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
)

// SafeFix is the fix of a finding that changes nothing but what the finding is
// about and is surely meant. It has all the given edits; where one part is nil,
// there is no fix.
func SafeFix(title string, edits ...[]Edit) []Fix { return oneFix(title, true, edits) }

// UnsafeFix is like SafeFix, for what somebody should look at first.
func UnsafeFix(title string, edits ...[]Edit) []Fix { return oneFix(title, false, edits) }

func oneFix(title string, safe bool, edits [][]Edit) []Fix {
	f := Fix{Title: title, Safe: safe}
	for _, e := range edits {
		if len(e) == 0 {
			return nil
		}
		f.Edits = append(f.Edits, e...)
	}
	if len(f.Edits) == 0 {
		return nil
	}
	return []Fix{f}
}

// ReplaceText replaces a span of any file. It is nil where the text is there already.
func ReplaceText(f *text.File, s text.Span, with string) []Edit {
	if f == nil || s.Start < 0 || s.End < s.Start || s.End > len(f.Data) || f.Slice(s) == with {
		return nil
	}
	return []Edit{{Path: f.Path, Span: s, New: with}}
}

// RemoveLines removes the whole lines that a span touches, with their line breaks.
func RemoveLines(f *text.File, s text.Span) []Edit {
	if f == nil || s.Start < 0 || s.End > len(f.Data) || len(f.Data) == 0 {
		return nil
	}
	return []Edit{{Path: f.Path, Span: linesOf(f, s)}}
}

// ReplaceValue replaces the value of a scalar, or an alias, by a string. The
// style of quoting is kept where it can hold the string; a plain one gets
// quotes where either reader would take it for something else.
func ReplaceValue(doc *plugin.Document, n *yaml.Node, value string) []Edit {
	if !editable(doc, n) || !utf8.ValidString(value) {
		return nil
	}
	if n.Tagged && n.Tag != "!!str" {
		return nil // the tag would not fit
	}
	if n.Kind == yaml.Scalar && n.Tag == "!!str" && n.Value == value {
		return nil
	}
	var with string
	switch {
	case n.Kind == yaml.Alias:
		with = scalarText(value, yaml.Plain, inFlow(n))
	case n.Kind != yaml.Scalar:
		return nil
	case n.Style == yaml.Literal || n.Style == yaml.Folded:
		var ok bool
		if with, ok = replaceBlock(doc.File, n, value); !ok {
			with = doubleQuoted(value)
		}
	default:
		with = scalarText(value, n.Style, inFlow(n))
	}
	return replaceNode(doc.File, n, with)
}

// ReplaceWith replaces the value of a node by YAML as it is given, on one line:
// a number, true, [a, b]. A node's anchor and tag stay.
func ReplaceWith(doc *plugin.Document, n *yaml.Node, yamlText string) []Edit {
	if !editable(doc, n) || strings.ContainsAny(yamlText, "\r\n") {
		return nil
	}
	if n.Kind == yaml.Mapping || n.Kind == yaml.Sequence {
		for _, c := range n.Content {
			if neededElsewhere(doc, c) {
				return nil
			}
		}
		edits := replaceCollection(doc.File, n, yamlText)
		for i := range edits {
			edits[i].Path = doc.Path
		}
		return edits
	}
	return replaceNode(doc.File, n, yamlText)
}

// Quote puts a plain scalar in double quotes, its text unchanged, so that both
// readers see a string: version: 1.10 becomes version: "1.10".
func Quote(doc *plugin.Document, n *yaml.Node) []Edit {
	if !editable(doc, n) || n.Kind != yaml.Scalar || n.Style != yaml.Plain || n.Tagged {
		return nil
	}
	return replaceNode(doc.File, n, doubleQuoted(n.Value))
}

// RenameKey gives the entry whose value is n another key, quoted as the old one
// is. It is nil where the mapping has that key already.
func RenameKey(doc *plugin.Document, n *yaml.Node, key string) []Edit {
	if !editable(doc, n) || n.Key == nil || n.Key.Kind != yaml.Scalar || n.Key.Tagged ||
		n.Key.Style == yaml.Literal || n.Key.Style == yaml.Folded ||
		hasKey(n.Parent, key) || utf8.RuneCountInString(key) > maxKey || !utf8.ValidString(key) {
		return nil
	}
	with := scalarText(key, n.Key.Style, inFlow(n))
	if n.Key.Span.IsEmpty() {
		return nil
	}
	return []Edit{{Path: doc.Path, Span: n.Key.Span, New: with}}
}

// RemoveEntry removes a mapping's entry, given its value, or a list's item. In
// a block that is its whole lines with the comment behind it; comments above
// stay. A collection that loses its only entry becomes {} or [].
func RemoveEntry(doc *plugin.Document, n *yaml.Node) []Edit {
	if !editable(doc, n) || n.Parent == nil || n.IsKey() || n.Index >= len(n.Parent.Content) || n.Parent.Content[n.Index] != n || neededElsewhere(doc, n) {
		return nil
	}
	var edits []Edit
	switch {
	case len(n.Parent.Content) == 1:
		empty := "{}"
		if n.Parent.Kind == yaml.Sequence {
			empty = "[]"
		}
		edits = replaceCollection(doc.File, n.Parent, empty)
	case n.Parent.Style == yaml.Flow:
		edits = removeFlow(doc.File, n)
	default:
		edits = removeBlock(doc.File, n)
	}
	for i := range edits {
		edits[i].Path = doc.Path
	}
	return edits
}

func editable(doc *plugin.Document, n *yaml.Node) bool {
	return doc != nil && doc.File != nil && n != nil && n.Span.Start >= 0 && n.Span.End <= len(doc.File.Data)
}

// neededElsewhere reports whether an alias outside an entry stands for something
// within it.
func neededElsewhere(doc *plugin.Document, n *yaml.Node) bool {
	anchored := false
	n.Walk(func(c *yaml.Node) bool {
		anchored = anchored || c.Anchor != ""
		return !anchored
	})
	if !anchored && (n.Key == nil || n.Key.Anchor == "") || doc.Tree == nil {
		return false
	}
	needed := false
	doc.Tree.Root.Walk(func(c *yaml.Node) bool {
		if c.Kind == yaml.Alias && c.Target != nil && n.Entry.Encloses(c.Target.Span) && !n.Entry.Encloses(c.Span) {
			needed = true
		}
		return !needed
	})
	return needed
}

func hasKey(m *yaml.Node, key string) bool {
	for _, c := range m.Content {
		if c.Key != nil && c.Key.Kind == yaml.Scalar && c.Key.Value == key {
			return true
		}
	}
	return false
}

// inFlow reports whether a node stands between brackets.
func inFlow(n *yaml.Node) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		if p.Style == yaml.Flow && p.Kind != yaml.Scalar {
			return true
		}
	}
	return false
}

// replaceNode replaces a node's own span, with a blank before it where an
// absent value stands right behind its colon or dash.
func replaceNode(f *text.File, n *yaml.Node, with string) []Edit {
	s := n.Span
	if s.IsEmpty() {
		if n.IsKey() {
			return nil
		}
		at, ok := afterIndicator(f, n)
		if !ok {
			return nil
		}
		if at > 0 && !isBlank(f.Data[at-1]) {
			with = " " + with
		}
		s = text.Span{Start: at, End: at}
	}
	if f.Slice(s) == with {
		return nil
	}
	return []Edit{{Path: f.Path, Span: s, New: with}}
}

// afterIndicator is the offset just behind the colon or dash that announces a
// value, and behind its anchor and tag, all on one line.
func afterIndicator(f *text.File, n *yaml.Node) (int, bool) {
	data := f.Data
	i := n.Entry.Start
	switch {
	case n.Key != nil:
		i = n.Key.Span.End
		for i < len(data) && (data[i] == ' ' || data[i] == '\t') {
			i++
		}
		if i >= len(data) || data[i] != ':' {
			return 0, false
		}
		i++
	case n.Parent != nil && n.Parent.Style == yaml.Block && i < len(data) && data[i] == '-':
		i++
	default:
		return 0, false
	}
	for {
		j := i
		for j < len(data) && (data[j] == ' ' || data[j] == '\t') {
			j++
		}
		if j >= len(data) || data[j] != '&' && data[j] != '!' || j >= n.Span.Start && !n.Span.IsEmpty() {
			break
		}
		for j < len(data) && !isBlank(data[j]) && (n.Parent.Style != yaml.Flow || strings.IndexByte(",]}", data[j]) < 0) {
			j++
		}
		i = j
	}
	if line := f.LineAt(i); line != f.LineAt(n.Entry.Start) && n.Key == nil {
		return 0, false
	}
	// Anchor and tag may stand on a later line; then this is not the place.
	if (n.Anchor != "" || n.Tagged) && !bytes.ContainsAny(data[min(n.Entry.Start, i):i], "&!") {
		return 0, false
	}
	return i, true
}

// replaceBlock writes value as a block scalar in the place of one.
func replaceBlock(f *text.File, n *yaml.Node, value string) (string, bool) {
	if f.Slice(n.Span) == "" || keepsBreaks(f, n) {
		return "", false
	}
	first := f.LineAt(n.Span.Start) + 1
	indent := ""
	for l := first; l <= f.LineCount() && f.LineStart(l) <= n.Span.End; l++ {
		line := f.Data[f.LineSpan(l).Start:f.LineSpan(l).End]
		if t := bytes.TrimLeft(line, " "); len(t) > 0 {
			indent = string(line[:len(line)-len(t)])
			break
		}
	}
	if indent == "" || bytes.IndexByte(f.Data[n.Span.Start:f.LineSpan(first-1).End], '#') >= 0 {
		return "", false
	}
	// A block that ends the file without a line break holds none.
	if strings.HasSuffix(value, "\n") && n.Span.End >= len(f.Data) {
		return "", false
	}
	header := byte('|')
	if n.Style == yaml.Folded {
		header = '>'
	}
	return blockText(value, header, indent, newlineAt(f, n.Span.Start))
}

// keepsBreaks reports whether a block scalar's header has a "+": the blank
// lines behind it are then part of the value.
func keepsBreaks(f *text.File, n *yaml.Node) bool {
	if n.Style != yaml.Literal && n.Style != yaml.Folded || n.Kind != yaml.Scalar {
		return false
	}
	for i := n.Span.Start + 1; i < len(f.Data) && !isBlank(f.Data[i]); i++ {
		if f.Data[i] == '+' {
			return true
		}
	}
	return false
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// newlineAt is the line break of the line at off, else the file's first, else LF.
func newlineAt(f *text.File, off int) string {
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

// lineStart is the start of the line at off, behind a byte order mark.
func lineStart(f *text.File, off int) int {
	start := f.LineStart(f.LineAt(off))
	if start == 0 {
		start = min(f.BOMLen(), off)
	}
	return start
}

// linesOf is the whole lines that a span touches, the last line break included.
func linesOf(f *text.File, s text.Span) text.Span {
	last := max(s.Start, s.End-1)
	return text.Span{Start: lineStart(f, s.Start), End: f.LineEnd(f.LineAt(last))}
}

// entryLines is the whole lines of a block's entry: its Entry ends before the
// dash of an empty last item.
func entryLines(f *text.File, n *yaml.Node) text.Span {
	s := linesOf(f, n.Entry)
	for len(n.Content) > 0 && n.Style == yaml.Block {
		n = n.Content[len(n.Content)-1]
		s = s.Union(linesOf(f, n.Entry))
	}
	return s
}

// ownLine reports whether nothing but blanks stands before off on its line.
func ownLine(f *text.File, off int) bool {
	return len(bytes.Trim(f.Data[lineStart(f, off):off], " \t")) == 0
}

// removeBlock removes an entry that has neighbours from a block.
func removeBlock(f *text.File, n *yaml.Node) []Edit {
	lines := entryLines(f, n)
	if ownLine(f, n.Entry.Start) {
		return []Edit{{Span: lines}}
	}
	// The first entry stands behind a dash: the next one moves up to it.
	if n.Index != 0 {
		return nil
	}
	next := lines.End
	for next < len(f.Data) && isBlank(f.Data[next]) {
		next++
	}
	if next > n.Parent.Content[1].Entry.Start {
		return nil
	}
	return []Edit{{Span: text.Span{Start: n.Entry.Start, End: next}}}
}

// replaceCollection writes YAML of one line in the place of a collection; that
// of a block goes up to the line of its key or dash.
func replaceCollection(f *text.File, c *yaml.Node, with string) []Edit {
	if c.Style == yaml.Flow || len(c.Content) == 0 {
		return []Edit{{Span: c.Span, New: with}}
	}
	lines := linesOf(f, c.Span).Union(entryLines(f, c.Content[len(c.Content)-1]))
	lineEnd := f.LineSpan(f.LineAt(max(c.Span.Start, lines.End-1))).End
	if c.Parent == nil || !ownLine(f, c.Span.Start) {
		return []Edit{{Span: text.Span{Start: c.Span.Start, End: lineEnd}, New: with}}
	}
	at, ok := afterIndicator(f, c)
	if !ok || at > lines.Start {
		return nil
	}
	return []Edit{{Span: text.Span{Start: at, End: at}, New: " " + with}, {Span: lines}}
}

// flowEnd is the end of an entry between brackets, behind the colon of an
// absent value.
func flowEnd(f *text.File, n *yaml.Node) int {
	end := n.Entry.End
	if n.Key != nil && n.Span.IsEmpty() {
		if i := skipSpace(f.Data, n.Key.Span.End); i < len(f.Data) && f.Data[i] == ':' {
			end = max(end, i+1)
		}
	}
	return end
}

// skipSpace moves over blanks, line breaks and comments.
func skipSpace(data []byte, i int) int {
	for i < len(data) {
		switch {
		case isBlank(data[i]):
			i++
		case data[i] == '#' && i > 0 && isBlank(data[i-1]):
			for i < len(data) && data[i] != '\n' && data[i] != '\r' {
				i++
			}
		default:
			return i
		}
	}
	return i
}

// commaAfter is the offset of the comma behind an entry, or -1.
func commaAfter(f *text.File, end int) int {
	if i := skipSpace(f.Data, end); i < len(f.Data) && f.Data[i] == ',' {
		return i
	}
	return -1
}

// restIsComment reports whether only blanks and a comment follow on the line.
func restIsComment(f *text.File, off int) bool {
	i := off
	for i < len(f.Data) && (f.Data[i] == ' ' || f.Data[i] == '\t') {
		i++
	}
	return i >= len(f.Data) || f.Data[i] == '\n' || f.Data[i] == '\r' || f.Data[i] == '#' && i > off
}

// removeFlow removes an entry that has neighbours from between brackets.
func removeFlow(f *text.File, n *yaml.Node) []Edit {
	p, start, end := n.Parent, n.Entry.Start, flowEnd(f, n)
	comma := commaAfter(f, end)
	if n.Index+1 < len(p.Content) {
		if comma < 0 {
			return nil
		}
		next := p.Content[n.Index+1].Entry.Start
		lines := linesOf(f, text.Span{Start: start, End: comma + 1})
		switch {
		case ownLine(f, start) && f.LineAt(comma) == f.LineAt(end) && lines.End <= next && restIsComment(f, comma+1):
			return []Edit{{Span: lines}}
		case bytes.IndexByte(f.Data[end:next], '#') < 0:
			return []Edit{{Span: text.Span{Start: start, End: next}}}
		}
		stop := comma + 1
		for stop < next && (f.Data[stop] == ' ' || f.Data[stop] == '\t') {
			stop++
		}
		return []Edit{{Span: text.Span{Start: start, End: stop}}}
	}
	before := flowEnd(f, p.Content[n.Index-1])
	if !bytes.ContainsAny(f.Data[before:start], "#\r\n") {
		return []Edit{{Span: text.Span{Start: before, End: end}}}
	}
	edits := []Edit{}
	stop := end
	if comma >= 0 {
		stop = comma + 1 // the comma before stays as the last one
	} else if c := commaAfter(f, before); c >= 0 && c < start {
		edits = append(edits, Edit{Span: text.Span{Start: c, End: c + 1}})
	} else {
		return nil
	}
	if ownLine(f, start) && restIsComment(f, stop) {
		return append(edits, Edit{Span: linesOf(f, text.Span{Start: start, End: stop})})
	}
	return append(edits, Edit{Span: text.Span{Start: start, End: stop}})
}
