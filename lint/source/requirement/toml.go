package requirement

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/difylint/difylint/lint/source/text"
	"github.com/pelletier/go-toml/v2/unstable"
)

// tomlReader makes nodes with places of what go-toml's parser finds. The parser
// says where keys and single values are, but not where lists and inline tables
// begin and end: the reader goes through the text beside it. It also goes on behind
// an error, for what can still be found.
type tomlReader struct {
	src     string // the piece that is read
	off     int    // of src in the file
	pos     int    // in src, up to which it was read
	shift   int    // in src, where the parser began
	parser  unstable.Parser
	root    *tomlNode
	current *tomlNode
	lock    bool // a uv.lock: the lists of files are checked, but not kept
	arena   []tomlNode

	// regular: there is nothing whose meaning go-toml has to judge.
	regular bool
	failed  bool
	problem *Problem // the first error of the parser
	steps   int      // that go-toml takes to look keys up: it goes through a table's
}

// find is a key's pair of a table.
func (r *tomlReader) find(table *tomlNode, key string) *tomlPair {
	r.steps += len(table.pairs)
	return table.pair(key)
}

// newTOMLReader reads data, which begins at off in the file.
func newTOMLReader(data []byte, off int, lock bool) *tomlReader {
	if lock {
		if r := startTOML(off, lock); r.withoutFiles(data, off) {
			return r
		}
	}
	r := startTOML(off, lock)
	r.read(data, off)
	return r
}

func startTOML(off int, lock bool) *tomlReader {
	r := &tomlReader{lock: lock, regular: true}
	r.root = r.node(tomlTable, text.Span{Start: off, End: off})
	r.current = r.root
	return r
}

// withoutFiles reads what stands between the lists of wheels, which are nearly all
// of a lock. It gives up, with false, where the rest is not TOML: a list may stand
// in a longer text then.
func (r *tomlReader) withoutFiles(data []byte, off int) bool {
	const key = "wheels"
	mark := []byte("\n" + key + " = [\n")
	begin, next := 0, 0
	for {
		i := bytes.Index(data[next:], mark)
		if i < 0 {
			r.read(data[begin:], off+begin)
			return !r.failed
		}
		line := next + i + 1
		next = line + len(key+" = ")
		size, ok := eachFile(data[next:], nil)
		if !ok {
			continue
		}
		if r.read(data[begin:line], off+begin); r.failed {
			return false
		}
		list := text.Span{Start: off + next, End: off + next + size}
		r.put(r.current, key, text.Span{Start: off + line, End: off + line + len(key)}, r.node(tomlSkipped, list))
		next += size
		begin = next
	}
}

// read reads a piece of the file, which begins at off.
func (r *tomlReader) read(data []byte, off int) {
	r.src, r.off, r.pos, r.shift = string(data), off, 0, 0
	data = data[:len(data):len(data)] // the parser counts from the end
	r.parser.Reset(data)
	for range 20 {
		for r.parser.NextExpression() {
			r.expression(r.parser.Expression())
		}
		r.gap()
		err := r.parser.Error()
		if err == nil {
			return
		}
		r.failed = true
		at := len(data)
		var e *unstable.ParserError
		if errors.As(err, &e) {
			at = r.shift + int(r.parser.Range(e.Highlight).Offset)
		}
		if r.problem == nil {
			r.problem = &Problem{Code: CodeTOML, Span: r.span(at, min(at+1, len(data))), Format: "not TOML: %s", Args: []any{strings.TrimPrefix(err.Error(), "toml: ")}}
		}
		n := bytes.IndexByte(data[at:], '\n')
		if n < 0 {
			return
		}
		r.pos, r.shift = at+n+1, at+n+1
		r.parser.Reset(data[r.shift:])
	}
}

func (r *tomlReader) node(kind tomlKind, span text.Span) *tomlNode {
	if len(r.arena) == 0 {
		r.arena = make([]tomlNode, 64)
	}
	n := &r.arena[0]
	r.arena = r.arena[1:]
	n.kind, n.span = kind, span
	return n
}

// gap goes over blanks, line breaks, commas and comments.
func (r *tomlReader) gap() {
	for ; r.pos < len(r.src); r.pos++ {
		switch r.src[r.pos] {
		case ' ', '\t', '\r', '\n', ',':
		case '#':
			n := strings.IndexByte(r.src[r.pos:], '\n')
			if n < 0 {
				n = len(r.src) - r.pos
			}
			r.pos += n
		default:
			return
		}
	}
}

// span is a range of src in the file.
func (r *tomlReader) span(start, end int) text.Span {
	return text.Span{Start: r.off + start, End: r.off + end}
}

// raw is the range of a node in src.
func (r *tomlReader) raw(n *unstable.Node) (start, end int) {
	start = r.shift + int(n.Raw.Offset)
	return start, start + int(n.Raw.Length)
}

func (r *tomlReader) expression(e *unstable.Node) {
	r.gap()
	if e.Kind == unstable.KeyValue {
		r.keyValue(r.current, e)
	} else {
		r.header(e)
	}
}

// next is the next part of a key: what it says, and where; and whether another
// follows.
func (r *tomlReader) next(it *unstable.Iterator) (key string, span text.Span, more bool) {
	it.Next()
	n := it.Node()
	start, end := r.raw(n)
	r.pos = end
	if key = r.src[start:end]; len(n.Data) != len(key) { // in quotation marks
		key = string(n.Data)
	}
	return key, r.span(start, end), !it.IsLast()
}

func (r *tomlReader) header(e *unstable.Node) {
	start := r.pos
	array := e.Kind == unstable.ArrayTable
	table := r.root
	for it, more := e.Key(), true; more; {
		var key string
		var span text.Span
		key, span, more = r.next(&it)
		pair := r.find(table, key)
		switch {
		case more && pair == nil:
			table = r.implied(table, key, span)
		case more || !array && pair != nil:
			n := pair.value
			if n.kind == tomlArray && len(n.items) > 0 {
				n = n.items[len(n.items)-1]
			}
			if !more {
				r.regular = r.regular && n.implicit
				n.implicit = false
			}
			if n.kind != tomlTable {
				r.regular = false
				n = r.node(tomlTable, span)
			}
			table = n
		case !array:
			n := r.node(tomlTable, span)
			table.add(tomlPair{key, span, n})
			table = n
		default:
			n := r.node(tomlTable, span)
			if pair == nil {
				list := r.node(tomlArray, span)
				table.add(tomlPair{key, span, list})
				pair = r.find(table, key)
			} else if pair.value.kind != tomlArray {
				r.regular = false
				pair.value = r.node(tomlArray, span)
			}
			pair.value.items = append(pair.value.items, n)
			table = n
		}
	}
	r.pos += strings.IndexByte(r.src[r.pos:], ']') + 1
	if array {
		r.pos++
	}
	table.span = r.span(start, r.pos)
	r.current = table
}

// implied adds a table that a longer header or key implies.
func (r *tomlReader) implied(table *tomlNode, key string, span text.Span) *tomlNode {
	n := r.node(tomlTable, span)
	n.implicit = true
	table.add(tomlPair{key, span, n})
	return n
}

// keyValue reads a key, dotted or not, and its value into a table.
func (r *tomlReader) keyValue(table *tomlNode, e *unstable.Node) {
	it := e.Key()
	key, span, more := r.next(&it)
	for more {
		r.regular = false
		pair := r.find(table, key)
		if pair == nil {
			table = r.implied(table, key, span)
		} else if table = pair.value; table.kind != tomlTable {
			table = r.node(tomlTable, span)
		}
		key, span, more = r.next(&it)
	}
	r.pos += strings.IndexByte(r.src[r.pos:], '=') + 1
	_, end := r.raw(e)
	var v *tomlNode
	if r.lock && (key == "wheels" || key == "sdist") && strings.IndexByte(r.src[r.pos:end], '#') < 0 {
		r.gap()
		v = r.node(tomlSkipped, r.span(r.pos, end))
		r.pos = end
	} else {
		v = r.value(e.Value())
	}
	r.put(table, key, span, v)
}

// put adds a value to a table.
func (r *tomlReader) put(table *tomlNode, key string, span text.Span, v *tomlNode) {
	if r.find(table, key) != nil {
		r.regular = false
		return
	}
	table.add(tomlPair{key, span, v})
}

func (r *tomlReader) value(e *unstable.Node) *tomlNode {
	r.gap()
	start := r.pos
	n := r.node(tomlOther, text.Span{})
	switch e.Kind {
	case unstable.Array, unstable.InlineTable:
		n.kind = tomlArray
		if e.Kind == unstable.InlineTable {
			n.kind = tomlTable
		}
		r.pos++
		for it := e.Children(); it.Next(); {
			r.gap()
			if n.kind == tomlTable {
				r.keyValue(n, it.Node())
			} else {
				n.items = append(n.items, r.value(it.Node()))
			}
		}
		r.gap()
		r.pos++ // the bracket
		n.span = r.span(start, r.pos)
		return n
	}
	_, r.pos = r.raw(e)
	n.span, n.text = r.span(start, r.pos), r.src[start:r.pos]
	switch e.Kind {
	case unstable.String:
		n.kind = tomlString
		n.text, n.origin = stringText(n.text, r.off+start)
	case unstable.Bool:
		n.kind = tomlBool
	default:
		if e.Kind == unstable.Integer && len(n.text) < 19 && isInteger(n.text) {
			n.kind = tomlInteger
		} else {
			r.regular = false
		}
	}
	return n
}

func isInteger(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
	}
	return true
}

// stringText gives what a string of any of the four kinds says that is written as
// s at an offset of the file; the origin is nil where that is a copy of what is
// between single quotation marks.
func stringText(s string, at int) (string, *Origin) {
	quote, width := s[0], 1
	if len(s) >= 6 && s[1] == quote && s[2] == quote {
		width = 3
	}
	inner := s[width : len(s)-width]
	var origin *Origin
	if width == 3 {
		if inner = strings.TrimPrefix(inner, "\r"); strings.HasPrefix(inner, "\n") {
			inner = inner[1:]
		}
		origin = At(at + len(s) - width - len(inner))
	}
	at += len(s) - width - len(inner)
	if quote == '"' {
		if t, o := unescape(inner, at); o != nil {
			return t, o
		}
	}
	return inner, origin
}

// unescape gives what a basic string says; the origin is nil where that is a
// plain copy.
func unescape(s string, at int) (string, *Origin) {
	if strings.IndexByte(s, '\\') < 0 {
		return s, nil
	}
	out := make([]byte, 0, len(s))
	o := &Origin{base: at}
	for i := 0; i < len(s); {
		start, before := i, len(out)
		if s[i] != '\\' || i+1 == len(s) {
			if n := strings.IndexByte(s[i+1:], '\\'); n >= 0 {
				i += 1 + n
			} else {
				i = len(s)
			}
			out = append(out, s[start:i]...)
			o.add(i-start, at+start, at+i)
			continue
		}
		c := s[i+1]
		i += 2
		switch c {
		case 'u', 'U', 'x':
			end := min(len(s), i+map[byte]int{'x': 2, 'u': 4, 'U': 8}[c])
			r, err := strconv.ParseUint(s[i:end], 16, 31)
			if err != nil {
				r, end = utf8.RuneError, i
			}
			out = utf8.AppendRune(out, rune(r))
			i = end
		case '\n', '\r', ' ', '\t':
			// A line that is continued: all white space falls out.
			for i < len(s) && strings.IndexByte(" \t\r\n", s[i]) >= 0 {
				i++
			}
		default:
			if k := strings.IndexByte("btnfre", c); k >= 0 {
				c = "\b\t\n\f\r\x1b"[k]
			}
			out = append(out, c)
		}
		if n := len(out) - before; n > 0 {
			o.runs = append(o.runs, run{at: before, size: n, from: at + start, too: at + i})
		}
	}
	return string(out), o
}
