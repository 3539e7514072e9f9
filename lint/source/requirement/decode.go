package requirement

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/difylint/difylint/lint/source/text"
)

// maxFile bounds the bytes of a requirements file or a pyproject.toml that are
// read.
const maxFile = 1 << 20

// decode gives the text of a file and where each byte of it stands there; wide says
// that the file is in UTF-16.
func decode(data []byte) (s string, o *Origin, wide bool, problems []Problem) {
	if len(data) > maxFile {
		problems = append(problems, Problem{
			Code: CodeTooLarge, Span: text.Span{Start: maxFile, End: len(data)},
			Format: "a file of %d bytes: only the first %d are read", Args: []any{len(data), maxFile},
		})
		data = data[:maxFile]
	}
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		s, o = decode16(data, 2, false)
		return s, o, true, problems
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		s, o = decode16(data, 2, true)
		return s, o, true, problems
	case len(data) >= 4 && data[0] != 0 && data[1] == 0 && data[2] != 0 && data[3] == 0:
		s, o = decode16(data, 0, false)
		return s, o, true, append(problems, noMark(data))
	case len(data) >= 4 && data[0] == 0 && data[1] != 0 && data[2] == 0 && data[3] != 0:
		s, o = decode16(data, 0, true)
		return s, o, true, append(problems, noMark(data))
	}
	plain := bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if i := invalidUTF8(data); i < len(data) {
		problems = append(problems, Problem{
			Code: CodeEncoding, Span: text.Span{Start: i, End: i + 1},
			Format: "byte 0x%02x is not UTF-8", Args: []any{data[i]},
		})
	}
	return string(plain), At(len(data) - len(plain)), false, problems
}

func noMark(data []byte) Problem {
	return Problem{
		Code: CodeEncoding, Span: text.Span{Start: 0, End: min(len(data), 2)},
		Format: "UTF-16 without a byte order mark: installers read it as UTF-8",
	}
}

// invalidUTF8 is the offset of the first byte that is not UTF-8, or the length.
func invalidUTF8(data []byte) int {
	if utf8.Valid(data) {
		return len(data)
	}
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return len(data)
}

func decode16(data []byte, from int, big bool) (string, *Origin) {
	o := &Origin{foreign: true, base: from}
	out := make([]byte, 0, len(data)/2)
	unit := func(i int) rune {
		if i+1 >= len(data) {
			return -1
		}
		if big {
			return rune(data[i])<<8 | rune(data[i+1])
		}
		return rune(data[i+1])<<8 | rune(data[i])
	}
	for i := from; i < len(data); {
		r, n := unit(i), 2
		if r < 0 {
			r, n = utf8.RuneError, 1
		} else if utf16.IsSurrogate(r) {
			if full := utf16.DecodeRune(r, unit(i+2)); full != utf8.RuneError {
				r, n = full, 4
			}
		}
		before := len(out)
		out = utf8.AppendRune(out, r)
		o.runs = append(o.runs, run{at: before, size: len(out) - before, from: i, too: i + n})
		i += n
	}
	return string(out), o
}
