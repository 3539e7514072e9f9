package yaml

// From yaml.v3's nodes, which have a start, to ours, which have spans.

import (
	"bytes"
	"context"
	"errors"
	"io"
	"sort"
	"unicode/utf8"
	"unsafe"

	"github.com/difylint/difylint/lint/source/text"
	"gopkg.in/yaml.v3"
)

// Parse reads the first document of a file. It never fails: what yaml.v3
// refuses is told in Tree.Err. Of a draft that it refuses, the root is that of
// the file with the broken lines mended, which Tree.Mended lists. The tree is
// shared where the file is kept, and must not be changed.
func Parse(f *text.File) *Tree {
	t, _ := ParseIn(context.Background(), f) // which does not end
	return t
}

// ParseIn is Parse until a context ends: the error is the context's.
func ParseIn(ctx context.Context, f *text.File) (t *Tree, err error) {
	defer func() {
		if r := recover(); r != nil {
			if _, ok := r.(halted); !ok {
				panic(r)
			}
			t, err = nil, ctx.Err() // and Memo has kept nothing
		}
	}()
	t, _ = f.Memo(treeOf{}, func() any {
		t := parse(ctx, f)
		if t.Err != nil && f.Draft() {
			t.mend()
		}
		return t
	}).(*Tree)
	return t, nil
}

// halted is the panic that ends a parse from within.
type halted struct{}

func halt(ctx context.Context) {
	if ctx.Err() != nil {
		panic(halted{})
	}
}

// until reads data while a context lasts.
type until struct {
	ctx  context.Context //nolint:containedctx // a reader has no other way to it
	data []byte
}

func (u *until) Read(b []byte) (int, error) {
	unwind(0)
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	n := copy(b, u.data)
	u.data = u.data[n:]
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

type treeOf struct{}

func parse(ctx context.Context, f *text.File) *Tree {
	t := &Tree{File: f}
	if t.Err = encodingError(f); t.Err != nil {
		return t
	}
	doc, err := decode(ctx, f.Data)
	halt(ctx)
	if err != nil {
		t.Err = explain(f, err)
		return t
	}
	t.Second = secondDocument(f)
	if doc == nil || len(doc.Content) == 0 {
		return t
	}
	t.build(ctx, f, doc.Content[0])
	if t.Second.IsEmpty() && t.Root.Style == Flow {
		t.Second = behind(f, t.Root.Span.End)
	}
	return t
}

// build makes the tree of what yaml.v3 has read in f.
func (t *Tree) build(ctx context.Context, f *text.File, root *yaml.Node) {
	b := builder{ctx: ctx, data: f.Data, file: f}
	b.index()
	b.measure(root)
	n := b.node(root, -1)
	n.Entry = text.Span{Start: b.offset(root), End: n.Span.End}
	for _, a := range b.aliases {
		a.node.Target = b.anchors[a.target]
		if a.node.Target == nil { // yaml.v3 has checked; a nil target must not escape
			a.node.Kind, a.node.Tag = Scalar, "!!null"
		}
	}
	t.Root, t.nodes = n, b.count
}

// take makes the tree of what yaml.v3 has read in a mended file, with the places
// of the file as it is.
func (t *Tree) take(mended *text.File, root *yaml.Node, p *patch) {
	t.build(context.Background(), mended, root)
	t.Root.Walk(func(n *Node) bool {
		n.Span = text.Span{Start: p.back(n.Span.Start), End: p.back(n.Span.End)}
		n.Entry = text.Span{Start: p.back(n.Entry.Start), End: p.back(n.Entry.End)}
		return true
	})
	for l := range p.lines {
		t.Mended = append(t.Mended, t.File.LineSpan(l))
	}
	sort.Slice(t.Mended, func(i, j int) bool { return t.Mended[i].Start < t.Mended[j].Start })
}

// decode runs yaml.v3 over the first document. A panic in the parser is an
// error like another: no input may end the program.
func decode(ctx context.Context, data []byte) (doc *yaml.Node, err error) {
	defer func() {
		if r := recover(); r != nil {
			doc, err = nil, errPanicked
		}
	}()
	var n yaml.Node
	if err := yaml.NewDecoder(&until{ctx, data}).Decode(&n); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if n.Kind != yaml.DocumentNode {
		return nil, nil
	}
	return &n, nil
}

type pendingAlias struct {
	node   *Node
	target *yaml.Node
}

type builder struct {
	ctx     context.Context //nolint:containedctx // of one parse
	data    []byte
	file    *text.File
	text    string // of a kept file
	lines   []int
	ascii   bool
	last    counted // the place that was asked for last
	slab    []Node
	kids    []*Node
	count   int // of nodes so far
	nodes   int // how many there will be
	places  int // in lists, not yet taken
	anchors map[*yaml.Node]*Node
	aliases []pendingAlias
}

// index finds the starts of lines as yaml.v3 counts them: NEL, LS and PS end a
// line there, though they end none for an editor.
func (b *builder) index() {
	data := b.data
	b.ascii = true
	b.lines = make([]int, 1, 2+bytes.Count(data, []byte{'\n'}))
	b.lines[0] = b.file.BOMLen()
	for i, c := range data {
		switch {
		case c == '\n':
			b.lines = append(b.lines, i+1)
		case c == '\r':
			if i+1 >= len(data) || data[i+1] != '\n' {
				b.lines = append(b.lines, i+1)
			}
		case c >= utf8.RuneSelf:
			b.ascii = false
			if n := wideBreak(data[i:]); n > 0 {
				b.lines = append(b.lines, i+n)
			}
		}
	}
}

// wideBreak is the length of NEL, LS or PS at the start of p, else 0.
func wideBreak(p []byte) int {
	if len(p) >= 2 && p[0] == 0xc2 && p[1] == 0x85 {
		return 2
	}
	if len(p) >= 3 && p[0] == 0xe2 && p[1] == 0x80 && (p[2] == 0xa8 || p[2] == 0xa9) {
		return 3
	}
	return 0
}

// at is the byte offset of a 1-based line and column in code points.
func (b *builder) at(line, column int) int {
	if line < 1 || line > len(b.lines) {
		return len(b.data)
	}
	if b.ascii {
		return min(b.lines[line-1]+column-1, len(b.data))
	}
	// Nodes come mostly in order: a long line is not counted from its start each time.
	if b.last.line != line || b.last.column > column {
		b.last = counted{line, 1, b.lines[line-1]}
	}
	for ; b.last.column < column && b.last.at < len(b.data); b.last.column++ {
		_, n := utf8.DecodeRune(b.data[b.last.at:])
		b.last.at += n
	}
	return b.last.at
}

// counted is a place as yaml.v3 names it, and its byte offset.
type counted struct{ line, column, at int }

func (b *builder) offset(n *yaml.Node) int { return b.at(n.Line, n.Column) }

// Trees are taken from pieces of the size of a page of memory, and the last one
// no larger than what is left: a program that keeps the trees of hundreds of
// files, and parses one of them over and over, shall not fill its memory with
// pages in which little is used.
const (
	nodesAtOnce = 8192 / int(unsafe.Sizeof(Node{}))
	kidsAtOnce  = 8192 / int(unsafe.Sizeof((*Node)(nil)))
)

// measure counts the nodes of a tree, and the places in their lists.
func (b *builder) measure(y *yaml.Node) {
	b.nodes++
	unwind(b.nodes)
	if y.Kind == yaml.MappingNode {
		b.places += len(y.Content) / 2
	} else {
		b.places += len(y.Content)
	}
	for _, c := range y.Content {
		b.measure(c)
	}
}

func (b *builder) alloc() *Node {
	if len(b.slab) == 0 {
		b.slab = make([]Node, max(1, min(nodesAtOnce, b.nodes-b.count)))
	}
	n := &b.slab[0]
	b.slab = b.slab[1:]
	b.count++
	return n
}

func (b *builder) children(n int) []*Node {
	if n > len(b.kids) {
		b.kids = make([]*Node, max(n, min(kidsAtOnce, b.places)))
	}
	b.places -= n
	c := b.kids[:n:n]
	b.kids = b.kids[n:]
	return c
}

// node converts y. indent is the 0-based column of the block that holds it,
// -1 at the root: block scalars and multi-line plain scalars end where a line
// is not deeper than that.
func (b *builder) node(y *yaml.Node, indent int) *Node {
	if b.count&1023 == 0 {
		halt(b.ctx)
	}
	n := b.alloc()
	unwind(b.count)
	n.Tag, n.Anchor = y.Tag, y.Anchor
	n.Tagged = y.Style&yaml.TaggedStyle != 0
	if y.Anchor != "" {
		if b.anchors == nil {
			b.anchors = map[*yaml.Node]*Node{}
		}
		b.anchors[y] = n
	}
	start := b.offset(y)
	n.Entry.Start = start
	if n.Anchor != "" || start < len(b.data) && (b.data[start] == '!' || b.data[start] == '&') {
		start = b.skipProperties(start)
	}
	switch y.Kind {
	case yaml.ScalarNode:
		n.Kind, n.Value, n.Style = Scalar, y.Value, scalarStyle(y.Style)
		n.Span = text.Span{Start: start, End: b.scalarEnd(n, start, indent)}
		b.share(n)
	case yaml.AliasNode:
		n.Kind, n.Value = Alias, y.Value
		n.Span = text.Span{Start: start, End: min(len(b.data), start+1+len(y.Value))}
		b.aliases = append(b.aliases, pendingAlias{n, y.Alias})
	case yaml.MappingNode:
		n.Kind, n.Style = Mapping, collectionStyle(y.Style)
		b.mapping(n, y, start, indent)
	case yaml.SequenceNode:
		n.Kind, n.Style = Sequence, collectionStyle(y.Style)
		b.sequence(n, y, start, indent)
	default: // no other kind lies inside a document
		n.Kind, n.Tag = Scalar, "!!null"
		n.Span = text.Span{Start: start, End: start}
	}
	n.Entry.End = n.Span.End
	return n
}

// share makes a plain scalar's text a part of the file's in a tree that is kept:
// one string a file, instead of one a scalar, for as long as the tree lives.
func (b *builder) share(n *Node) {
	if !b.file.Kept() || n.Style != Plain || n.Span.Len() != len(n.Value) {
		return
	}
	if b.text == "" {
		b.text = string(b.data)
	}
	if s := b.text[n.Span.Start:n.Span.End]; s == n.Value {
		n.Value = s
	}
}

func scalarStyle(s yaml.Style) Style {
	switch {
	case s&yaml.DoubleQuotedStyle != 0:
		return DoubleQuoted
	case s&yaml.SingleQuotedStyle != 0:
		return SingleQuoted
	case s&yaml.LiteralStyle != 0:
		return Literal
	case s&yaml.FoldedStyle != 0:
		return Folded
	}
	return Plain
}

func collectionStyle(s yaml.Style) Style {
	if s&yaml.FlowStyle != 0 {
		return Flow
	}
	return Block
}

func (b *builder) mapping(n *Node, y *yaml.Node, start, indent int) {
	n.Span = text.Span{Start: start, End: start}
	if n.Style == Block && len(y.Content) > 0 {
		n.Span.Start = b.keyStart(b.offset(y.Content[0]))
		indent = y.Content[0].Column - 1
		if k := y.Content[0]; k.Anchor != "" || k.Style&yaml.TaggedStyle != 0 || b.data[min(n.Span.Start, len(b.data)-1)] == '?' {
			indent = b.column(n.Span.Start)
		}
	}
	n.Content = b.children(len(y.Content) / 2)
	for i := range n.Content {
		ky := y.Content[2*i]
		k := b.node(ky, indent)
		k.isKey, k.Parent, k.Index = true, n, i
		v := b.node(y.Content[2*i+1], indent)
		v.Key, v.Parent, v.Index = k, n, i
		v.Entry.Start = b.keyStart(k.Entry.Start)
		v.Entry.End = max(v.Span.End, k.Span.End)
		n.Content[i] = v
		n.merges = n.merges || v.IsMerge()
		n.Span.End = max(n.Span.End, v.Entry.End)
	}
	if n.Style == Flow {
		b.closeFlow(n, '{', '}')
	}
}

// keyStart moves from a key to the "?" before it, if the key is an explicit one.
func (b *builder) keyStart(off int) int {
	i := off
	for i > 0 && (b.data[i-1] == ' ' || b.data[i-1] == '\t') {
		i--
	}
	if i < off && i > 0 && b.data[i-1] == '?' {
		if j := i - 1; j == 0 || b.data[j-1] == ' ' || b.data[j-1] == '\n' {
			return j
		}
	}
	return off
}

func (b *builder) column(off int) int {
	i := off
	for i > 0 && b.data[i-1] != '\n' && b.data[i-1] != '\r' {
		i--
	}
	return utf8.RuneCount(b.data[i:off])
}

func (b *builder) sequence(n *Node, y *yaml.Node, start, indent int) {
	n.Span = text.Span{Start: start, End: start}
	dash := y.Column - 1
	if n.Style == Block {
		if start != n.Entry.Start {
			dash = b.column(start)
		}
		indent = dash
	}
	n.Content = b.children(len(y.Content))
	prev := start
	for i := range n.Content {
		c := b.node(y.Content[i], indent)
		c.Parent, c.Index = n, i
		if n.Style == Block {
			c.Entry.Start = b.dashBefore(c.Entry.Start, dash, prev)
		}
		prev = c.Entry.End
		n.Content[i] = c
		n.Span.End = max(n.Span.End, c.Span.End, c.Entry.Start)
	}
	if n.Style == Flow {
		b.closeFlow(n, '[', ']')
	}
}

// dashBefore finds the "-" of a block item whose content begins at off: the
// nearest one before it that stands in the list's own column, not before limit.
func (b *builder) dashBefore(off, column, limit int) int {
	for i := min(off, len(b.data)) - 1; i >= limit; i-- {
		if b.data[i] == '-' && b.column(i) == column {
			return i
		}
	}
	return off
}

// skipProperties moves over anchors, tags and the space behind them.
func (b *builder) skipProperties(i int) int {
	for i < len(b.data) {
		switch c := b.data[i]; c {
		case '&', '!':
			if c == '!' && i+1 < len(b.data) && b.data[i+1] == '<' {
				for i < len(b.data) && b.data[i] != '>' && b.data[i] != '\n' {
					i++
				}
			}
			end := i
			for end < len(b.data) && !text.IsBlank(b.data[end]) && b.data[end] != ',' && b.data[end] != ']' && b.data[end] != '}' {
				end++
			}
			// The value may be absent: then the property's end is its place.
			next := text.SkipSpace(b.data, end)
			if next >= len(b.data) {
				return end
			}
			i = next
		default:
			return i
		}
	}
	return i
}

// closeFlow extends the span of a flow collection to its closing bracket.
func (b *builder) closeFlow(n *Node, open, closing byte) {
	s := n.Span.Start
	if s >= len(b.data) || b.data[s] != open {
		return // a single pair in a list: [a: b]
	}
	i := max(n.Span.End, s+1)
	for {
		i = text.SkipSpace(b.data, i)
		if i >= len(b.data) {
			n.Span.End = i
			return
		}
		c := b.data[i]
		i++
		if c == closing {
			n.Span.End = i
			return
		}
		if c != ',' && c != ':' && c != '?' {
			n.Span.End = max(n.Span.End, i-1)
			return
		}
	}
}

func (b *builder) scalarEnd(n *Node, start, indent int) int {
	data := b.data
	switch n.Style {
	case SingleQuoted:
		end, _ := quoteEnd(data, start, '\'')
		return end
	case DoubleQuoted:
		end, _ := quoteEnd(data, start, '"')
		return end
	case Literal, Folded:
		return b.blockEnd(start, indent)
	}
	if n.Value == "" || start >= len(data) {
		return start
	}
	if len(data)-start >= len(n.Value) && string(data[start:start+len(n.Value)]) == n.Value {
		return start + len(n.Value)
	}
	// A plain scalar over several lines: the same characters, each run of white
	// space and breaks folded in the value.
	i := start
	for j := 0; j < len(n.Value); {
		c := n.Value[j]
		if c == ' ' || c == '\n' || c == '\t' {
			for j < len(n.Value) && (n.Value[j] == ' ' || n.Value[j] == '\n' || n.Value[j] == '\t') {
				j++
			}
			for i < len(data) && text.IsBlank(data[i]) {
				i++
			}
			continue
		}
		if i >= len(data) || data[i] != c {
			break
		}
		i++
		j++
	}
	return i
}

// blockEnd is the end of the last line that belongs to a block scalar.
func (b *builder) blockEnd(start, indent int) int {
	data := b.data
	end := text.SkipLine(data, start)
	header := data[start:end]
	need := indent + 1
	detect := true
	for _, c := range header[min(1, len(header)):] {
		if c == ' ' || c == '\t' || c == '#' {
			break
		}
		if c >= '1' && c <= '9' {
			need, detect = max(indent, 0)+int(c-'0'), false
		}
	}
	last := start + len(bytes.TrimRight(stripComment(header), " \t"))
	for i := end; i < len(data); {
		// i stands at a line break.
		if data[i] == '\r' && i+1 < len(data) && data[i+1] == '\n' {
			i++
		}
		i++
		line := i
		for i < len(data) && data[i] == ' ' {
			i++
		}
		depth := i - line
		i = text.SkipLine(data, i)
		if len(bytes.TrimSpace(data[line:i])) == 0 {
			continue
		}
		if depth < need || depth == 0 && isMarker(data[line:i]) {
			break
		}
		if detect {
			need, detect = depth, false
		}
		last = i
	}
	return last
}

func stripComment(header []byte) []byte {
	for i, c := range header {
		if c == '#' && i > 0 && (header[i-1] == ' ' || header[i-1] == '\t') {
			return header[:i]
		}
	}
	return header
}

// isMarker reports whether a line begins a document or ends one.
func isMarker(line []byte) bool {
	return (bytes.HasPrefix(line, []byte("---")) || bytes.HasPrefix(line, []byte("..."))) &&
		(len(line) == 3 || line[3] == ' ' || line[3] == '\t')
}
