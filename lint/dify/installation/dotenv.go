package installation

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
)

// Entry is one name and its value in an .env file.
type Entry struct {
	Name string
	// Text is the value as compose reads it: without quotes, variables filled in.
	Text string
	// Raw is the value as it is written, without its quotes.
	Raw string
	// Quote is ', " or 0.
	Quote byte
	// Inherits is true for a name without "=": its value is the shell's.
	Inherits bool
	File     *text.File
	// NameSpan and ValueSpan are their places; ValueSpan has the quotes.
	NameSpan, ValueSpan text.Span
	// Refs are the names of the variables in the value.
	Refs []string
}

// Place is the line's name and value.
func (e *Entry) Place() plugin.Place {
	return plugin.Place{Path: e.File.Path, File: e.File, Span: text.Span{Start: e.NameSpan.Start, End: max(e.NameSpan.End, e.ValueSpan.End)}, Route: e.Name, Identity: e.Name}
}

// EnvFile is one .env file.
type EnvFile struct {
	File    *text.File
	Entries []*Entry
	// Problems is why compose refuses the file: it stops at the first.
	Problems []Problem

	last map[string]*Entry
}

// Get is the entry that holds for a name, the last one, or nil.
func (f *EnvFile) Get(name string) *Entry {
	if f == nil {
		return nil
	}
	return f.last[name]
}

// Problem is why compose cannot read a file, or a value.
type Problem struct {
	Place  plugin.Place
	Format string
	Args   []any
	// Beyond is true where there is more than is read here: compose itself may
	// read it.
	Beyond bool
}

// blanks are what compose takes for blanks within a line of an .env file.
const blanks = " \t\v\f\r\u0085\u00a0"

// Limits of what is read.
const (
	maxEnvFile = 1 << 20  // bytes
	maxEntries = 20000    // names in one .env file
	maxValue   = 64 << 10 // bytes of a value with its variables filled in
)

// parseEnv reads an .env file as compose does. lookup is what was known before.
func parseEnv(f *text.File, lookup func(string) (string, bool)) *EnvFile {
	out := &EnvFile{File: f, last: map[string]*Entry{}}
	data := string(f.Data)
	inner := func(name string) (string, bool) {
		// What stands before the file's own lines wins: the shell, as compose has it.
		if lookup != nil {
			if v, ok := lookup(name); ok {
				return v, true
			}
		}
		if e := out.last[name]; e != nil && !e.Inherits {
			return e.Text, true
		}
		return "", false
	}
	i := f.BOMLen()
	fail := func(s text.Span, format string, args ...any) *EnvFile {
		out.Problems = append(out.Problems, Problem{Place: plugin.AtSpan(f, s), Format: format, Args: args})
		return out
	}
	for {
		if len(out.Entries) == maxEntries {
			out.Problems = append(out.Problems, Problem{Place: plugin.AtSpan(f, text.Span{Start: i, End: i}), Format: "the file is judged up to here: it has more than %d names", Args: []any{maxEntries}, Beyond: true})
			return out
		}
		i += len(data[i:]) - len(strings.TrimLeftFunc(data[i:], unicode.IsSpace))
		if i >= len(data) {
			return out
		}
		lineEnd := len(data)
		if n := strings.IndexByte(data[i:], '\n'); n >= 0 {
			lineEnd = i + n
		}
		if data[i] == '#' {
			i = lineEnd
			continue
		}
		if rest, ok := strings.CutPrefix(data[i:lineEnd], "export"); ok {
			if bare := strings.TrimLeft(rest, blanks); bare != rest {
				i = lineEnd - len(bare)
			}
		}
		e := &Entry{File: f}
		end := i
		for end < lineEnd && data[end] != '=' && data[end] != ':' {
			end++
		}
		name := strings.TrimRightFunc(data[i:end], unicode.IsSpace)
		e.Name, e.NameSpan = name, text.Span{Start: i, End: i + len(name)}
		if strings.ContainsFunc(name, func(r rune) bool {
			return r == ' ' || !unicode.IsLetter(r) && !unicode.IsNumber(r) && !strings.ContainsRune("_.-[]"+blanks, r)
		}) {
			return fail(e.NameSpan, "what stands before the value is not a name: compose stops at this line")
		}
		if end == lineEnd {
			e.Inherits = true
			out.add(e)
			i = lineEnd
			continue
		}
		end++
		end = lineEnd - len(strings.TrimLeft(data[end:lineEnd], blanks))
		if end < lineEnd && (data[end] == '"' || data[end] == '\'') {
			e.Quote = data[end]
			raw, stop, ok := quoted(data, end)
			if !ok {
				return fail(text.Span{Start: end, End: lineEnd}, "the value of %s begins with a quotation mark that is never closed: compose stops here", name)
			}
			e.Raw, e.ValueSpan = raw, text.Span{Start: end, End: stop}
			e.Text = raw
			if e.Quote == '"' {
				e.Text = out.fill(e, unescape(raw), inner)
			}
			out.add(e)
			i = stop
			continue
		}
		value, _, _ := strings.Cut(data[end:lineEnd], " #")
		value = strings.TrimRightFunc(value, unicode.IsSpace)
		e.Raw, e.ValueSpan = value, text.Span{Start: end, End: end + len(value)}
		e.Text = out.fill(e, value, inner)
		out.add(e)
		i = lineEnd
	}
}

func (f *EnvFile) add(e *Entry) {
	f.Entries = append(f.Entries, e)
	f.last[e.Name] = e
}

// fill puts the values of variables into a value.
func (f *EnvFile) fill(e *Entry, s string, lookup func(string) (string, bool)) string {
	if !strings.Contains(s, "$") {
		return s
	}
	t := template{lookup: lookup}
	out := t.expand(s, 0)
	e.Refs = t.names
	if t.problem != "" {
		f.Problems = append(f.Problems, Problem{Place: e.Place(), Format: "the value of %s: %s", Args: []any{e.Name, t.problem}, Beyond: t.beyond})
	}
	return out
}

// quoted reads a quoted value from its opening mark: the text between the marks
// and the offset behind the closing one.
func quoted(data string, at int) (raw string, end int, ok bool) {
	mark := data[at]
	var b strings.Builder
	for i := at + 1; i < len(data); i++ {
		switch c := data[i]; {
		case c == mark:
			return b.String(), i + 1, true
		case c == '\\' && i+1 < len(data) && data[i+1] == mark:
			b.WriteByte(mark)
			i++
		case c == '\\' && i+1 < len(data) && data[i+1] == '\\':
			b.WriteString(`\\`)
			i++
		default:
			b.WriteByte(c)
		}
	}
	return "", 0, false
}

// unescape resolves the escapes of a value in double quotes.
func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		switch c := s[i]; c {
		case '$':
			b.WriteString("$$")
		case 'a', 'b', 'f', 'n', 'r', 't', 'v', '\\', '"':
			v, _, _, _ := strconv.UnquoteChar(s[i-1:i+1], '"')
			b.WriteRune(v)
		case '0': // octal: \0101 is A; of what is not, the 0 is lost
			end := i + 1
			for end < len(s) && end < i+4 && s[end] >= '0' && s[end] <= '9' {
				end++
			}
			octal := `\` + s[i+1:end]
			if v, _, _, err := strconv.UnquoteChar(octal, '"'); err == nil {
				b.WriteRune(v)
			} else {
				b.WriteString(octal)
			}
			i = end - 1
		default:
			b.WriteByte('\\')
			b.WriteByte(c)
		}
	}
	return b.String()
}

// template fills in the variables of a value as compose does: $NAME, ${NAME},
// ${NAME:-default}, ${NAME-default}, ${NAME:?message}, ${NAME?message},
// ${NAME:+other}, ${NAME+other}, and $$ for a dollar sign; defaults may hold
// variables themselves.
type template struct {
	lookup func(string) (string, bool)
	// names are the variables that were asked for, in order; used those whose
	// own value went into the text.
	names, used []string
	problem     string
	beyond      bool // the problem is a limit of this reader
	size        int
}

const maxNested = 16

func nameEnd(s string, i int) int {
	for i < len(s) && (s[i] == '_' || s[i] >= 'A' && s[i] <= 'Z' || s[i] >= 'a' && s[i] <= 'z' || s[i] >= '0' && s[i] <= '9') {
		i++
	}
	return i
}

func (t *template) fail(format string, args ...any) {
	if t.problem == "" {
		t.problem = fmt.Sprintf(format, args...)
	}
}

// exceed is fail for a limit of this reader.
func (t *template) exceed(format string, limit int) {
	if t.problem == "" {
		t.problem, t.beyond = fmt.Sprintf(format, limit), true
	}
}

// get is the value of a variable, which is asked for.
func (t *template) get(name string) (string, bool) {
	t.names = append(t.names, name)
	return t.lookup(name)
}

// put takes the value of a variable over.
func (t *template) put(name, value string) string {
	t.used = append(t.used, name)
	if t.size += len(value); t.size > maxValue {
		t.exceed("the value has more than %d bytes with its variables filled in", maxValue)
		return ""
	}
	return value
}

func (t *template) expand(s string, depth int) string {
	if depth > maxNested {
		t.exceed("variables stand more than %d deep in one another", maxNested)
		return ""
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		d := strings.IndexByte(s[i:], '$')
		if d < 0 {
			b.WriteString(s[i:])
			break
		}
		b.WriteString(s[i : i+d])
		i += d + 1
		switch {
		case i < len(s) && s[i] == '$':
			b.WriteByte('$')
			i++
		case i < len(s) && s[i] == '{':
			end := closing(s, i)
			if end < 0 {
				t.fail("%q is not closed by }", "${")
				return b.String()
			}
			b.WriteString(t.braced(s[i+1:end], depth))
			i = end + 1
		case nameEnd(s, i) > i && (s[i] < '0' || s[i] > '9'):
			end := nameEnd(s, i)
			v, _ := t.get(s[i:end])
			b.WriteString(t.put(s[i:end], v))
			i = end
		default:
			b.WriteByte('$')
		}
	}
	return b.String()
}

// closing is the offset of the bracket that closes the one at i, or -1.
func closing(s string, i int) int {
	open := 0
	for ; i < len(s); i++ {
		switch s[i] {
		case '{':
			open++
		case '}':
			if open--; open == 0 {
				return i
			}
		}
	}
	return -1
}

func (t *template) braced(s string, depth int) string {
	end := nameEnd(s, 0)
	name, rest := s[:end], s[end:]
	if name == "" || name[0] >= '0' && name[0] <= '9' {
		t.fail("%q names no variable", "${"+short(s)+"}")
		return ""
	}
	v, ok := t.get(name)
	strict := strings.HasPrefix(rest, ":")
	op := strings.TrimPrefix(rest, ":")
	present := ok && (!strict || v != "")
	switch {
	case rest == "":
		return t.put(name, v)
	case op == "":
	case op[0] == '-':
		if present {
			return t.put(name, v)
		}
		return t.expand(op[1:], depth+1)
	case op[0] == '+':
		if present {
			return t.expand(op[1:], depth+1)
		}
		return ""
	case op[0] == '?':
		if present {
			return t.put(name, v)
		}
		t.fail("the variable %s is required and not set", name)
		return ""
	}
	t.fail("%q cannot be read", "${"+short(s)+"}")
	return ""
}

// short keeps a text of others to the length of a name, on one line.
func short(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

// HasDefault reports whether the value says what to take where a variable is not set.
func (e *Entry) HasDefault() bool {
	return strings.Contains(e.Raw, "${") && strings.ContainsAny(e.Raw, "-+?")
}
