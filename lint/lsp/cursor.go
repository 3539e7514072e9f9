package lsp

// Where a cursor stands in YAML that is being written, and mostly broken.

import (
	"bytes"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
)

// mark stands for the word at the cursor while the file is parsed.
const mark = "difylint-cursor-0"

// cursor is a place at which a key or a value is being written.
type cursor struct {
	file *text.File
	// token is the word that an item replaces.
	token text.Span
	// key, item and value say what may stand there; an item of a list may be
	// both a value and the first key of a mapping.
	key, item, value bool
	// colon is what a key needs behind it: ":" or, where it has one, "".
	colon string
	// indent is the column of the token, in bytes.
	indent int
}

// cursorAt looks at the line of an offset. It is nil where nothing can be
// completed: in comments, and behind finished values.
func cursorAt(f *text.File, off int) *cursor {
	line, start := f.LineSpan(f.LineAt(off)), f.TextStart(off)
	if off > line.End {
		off = line.End
	}
	c := &cursor{file: f}
	i := skip(f.Data, start, off)
	for i < off && f.Data[i] == '-' && (i+1 == line.End || f.Data[i+1] == ' ') {
		if i+1 == off {
			return nil // on the dash itself
		}
		c.item = true
		i = skip(f.Data, i+1, off)
	}
	before := string(f.Data[i:off])
	if strings.HasPrefix(before, "#") || strings.Contains(before, " #") {
		return nil
	}
	c.indent = i - start
	if flow := strings.LastIndexAny(before, "[{,"); flow >= 0 && strings.ContainsAny(before, "[{") && !strings.ContainsAny(before[:strings.IndexAny(before, "[{")], `"'`) {
		return c.inFlow(line, i+flow, off)
	}
	if colon := strings.Index(before, ": "); colon >= 0 && word(strings.Trim(before[:colon], `"'`)) {
		i = skip(f.Data, i+colon+2, off)
		c.item, c.value = false, true
		return c.take(line, i, off)
	}
	if strings.ContainsAny(before, " \t") {
		return nil
	}
	if !c.item || word(before) {
		c.key = word(before)
	}
	if !c.key && !c.item {
		return nil
	}
	c.colon = ":"
	c.take(line, i, off)
	if c.token.Start != i {
		c.key = false // in quotes
	}
	rest := f.Data[off:line.End]
	n := 0
	for n < len(rest) && isWord(rest[n]) {
		n++
	}
	if c.key && n < len(rest) && rest[n] == ':' {
		c.token = text.Span{Start: i, End: off + n}
		c.colon, c.item = "", false
	}
	return c
}

// skip is the first offset up to off at which no blank stands.
func skip(data []byte, i, off int) int {
	for i < off && data[i] == ' ' {
		i++
	}
	return i
}

// take sets the token: from i, without an opening quote, to the end of the value.
func (c *cursor) take(line text.Span, i, off int) *cursor {
	data := c.file.Data
	end := line.End
	if i < line.End && (data[i] == '"' || data[i] == '\'') && i < off {
		quote := data[i]
		i++
		if bytes.IndexByte(data[i:off], quote) >= 0 {
			c.key, c.item, c.value = false, false, false
			return c // behind the value
		}
		if n := bytes.IndexByte(data[off:line.End], quote); n >= 0 {
			end = off + n
		}
	} else if n := bytes.Index(data[off:line.End], []byte(" #")); n >= 0 {
		end = off + n
	}
	c.token = text.Span{Start: i, End: off + len(bytes.TrimRight(data[off:end], " \t"))}
	return c
}

// inFlow sets the token within brackets: from behind the last separator to the
// next one.
func (c *cursor) inFlow(line text.Span, separator, off int) *cursor {
	data := c.file.Data
	i := skip(data, separator+1, off)
	inside := string(data[i:off])
	rest := data[off:line.End]
	if n := bytes.IndexAny(rest, ",]}#:"); n >= 0 {
		rest = rest[:n]
	}
	end := off + len(bytes.TrimRight(rest, " "))
	c.item = false
	switch colon := strings.Index(inside, ": "); {
	case colon >= 0:
		i = skip(data, i+colon+2, off)
		c.value = true
	default:
		c.key, c.value = true, true
		c.colon = ": "
	}
	c.token = text.Span{Start: i, End: end}
	return c
}

func isWord(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '_' || b == '-' || b == '$'
}

func word(s string) bool {
	for i := range len(s) {
		if !isWord(s[i]) {
			return false
		}
	}
	return true
}

// probe parses the file with a text in the place of the token and finds the
// mark in it. Where that cannot be read, only what leads to the place is parsed.
// The node is nil where the mark is not found.
func (c *cursor) probe(with string) (root, n *yaml.Node) {
	if c.key && with == mark+": " {
		with = mark + ": x" // within brackets
	}
	data := c.file.Data
	whole := make([]byte, 0, len(data)+len(with))
	whole = append(append(append(whole, data[:c.token.Start]...), with...), data[c.token.End:]...)
	for _, candidate := range [][]byte{whole, c.way(with)} {
		t := yaml.Parse(text.NewDraft(c.file.Path, candidate))
		t.Root.Walk(func(x *yaml.Node) bool {
			if n == nil && x.Kind == yaml.Scalar && x.Value == mark {
				n = x
			}
			return n == nil
		})
		if n != nil {
			return t.Root, n
		}
	}
	return nil, nil
}

// way is the lines that lead to the cursor: those above that are indented less,
// one a level, and the simple entries beside it, by which schemas tell kinds
// apart.
func (c *cursor) way(with string) []byte {
	f := c.file
	number := f.LineAt(c.token.Start)
	self := f.LineSpan(number)
	var lines []string
	own := string(f.Data[self.Start:c.token.Start]) + with
	if c.token.End < self.End && strings.HasPrefix(string(f.Data[c.token.End:]), ":") {
		own += ":"
	}
	lines = append(lines, own)
	level := indentOf(own)
	for l := number - 1; l >= 1 && level >= 0; l-- {
		s := f.LineSpan(l)
		line := string(f.Data[s.Start:s.End])
		trimmed := strings.TrimSpace(line)
		if trimmed == "" || strings.HasPrefix(trimmed, "#") {
			continue
		}
		at := indentOf(line)
		dash := strings.HasPrefix(trimmed, "- ")
		switch {
		case at < level:
			if !dash && !strings.HasSuffix(trimmed, ":") {
				// A value that is still written, or text of a block scalar.
				if key, _, ok := strings.Cut(trimmed, ":"); ok && word(key) {
					line = line[:at] + key + ":"
				} else {
					continue
				}
			}
			level = at
		case at == level && !dash && simple(trimmed):
		default:
			continue
		}
		lines = append(lines, line)
		if level == 0 && at == 0 && len(lines) > 200 {
			break
		}
	}
	var b strings.Builder
	for _, line := range slices.Backward(lines) {
		b.WriteString(line + "\n")
	}
	return []byte(b.String())
}

func indentOf(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

// simple reports whether a line is a key with a plain value and nothing more.
func simple(line string) bool {
	key, value, ok := strings.Cut(line, ": ")
	return ok && word(key) && value != "" && strings.IndexFunc(value, func(r rune) bool {
		return strings.ContainsRune("|>&*!{}[]\"'#:", r)
	}) < 0
}
