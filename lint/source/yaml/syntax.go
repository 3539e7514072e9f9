package yaml

// Why a file is not YAML, and where. The verdict is yaml.v3's; since its errors
// carry at best a line, and often a neighbour's, the place is asked of yaml/v4,
// which scans alike and keeps line and column. The words are ours.

import (
	"bytes"
	"errors"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/difylint/difylint/lint/source/text"
	yaml4 "go.yaml.in/yaml/v4"
)

var errPanicked = errors.New("yaml: the parser gave up on this file")

// encodingError finds what no YAML file may hold, before any parser does: the
// parsers name no place for it.
func encodingError(f *text.File) *SyntaxError {
	data := f.Data
	for _, b := range []string{"\xff\xfe", "\xfe\xff"} {
		if strings.HasPrefix(string(data[:min(2, len(data))]), b) {
			return &SyntaxError{Span: text.Span{Start: 0, End: 2}, Raw: "utf-16",
				Format: "the file is UTF-16; the plugin's process reads UTF-8 only: save it as UTF-8"}
		}
	}
	for i := f.BOMLen(); i < len(data); {
		c := data[i]
		if c >= 0x20 && c < 0x7f || c == '\n' || c == '\r' || c == '\t' {
			i++
			continue
		}
		if c < utf8.RuneSelf {
			return &SyntaxError{Span: text.Span{Start: i, End: i + 1}, Raw: "yaml: control characters are not allowed",
				Format: "the control character U+%04X is not allowed in YAML; delete it", Args: []any{int(c)}}
		}
		r, n := utf8.DecodeRune(data[i:])
		switch {
		case r == utf8.RuneError && n <= 1:
			return &SyntaxError{Span: text.Span{Start: i, End: i + 1}, Raw: "yaml: invalid UTF-8",
				Format: "the byte 0x%02X is not UTF-8; save the file as UTF-8", Args: []any{int(c)}}
		case r >= 0x80 && r < 0xa0 && r != 0x85, r == 0xfffe, r == 0xffff, r == 0xfeff && i > 0:
			if r == 0xfeff {
				break // yaml.v3 takes a mark inside the file
			}
			return &SyntaxError{Span: text.Span{Start: i, End: i + n}, Raw: "yaml: control characters are not allowed",
				Format: "the control character U+%04X is not allowed in YAML; delete it", Args: []any{int(r)}}
		}
		i += n
	}
	return nil
}

var unknownAnchor = text.Regexp(`unknown anchor '(.*)' referenced`)

// explain finds the place of yaml.v3's refusal and says it in our words.
func explain(f *text.File, err error) *SyntaxError {
	raw := err.Error()
	e := &SyntaxError{Raw: raw}
	mark, opened := placeByV4(f)
	if mark < 0 {
		mark = placeByLine(f, raw)
	}
	if m := unknownAnchor().FindStringSubmatch(raw); m != nil {
		if i := aliasPlace(f.Data, m[1]); i >= 0 {
			mark = i
		}
		e.Span = text.Span{Start: mark, End: min(len(f.Data), mark+1+len(m[1]))}
		e.Format, e.Args = "there is no anchor &%s for *%s to stand for; put the value in quotes if it begins with a star", []any{m[1], m[1]}
		return e
	}
	if q, end := runawayQuote(f, mark); q >= 0 && !strings.Contains(raw, "unexpected end of stream") {
		e.Span = text.Span{Start: q, End: f.LineSpan(f.LineAt(q)).End}
		e.Opened, e.OpenedSays = text.Span{Start: end, End: end + 1}, text.Msg("this is taken for the closing quote")
		e.Format, e.Args = "this quote is not closed on its line: it runs to line %d", []any{f.LineAt(end)}
		return e
	}
	if at, why := lookalike(f, mark); why.Format != "" {
		e.Span, e.Format = at, why.Format
		return e
	}
	e.Span = tokenAt(f, mark)
	if opened >= 0 {
		e.Opened = tokenAt(f, opened)
	}
	c := byte(0)
	if mark < len(f.Data) {
		c = f.Data[mark]
	}
	has := func(s string) bool { return strings.Contains(raw, s) }
	switch {
	case has("found unexpected end of stream") && opened >= 0:
		e.Span, e.Opened = text.Span{Start: opened, End: f.LineSpan(f.LineAt(opened)).End}, text.Span{}
		e.Format = "this quote is never closed"
	case has("found unexpected document indicator") && opened >= 0:
		e.Format = "a quote that opened before is still open here"
	case has("tab character") || c == '\t' && has("cannot start any token"):
		if line := f.LineAt(mark); c != '\t' {
			if t := bytes.IndexByte(f.Data[f.LineStart(line):f.LineSpan(line).End], '\t'); t >= 0 {
				mark = f.LineStart(line) + t
			}
		}
		e.Span = text.Span{Start: mark, End: min(len(f.Data), mark+1)}
		e.Format = "a tab cannot indent in YAML; use spaces"
	case c == '-' && has("cannot start any token") && mark+1 < len(f.Data) && f.Data[mark+1] == '\t':
		end := mark + 1
		for end < len(f.Data) && (f.Data[end] == '\t' || f.Data[end] == ' ') {
			end++
		}
		e.Span, e.Instead = text.Span{Start: mark + 1, End: end}, " "
		e.Format = "a tab cannot follow the dash of an item in YAML; use a space"
	case has("cannot start any token"):
		e.Span = text.Span{Start: mark, End: min(len(f.Data), mark+1)}
		e.Format, e.Args = "a value cannot begin with %s; put it in quotes", []any{strconv.QuoteRune(rune(c))}
	case has("mapping values are not allowed"):
		e.Span = text.Span{Start: mark, End: min(len(f.Data), mark+1)}
		e.Format = "a second %s on one line; if it belongs to the text, put the text in quotes"
		e.Args = []any{`": "`}
		if i := bytes.IndexByte(f.Data[f.LineStart(f.LineAt(mark)):mark], ':'); i < 0 {
			e.Format, e.Args = "no key may stand here: the lines above do not allow one at this indentation", nil
		}
	case has("found incompatible YAML document"):
		e.Format = "the daemon reads only YAML 1.1; remove this line"
	case has("could not find expected ':'"):
		// The parser names the line of what it took for a key, not the one
		// where it gave up on it.
		e.Span, e.Opened = tokenLine(f, placeByLine(f, raw)), text.Span{}
		e.Format = "this line is neither a key with a colon behind it nor part of the value above; a colon is missing, or quotes or indentation"
	case has("did not find expected key"):
		e.Format = "a key is expected here, at the indentation of the keys above; check the indentation and the quotes of this line"
	case has("did not find expected '-' indicator"):
		e.Format = "an item of the list is expected here, beginning with %s at the indentation of the items above"
		e.Args = []any{`"- "`}
	case has("block sequence entries are not allowed"):
		e.Format = "a list item cannot begin here; put it on a line of its own"
	case has("did not find expected ',' or ']'"), has("did not find expected ',' or '}'"):
		if opened >= 0 && f.LineAt(opened) < f.LineAt(mark) {
			e.Span, e.Opened = text.Span{Start: opened, End: opened + 1}, e.Span
			e.Format, e.OpenedSays = "this bracket is not closed", text.Msg("the parser gave up here")
			break
		}
		e.Format, e.Args = "a comma or the closing bracket is missing before this", nil
	case has("did not find expected node content"):
		e.Format = "a value is expected here"
	case has("escape"):
		e.Format = "in double quotes a backslash begins an escape, and this is none; write two, or use single quotes"
	case has("directive"), has("non-alphabetical"):
		if line := f.LineSpan(f.LineAt(mark)); line.Start < line.End && f.Data[line.Start] == '%' {
			e.Span = tokenAt(f, line.Start)
		}
		e.Format = "a line that begins with %s is a directive to the parser; put the value in quotes"
		e.Args = []any{`"%"`}
	case has("document start"):
		e.Format = "nothing may follow the document here"
	case has("max depth"), has("exceeded"):
		e.Format = "the file is nested too deeply for the platform's parser"
	default:
		e.Format, e.Args = "this is not YAML: %s", []any{strings.TrimPrefix(raw, "yaml: ")}
	}
	return e
}

// placeByV4 is the offset of the error and of the construct it is about, -1
// where yaml/v4 takes the file or names none.
func placeByV4(f *text.File) (mark, opened int) {
	defer func() {
		if recover() != nil {
			mark, opened = -1, -1
		}
	}()
	var n yaml4.Node
	err := unmarshal4(f.Data, &n)
	var load *yaml4.LoadError
	if err == nil || !errors.As(err, &load) {
		return -1, -1
	}
	at := func(line, column int) int {
		if line <= 0 {
			return -1
		}
		return f.OffsetRunes(line, max(1, column))
	}
	return at(load.Mark.Line, load.Mark.Column), at(load.ContextMark.Line, load.ContextMark.Column)
}

var lineNumber = text.Regexp(`line (\d+)`)

// placeByLine is the first character of the line that yaml.v3 names, or 0.
func placeByLine(f *text.File, raw string) int {
	m := lineNumber().FindStringSubmatch(raw)
	if m == nil {
		return 0
	}
	line, _ := strconv.Atoi(m[1])
	s := f.LineSpan(line)
	for s.Start < s.End && f.Data[s.Start] == ' ' {
		s.Start++
	}
	return s.Start
}

// aliasPlace is where *name stands as an alias, or -1.
func aliasPlace(data []byte, name string) int {
	want := []byte("*" + name)
	for from := 0; ; {
		i := bytes.Index(data[from:], want)
		if i < 0 {
			return -1
		}
		i += from
		end := i + len(want)
		startsValue := i == 0 || text.IsBlank(data[i-1]) || strings.IndexByte("[{,", data[i-1]) >= 0
		if startsValue && (end >= len(data) || text.IsBlank(data[end]) || strings.IndexByte(",]}", data[end]) >= 0) {
			return i
		}
		from = i + 1
	}
}

// tokenAt is the run of characters at an offset, empty at the end of the file.
func tokenAt(f *text.File, off int) text.Span {
	off = max(0, min(off, len(f.Data)))
	end := off
	for end < len(f.Data) && !text.IsBlank(f.Data[end]) {
		end++
	}
	return text.Span{Start: off, End: end}
}

// tokenLine is the text of the line from an offset on.
func tokenLine(f *text.File, off int) text.Span {
	return text.Span{Start: off, End: max(off, f.LineSpan(f.LineAt(off)).End)}
}

var keyLine = text.Regexp(`(?m)^[ ]*(- )*[\w.-]+:( |\r?$)`)

// runawayQuote finds a quote that opens a value and closes on a later line, with
// lines in between that look like keys: it was meant to close before them. It
// looks up to the offset limit and returns the two quotes' offsets, or -1.
func runawayQuote(f *text.File, limit int) (opening, closing int) {
	block := -1 // the indentation of the key whose block scalar is being passed
	for l := 1; l <= f.LineCount(); l++ {
		line := f.LineSpan(l)
		if line.Start > limit {
			break
		}
		indent := line.Start
		for indent < line.End && f.Data[indent] == ' ' {
			indent++
		}
		if block >= 0 && (indent == line.End || indent-line.Start > block) {
			continue
		}
		block = -1
		i := valueStart(f.Data, indent, line.End)
		if i < line.End && (f.Data[i] == '|' || f.Data[i] == '>') {
			block = indent - line.Start
			continue
		}
		if i >= line.End || f.Data[i] != '"' && f.Data[i] != '\'' {
			continue
		}
		end, closed := quoteEnd(f.Data, i, f.Data[i])
		if !closed {
			return -1, -1
		}
		end--
		last := f.LineAt(end)
		if last == l {
			continue
		}
		// What was meant as the next value's opening quote has text behind it.
		textBehind := end+1 < len(f.Data) && !text.IsBlank(f.Data[end+1]) && strings.IndexByte(",]}:#", f.Data[end+1]) < 0
		if textBehind && keyLine().Match(f.Data[f.LineStart(l+1):f.LineSpan(last).End]) {
			return i, end
		}
		l = last
	}
	return -1, -1
}

// valueStart is where the value begins on a line: behind its dashes and its key.
func valueStart(data []byte, i, end int) int {
	for i+1 < end && data[i] == '-' && data[i+1] == ' ' {
		i += 2
		for i < end && data[i] == ' ' {
			i++
		}
	}
	if i < end && (data[i] == '"' || data[i] == '\'') {
		return i
	}
	if c := bytes.Index(data[i:end], []byte(": ")); c >= 0 {
		i += c + 2
		for i < end && data[i] == ' ' {
			i++
		}
	}
	return i
}

// quoteEnd is the offset behind the quote that closes the one at i, and whether one
// does: else it is the length.
func quoteEnd(data []byte, i int, q byte) (end int, closed bool) {
	for j := i + 1; j < len(data); j++ {
		switch {
		case q == '"' && data[j] == '\\':
			j++
		case data[j] == q && q == '\'' && j+1 < len(data) && data[j+1] == q:
			j++
		case data[j] == q:
			return j + 1, true
		}
	}
	return len(data), false
}

// lookalikes find, in a line, what is taken for a colon, a dash, a number sign or a blank,
// and is none to YAML: behind a key, before an item, before a value or a key.
var lookalikes = [...]struct {
	in  func() *regexp.Regexp
	why text.Message
}{
	{text.Regexp(`^[ ]*(\x{FF03})`), text.Msg("the full-width number sign \"\uff03\" (U+FF03) begins no comment in YAML; write \"#\"")},
	{text.Regexp(`^[ ]*(?:- +)*[\w.-]+[ ]*(\x{FF1A})`), text.Msg("the full-width colon \"\uff1a\" (U+FF1A) ends no key in YAML; write \":\" and a space")},
	{text.Regexp(`^[ ]*(?:- +)*([\x{FF0D}\x{2010}-\x{2015}\x{2212}\x{2022}])[ ]*[\w.-]`), text.Msg("this dash is not the ASCII one, and begins no item in YAML; write \"-\" and a space")},
	{wideBlank(`\x{A0}`), text.Msg("the no-break space U+00A0 is no blank in YAML; write a space")},
	{wideBlank(`\x{3000}`), text.Msg("the ideographic space U+3000 is no blank in YAML; write a space")},
	{wideBlank(`[\x{2000}-\x{200A}\x{202F}]`), text.Msg("this space is not the ASCII one, and no blank in YAML; write a space")},
}

// wideBlank finds blanks of which the first is given.
func wideBlank(first string) func() *regexp.Regexp {
	return text.Regexp(`^[ ]*(?:- +)*(?:-|[\w.-]+:[ ]*)?(` + first + `[\x{A0}\x{3000}\x{2000}-\x{200A}\x{202F}]*)`)
}

// lookalike finds, on the line of a mark or the one before it, a character that
// is taken for a colon or a blank by the eye alone, and says so.
func lookalike(f *text.File, mark int) (text.Span, text.Message) {
	for line := f.LineAt(max(0, min(mark, len(f.Data)))); line > 0; line-- {
		s := f.LineSpan(line)
		data := f.Data[s.Start:s.End]
		if m, why := lookalikeIn(data); why.Format != "" {
			return text.Span{Start: s.Start + m.Start, End: s.Start + m.End}, why
		}
		if line < f.LineAt(mark) && len(bytes.TrimSpace(data)) > 0 {
			break
		}
	}
	return text.Span{}, text.Message{}
}

func lookalikeIn(line []byte) (at text.Span, why text.Message) {
	for _, l := range lookalikes {
		if m := l.in().FindSubmatchIndex(line); m != nil {
			return text.Span{Start: m[2], End: m[3]}, l.why
		}
	}
	return at, why
}

// LooksLikeKey says why a plain text is no mapping though it looks like one: its
// colon is a full-width one, or what follows the colon is no blank to YAML. It is
// empty for other nodes.
func LooksLikeKey(n *Node) text.Message {
	if n == nil || n.Kind != Scalar || n.Style != Plain {
		return text.Message{}
	}
	_, why := Lookalike(n.Value)
	return why
}

// Lookalike finds in a line what is taken for a colon or a blank by the eye
// alone, and says so; why is empty where there is none.
func Lookalike(line string) (at text.Span, why text.Message) {
	return lookalikeIn([]byte(line))
}
