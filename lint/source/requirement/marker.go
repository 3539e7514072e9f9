package requirement

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/text"
)

// MarkerKind is the kind of a node of a marker.
type MarkerKind uint8

// A comparison compares two values; And and Or join terms.
const (
	Comparison MarkerKind = iota
	And
	Or
)

// Marker is the condition behind the semicolon of a requirement (PEP 508), or a
// part of one.
type Marker struct {
	Kind  MarkerKind
	Span  text.Span // parentheses around it included
	Terms []Marker  // of And and Or, at least two

	// Of a comparison.
	Left, Right MarkerValue
	Op          string // one of the operators of PEP 440, "in" or "not in"
}

// MarkerValue is one side of a comparison.
type MarkerValue struct {
	// Variable is the name in its present spelling (os_name for os.name); empty
	// for text in quotes.
	Variable string
	Text     string // what the quotes hold, or the variable as it is written
	Span     text.Span
}

// markerVariables maps each spelling to the present one.
var markerVariables = map[string]string{
	"python_version":                 "python_version",
	"python_full_version":            "python_full_version",
	"os_name":                        "os_name",
	"os.name":                        "os_name",
	"sys_platform":                   "sys_platform",
	"sys.platform":                   "sys_platform",
	"platform_release":               "platform_release",
	"platform_system":                "platform_system",
	"platform_version":               "platform_version",
	"platform.version":               "platform_version",
	"platform_machine":               "platform_machine",
	"platform.machine":               "platform_machine",
	"platform_python_implementation": "platform_python_implementation",
	"platform.python_implementation": "platform_python_implementation",
	"python_implementation":          "platform_python_implementation",
	"implementation_name":            "implementation_name",
	"implementation_version":         "implementation_version",
	"extra":                          "extra",
	"extras":                         "extras",
	"dependency_groups":              "dependency_groups",
}

// MarkerVariables are the names that a marker may ask for, in order.
func MarkerVariables() []string {
	return []string{
		"dependency_groups", "extra", "extras", "implementation_name", "implementation_version",
		"os_name", "platform_machine", "platform_python_implementation", "platform_release",
		"platform_system", "platform_version", "python_full_version", "python_version", "sys_platform",
	}
}

// ParseMarker reads a marker, with spans as offsets in s. Problems are what is
// wrong with it; a marker comes only where there are none.
func ParseMarker(s string) (*Marker, []Problem) {
	p := parser{src: s}
	node := p.markerOr(0)
	p.markerEnds(len(s))
	if p.failed {
		return nil, []Problem{p.problem}
	}
	return &node, nil
}

// String is the marker in its canonical form: double quotes where the text
// allows them, parentheses only where they are needed.
func (m *Marker) String() string {
	var b strings.Builder
	m.write(&b, false)
	return b.String()
}

func (m *Marker) write(b *strings.Builder, inner bool) {
	if m.Kind == Comparison {
		m.Left.write(b)
		b.WriteByte(' ')
		b.WriteString(m.Op)
		b.WriteByte(' ')
		m.Right.write(b)
		return
	}
	joint := " and "
	if m.Kind == Or {
		joint = " or "
	}
	if inner {
		b.WriteByte('(')
	}
	for i := range m.Terms {
		if i > 0 {
			b.WriteString(joint)
		}
		m.Terms[i].write(b, m.Terms[i].Kind == Or)
	}
	if inner {
		b.WriteByte(')')
	}
}

func (v MarkerValue) write(b *strings.Builder) {
	if v.Variable != "" {
		b.WriteString(v.Variable)
		return
	}
	quote := byte('"')
	if strings.IndexByte(v.Text, '"') >= 0 {
		quote = '\''
	}
	b.WriteByte(quote)
	for _, r := range v.Text {
		switch {
		case r == '\\' || byte(r) == quote && r < utf8.RuneSelf:
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == 0:
			b.WriteString(`\x00`)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte(quote)
}

// Walk calls visit for every comparison, in the order they are written.
func (m *Marker) Walk(visit func(*Marker)) {
	if m.Kind == Comparison {
		visit(m)
		return
	}
	for i := range m.Terms {
		m.Terms[i].Walk(visit)
	}
}

// markerEnds fails where a marker does not end here.
func (p *parser) markerEnds(end int) {
	if !p.atEnd() {
		p.markerFails(end)
	}
}

// markerFails fails at what does not belong to a marker, up to an offset.
func (p *parser) markerFails(end int) {
	p.fail(CodeMarker, text.Span{Start: p.i, End: end}, "a marker goes on with and, or, or ends: %q does not belong here", clip(p.src[p.i:]))
}

// maxMarkerDepth bounds nested parentheses.
const maxMarkerDepth = 50

// markerOr reads terms joined by or; and binds closer.
func (p *parser) markerOr(depth int) Marker {
	return p.markerList(Or, func() Marker {
		return p.markerList(And, func() Marker { return p.markerAtom(depth) })
	})
}

func (p *parser) markerList(kind MarkerKind, term func() Marker) Marker {
	first := term()
	word := "or"
	if kind == And {
		word = "and"
	}
	if p.failed || !p.keyword(word) {
		return first
	}
	list := Marker{Kind: kind, Terms: []Marker{first}}
	for {
		list.Terms = append(list.Terms, term())
		if p.failed {
			return list
		}
		if !p.keyword(word) {
			break
		}
	}
	list.Span = list.Terms[0].Span.Union(list.Terms[len(list.Terms)-1].Span)
	return list
}

func (p *parser) markerAtom(depth int) (n Marker) {
	p.blanks()
	if p.peek() == '(' {
		open := p.i
		if depth >= maxMarkerDepth {
			p.fail(CodeTooDeep, text.Span{Start: open, End: open + 1}, "more than %d parentheses inside each other", maxMarkerDepth)
			return n
		}
		p.i++
		p.blanks()
		n = p.markerOr(depth + 1)
		if p.failed {
			return n
		}
		p.blanks()
		if p.peek() != ')' {
			if p.i == len(p.src) {
				p.fail(CodeParenthesis, text.Span{Start: open, End: open + 1}, "this parenthesis is not closed")
				p.suggest(text.Span{Start: p.i, End: p.i}, ")")
			}
			p.markerFails(len(p.src))
			return n
		}
		p.i++
		n.Span = text.Span{Start: open, End: p.i}
	} else {
		n = p.markerComparison()
		if p.failed {
			return n
		}
	}
	p.blanks()
	return n
}

func (p *parser) markerComparison() (n Marker) {
	n.Left = p.markerValue()
	if p.failed {
		return n
	}
	p.blanks()
	if !p.markerOp(&n) {
		return n
	}
	p.blanks()
	n.Right = p.markerValue()
	n.Span = n.Left.Span.Union(n.Right.Span)
	return n
}

func (p *parser) markerOp(n *Marker) bool {
	start := p.i
	switch {
	case p.keyword("in"):
		n.Op = "in"
		return true
	case p.keyword("not"):
		if p.blanks() && p.keyword("in") {
			n.Op = "not in"
			return true
		}
		p.fail(CodeMarkerOperator, text.Span{Start: start, End: p.i}, "%q is no operator of a marker: not in is", "not")
		return false
	}
	op := scanOp(p.src[p.i:])
	if op == NoOp {
		p.markerOpProblem()
		return false
	}
	n.Op = op.String()
	p.i += len(n.Op)
	return true
}

// keyword takes a whole word at this place.
func (p *parser) keyword(w string) bool {
	if !strings.HasPrefix(p.src[p.i:], w) || p.wordAt(p.i-1) || p.wordAt(p.i+len(w)) {
		return false
	}
	p.i += len(w)
	return true
}

// wordAt reports whether the character that i lies in belongs to a word, as
// Python's \b sees it.
func (p *parser) wordAt(i int) bool {
	if i < 0 || i >= len(p.src) {
		return false
	}
	if p.src[i] < utf8.RuneSelf {
		return p.src[i] == '_' || isAlnum(p.src[i])
	}
	for i > 0 && !utf8.RuneStart(p.src[i]) {
		i--
	}
	r, _ := utf8.DecodeRuneInString(p.src[i:])
	return unicode.IsLetter(r) || unicode.IsNumber(r)
}

func (p *parser) markerValue() (v MarkerValue) {
	start := p.i
	if q := p.peek(); q == '\'' || q == '"' {
		end := strings.IndexByte(p.src[start+1:], q)
		if end < 0 {
			p.fail(CodeQuotes, text.Span{Start: start, End: len(p.src)}, "this quotation mark is not closed")
			return v
		}
		end += start + 1
		value, ok := pythonText(p.src[start : end+1])
		if !ok {
			p.fail(CodeQuotes, text.Span{Start: start, End: end + 1}, "Python cannot read this text: a backslash begins an escape")
			return v
		}
		p.i = end + 1
		return MarkerValue{Text: value, Span: text.Span{Start: start, End: p.i}}
	}
	end := start
	for end < len(p.src) && (p.src[end] == '_' || p.src[end] == '.' || isAlnum(p.src[end])) {
		end++
	}
	for {
		word := p.src[start:end]
		if name, ok := markerVariables[word]; ok && !p.wordAt(start-1) && !p.wordAt(end) {
			p.i = end
			return MarkerValue{Variable: name, Text: word, Span: text.Span{Start: start, End: end}}
		}
		// A name may end before a dot, and what follows is the next token.
		dot := strings.LastIndexByte(word, '.')
		if dot < 0 {
			break
		}
		end = start + dot
	}
	p.markerValueProblem()
	return v
}

// pythonText is what a Python string literal says.
func pythonText(literal string) (string, bool) {
	if inside := literal[1 : len(literal)-1]; !strings.ContainsAny(inside, "\\\n\r\x00") {
		return inside, true
	}
	m := python.Parse(text.NewFile("", []byte(literal)))
	if m.Err != nil {
		return "", false
	}
	return m.String(m.Stmts[0].A)
}
