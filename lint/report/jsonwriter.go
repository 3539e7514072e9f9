package report

// A small JSON writer. It streams, keeps the keys' order, and escapes what a
// terminal would act on, which encoding/json does not.

import (
	"io"
	"strconv"
	"unicode/utf8"

	"github.com/difylint/difylint/lint/terminal"
)

// jsonWriter writes one JSON value. Objects and arrays down to a depth are
// broken over lines, one member or item each; below that they are compact.
type jsonWriter struct {
	w    io.Writer
	buf  []byte
	err  error
	open int // depth down to which lines are broken
	// used has an entry for each open object or array: whether it has a member.
	used  []bool
	keyed bool // a key was written, its value is next
}

const jsonBuffer = 1 << 16

func newJSONWriter(w io.Writer, open int) *jsonWriter {
	return &jsonWriter{w: w, open: open, buf: make([]byte, 0, jsonBuffer+jsonBuffer/8)}
}

func (j *jsonWriter) flush() error {
	if j.err == nil && len(j.buf) > 0 {
		_, j.err = j.w.Write(j.buf)
	}
	j.buf = j.buf[:0]
	return j.err
}

// close ends the document with a line break.
func (j *jsonWriter) close() error {
	j.buf = append(j.buf, '\n')
	return j.flush()
}

func (j *jsonWriter) newline(depth int) {
	if depth > j.open {
		return
	}
	j.buf = append(j.buf, '\n')
	for range depth {
		j.buf = append(j.buf, ' ', ' ')
	}
}

// next prepares for a key or an item.
func (j *jsonWriter) next() {
	if j.keyed {
		j.keyed = false
		return
	}
	n := len(j.used)
	if n == 0 {
		return
	}
	if j.used[n-1] {
		j.buf = append(j.buf, ',')
	}
	j.used[n-1] = true
	j.newline(n)
}

func (j *jsonWriter) begin(c byte) {
	j.next()
	j.buf = append(j.buf, c)
	j.used = append(j.used, false)
}

func (j *jsonWriter) end(c byte) {
	n := len(j.used) - 1
	if j.used[n] && n+1 <= j.open {
		j.newline(n)
	}
	j.used = j.used[:n]
	j.buf = append(j.buf, c)
	if len(j.buf) >= jsonBuffer {
		_ = j.flush() // kept in err
	}
}

func (j *jsonWriter) beginObject() { j.begin('{') }
func (j *jsonWriter) endObject()   { j.end('}') }
func (j *jsonWriter) beginArray()  { j.begin('[') }
func (j *jsonWriter) endArray()    { j.end(']') }

// key begins a member; the names are ours and need no escape.
func (j *jsonWriter) key(name string) *jsonWriter {
	j.next()
	j.buf = append(j.buf, '"')
	j.buf = append(j.buf, name...)
	j.buf = append(j.buf, '"', ':')
	if len(j.used) <= j.open {
		j.buf = append(j.buf, ' ')
	}
	j.keyed = true
	return j
}

func (j *jsonWriter) str(s string) {
	j.next()
	j.buf = appendJSONString(j.buf, s)
}

func (j *jsonWriter) int(n int) {
	j.next()
	j.buf = strconv.AppendInt(j.buf, int64(n), 10)
}

func (j *jsonWriter) bool(b bool) {
	j.next()
	j.buf = strconv.AppendBool(j.buf, b)
}

// strIf writes a member where the string is not empty.
func (j *jsonWriter) strIf(name, s string) {
	if s != "" {
		j.key(name).str(s)
	}
}

const hexDigits = "0123456789abcdef"

// appendJSONString appends a JSON string. Control and format characters (bidi
// overrides among them) are escaped, invalid bytes become U+FFFD.
func appendJSONString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	from := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= 0x20 && c < 0x7f && c != '"' && c != '\\' {
			i++
			continue
		}
		r, n := rune(c), 1
		if c >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(s[i:])
			if (r != utf8.RuneError || n > 1) && !terminal.Hidden(r) {
				i += n
				continue
			}
		}
		dst = append(dst, s[from:i]...)
		switch {
		case r == '"' || r == '\\':
			dst = append(dst, '\\', c)
		case r == '\n':
			dst = append(dst, '\\', 'n')
		case r == '\r':
			dst = append(dst, '\\', 'r')
		case r == '\t':
			dst = append(dst, '\\', 't')
		case r > 0xffff:
			hi, lo := 0xd800+(r-0x10000)>>10, 0xdc00+(r-0x10000)&0x3ff
			dst = appendHex4(appendHex4(dst, hi), lo)
		default:
			dst = appendHex4(dst, r)
		}
		i += n
		from = i
	}
	dst = append(dst, s[from:]...)
	return append(dst, '"')
}

func appendHex4(dst []byte, r rune) []byte {
	return append(dst, '\\', 'u', hexDigits[r>>12&15], hexDigits[r>>8&15], hexDigits[r>>4&15], hexDigits[r&15])
}
