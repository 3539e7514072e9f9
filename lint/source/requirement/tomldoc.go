package requirement

import (
	"encoding/binary"
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/difylint/difylint/lint/source/text"
	"github.com/pelletier/go-toml/v2"
)

// The reader of TOML keeps the place of everything and is fast on what uv
// writes: plain strings, small tables, long arrays. It is lenient about what it
// does not need (dates, floats, redefined tables). Whenever a document holds
// anything but the plainest, go-toml judges whether it is TOML.

type tomlKind uint8

const (
	tomlOther tomlKind = iota // a float, a date
	tomlString
	tomlInteger
	tomlBool
	tomlArray
	tomlTable
	tomlSkipped // a value that was read over
)

type tomlNode struct {
	kind tomlKind
	// implicit: a table that only a longer header or key implies.
	implicit bool
	span     text.Span // of a table with a header: the header
	text     string    // what a string says; other scalars as they are written
	origin   *Origin   // of a string's text; nil where it is a plain copy
	items    []*tomlNode
	pairs    []tomlPair
	index    map[string]int // of pairs, once there are many
}

type tomlPair struct {
	key   string
	span  text.Span
	value *tomlNode
}

// from is the origin of a string's text.
func (n *tomlNode) from() *Origin {
	if n.origin != nil {
		return n.origin
	}
	return At(n.span.Start + 1)
}

// inner is the place of a string's text, quotation marks excluded.
func (n *tomlNode) inner() text.Span {
	if n.kind != tomlString {
		return n.span
	}
	return n.from().Span(text.Span{Start: 0, End: len(n.text)})
}

// get is the value of a key, nil where n is no table or has none.
func (n *tomlNode) get(key string) *tomlNode {
	if p := n.pair(key); p != nil {
		return p.value
	}
	return nil
}

func (n *tomlNode) pair(key string) *tomlPair {
	if n == nil {
		return nil
	}
	if n.index != nil {
		if i, ok := n.index[key]; ok {
			return &n.pairs[i]
		}
		return nil
	}
	for i := range n.pairs {
		if n.pairs[i].key == key {
			return &n.pairs[i]
		}
	}
	return nil
}

// number is the value of an integer, and whether it is one.
func (n *tomlNode) number() (int, bool) {
	if n == nil || n.kind != tomlInteger {
		return 0, false
	}
	v, err := strconv.Atoi(n.text)
	return v, err == nil
}

func (n *tomlNode) add(p tomlPair) {
	n.pairs = append(n.pairs, p)
	switch {
	case n.index != nil:
		n.index[p.key] = len(n.pairs) - 1
	case len(n.pairs) > 32:
		n.index = make(map[string]int, 2*len(n.pairs))
		for i, q := range n.pairs {
			n.index[q.key] = i
		}
	}
}

// tomlDoc is a document that was read.
type tomlDoc struct {
	src      string
	root     *tomlNode
	comments []Comment
	problem  *Problem // the first place at which it is no TOML
}

const maxTOMLDepth = 100

// readTOML reads a document. Values under the keys in skip are checked, but not
// kept.
func readTOML(f *text.File, skip func(string) bool) *tomlDoc {
	base := f.BOMLen()
	p := &tomlParser{src: string(f.Data), i: base, skip: skip}
	p.root = p.node(tomlTable, text.Span{Start: base, End: base})
	p.regular = isPlainText(f.Data[base:])
	p.document()
	doc := &tomlDoc{src: p.src, root: p.root, comments: p.comments}
	if p.failed {
		doc.problem = &Problem{Code: CodeTOML, Span: p.at, Format: "not TOML: %s", Args: []any{p.message}}
	}
	if p.failed || !p.regular {
		doc.problem = judge(f, doc.problem)
	}
	return doc
}

// judge asks go-toml whether the document is TOML.
func judge(f *text.File, mine *Problem) *Problem {
	var all map[string]any
	err := toml.Unmarshal(f.Data, &all)
	if err == nil {
		return nil
	}
	var d *toml.DecodeError
	if !errors.As(err, &d) {
		if mine != nil {
			return mine
		}
		return &Problem{Code: CodeTOML, Span: text.Span{}, Format: "not TOML: %s", Args: []any{strings.TrimPrefix(err.Error(), "toml: ")}}
	}
	row, column := d.Position()
	start := min(f.LineStart(row)+max(0, column-1), len(f.Data))
	span := text.Span{Start: start, End: start + wordBehind(string(f.Data[start:max(start, f.LineSpan(row).End)]))}
	// Where both stumble over the same line, ours is the better place.
	if mine != nil && f.LineAt(mine.Span.Start) == row {
		span = mine.Span
	}
	return &Problem{Code: CodeTOML, Span: span, Format: "not TOML: %s", Args: []any{strings.TrimPrefix(d.Error(), "toml: ")}}
}

// isPlainText reports whether data is UTF-8 without control characters but tabs
// and line breaks.
func isPlainText(data []byte) bool {
	const ones, high = 0x0101010101010101, 0x8080808080808080
	i := 0
	for i < len(data) {
		if i+8 <= len(data) {
			x := binary.LittleEndian.Uint64(data[i:])
			// A byte below 0x20, or 0x7f, sets its high bit here; so may a byte
			// above 0x7f, which only costs the slower look.
			if ((x-ones*0x20)|((x^(ones*0x7f))-ones))&high == 0 {
				i += 8
				continue
			}
		}
		end := min(i+8, len(data))
		for ; i < end; i++ {
			b := data[i]
			if b == 0x7f || b < 0x20 && b != '\n' && b != '\t' && (b != '\r' || i+1 >= len(data) || data[i+1] != '\n') {
				return false
			}
		}
	}
	return utf8.Valid(data)
}
