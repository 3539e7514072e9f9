// Package yaml gives a YAML document as a tree in which every key, value,
// item and block scalar has its exact span in bytes.
//
// The verdict (is this YAML at all?) and the values are those of
// gopkg.in/yaml.v3, which is the decoder of the platform's daemon. That parser
// tells where a node starts and not where it ends, so the ends are found here,
// by reading the bytes from each start under the rules of the node's style.
//
// Duplicate keys survive, aliases stay aliases, and nothing is expanded: a
// tree is never larger than the file it was read from.
//
// Stable: see docs/stability.md.
package yaml

import (
	"encoding/base64"
	"slices"
	"strconv"
	"strings"

	"github.com/difylint/difylint/lint/source/text"
)

// Kind says what a node is.
type Kind uint8

// The kinds of nodes.
const (
	Scalar Kind = iota + 1
	Mapping
	Sequence
	Alias
)

func (k Kind) String() string { return k.Said().String() }

// Said is the kind in words, with its article.
func (k Kind) Said() text.Message {
	switch k {
	case Scalar:
		return text.Msg("a value")
	case Mapping:
		return text.Msg("a mapping")
	case Sequence:
		return text.Msg("a list")
	case Alias:
		return text.Msg("an alias")
	}
	return text.Msg("nothing")
}

// Style says how a node is written.
type Style uint8

// The styles of scalars, then those of collections.
const (
	Plain Style = iota
	SingleQuoted
	DoubleQuoted
	Literal
	Folded
	Block
	Flow
)

// Node is a value of the document: a scalar, a mapping, a list or an alias.
// The keys of a mapping are nodes too, each held by the value it names.
type Node struct {
	Kind  Kind
	Style Style
	// Tagged is true where the tag stands in the file.
	Tagged bool
	isKey  bool
	// merges says that one of a mapping's keys is "<<".
	merges bool
	// Tag is the short tag that yaml.v3 resolves to: "!!str", "!!int", "!!null" …
	Tag string
	// Value is the text of a scalar, or the name of an alias's anchor.
	Value string
	// Anchor is the name after "&", if any.
	Anchor string
	// Span is the value alone: without anchor and tag, with quotes, brackets or
	// the "|" of a block scalar. An absent value has an empty span.
	Span text.Span
	// Entry is the whole mapping entry (from its key) or list item (from its
	// dash) including anchor and tag; for other nodes the value with those two.
	Entry text.Span
	// Key is the key of a mapping entry's value, else nil. For a key itself it is nil.
	Key *Node
	// Parent is the collection that holds the node; nil at the root. A key's
	// parent is its mapping.
	Parent *Node
	// Index is the 0-based place among Parent.Content.
	Index int
	// Content holds a list's items, or a mapping's values in the file's order,
	// duplicates and merges ("<<") included.
	Content []*Node
	// Target is what an alias stands for. Trees of aliases can be cyclic.
	Target *Node
}

// Resolve follows an alias to what it stands for. It returns n itself otherwise.
func (n *Node) Resolve() *Node {
	if n != nil && n.Kind == Alias {
		return n.Target
	}
	return n
}

// IsKey reports whether the node is a mapping's key.
func (n *Node) IsKey() bool { return n.isKey }

// IsNull reports whether the node is absent or a null.
func (n *Node) IsNull() bool {
	n = n.Resolve()
	return n == nil || n.Kind == Scalar && n.Tag == "!!null"
}

// IsMapping and its fellows look through aliases.
func (n *Node) IsMapping() bool { n = n.Resolve(); return n != nil && n.Kind == Mapping }

// IsSequence reports whether the node is a list.
func (n *Node) IsSequence() bool { n = n.Resolve(); return n != nil && n.Kind == Sequence }

// IsScalar reports whether the node is a scalar, a null among them.
func (n *Node) IsScalar() bool { n = n.Resolve(); return n != nil && n.Kind == Scalar }

// IsMerge reports whether the node is the value of a merge key "<<".
func (n *Node) IsMerge() bool { return n.Key != nil && n.Key.Tag == "!!merge" }

// Text is the value of a scalar, looked up through an alias, and "" for
// everything else. A null has the text it is written with, a !!binary the one
// that both parsers decode it to.
func (n *Node) Text() string {
	if n = n.Resolve(); n == nil || n.Kind != Scalar {
		return ""
	}
	if n.Tag == "!!binary" {
		if data, err := base64.StdEncoding.DecodeString(n.Value); err == nil {
			return string(data)
		}
	}
	return n.Value
}

// Str is Text, but "" for a null.
func (n *Node) Str() string {
	if n.IsNull() {
		return ""
	}
	return n.Text()
}

// Get is the value of a mapping's key, looked up through aliases and merges.
// The last of several wins, as in PyYAML. It is nil where there is none, and
// may be called on a nil node.
func (n *Node) Get(key string) *Node { return n.get(key, maxMerges) }

// maxMerges is how deep mappings may be merged into each other.
const maxMerges = 8

func (n *Node) get(key string, depth int) *Node {
	n = n.Resolve()
	if n == nil || n.Kind != Mapping || depth == 0 {
		return nil
	}
	for i := len(n.Content) - 1; i >= 0; i-- {
		c := n.Content[i]
		if c.Key.Value == key && c.Key.Kind == Scalar && !c.IsMerge() {
			return c
		}
	}
	if !n.merges {
		return nil
	}
	for i := len(n.Content) - 1; i >= 0; i-- {
		c := n.Content[i]
		if !c.IsMerge() {
			continue
		}
		m := c.Resolve()
		if m.Kind == Sequence {
			for _, item := range m.Content {
				if v := item.get(key, depth-1); v != nil {
					return v
				}
			}
		} else if v := m.get(key, depth-1); v != nil {
			return v
		}
	}
	return nil
}

// At follows a path of keys (string) and 0-based indices (int).
func (n *Node) At(path ...any) *Node {
	for _, p := range path {
		switch p := p.(type) {
		case string:
			n = n.Get(p)
		case int:
			n = n.Resolve()
			if n == nil || n.Kind != Sequence || p < 0 || p >= len(n.Content) {
				return nil
			}
			n = n.Content[p]
		default:
			return nil
		}
		if n == nil {
			return nil
		}
	}
	return n
}

// Items is the content of a list, looked up through an alias; nil otherwise.
func (n *Node) Items() []*Node {
	if n = n.Resolve(); n != nil && n.Kind == Sequence {
		return n.Content
	}
	return nil
}

// Once leaves out of some nodes those that stand for the same as one before: what
// stands behind several aliases need be judged only once. It does not change nodes.
func Once(nodes []*Node) []*Node {
	seen := make(map[*Node]bool, len(nodes))
	out := make([]*Node, 0, len(nodes))
	for _, n := range nodes {
		if to := n.Resolve(); !seen[to] || to == nil {
			seen[to] = true
			out = append(out, n)
		}
	}
	return out
}

// Entries is the content of a mapping, looked up through an alias; nil
// otherwise. Merges are among them.
func (n *Node) Entries() []*Node {
	if n = n.Resolve(); n != nil && n.Kind == Mapping {
		return n.Content
	}
	return nil
}

// Merged is the entries of a mapping whose keys are plain, with those of what is
// merged into it: of several entries with one key the one that counts.
func (n *Node) Merged() []*Node {
	var out []*Node
	n.merged(map[string]bool{}, map[*Node]bool{}, &out, maxMerges)
	return out
}

func (n *Node) merged(seen map[string]bool, visited map[*Node]bool, out *[]*Node, depth int) {
	entries := n.Entries()
	if n = n.Resolve(); visited[n] {
		return // of equal ones the first counts; and aliases multiply
	}
	visited[n] = true
	for _, c := range slices.Backward(entries) {
		if c.Key != nil && c.Key.Kind == Scalar && !c.IsMerge() && !seen[c.Key.Value] {
			seen[c.Key.Value] = true
			*out = append(*out, c)
		}
	}
	if depth == 0 {
		return
	}
	for _, c := range slices.Backward(entries) {
		if !c.IsMerge() {
			continue
		}
		c.merged(seen, visited, out, depth-1)
		for _, item := range c.Items() {
			item.merged(seen, visited, out, depth-1)
		}
	}
}

// KeySpan is the span of the node's key, or of the node where it has none. As that
// of PlaceSpan and HeadSpan, it is the file's beginning for nil.
func (n *Node) KeySpan() text.Span {
	if n == nil {
		return text.Span{}
	}
	if n.Key != nil {
		return n.Key.Span
	}
	return n.Span
}

// PlaceSpan is where to point for a complaint about the value: the value, or
// its key where the value is absent.
func (n *Node) PlaceSpan() text.Span {
	if n == nil {
		return text.Span{}
	}
	if n.Span.IsEmpty() && n.Key != nil {
		return n.Key.Span
	}
	return n.Span
}

// HeadSpan is where to point for a complaint about a whole collection: its
// key, its own first key, or for a scalar the scalar.
func (n *Node) HeadSpan() text.Span {
	if n == nil {
		return text.Span{}
	}
	if n.Key != nil {
		return n.Key.Span
	}
	if n.Kind == Mapping && len(n.Content) > 0 && n.Style == Block {
		return n.Content[0].Key.Span
	}
	if n.Kind == Sequence && len(n.Content) > 0 {
		return n.Content[0].HeadSpan()
	}
	return n.Span
}

// Route is the way from the root: keys (string) and 0-based indices (int).
func (n *Node) Route() []any {
	depth := 0
	for p := n; p.Parent != nil; p = p.Parent {
		depth++
	}
	route := make([]any, depth)
	for p := n; p.Parent != nil; p = p.Parent {
		depth--
		if p.Key != nil {
			route[depth] = p.Key.Value
		} else {
			route[depth] = p.Index
		}
	}
	return route
}

// Path is the route in words: parameters[0].name, or "" at the root.
func (n *Node) Path() string { return FormatRoute(n.Route()) }

// FormatRoute writes a route as parameters[0].name.
func FormatRoute(route []any) string {
	var b strings.Builder
	for _, r := range route {
		switch r := r.(type) {
		case string:
			if b.Len() > 0 {
				b.WriteByte('.')
			}
			b.WriteString(r)
		case int:
			b.WriteByte('[')
			b.WriteString(strconv.Itoa(r))
			b.WriteByte(']')
		}
	}
	return b.String()
}

// Comment is one comment of the file, from its "#" to the end of the line.
type Comment struct {
	Span text.Span
}

// SyntaxError says why the file is not YAML, in this project's words.
type SyntaxError struct {
	// Span is where the author must type; it may be empty.
	Span text.Span
	// Format and Args make the message.
	Format string
	Args   []any
	// Raw is the parser's own text, as the platform prints it.
	Raw string
	// Opened is another place that explains the error, most often where the
	// construct begins that it is about; empty if there is none. OpenedSays says
	// what is there; "" means that it begins there.
	Opened     text.Span
	OpenedSays text.Message
	// Instead is what to write in place of Span; "" where that is not certain.
	Instead string
}

// Tree is one parsed file.
type Tree struct {
	File *text.File
	// Root is the first document's value. It is nil where the file is empty,
	// holds comments only, or is not YAML and no draft.
	Root *Node
	// Err is set where yaml.v3 refuses the file.
	Err *SyntaxError
	// Mended are the lines of a draft that Root does not have as they are written.
	Mended []text.Span
	// Second is where a second document begins, at its marker or behind the
	// "..." of the first. yaml.v3 does not read it and PyYAML refuses the file;
	// empty if there is none.
	Second text.Span

	nodes int
}

// Len is the number of nodes, keys included.
func (t *Tree) Len() int { return t.nodes }

// NodeAt is the innermost node whose value or key holds the byte offset, or nil.
func (t *Tree) NodeAt(off int) *Node {
	if t.Root == nil {
		return nil
	}
	n := t.Root
	for {
		var next *Node
		for _, c := range n.Content {
			if c.Key != nil && c.Key.Span.Start <= off && off <= c.Key.Span.End {
				return c.Key
			}
			if c.Entry.Start <= off && off <= c.Entry.End {
				next = c
				if off < c.Entry.End {
					break
				}
			}
		}
		if next == nil {
			return n
		}
		n = next
	}
}

// Walk calls f for each node in the file's order, a key before its value.
// Aliases are not followed. Where f returns false the node's content is left out.
func (n *Node) Walk(f func(*Node) bool) { n.walk(f, 1) }

func (n *Node) walk(f func(*Node) bool, depth int) {
	if n == nil || !f(n) {
		return
	}
	unwind(depth)
	for _, c := range n.Content {
		if c.Key != nil {
			c.Key.walk(f, depth+1)
		}
		c.walk(f, depth+1)
	}
}
