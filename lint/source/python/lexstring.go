package python

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/difylint/difylint/lint/source/text"
)

// Strings in the tokenizer: plain ones in one token, f-strings and t-strings
// in parts.

// isStringPrefix reports whether the letters may stand before a quote.
func isStringPrefix(s string) bool {
	return slices.Contains([]string{"r", "u", "b", "f", "t", "br", "rb", "fr", "rf", "tr", "rt"}, strings.ToLower(s))
}

// prefix is what the letters before a quote say.
type prefix struct{ raw, bytes, format, template bool }

func readPrefix(s string) (p prefix) {
	for i := range len(s) {
		switch s[i] | 0x20 {
		case 'r':
			p.raw = true
		case 'b':
			p.bytes = true
		case 'f':
			p.format = true
		case 't':
			p.template = true
		}
	}
	return p
}

// str reads the string whose prefix begins at start and whose quote is at i.
func (l *lexer) str(start, i int) {
	src := l.src
	quote := src[i]
	triple := src[i+1] == quote && src[i+2] == quote
	p := readPrefix(src[start:i])
	if p.format || p.template {
		open := i + 1
		if triple {
			open = i + 3
		}
		if p.template {
			l.features = append(l.features, Feature{Span: span(start, open), Minor: 14, Name: text.Msg("a template string")})
		}
		if len(l.fstrings) >= maxFStrings {
			// As CPython, which gives up: what follows is read as a plain string.
			l.fail(start, open, "too many nested f-strings")
		} else {
			l.emit(tFStart, start, open)
			l.fstrings = append(l.fstrings, fstring{int32(start), len(l.brackets), quote, triple, p.raw})
			l.literal(open, false)
			return
		}
	}
	j := i + 1
	if triple {
		j = l.tripleEnd(i+3, quote)
		if j < 0 {
			l.fail(start, i+3, "unterminated triple-quoted string")
			l.emit(tString, start, l.n)
			l.pos = l.n
			return
		}
	} else {
	scan:
		for {
			switch c := src[j]; c {
			case quote:
				j++
				break scan
			case '\\':
				j++
				if src[j] == '\r' && src[j+1] == '\n' {
					j++
				}
				if j < l.n {
					j++
				}
			case '\n', '\r':
				l.fail(start, j, "unterminated string")
				break scan
			case 0:
				if j >= l.n {
					l.fail(start, j, "unterminated string")
					break scan
				}
				j++
			default:
				j++
			}
		}
	}
	if p.bytes {
		for k := i; k < j; k++ {
			if src[k] >= utf8.RuneSelf {
				l.fail(k, k+1, "a bytes literal holds ASCII characters only")
				break
			}
		}
	}
	if !p.raw && strings.IndexByte(src[i:j], '\\') >= 0 {
		l.checkEscapes(i, j, p.bytes)
	}
	l.emit(tString, start, j)
	l.pos = j
}

// tripleEnd is the offset behind the closing quotes of a triple-quoted string
// whose text begins at i, or -1.
func (l *lexer) tripleEnd(i int, quote byte) int {
	src := l.src
	begin := i
	for {
		k := strings.IndexByte(src[i:l.n], quote)
		if k < 0 {
			return -1
		}
		i += k
		if src[i+1] != quote || src[i+2] != quote {
			// One or two quotes, or an escaped one: look behind it.
			i++
			continue
		}
		slashes := 0
		for i-1-slashes >= begin && src[i-1-slashes] == '\\' {
			slashes++
		}
		if slashes%2 == 0 {
			return i + 3
		}
		i++
		begin = i
	}
}

// checkEscapes looks for the escapes that CPython cannot decode.
func (l *lexer) checkEscapes(i, end int, isBytes bool) {
	src := l.src
	for i < end {
		k := strings.IndexByte(src[i:end], '\\')
		if k < 0 || i+k+1 >= end {
			return
		}
		at := i + k
		digits := 0
		i = at + 2
		switch src[at+1] {
		case 'x':
			digits = 2
		case 'u':
			if !isBytes {
				digits = 4
			}
		case 'U':
			if !isBytes {
				digits = 8
			}
		case 'N':
			if !isBytes && (src[i] != '{' || strings.IndexByte(src[i:end], '}') < 2) {
				l.fail(at, i, "malformed \\N escape in a string")
			}
		}
		if digits == 0 {
			continue
		}
		value := 0
		for d := range digits {
			if i+d >= end || !isHex(src[i+d]) {
				l.fail(at, i+d, "truncated \\%s escape in a string", src[at+1:at+2])
				return
			}
			value = value<<4 | hexValue(src[i+d])
		}
		if digits == 8 && value > 0x10ffff {
			l.fail(at, i+digits, "a \\U escape beyond the last character of Unicode")
		}
		i += digits
	}
}

func hexValue(c byte) int {
	if isDecimal(c) {
		return int(c - '0')
	}
	return int(c|0x20-'a') + 10
}

// literal reads literal text of the innermost f-string from i on: up to the {
// or } of a field, or to its end.
func (l *lexer) literal(i int, spec bool) {
	src := l.src
	f := &l.fstrings[len(l.fstrings)-1]
	start := i
	middle := func(end int) {
		if end > start {
			if !f.raw && strings.IndexByte(src[start:end], '\\') >= 0 {
				l.checkEscapes(start, end, false)
			}
			l.emit(tFMiddle, start, end)
		}
	}
	for {
		switch c := src[i]; c {
		case f.quote:
			if f.triple && (src[i+1] != c || src[i+2] != c) {
				i++
				continue
			}
			if spec {
				// The string ends within a field.
				middle(i)
				l.fail(l.fieldStart(), l.fieldStart()+1, "%q was never closed", "{")
				l.closeFString(i)
				return
			}
			middle(i)
			l.closeFString(i)
			return
		case '\\':
			next := src[i+1]
			switch {
			case i+1 >= l.n:
				i++
			case next == '{' || next == '}':
				i++
			case next == 'N' && !f.raw && src[i+2] == '{':
				// The name of a character, not a field.
				i += 3
				for src[i] != '}' && src[i] != f.quote && src[i] != '\n' && src[i] != '\r' && i < l.n {
					i++
				}
				if src[i] == '}' {
					i++
				}
			case next == '\r' && src[i+2] == '\n':
				i += 3
			default:
				i += 2
			}
		case '{':
			if src[i+1] == '{' && !spec {
				i += 2
				continue
			}
			middle(i)
			l.emit(tLBrace, i, i+1)
			l.open(i, '{', true)
			l.pos = i + 1
			return
		case '}':
			if spec {
				middle(i)
				l.close(i, '}')
				return
			}
			if src[i+1] == '}' {
				i += 2
				continue
			}
			l.fail(i, i+1, "a single %q in an f-string", "}")
			i++
		case '\n', '\r':
			if !f.triple {
				if spec {
					// Read as part of the field, which newer versions refuse
					// with their own message and older ones take.
					middle(i)
					l.pos = i
					l.skipSpec()
					return
				}
				middle(i)
				l.unterminated(i)
				return
			}
			i++
		case 0:
			if i >= l.n {
				middle(i)
				l.unterminated(i)
				return
			}
			i++
		default:
			i++
		}
	}
}

// skipSpec is at a line break within the format specification of a
// single-quoted f-string. A closing brace after white space still closes the
// field in Python 3.12; anything else is unterminated.
func (l *lexer) skipSpec() {
	i := l.pos
	for i < l.n && (byteClass[l.src[i]] == cSpace || byteClass[l.src[i]] == cNewline) {
		i++
	}
	if l.src[i] == '}' {
		l.close(i, '}')
		return
	}
	l.unterminated(l.pos)
}

// fieldStart is the offset of the innermost open replacement field.
func (l *lexer) fieldStart() int {
	return int(l.brackets[len(l.brackets)-1].pos)
}

// closeFString ends the innermost f-string at its closing quote.
func (l *lexer) closeFString(i int) {
	f := l.fstrings[len(l.fstrings)-1]
	l.fstrings = l.fstrings[:len(l.fstrings)-1]
	l.brackets = l.brackets[:f.level]
	end := i + 1
	if f.triple {
		end = i + 3
	}
	l.emit(tFEnd, i, end)
	l.pos = end
}

// unterminated ends the innermost f-string, which has no closing quote, at i.
func (l *lexer) unterminated(i int) {
	f := l.fstrings[len(l.fstrings)-1]
	if f.triple {
		l.fail(int(f.start), i, "unterminated triple-quoted f-string")
	} else {
		l.fail(int(f.start), i, "unterminated f-string")
	}
	l.fstrings = l.fstrings[:len(l.fstrings)-1]
	l.brackets = l.brackets[:f.level]
	l.emit(tFEnd, i, i)
	l.pos = i
}
