package python

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// The values of string literals, decoded on demand.

// String is the value of a string literal, and whether e is one whose value is
// known: no bytes, no f-string with a replacement field.
func (m *Module) String(e ExprID) (string, bool) {
	parts := m.Parts(e)
	if len(parts) == 0 {
		return "", false
	}
	for _, p := range parts {
		if p.Kind != PlainPart && p.Kind != FormatPart {
			return "", false
		}
	}
	if m.Exprs[e].N == 1 {
		return m.PartText(parts[0]), true
	}
	var b strings.Builder
	for _, p := range parts {
		b.WriteString(m.PartText(p))
	}
	return b.String(), true
}

// PartText is the value of a literal part; that of a field is "". A character
// that is escaped by its name (\N{...}) stays as it is written.
func (m *Module) PartText(p StringPart) string {
	if p.Kind == FieldPart || p.Kind == SpecFieldPart {
		return ""
	}
	s := m.src[p.Start:p.End]
	if m.latin1 {
		s = latin1(s)
	}
	format := p.Kind == FormatPart
	if strings.IndexByte(s, '\r') < 0 && (p.Raw || strings.IndexByte(s, '\\') < 0) && (!format || !strings.ContainsAny(s, "{}")) {
		return s
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c == '\r':
			b = append(b, '\n')
			i++
			if i < len(s) && s[i] == '\n' {
				i++
			}
		case format && (c == '{' || c == '}') && i+1 < len(s) && s[i+1] == c:
			b = append(b, c)
			i += 2
		case c == '\\' && !p.Raw && i+1 < len(s):
			b, i = unescape(b, s, i+1, p.Kind == BytesPart)
		default:
			b = append(b, c)
			i++
		}
	}
	return string(b)
}

// escapes are the escapes of one character.
var escapes = map[byte]byte{
	'\\': '\\', '\'': '\'', '"': '"', 'a': '\a', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t', 'v': '\v',
}

// unescape decodes the escape whose character behind the backslash is s[i].
func unescape(b []byte, s string, i int, isBytes bool) ([]byte, int) {
	c := s[i]
	i++
	if plain, ok := escapes[c]; ok {
		return append(b, plain), i
	}
	digits := 0
	switch c {
	case '\n':
		return b, i
	case '\r':
		if i < len(s) && s[i] == '\n' {
			i++
		}
		return b, i
	case '0', '1', '2', '3', '4', '5', '6', '7':
		j := i - 1
		for j < len(s) && j < i+2 && s[j] >= '0' && s[j] <= '7' {
			j++
		}
		v, _ := strconv.ParseUint(s[i-1:j], 8, 16)
		return appendChar(b, rune(v), isBytes), j
	case 'x':
		digits = 2
	case 'u':
		digits = 4
	case 'U':
		digits = 8
	}
	if digits > 0 && (c == 'x' || !isBytes) && i+digits <= len(s) {
		if v, err := strconv.ParseUint(s[i:i+digits], 16, 32); err == nil {
			return appendChar(b, rune(v), isBytes), i + digits
		}
	}
	// Unknown escapes keep their backslash.
	return append(b, '\\', c), i
}

// appendChar appends a character; a lone surrogate, which UTF-8 cannot carry,
// becomes U+FFFD.
func appendChar(b []byte, r rune, isBytes bool) []byte {
	if isBytes {
		return append(b, byte(r))
	}
	return utf8.AppendRune(b, r)
}

// Prefix is the literal text that a string begins with, up to the first
// replacement field, and whether that is all of it. A string that is joined
// from others by + begins as its left operand does.
func (m *Module) Prefix(e ExprID) (text string, whole bool) {
	left := e
	for n := 0; n < maxFollow && m.Exprs[left].Kind == BinaryOp && m.Exprs[left].op == tPlus; n++ {
		left = m.Exprs[left].A
	}
	var b strings.Builder
	for _, p := range m.Parts(left) {
		if p.Kind != PlainPart && p.Kind != FormatPart {
			return b.String(), false
		}
		b.WriteString(m.PartText(p))
	}
	return b.String(), left == e && m.Exprs[e].Kind == StringLit
}

func latin1(s string) string {
	b := make([]byte, 0, len(s))
	for i := range len(s) {
		b = utf8.AppendRune(b, rune(s[i]))
	}
	return string(b)
}
