package requirement

import (
	"strings"
	"unicode/utf8"

	"github.com/difylint/difylint/lint/source/text"
)

// tomlParser reads a document into nodes; see tomldoc.go for what it is lenient
// about.
type tomlParser struct {
	src      string
	i        int
	root     *tomlNode
	current  *tomlNode
	skip     func(string) bool
	comments []Comment
	arena    []tomlNode

	regular bool // nothing that go-toml has to judge so far
	failed  bool
	at      text.Span
	message string
}

func (p *tomlParser) node(kind tomlKind, span text.Span) *tomlNode {
	if len(p.arena) == 0 {
		p.arena = make([]tomlNode, 64)
	}
	n := &p.arena[0]
	p.arena = p.arena[1:]
	n.kind, n.span = kind, span
	return n
}

func (p *tomlParser) fail(start int, message string) {
	if !p.failed {
		start = min(start, len(p.src))
		p.failed, p.message = true, message
		p.at = text.Span{Start: start, End: start + wordBehind(p.src[start:])}
	}
}

// wordBehind is the length of the word, or else the character, that s begins
// with; 0 at the end of a line.
func wordBehind(s string) int {
	n := 0
	for n < len(s) && isBareKey(s[n]) {
		n++
	}
	if n == 0 && s != "" && s[0] != '\n' && s[0] != '\r' {
		_, n = utf8.DecodeRuneInString(s)
	}
	return n
}

func (p *tomlParser) peek() byte {
	if p.i < len(p.src) {
		return p.src[p.i]
	}
	return 0
}

func (p *tomlParser) blanks() {
	for p.i < len(p.src) && (p.src[p.i] == ' ' || p.src[p.i] == '\t') {
		p.i++
	}
}

// space skips blanks, line breaks and comments.
func (p *tomlParser) space() {
	for p.i < len(p.src) {
		switch p.src[p.i] {
		case ' ', '\t', '\n', '\r':
			p.i++
		case '#':
			p.comment()
		default:
			return
		}
	}
}

// within skips blanks in an inline table. Line breaks and comments, which TOML
// takes there since 1.1, are for the library to judge.
func (p *tomlParser) within() {
	p.blanks()
	if b := p.peek(); b == '\n' || b == '\r' || b == '#' {
		p.regular = false
		p.space()
	}
}

func (p *tomlParser) comment() {
	start := p.i
	p.i = p.lineEnd()
	p.comments = append(p.comments, Comment{Text: p.src[start:p.i], Span: text.Span{Start: start, End: p.i}})
}

// lineEnd is the offset of the line's break.
func (p *tomlParser) lineEnd() int {
	n := strings.IndexByte(p.src[p.i:], '\n')
	if n < 0 {
		return len(p.src)
	}
	end := p.i + n
	if end > p.i && p.src[end-1] == '\r' {
		end--
	}
	return end
}

func (p *tomlParser) document() {
	p.current = p.root
	for failures := 0; failures < 20; {
		p.space()
		if p.i >= len(p.src) {
			return
		}
		var ok bool
		if p.src[p.i] == '[' {
			ok = p.header()
		} else {
			ok = p.keyValue(p.current, 0)
		}
		if ok {
			p.blanks()
			switch b := p.peek(); {
			case b == '#':
				p.comment()
			case p.i < len(p.src) && b != '\n' && (b != '\r' || !strings.HasPrefix(p.src[p.i:], "\r\n")):
				p.fail(p.i, "a line ends behind its value")
				ok = false
			}
		}
		if !ok {
			// Go on with the next line, for what can still be told.
			failures++
			p.i = p.lineEnd()
		}
	}
}

func (p *tomlParser) header() bool {
	start := p.i
	p.i++
	array := p.peek() == '['
	if array {
		p.i++
	}
	p.blanks()
	table := p.root
	for {
		key, span, ok := p.key()
		if !ok {
			return false
		}
		p.blanks()
		more := p.peek() == '.'
		pair := table.pair(key)
		switch {
		case more && pair == nil:
			n := p.node(tomlTable, span)
			n.implicit = true
			table.add(tomlPair{key, span, n})
			table = n
		case more || !array && pair != nil:
			n := pair.value
			if n.kind == tomlArray && len(n.items) > 0 {
				n = n.items[len(n.items)-1]
			}
			if !more {
				p.regular = p.regular && n.implicit
				n.implicit = false
			}
			if n.kind != tomlTable {
				p.regular = false
				n = p.node(tomlTable, span)
			}
			table = n
		case !array:
			n := p.node(tomlTable, span)
			table.add(tomlPair{key, span, n})
			table = n
		default:
			n := p.node(tomlTable, span)
			if pair == nil {
				list := p.node(tomlArray, span)
				table.add(tomlPair{key, span, list})
				pair = table.pair(key)
			} else if pair.value.kind != tomlArray {
				p.regular = false
				pair.value = p.node(tomlArray, span)
			}
			pair.value.items = append(pair.value.items, n)
			table = n
		}
		if !more {
			break
		}
		p.i++
		p.blanks()
	}
	if p.peek() != ']' || array && !strings.HasPrefix(p.src[p.i:], "]]") {
		p.fail(p.i, "the header is not closed")
		return false
	}
	p.i++
	if array {
		p.i++
	}
	table.span = text.Span{Start: start, End: p.i}
	p.current = table
	return true
}

func isBareKey(b byte) bool { return isAlnum(b) || b == '_' || b == '-' }

func (p *tomlParser) key() (string, text.Span, bool) {
	start := p.i
	switch b := p.peek(); {
	case isBareKey(b):
		for p.i < len(p.src) && isBareKey(p.src[p.i]) {
			p.i++
		}
		span := text.Span{Start: start, End: p.i}
		return p.src[start:p.i], span, true
	case b == '"' || b == '\'':
		p.regular = false
		n := p.str()
		if n == nil {
			return "", text.Span{}, false
		}
		return n.text, n.span, true
	}
	p.fail(start, "a key is expected here")
	return "", text.Span{}, false
}

// keyValue reads a key, dotted or not, and its value into a table.
func (p *tomlParser) keyValue(table *tomlNode, depth int) bool {
	key, span, ok := p.key()
	if !ok {
		return false
	}
	p.blanks()
	for p.peek() == '.' {
		p.regular = false
		p.i++
		p.blanks()
		pair := table.pair(key)
		if pair == nil {
			n := p.node(tomlTable, span)
			n.implicit = true
			table.add(tomlPair{key, span, n})
			table = n
		} else if table = pair.value; table.kind != tomlTable {
			table = p.node(tomlTable, span)
		}
		if key, span, ok = p.key(); !ok {
			return false
		}
		p.blanks()
	}
	if p.peek() != '=' {
		p.fail(p.i, "= is expected behind a key")
		return false
	}
	p.i++
	p.blanks()
	if p.skip != nil && p.skip(key) {
		start := p.i
		if !p.readOver(depth) {
			return false
		}
		table.add(tomlPair{key, span, p.node(tomlSkipped, text.Span{Start: start, End: p.i})})
		return true
	}
	v := p.value(depth)
	if v == nil {
		return false
	}
	if table.pair(key) != nil {
		p.regular = false
		return true
	}
	table.add(tomlPair{key, span, v})
	return true
}

func (p *tomlParser) value(depth int) *tomlNode {
	if depth > maxTOMLDepth {
		p.fail(p.i, "values nested too deep")
		return nil
	}
	start := p.i
	switch p.peek() {
	case '"', '\'':
		return p.str()
	case '[':
		n := p.node(tomlArray, text.Span{})
		p.i++
		for {
			p.space()
			if p.peek() == ']' {
				break
			}
			item := p.value(depth + 1)
			if item == nil {
				return nil
			}
			n.items = append(n.items, item)
			p.space()
			if p.peek() == ',' {
				p.i++
				continue
			}
			if p.peek() != ']' {
				p.fail(p.i, "a comma or ] is expected in an array")
				return nil
			}
		}
		p.i++
		n.span = text.Span{Start: start, End: p.i}
		return n
	case '{':
		n := p.node(tomlTable, text.Span{})
		p.i++
		p.within()
		for p.peek() != '}' {
			if !p.keyValue(n, depth+1) {
				return nil
			}
			p.within()
			if p.peek() == ',' {
				p.i++
				p.within()
				if p.peek() == '}' {
					p.regular = false
				}
				continue
			}
			if p.peek() != '}' {
				p.fail(p.i, "a comma or } is expected in an inline table")
				return nil
			}
		}
		p.i++
		n.span = text.Span{Start: start, End: p.i}
		return n
	}
	return p.scalar()
}

// scalar reads a number, a truth value or a date.
func (p *tomlParser) scalar() *tomlNode {
	start := p.i
	for p.i < len(p.src) {
		b := p.src[p.i]
		if !isBareKey(b) && b != '+' && b != '.' && b != ':' {
			// A date and its time may have a blank between them.
			if b != ' ' || p.i-start != 10 || p.i+1 >= len(p.src) || !isDigit(p.src[p.i+1]) {
				break
			}
		}
		p.i++
	}
	word := p.src[start:p.i]
	span := text.Span{Start: start, End: p.i}
	if word == "" {
		p.fail(start, "a value is expected here")
		return nil
	}
	n := p.node(tomlOther, span)
	n.text = word
	switch {
	case word == "true" || word == "false":
		n.kind = tomlBool
	case len(word) < 19 && isInteger(word):
		n.kind = tomlInteger
	default:
		p.regular = false
	}
	return n
}

func isInteger(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
	}
	return len(s) == 1 || s[0] != '0'
}

// str reads a string of any of the four kinds.
func (p *tomlParser) str() *tomlNode {
	start, quote := p.i, p.src[p.i]
	if strings.HasPrefix(p.src[start:], `"""`) || strings.HasPrefix(p.src[start:], `'''`) {
		return p.longString(quote)
	}
	rest := p.src[start+1:]
	end := strings.IndexByte(rest, quote)
	if end < 0 {
		p.fail(start, "this string is not closed")
		return nil
	}
	body := rest[:end]
	if quote == '"' && strings.IndexByte(body, '\\') >= 0 {
		p.regular = false
		end = 0
		for end < len(rest) && rest[end] != '"' && rest[end] != '\n' {
			if rest[end] == '\\' {
				end++
			}
			end++
		}
		if end >= len(rest) || rest[end] != '"' {
			p.fail(start, "this string is not closed")
			return nil
		}
		body = rest[:end]
	}
	if strings.IndexByte(body, '\n') >= 0 {
		p.fail(start, "this string is not closed on its line")
		return nil
	}
	p.i = start + 1 + end + 1
	n := p.node(tomlString, text.Span{Start: start, End: p.i})
	n.text = body
	if quote == '"' {
		n.text, n.origin = unescape(body, start+1)
	}
	return n
}

func (p *tomlParser) longString(quote byte) *tomlNode {
	p.regular = false
	start := p.i
	at := start + 3
	if strings.HasPrefix(p.src[at:], "\r\n") {
		at += 2
	} else if strings.HasPrefix(p.src[at:], "\n") {
		at++
	}
	end := at
	for end < len(p.src) && !strings.HasPrefix(p.src[end:], p.src[start:start+3]) {
		if quote == '"' && p.src[end] == '\\' {
			end++
		}
		end++
	}
	if end >= len(p.src) {
		p.fail(start, "this string is not closed")
		return nil
	}
	// Up to two quotation marks may stand before the closing ones.
	for n := 0; n < 2 && end+3 < len(p.src) && p.src[end+3] == quote; n++ {
		end++
	}
	p.i = end + 3
	n := p.node(tomlString, text.Span{Start: start, End: p.i})
	n.text = p.src[at:end]
	n.origin = At(at)
	if quote == '"' {
		if s, o := unescape(n.text, at); o != nil {
			n.text, n.origin = s, o
		}
	}
	return n
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
		case 'b':
			out = append(out, '\b')
		case 't':
			out = append(out, '\t')
		case 'n':
			out = append(out, '\n')
		case 'f':
			out = append(out, '\f')
		case 'r':
			out = append(out, '\r')
		case 'e':
			out = append(out, 0x1b)
		case 'u', 'U', 'x':
			size := map[byte]int{'x': 2, 'u': 4, 'U': 8}[c]
			r, ok := hexNumber(s[i:], size)
			if !ok {
				r, size = utf8.RuneError, 0
			}
			out = utf8.AppendRune(out, r)
			i += size
		case '\n', '\r', ' ', '\t':
			// A line that is continued: all white space falls out.
			for i < len(s) && strings.IndexByte(" \t\r\n", s[i]) >= 0 {
				i++
			}
		default:
			out = append(out, c)
		}
		if n := len(out) - before; n > 0 {
			o.runs = append(o.runs, run{at: before, size: n, from: at + start, too: at + i})
		}
	}
	return string(out), o
}

// readOver checks a value without keeping it.
func (p *tomlParser) readOver(depth int) bool {
	if depth > maxTOMLDepth {
		p.fail(p.i, "values nested too deep")
		return false
	}
	switch b := p.peek(); b {
	case '"':
		// Nearly all: a plain string.
		rest := p.src[p.i+1:]
		end := strings.IndexByte(rest, '"')
		if end > 0 && strings.IndexByte(rest[:end], '\\') < 0 && strings.IndexByte(rest[:end], '\n') < 0 {
			p.i += end + 2
			return true
		}
		return p.str() != nil
	case '[':
		p.i++
		for {
			p.space()
			if p.peek() == ']' {
				p.i++
				return true
			}
			if !p.readOver(depth + 1) {
				return false
			}
			p.space()
			if p.peek() == ',' {
				p.i++
			} else if p.peek() != ']' {
				p.fail(p.i, "a comma or ] is expected in an array")
				return false
			}
		}
	case '{':
		p.i++
		p.within()
		for p.peek() != '}' {
			if _, _, ok := p.key(); !ok {
				return false
			}
			p.blanks()
			if p.peek() != '=' {
				// A dotted key, or no key: the slower way tells.
				p.regular = false
				if p.peek() != '.' {
					p.fail(p.i, "= is expected behind a key")
					return false
				}
				p.i++
				p.blanks()
				continue
			}
			p.i++
			p.blanks()
			if !p.readOver(depth + 1) {
				return false
			}
			p.within()
			if p.peek() == ',' {
				p.i++
				p.within()
				if p.peek() == '}' {
					p.regular = false
				}
			} else if p.peek() != '}' {
				p.fail(p.i, "a comma or } is expected in an inline table")
				return false
			}
		}
		p.i++
		return true
	}
	return p.scalar() != nil
}
