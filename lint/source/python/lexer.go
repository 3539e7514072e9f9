package python

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/difylint/difylint/lint/source/text"
)

// The tokenizer. It reads the whole file once into a flat slice of tokens, as
// CPython's does: layout tokens from indentation, none within brackets,
// f-strings as start, literal parts, ordinary tokens of their fields, end.

// Limits of CPython's tokenizer.
const (
	maxBrackets = 200
	maxIndents  = 100
	maxFStrings = 150
)

// bracket is an open bracket. A field is the { of an f-string.
type bracket struct {
	pos   int32
	char  byte
	field bool
}

// fstring is an f-string whose end has not been seen.
type fstring struct {
	start  int32 // of the prefix
	level  int   // open brackets outside it
	quote  byte
	triple bool
	raw    bool
}

type lexer struct {
	src string // the file and four zero bytes behind it
	n   int    // length of the file
	pos int

	toks     []token
	comments []text.Span
	brackets []bracket
	fstrings []fstring
	columns  []int32 // indentation, a tab going to the next multiple of eight
	alts     []int32 // indentation, a tab counting one
	opaque   bool    // neither UTF-8 nor ASCII: bytes >= 0x80 are not judged
	broken   bool    // some bytes are not UTF-8

	err      *SyntaxError
	features []Feature
}

// fail keeps the first error of the file.
func (l *lexer) fail(start, end int, format string, args ...any) {
	if l.err == nil || start < l.err.Span.Start {
		l.err = &SyntaxError{Span: text.Span{Start: start, End: min(max(start, end), l.n)}, Format: format, Args: args}
	}
}

func (l *lexer) emit(k kind, start, end int) {
	l.toks = append(l.toks, token{k, int32(start), int32(end)})
}

func (l *lexer) run() {
	// Sources have a token for each five to six bytes.
	l.toks = make([]token, 0, l.n/5+32)
	l.columns = append(make([]int32, 0, 16), 0)
	l.alts = append(make([]int32, 0, 16), 0)
	l.lineStart()
	for l.step() {
	}
	l.finish()
}

// step reads one token or stretch of space; it is false at the end of the file.
func (l *lexer) step() bool {
	src := l.src
	i := l.pos
	for src[i] == ' ' || src[i] == '\t' || src[i] == '\f' {
		i++
	}
	c := src[i]
	switch byteClass[c] {
	case cIdent:
		l.identifier(i)
	case cDigit:
		l.number(i)
	case cQuote:
		l.str(i, i)
	case cOp:
		l.operator(i, c)
	case cHash:
		l.pos = l.comment(i)
	case cNewline:
		j := l.lineBreak(i)
		l.pos = j
		if len(l.brackets) == 0 {
			l.emit(tNewline, i, j)
			l.lineStart()
		}
	case cBackslash:
		j := i + 1
		switch {
		case src[j] == '\n' || src[j] == '\r':
			j = l.lineBreak(j)
			if j >= l.n {
				l.fail(i, i+1, "the file ends after a line continuation")
			}
		case j >= l.n:
			l.fail(i, i+1, "the file ends after a line continuation")
		default:
			l.fail(i, i+1, "a character follows the line continuation character")
		}
		l.pos = j
	default:
		if i >= l.n {
			l.pos = l.n
			return false
		}
		if c != 0 { // null bytes are told once, for the whole file
			l.fail(i, i+1, "invalid character %q", string(rune(c)))
		}
		l.pos = i + 1
	}
	return true
}

// comment reads the comment that begins at i, and is the offset behind it.
func (l *lexer) comment(i int) int {
	end := text.SkipLine(l.src[:l.n], i)
	l.comments = append(l.comments, text.Span{Start: i, End: end})
	return end
}

// lineBreak is the offset behind the line break at i: CRLF, LF or CR.
func (l *lexer) lineBreak(i int) int {
	if l.src[i] == '\r' && l.src[i+1] == '\n' {
		return i + 2
	}
	return i + 1
}

// lineStart reads indentation up to the first line that holds a token, and
// emits what it means.
func (l *lexer) lineStart() {
	src := l.src
	i := l.pos
	var column, alt, continued int32
	for {
		switch src[i] {
		case ' ':
			column++
			alt++
			i++
			continue
		case '\t':
			column = (column/8 + 1) * 8
			alt++
			i++
			continue
		case '\f':
			column, alt = 0, 0
			i++
			continue
		case '\n', '\r':
			i = l.lineBreak(i)
			column, alt, continued = 0, 0, 0
			continue
		case '#':
			i = l.comment(i)
			if i >= l.n {
				l.pos = i
				return
			}
			continue
		case '\\':
			// The first line of a split indentation is the one that counts.
			if src[i+1] == '\n' || src[i+1] == '\r' {
				if continued == 0 {
					continued = column
				}
				i = l.lineBreak(i + 1)
				if i >= l.n {
					l.fail(i-1, i-1, "the file ends after a line continuation")
				}
				continue
			}
		}
		break
	}
	l.pos = i
	if i >= l.n {
		return
	}
	if continued != 0 {
		column, alt = continued, continued
	}
	top := len(l.columns) - 1
	switch {
	case column == l.columns[top]:
		if alt != l.alts[top] {
			l.failTabs(i)
		}
	case column > l.columns[top]:
		if top+1 >= maxIndents {
			l.fail(i, i, "too many levels of indentation")
			return
		}
		if alt <= l.alts[top] {
			l.failTabs(i)
		}
		l.columns = append(l.columns, column)
		l.alts = append(l.alts, alt)
		l.emit(tIndent, i, i)
	default:
		for top > 0 && column < l.columns[top] {
			top--
			l.emit(tDedent, i, i)
		}
		l.columns = l.columns[:top+1]
		l.alts = l.alts[:top+1]
		if column != l.columns[top] {
			l.fail(i, i, "the indentation matches no outer level")
		} else if alt != l.alts[top] {
			l.failTabs(i)
		}
	}
}

func (l *lexer) failTabs(at int) {
	l.fail(at, at, "inconsistent use of tabs and spaces in indentation")
}

// finish closes what the end of the file leaves open.
func (l *lexer) finish() {
	for len(l.fstrings) > 0 {
		l.unterminated(l.n)
	}
	if len(l.brackets) > 0 {
		b := l.brackets[len(l.brackets)-1]
		l.fail(int(b.pos), int(b.pos)+1, "%q was never closed", string(rune(b.char)))
	}
	if n := len(l.toks); n > 0 && l.toks[n-1].kind != tNewline && l.toks[n-1].kind != tDedent {
		l.emit(tNewline, l.n, l.n)
	}
	for range len(l.columns) - 1 {
		l.emit(tDedent, l.n, l.n)
	}
	// Padding, so that looking ahead needs no check.
	for range 4 {
		l.emit(tEOF, l.n, l.n)
	}
}

func (l *lexer) identifier(i int) {
	src := l.src
	j := i + 1
	var high byte
	high |= src[i]
	for identByte[src[j]] {
		high |= src[j]
		j++
	}
	if c := src[j]; (c == '"' || c == '\'') && j-i <= 2 && isStringPrefix(src[i:j]) {
		l.str(i, j)
		return
	}
	k := keyword(src[i:j])
	if len(l.brackets) > 0 && neverInBrackets[k] && l.reopen(i) {
		return
	}
	if high >= utf8.RuneSelf && !l.opaque {
		l.checkIdentifier(i, j)
	}
	l.toks = append(l.toks, token{k, int32(i), int32(j)})
	l.pos = j
}

// reopen ends the brackets and f-strings that are open where a statement
// begins at i, so that one that was never closed does not swallow the rest of
// the file. It is false where i is not the beginning of a line.
func (l *lexer) reopen(i int) bool {
	start := i
	for start > 0 && byteClass[l.src[start-1]] == cSpace {
		start--
	}
	if start > 0 && byteClass[l.src[start-1]] != cNewline {
		return false
	}
	b := l.brackets[len(l.brackets)-1]
	l.fail(int(b.pos), int(b.pos)+1, "%q was never closed", string(rune(b.char)))
	l.brackets, l.fstrings = l.brackets[:0], l.fstrings[:0]
	l.emit(tNewline, start, start)
	l.pos = start
	l.lineStart()
	return true
}

// checkIdentifier looks for characters that no Python takes in a name. Go and
// CPython carry different versions of Unicode, so only symbols, punctuation,
// spaces and controls are refused, never an unknown letter.
func (l *lexer) checkIdentifier(i, end int) {
	for i < end {
		if l.src[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(l.src[i:end])
		if unicode.In(r, unicode.P, unicode.S, unicode.Z, unicode.C) && !unicode.In(r, identifierExtras) {
			l.fail(i, i+n, "invalid character %q (%U)", string(r), r)
			return
		}
		i += n
	}
}

// identifierExtras are Other_ID_Start and Other_ID_Continue of Unicode, which
// some version of Python takes although they are not letters, marks or digits.
var identifierExtras = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x00b7, Hi: 0x00b7, Stride: 1},
		{Lo: 0x0387, Hi: 0x0387, Stride: 1},
		{Lo: 0x200c, Hi: 0x200d, Stride: 1},
		{Lo: 0x203f, Hi: 0x2040, Stride: 1},
		{Lo: 0x2054, Hi: 0x2054, Stride: 1},
		{Lo: 0x2118, Hi: 0x2118, Stride: 1},
		{Lo: 0x212e, Hi: 0x212e, Stride: 1},
		{Lo: 0x309b, Hi: 0x309c, Stride: 1},
		{Lo: 0x30fb, Hi: 0x30fb, Stride: 1},
		{Lo: 0xfe33, Hi: 0xfe34, Stride: 1},
		{Lo: 0xfe4d, Hi: 0xfe4f, Stride: 1},
		{Lo: 0xff3f, Hi: 0xff3f, Stride: 1},
		{Lo: 0xff65, Hi: 0xff65, Stride: 1},
	},
	LatinOffset: 1,
}

func (l *lexer) number(i int) {
	src := l.src
	j := i
	what := text.Msg("decimal")
	digits := func(ok func(byte) bool) {
		if !ok(src[j]) {
			l.fail(i, j, "invalid %s literal", what)
		}
		for ok(src[j]) || src[j] == '_' {
			if src[j] == '_' && !ok(src[j+1]) {
				l.fail(i, j+1, "invalid %s literal", what)
			}
			j++
		}
	}
	if src[i] == '0' && (src[i+1]|0x20 == 'x' || src[i+1]|0x20 == 'o' || src[i+1]|0x20 == 'b') {
		ok := isHex
		what = text.Msg("hexadecimal")
		switch src[i+1] | 0x20 {
		case 'o':
			what, ok = text.Msg("octal"), func(c byte) bool { return c >= '0' && c <= '7' }
		case 'b':
			what, ok = text.Msg("binary"), func(c byte) bool { return c == '0' || c == '1' }
		}
		j += 2
		if src[j] == '_' {
			j++
		}
		digits(ok)
		if isDecimal(src[j]) {
			l.fail(i, j+1, "invalid digit in %s literal", what)
		}
	} else {
		plain := true
		if src[j] != '.' {
			digits(isDecimal)
		}
		whole := j
		if src[j] == '.' {
			plain = false
			j++
			if isDecimal(src[j]) {
				digits(isDecimal)
			}
		}
		if src[j]|0x20 == 'e' {
			k := j + 1
			if src[k] == '+' || src[k] == '-' {
				k++
			}
			// Without a digit the e may begin a keyword: 1else.
			if isDecimal(src[k]) {
				plain = false
				j = k
				digits(isDecimal)
			}
		}
		if src[j]|0x20 == 'j' {
			plain = false
			j++
		}
		if plain && src[i] == '0' && strings.Trim(src[i:whole], "0_") != "" {
			l.fail(i, whole, "leading zeros in a decimal integer are not permitted")
		}
	}
	if byteClass[src[j]] == cIdent && !numberMayMeet(src[j:]) {
		l.fail(i, j+1, "invalid %s literal", what)
	}
	l.emit(tNumber, i, j)
	l.pos = j
}

// numberMayMeet reports whether a number may be followed by this text without
// a space between them: a keyword that goes on with the expression.
func numberMayMeet(s string) bool {
	return slices.ContainsFunc([]string{"and", "else", "for", "if", "in", "is", "not", "or"}, func(w string) bool { return strings.HasPrefix(s, w) })
}

func isDecimal(c byte) bool { return c >= '0' && c <= '9' }

func isHex(c byte) bool {
	return isDecimal(c) || c|0x20 >= 'a' && c|0x20 <= 'f'
}

func (l *lexer) operator(i int, c byte) {
	next := l.src[i+1]
	switch {
	case c == '.' && isDecimal(next):
		l.number(i)
		return
	case c == ')' || c == ']' || c == '}':
		l.close(i, c)
		return
	case c == '(' || c == '[' || c == '{':
		l.open(i, c, false)
	case c == ':' && l.inField():
		// The format specification of a replacement field is literal text.
		l.emit(tColon, i, i+1)
		l.literal(i+1, true)
		return
	case c == '!' && next != '=' && !l.inField():
		l.fail(i, i+1, "invalid character %q", "!")
		l.pos = i + 1
		return
	}
	for _, o := range operators[c] {
		if strings.HasPrefix(l.src[i:], o.text) {
			l.pos = i + len(o.text)
			l.emit(o.kind, i, l.pos)
			return
		}
	}
}

func (l *lexer) open(i int, c byte, field bool) {
	if len(l.brackets) >= maxBrackets {
		l.fail(i, i+1, "too many nested parentheses")
	}
	// Beyond the limit brackets are still counted, so that layout stays right;
	// the parser does not follow them.
	l.brackets = append(l.brackets, bracket{int32(i), c, field})
}

func (l *lexer) close(i int, c byte) {
	which := strings.IndexByte(")]}", c)
	k, want := [...]kind{tRParen, tRBracket, tRBrace}[which], "([{"[which]
	l.pos = i + 1
	if len(l.brackets) == 0 {
		l.fail(i, i+1, "unmatched %q", string(rune(c)))
		l.emit(k, i, i+1)
		return
	}
	b := l.brackets[len(l.brackets)-1]
	if b.char != want {
		l.fail(i, i+1, "closing %q does not match opening %q", string(rune(c)), string(rune(b.char)))
		if b.field {
			// Stay in the field: the string's end is found by its own quote.
			return
		}
	}
	l.brackets = l.brackets[:len(l.brackets)-1]
	l.emit(k, i, i+1)
	if b.field {
		l.literal(i+1, l.inField())
	}
}

// inField reports whether the innermost bracket is a replacement field of the
// innermost f-string.
func (l *lexer) inField() bool {
	n := len(l.brackets)
	return len(l.fstrings) > 0 && n > l.fstrings[len(l.fstrings)-1].level && l.brackets[n-1].field
}
