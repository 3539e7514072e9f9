// Package yamledit makes the edits of YAML that fixes offer: it replaces, renames,
// removes and inserts values, entries and items. Each constructor works on
// bytes: what it does not change keeps its comments, quotes, order and line
// ends. It returns nil where it cannot make the change.
//
// Not stable: see docs/stability.md.
package yamledit

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
)

// ReplaceValue replaces the value of a scalar, or an alias, by a string. The
// style of quoting is kept where it can hold the string; a plain one gets
// quotes where either reader would take it for something else.
func ReplaceValue(tree *yaml.Tree, n *yaml.Node, value string) []text.Edit {
	if !editable(tree, n) || !utf8.ValidString(value) {
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
		with = Scalar(value, yaml.Plain, inFlow(n))
	case n.Kind != yaml.Scalar:
		return nil
	case n.Style == yaml.Literal || n.Style == yaml.Folded:
		var ok bool
		if with, ok = replaceBlock(tree.File, n, value); !ok {
			with = doubleQuoted(value)
		}
	default:
		with = Scalar(value, n.Style, inFlow(n))
	}
	return replaceNode(tree.File, n, with)
}

// ReplaceWith replaces the value of a node by YAML as it is given, on one line:
// a number, true, [a, b]. A node's anchor and tag stay.
func ReplaceWith(tree *yaml.Tree, n *yaml.Node, yamlText string) []text.Edit {
	if !editable(tree, n) || strings.ContainsAny(yamlText, "\r\n") {
		return nil
	}
	if n.Kind == yaml.Mapping || n.Kind == yaml.Sequence {
		for _, c := range n.Content {
			if neededElsewhere(tree, c) {
				return nil
			}
		}
		edits := replaceCollection(tree.File, n, yamlText)
		for i := range edits {
			edits[i].Path = tree.File.Path
		}
		return edits
	}
	return replaceNode(tree.File, n, yamlText)
}

// Quote puts a plain scalar in double quotes, its text unchanged, so that both
// readers see a string: version: 1.10 becomes version: "1.10".
func Quote(tree *yaml.Tree, n *yaml.Node) []text.Edit {
	if !editable(tree, n) || n.Kind != yaml.Scalar || n.Style != yaml.Plain || n.Tagged {
		return nil
	}
	return replaceNode(tree.File, n, doubleQuoted(n.Value))
}

// RenameKey gives the entry whose value is n another key, quoted as the old one
// is. It is nil where the mapping has that key already.
func RenameKey(tree *yaml.Tree, n *yaml.Node, key string) []text.Edit {
	if !editable(tree, n) || n.Key == nil || n.Key.Kind != yaml.Scalar || n.Key.Tagged ||
		n.Key.Style == yaml.Literal || n.Key.Style == yaml.Folded ||
		n.Key.Span.IsEmpty() || hasKey(n.Parent, key) || !isKey(key) {
		return nil
	}
	return []text.Edit{{Path: tree.File.Path, Span: n.Key.Span, New: Scalar(key, n.Key.Style, inFlow(n))}}
}

// RemoveEntry removes a mapping's entry, given its value, or a list's item. In
// a block that is its whole lines with the comment behind it; comments above
// stay. A collection that loses its only entry becomes {} or [].
func RemoveEntry(tree *yaml.Tree, n *yaml.Node) []text.Edit {
	if !editable(tree, n) || n.Parent == nil || n.IsKey() || n.Index >= len(n.Parent.Content) || n.Parent.Content[n.Index] != n || neededElsewhere(tree, n) {
		return nil
	}
	var edits []text.Edit
	switch {
	case len(n.Parent.Content) == 1:
		empty := "{}"
		if n.Parent.Kind == yaml.Sequence {
			empty = "[]"
		}
		edits = replaceCollection(tree.File, n.Parent, empty)
	case n.Parent.Style == yaml.Flow:
		edits = removeFlow(tree.File, n)
	default:
		edits = removeBlock(tree.File, n)
	}
	for i := range edits {
		edits[i].Path = tree.File.Path
	}
	return edits
}

func editable(tree *yaml.Tree, n *yaml.Node) bool {
	return tree != nil && tree.File != nil && n != nil && n.Span.Start >= 0 && n.Span.End <= len(tree.File.Data)
}

// neededElsewhere reports whether an alias outside an entry stands for something
// within it.
func neededElsewhere(tree *yaml.Tree, n *yaml.Node) bool {
	anchored := false
	n.Walk(func(c *yaml.Node) bool {
		anchored = anchored || c.Anchor != ""
		return !anchored
	})
	if !anchored && (n.Key == nil || n.Key.Anchor == "") || tree == nil {
		return false
	}
	needed := false
	tree.Root.Walk(func(c *yaml.Node) bool {
		if c.Kind == yaml.Alias && c.Target != nil && n.Entry.Encloses(c.Target.Span) && !n.Entry.Encloses(c.Span) {
			needed = true
		}
		return !needed
	})
	return needed
}

func hasKey(m *yaml.Node, key string) bool {
	return slices.ContainsFunc(m.Content, func(c *yaml.Node) bool {
		return c.Key != nil && c.Key.Kind == yaml.Scalar && c.Key.Value == key
	})
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
func replaceNode(f *text.File, n *yaml.Node, with string) []text.Edit {
	s := n.Span
	if s.IsEmpty() {
		if n.IsKey() {
			return nil
		}
		at, ok := afterIndicator(f, n)
		if !ok {
			return nil
		}
		if at > 0 && !text.IsBlank(f.Data[at-1]) {
			with = " " + with
		}
		s = text.Span{Start: at, End: at}
	}
	if f.Slice(s) == with {
		return nil
	}
	return []text.Edit{{Path: f.Path, Span: s, New: with}}
}

// afterIndicator is the offset just behind the colon or dash that announces a
// value, and behind its anchor and tag, all on one line.
func afterIndicator(f *text.File, n *yaml.Node) (int, bool) {
	data := f.Data
	i := n.Entry.Start
	switch {
	case n.Key != nil:
		i = text.SkipBlanks(data, n.Key.Span.End)
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
		j := text.SkipBlanks(data, i)
		if j >= len(data) || data[j] != '&' && data[j] != '!' || j >= n.Span.Start && !n.Span.IsEmpty() {
			break
		}
		for j < len(data) && !text.IsBlank(data[j]) && (n.Parent.Style != yaml.Flow || strings.IndexByte(",]}", data[j]) < 0) {
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
	return blockText(value, header, indent, f.NewlineAt(n.Span.Start))
}

// keepsBreaks reports whether a block scalar's header has a "+": the blank
// lines behind it are then part of the value.
func keepsBreaks(f *text.File, n *yaml.Node) bool {
	if n.Style != yaml.Literal && n.Style != yaml.Folded || n.Kind != yaml.Scalar {
		return false
	}
	for i := n.Span.Start + 1; i < len(f.Data) && !text.IsBlank(f.Data[i]); i++ {
		if f.Data[i] == '+' {
			return true
		}
	}
	return false
}

// entryLines is the whole lines of a block's entry: its Entry ends before the
// dash of an empty last item.
func entryLines(f *text.File, n *yaml.Node) text.Span {
	s := f.WholeLines(n.Entry)
	for len(n.Content) > 0 && n.Style == yaml.Block {
		n = n.Content[len(n.Content)-1]
		s = s.Union(f.WholeLines(n.Entry))
	}
	return s
}

// removeBlock removes an entry that has neighbours from a block.
func removeBlock(f *text.File, n *yaml.Node) []text.Edit {
	lines := entryLines(f, n)
	if f.StartsLine(n.Entry.Start) {
		return []text.Edit{{Span: lines}}
	}
	// The first entry stands behind a dash: the next one moves up to it.
	if n.Index != 0 {
		return nil
	}
	next := lines.End
	for next < len(f.Data) && text.IsBlank(f.Data[next]) {
		next++
	}
	if next > n.Parent.Content[1].Entry.Start {
		return nil
	}
	return []text.Edit{{Span: text.Span{Start: n.Entry.Start, End: next}}}
}

// replaceCollection writes YAML of one line in the place of a collection; that
// of a block goes up to the line of its key or dash.
func replaceCollection(f *text.File, c *yaml.Node, with string) []text.Edit {
	if c.Style == yaml.Flow || len(c.Content) == 0 {
		return []text.Edit{{Span: c.Span, New: with}}
	}
	lines := f.WholeLines(c.Span).Union(entryLines(f, c.Content[len(c.Content)-1]))
	lineEnd := f.LineSpan(f.LineAt(max(c.Span.Start, lines.End-1))).End
	if c.Parent == nil || !f.StartsLine(c.Span.Start) {
		return []text.Edit{{Span: text.Span{Start: c.Span.Start, End: lineEnd}, New: with}}
	}
	at, ok := afterIndicator(f, c)
	if !ok || at > lines.Start {
		return nil
	}
	return []text.Edit{{Span: text.Span{Start: at, End: at}, New: " " + with}, {Span: lines}}
}

// flowEnd is the end of an entry between brackets, behind the colon of an
// absent value.
func flowEnd(f *text.File, n *yaml.Node) int {
	end := n.Entry.End
	if n.Key != nil && n.Span.IsEmpty() {
		if i := text.SkipSpace(f.Data, n.Key.Span.End); i < len(f.Data) && f.Data[i] == ':' {
			end = max(end, i+1)
		}
	}
	return end
}

// commaAfter is the offset of the comma behind an entry, or -1.
func commaAfter(f *text.File, end int) int {
	if i := text.SkipSpace(f.Data, end); i < len(f.Data) && f.Data[i] == ',' {
		return i
	}
	return -1
}

// restIsComment reports whether only blanks and a comment follow on the line.
func restIsComment(f *text.File, off int) bool {
	i := text.SkipBlanks(f.Data, off)
	return i >= len(f.Data) || f.Data[i] == '\n' || f.Data[i] == '\r' || f.Data[i] == '#' && i > off
}

// removeFlow removes an entry that has neighbours from between brackets.
func removeFlow(f *text.File, n *yaml.Node) []text.Edit {
	p, start, end := n.Parent, n.Entry.Start, flowEnd(f, n)
	comma := commaAfter(f, end)
	if n.Index+1 < len(p.Content) {
		if comma < 0 {
			return nil
		}
		next := p.Content[n.Index+1].Entry.Start
		lines := f.WholeLines(text.Span{Start: start, End: comma + 1})
		switch {
		case f.StartsLine(start) && f.LineAt(comma) == f.LineAt(end) && lines.End <= next && restIsComment(f, comma+1):
			return []text.Edit{{Span: lines}}
		case bytes.IndexByte(f.Data[end:next], '#') < 0:
			return []text.Edit{{Span: text.Span{Start: start, End: next}}}
		}
		stop := text.SkipBlanks(f.Data[:next], comma+1)
		return []text.Edit{{Span: text.Span{Start: start, End: stop}}}
	}
	before := flowEnd(f, p.Content[n.Index-1])
	if !bytes.ContainsAny(f.Data[before:start], "#\r\n") {
		return []text.Edit{{Span: text.Span{Start: before, End: end}}}
	}
	edits := []text.Edit{}
	stop := end
	if comma >= 0 {
		stop = comma + 1 // the comma before stays as the last one
	} else if c := commaAfter(f, before); c >= 0 && c < start {
		edits = append(edits, text.Edit{Span: text.Span{Start: c, End: c + 1}})
	} else {
		return nil
	}
	if f.StartsLine(start) && restIsComment(f, stop) {
		return append(edits, text.Edit{Span: f.WholeLines(text.Span{Start: start, End: stop})})
	}
	return append(edits, text.Edit{Span: text.Span{Start: start, End: stop}})
}
