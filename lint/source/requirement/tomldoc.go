package requirement

import (
	"bytes"
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/difylint/difylint/lint/source/text"
	"github.com/pelletier/go-toml/v2"
)

// The reader of TOML keeps the place of everything. It is lenient about what it does
// not need (dates, floats, redefined tables): where a document has such, or is not
// read whole, go-toml judges whether it is TOML.

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

// isTrue reports whether a value is there and true.
func (n *tomlNode) isTrue() bool { return n != nil && n.text == "true" }

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
	root    *tomlNode
	problem *Problem // the first place at which it is no TOML
}

// maxTOMLSteps bounds what go-toml is asked for: for each key it goes through those
// that the table has already. Some 5,000 keys of one table are within it.
const maxTOMLSteps = 1 << 24

// readTOML reads a document; of a lock without the lists of files, which are
// checked, but not kept.
func readTOML(f *text.File, lock bool) *tomlDoc {
	r := newTOMLReader(f.Data[f.BOMLen():], f.BOMLen(), lock)
	doc := &tomlDoc{root: r.root}
	switch {
	case r.steps > maxTOMLSteps && r.failed:
		doc.problem = r.problem
	case r.steps > maxTOMLSteps && !r.regular:
		doc.problem = &Problem{Code: CodeTooLarge, Span: text.Span{Start: f.BOMLen(), End: f.BOMLen()}, Format: "its tables have too many keys to see whether one is written twice"}
	case r.failed || !r.regular:
		doc.problem = judge(f)
	}
	return doc
}

// judge asks go-toml whether the document is TOML.
func judge(f *text.File) *Problem {
	var all map[string]any
	err := toml.Unmarshal(f.Data, &all)
	if err == nil {
		return nil
	}
	if _, _, wide, problems := decode(f.Data); wide {
		return &Problem{Code: CodeEncoding, Span: text.Span{End: min(len(f.Data), 2)}, Format: "the file is in UTF-16; save it as UTF-8"}
	} else if len(problems) > 0 {
		return &problems[0]
	}
	var d *toml.DecodeError
	if !errors.As(err, &d) {
		return &Problem{Code: CodeTOML, Span: text.Span{}, Format: "not TOML: %s", Args: []any{strings.TrimPrefix(err.Error(), "toml: ")}}
	}
	row, column := d.Position()
	line := f.LineSpan(row)
	start := min(f.LineStart(row)+max(0, column-1), len(f.Data))
	span := text.Span{Start: start, End: start + wordBehind(string(f.Data[start:max(start, line.End)]))}
	if i := bytes.LastIndexAny(f.Data[line.Start:line.End], "\"'"); span.IsEmpty() && i >= 0 { // a string that is not closed
		span = text.Span{Start: line.Start + i, End: line.Start + i + 1}
	}
	return &Problem{Code: CodeTOML, Span: span, Format: "not TOML: %s", Args: []any{strings.TrimPrefix(d.Error(), "toml: ")}}
}

// wordBehind is the length of the word, or else the character, that s begins
// with; 0 at the end of a line.
func wordBehind(s string) int {
	n := 0
	for n < len(s) && (isAlnum(s[n]) || s[n] == '_' || s[n] == '-') {
		n++
	}
	if n == 0 && s != "" && s[0] != '\n' && s[0] != '\r' {
		_, n = utf8.DecodeRuneInString(s)
	}
	return n
}
