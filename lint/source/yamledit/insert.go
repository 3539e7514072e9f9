package yamledit

// Edits that put something new into a document; see edits.go.

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
)

// indentStep is how deep a new block stands in its parent.
const indentStep = "  "

// InsertEntry adds an entry at the end of a mapping, between its brackets or at
// its indentation. yamlText is the value in YAML: on one line (see String),
// or, for a mapping in a block, several lines joined by "\n" and indented as
// they would be at the top of a file; one line and a "\n" for a block of one
// entry. m may be a mapping, an empty one, a null
// that becomes a mapping, or nil where the file holds no value yet. It is nil
// where the key is there already.
func InsertEntry(tree *yaml.Tree, m *yaml.Node, key, yamlText string) []text.Edit {
	if tree == nil || tree.File == nil || !isKey(key) {
		return nil
	}
	if m == nil {
		return insertTop(tree, entryText(String(key), yamlText))
	}
	if m.Kind == yaml.Mapping && len(m.Content) > 0 {
		return InsertAfter(tree, m.Content[len(m.Content)-1], key, yamlText)
	}
	return fill(tree, m, yaml.Mapping, entryText(String(key), yamlText))
}

// InsertAfter adds an entry to a mapping right behind the entry whose value is n.
func InsertAfter(tree *yaml.Tree, n *yaml.Node, key, yamlText string) []text.Edit {
	if !editable(tree, n) || n.Key == nil || hasKey(n.Parent, key) || !isKey(key) {
		return nil
	}
	written := String(key)
	if n.Parent.Style == yaml.Flow && allQuoted(n.Parent) {
		written = doubleQuoted(key)
	}
	return insertBehind(tree, n, entryText(written, yamlText))
}

// MoveEntry takes a mapping's entry, given its value, out of its place and adds it
// at the end of another mapping of the file. It is nil where the value runs over
// several lines and is no block, or is anchored or tagged.
func MoveEntry(tree *yaml.Tree, n, to *yaml.Node) []text.Edit {
	if !editable(tree, n) || to == nil || n.Key == nil || n.Anchor != "" || n.Tagged || n.Kind == yaml.Alias {
		return nil
	}
	value, ok := entryValue(tree.File, n)
	if !ok {
		return nil
	}
	out := RemoveEntry(tree, n)
	in := InsertEntry(tree, to, n.Key.Value, value)
	if to.Kind == yaml.Mapping && len(to.Content) > 1 && inside(n, to.Content[len(to.Content)-1]) {
		in = InsertAfter(tree, to.Content[len(to.Content)-2], n.Key.Value, value)
	}
	if out == nil || in == nil {
		return nil
	}
	return append(out, in...)
}

// inside reports whether n lies in a value.
func inside(n, value *yaml.Node) bool {
	for ; n != nil; n = n.Parent {
		if n == value {
			return true
		}
	}
	return false
}

// entryValue is the text of a value as InsertEntry wants it.
func entryValue(f *text.File, n *yaml.Node) (string, bool) {
	raw := string(f.Data[n.Span.Start:n.Span.End])
	block := (n.Kind == yaml.Mapping || n.Kind == yaml.Sequence) && n.Style == yaml.Block
	lines := strings.Split(strings.ReplaceAll(raw, "\r\n", "\n"), "\n")
	switch {
	case !block:
		return raw, len(lines) == 1
	case len(lines) == 1:
		return raw + "\n", true
	}
	indent := indentOf(f, n.Span.Start)
	for i, l := range lines[1:] {
		rest, ok := strings.CutPrefix(l, indent)
		if !ok && strings.TrimSpace(l) != "" {
			return "", false
		}
		lines[i+1] = rest
	}
	return strings.Join(lines, "\n"), true
}

// AppendItem adds an item at the end of a list; yamlText and list are as the
// value and the mapping of InsertEntry.
func AppendItem(tree *yaml.Tree, list *yaml.Node, yamlText string) []text.Edit {
	if !editable(tree, list) {
		return nil
	}
	lines := strings.Split(yamlText, "\n")
	if list.Kind == yaml.Sequence && len(list.Content) > 0 {
		last := list.Content[len(list.Content)-1]
		if list.Style == yaml.Flow {
			return insertBehind(tree, last, lines)
		}
		return insertBehind(tree, last, itemText(lines))
	}
	return fill(tree, list, yaml.Sequence, lines)
}

// entryText is the lines of an entry at indentation 0.
func entryText(key, yamlText string) []string {
	lines := strings.Split(yamlText, "\n")
	switch {
	case yamlText == "":
		return []string{key + ":"}
	case len(lines) == 2 && lines[1] == "":
		lines = lines[:1] // a mapping of one entry
	case len(lines) == 1:
		return []string{key + ": " + yamlText}
	case lines[0][:min(1, len(lines[0]))] == "|" || lines[0][:min(1, len(lines[0]))] == ">":
		return append([]string{key + ": " + lines[0]}, lines[1:]...)
	}
	return append([]string{key + ":"}, indented(lines)...)
}

func itemText(lines []string) []string {
	return append([]string{"- " + lines[0]}, indented(lines[1:])...)
}

// indented are lines one step deeper, but for the empty ones.
func indented(lines []string) []string {
	out := make([]string, len(lines))
	for i, l := range lines {
		if l != "" {
			out[i] = indentStep + l
		}
	}
	return out
}

func allQuoted(m *yaml.Node) bool {
	for _, c := range m.Content {
		if c.Key == nil || c.Key.Style != yaml.DoubleQuoted {
			return false
		}
	}
	return len(m.Content) > 0
}

// indentOf is the blanks before the column at off.
func indentOf(f *text.File, off int) string {
	start := f.TextStart(off)
	return strings.Repeat(" ", utf8.RuneCount(f.Data[start:off]))
}

func joinLines(lines []string, indent, newline string) string {
	var b strings.Builder
	for i, l := range lines {
		if i > 0 {
			b.WriteString(newline)
		}
		if l != "" {
			b.WriteString(indent)
			b.WriteString(l)
		}
	}
	return b.String()
}

func insertAt(tree *yaml.Tree, off int, s string) text.Edit {
	return text.Edit{Path: tree.File.Path, Span: text.Span{Start: off, End: off}, New: s}
}

// insertTop writes the first entry of a file that holds no value.
func insertTop(tree *yaml.Tree, lines []string) []text.Edit {
	f := tree.File
	if tree.Err != nil || tree.Root != nil || !tree.Second.IsEmpty() {
		return nil
	}
	nl := f.NewlineAt(len(f.Data))
	s := joinLines(lines, "", nl) + nl
	if n := len(f.Data); n > f.BOMLen() && f.Data[n-1] != '\n' && f.Data[n-1] != '\r' {
		s = nl + s
	}
	return []text.Edit{insertAt(tree, len(f.Data), s)}
}

// insertBehind writes a new entry or item behind an existing one.
func insertBehind(tree *yaml.Tree, n *yaml.Node, lines []string) []text.Edit {
	if n.Parent.Style == yaml.Flow {
		return insertFlow(tree, n, lines)
	}
	f := tree.File
	first := n.Parent.Content[0]
	indent := indentOf(f, first.Entry.Start)
	nl := f.NewlineAt(n.Entry.Start)
	leaf := n
	for len(leaf.Content) > 0 && leaf.Style == yaml.Block {
		leaf = leaf.Content[len(leaf.Content)-1]
	}
	end := f.LineSpan(f.LineAt(max(n.Entry.Start, entryLines(f, n).End-1))).End
	// A block scalar may own the blank lines that follow, and the lack of a last
	// line break.
	block := leaf.Kind == yaml.Scalar && (leaf.Style == yaml.Literal || leaf.Style == yaml.Folded)
	if block && end >= len(f.Data) && !bytes.Contains(f.Data[leaf.Span.Start:f.LineSpan(f.LineAt(leaf.Span.Start)).End], []byte("-")) {
		return nil
	}
	if !block || end >= len(f.Data) || !keepsBreaks(f, leaf) {
		return []text.Edit{insertAt(tree, end, nl+joinLines(lines, indent, nl))}
	}
	l := f.LineAt(end) + 1
	for l <= f.LineCount() && f.LineStart(l) < len(f.Data) && len(bytes.TrimSpace(f.Data[f.LineStart(l):f.LineEnd(l)])) == 0 {
		l++
	}
	at := f.LineStart(l)
	if at > 0 && f.Data[at-1] != '\n' && f.Data[at-1] != '\r' {
		return nil
	}
	return []text.Edit{insertAt(tree, at, joinLines(lines, indent, nl)+nl)}
}

// insertFlow writes a new entry between brackets, on a line of its own where
// the one before it has that.
func insertFlow(tree *yaml.Tree, n *yaml.Node, lines []string) []text.Edit {
	f := tree.File
	if open := n.Parent.Span.Start; len(lines) != 1 || open >= len(f.Data) || strings.IndexByte("[{", f.Data[open]) < 0 {
		return nil // a single pair in a list has no brackets of its own
	}
	s := lines[0]
	end := flowEnd(f, n)
	if n.Key != nil && n.Span.IsEmpty() && end > 0 && f.Data[end-1] == ':' {
		// Not every reader takes "key:," as a key.
		return []text.Edit{insertAt(tree, end, " , "+s)}
	}
	comma := commaAfter(f, end)
	stop := end
	if comma >= 0 {
		stop = comma + 1
	}
	if !f.StartsLine(n.Entry.Start) || !restIsComment(f, stop) || comma >= 0 && f.LineAt(comma) != f.LineAt(end) {
		return []text.Edit{insertAt(tree, end, ", "+s)}
	}
	line := f.NewlineAt(end) + indentOf(f, n.Entry.Start) + s
	lineEnd := f.LineSpan(f.LineAt(end)).End
	if comma >= 0 {
		return []text.Edit{insertAt(tree, lineEnd, line+",")}
	}
	if lineEnd == end {
		return []text.Edit{insertAt(tree, end, ","+line)}
	}
	return []text.Edit{insertAt(tree, end, ","), insertAt(tree, lineEnd, line)}
}

// fill writes the first entry of an empty collection, or makes one of a null.
func fill(tree *yaml.Tree, n *yaml.Node, kind yaml.Kind, lines []string) []text.Edit {
	if !editable(tree, n) || n.IsKey() {
		return nil
	}
	f := tree.File
	opening, closing := "{", "}"
	if kind == yaml.Sequence {
		opening, closing = "[", "]"
	}
	block := lines
	if kind == yaml.Sequence {
		block = itemText(lines)
	}
	switch {
	case n.Kind == kind && n.Style == yaml.Flow && len(n.Content) == 0 && n.Span.Len() >= 2:
		if !inFlow(n) && n.Key != nil && f.Slice(n.Span) == opening+closing {
			return fillBlock(tree, n, block)
		}
		if len(lines) != 1 {
			return nil
		}
		return []text.Edit{insertAt(tree, n.Span.Start+1, lines[0])}
	case n.Kind != yaml.Scalar || n.Tag != "!!null" || n.Tagged:
		return nil
	case inFlow(n):
		if len(lines) != 1 {
			return nil
		}
		return replaceNode(f, n, opening+lines[0]+closing)
	}
	return fillBlock(tree, n, block)
}

// fillBlock puts a block in the place of a null or an empty collection.
func fillBlock(tree *yaml.Tree, n *yaml.Node, lines []string) []text.Edit {
	f := tree.File
	if n.Parent == nil || f.LineAt(n.Entry.Start) != f.LineAt(max(n.Span.Start, n.Span.End)) {
		return nil
	}
	at, ok := afterIndicator(f, n)
	if !ok {
		return nil
	}
	nl := f.NewlineAt(n.Entry.Start)
	indent := indentOf(f, n.Entry.Start) + indentStep
	if n.Key == nil {
		// Behind a dash the first line stands on the dash's own.
		if n.Anchor != "" || len(lines) == 0 {
			return nil
		}
		block := strings.TrimLeft(joinLines(lines, indent, nl), " ")
		edits := replaceNode(f, n, block)
		if !restIsComment(f, n.Span.End) || len(lines) > 1 && len(bytes.TrimSpace(f.Data[n.Span.End:f.LineSpan(f.LineAt(n.Span.End)).End])) > 0 {
			return nil
		}
		return edits
	}
	end := f.LineSpan(f.LineAt(at)).End
	block := insertAt(tree, end, nl+joinLines(lines, indent, nl))
	if n.Span.IsEmpty() {
		return []text.Edit{block}
	}
	gap := n.Span
	for gap.Start > at && (f.Data[gap.Start-1] == ' ' || f.Data[gap.Start-1] == '\t') {
		gap.Start--
	}
	if gap.End == end {
		block.Span.Start = gap.Start
		return []text.Edit{block}
	}
	return []text.Edit{{Path: tree.File.Path, Span: gap}, block}
}
