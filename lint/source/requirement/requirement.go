package requirement

import (
	"strings"

	"github.com/difylint/difylint/lint/source/text"
)

// Requirement is one dependency as PEP 508 writes it. Where it is not valid,
// the parts hold what could be read, and Problems what is wrong.
type Requirement struct {
	Text string // as it is written, without blanks around
	Span text.Span

	Name     string // as it is written
	NameSpan text.Span

	Extras     []Extra
	ExtrasSpan text.Span // with the brackets; empty where there are none

	Specifiers     Specifiers
	SpecifiersSpan text.Span // with parentheses, if any; empty where there are none

	URL     string // behind @
	URLSpan text.Span

	Marker     *Marker
	MarkerSpan text.Span // without the semicolon

	Problems []Problem
}

// Extra is an optional part of a distribution that is asked for.
type Extra struct {
	Name string // as it is written
	Span text.Span
}

// Key is the normalised name.
func (r *Requirement) Key() string { return NormalizeName(r.Name) }

// Valid reports whether packaging, and so pip, takes the requirement.
func (r *Requirement) Valid() bool { return accepted(r.Problems) }

// maxRequirement bounds the bytes of one requirement.
const maxRequirement = 1 << 16

// ParseRequirement reads one requirement, with spans as offsets in s. It never
// returns nil.
func ParseRequirement(s string) *Requirement { return parseRequirement(s, 0) }

// parseRequirement: level counts the corrections by which s was reached.
func parseRequirement(s string, level int) *Requirement {
	r := &Requirement{Text: strings.Trim(s, " \t\n"), Span: blankSpan(s)}
	if len(s) > maxRequirement {
		r.Text = ""
		r.Problems = []Problem{{
			Code: CodeTooLarge, Span: r.Span,
			Format: "a requirement of %d bytes: at most %d are read", Args: []any{len(s), maxRequirement},
		}}
		return r
	}
	p := parser{src: s}
	strict := *r
	p.requirement(&strict)
	if !p.failed {
		return &strict
	}
	diagnose(s, r, p.problem, level)
	return r
}

// blankSpan is the span of s without blanks around.
func blankSpan(s string) text.Span {
	start := len(s) - len(strings.TrimLeft(s, " \t\n"))
	return text.Span{Start: start, End: max(start, len(strings.TrimRight(s, " \t\n")))}
}

// parser reads by the grammar that packaging reads by. The first failure ends
// it.
type parser struct {
	src     string
	i       int
	failed  bool
	problem Problem
}

func (p *parser) fail(code Code, span text.Span, format string, args ...any) {
	if !p.failed {
		p.failed = true
		p.problem = Problem{Code: code, Span: span, Format: format, Args: args}
	}
}

// suggest adds an edit to the failure.
func (p *parser) suggest(span text.Span, text string) {
	p.problem.Edit = &Edit{Span: span, New: text}
}

func (p *parser) peek() byte {
	if p.i < len(p.src) {
		return p.src[p.i]
	}
	return 0
}

// blanks skips blanks and tabs and reports whether there were any.
func (p *parser) blanks() bool {
	start := p.i
	p.i = text.SkipBlanks(p.src, p.i)
	return p.i > start
}

// atEnd: one line break may follow, as Python's $ has it.
func (p *parser) atEnd() bool {
	return p.i == len(p.src) || p.i == len(p.src)-1 && p.src[p.i] == '\n'
}

// identifier takes a name, or an extra's. It may end only where a word does.
func (p *parser) identifier() (text.Span, bool) {
	if !isAlnum(p.peek()) || p.wordAt(p.i-1) {
		return text.Span{}, false
	}
	end := p.i
	for end < len(p.src) && (isAlnum(p.src[end]) || isSeparator(p.src[end])) {
		end++
	}
	for end > p.i && p.wordAt(end-1) == p.wordAt(end) {
		end--
	}
	if end == p.i {
		return text.Span{}, false
	}
	span := text.Span{Start: p.i, End: end}
	p.i = end
	return span, true
}

func (p *parser) requirement(r *Requirement) {
	p.blanks()
	span, ok := p.identifier()
	if !ok {
		p.failHere(CodeName, "a requirement begins with the name of a distribution")
		return
	}
	r.Name, r.NameSpan = p.src[span.Start:span.End], span
	p.blanks()
	if p.peek() == '[' {
		if !p.extras(r) {
			return
		}
		p.blanks()
	}
	if p.peek() == '@' {
		p.i++
		p.blanks()
		if !p.url(r) || p.atEnd() {
			return
		}
		if !p.blanks() {
			p.failHere(CodeTrailing, "a blank must follow the URL")
			return
		}
	} else {
		if !p.specifiers(r) {
			return
		}
		p.blanks()
	}
	if p.atEnd() {
		return
	}
	if p.peek() != ';' {
		p.failHere(CodeTrailing, "the requirement ends before %q", clip(p.src[p.i:]))
		return
	}
	p.i++
	p.marker(r)
	p.markerEnds(r.Span.End)
}

// failHere fails at the rest of the text.
func (p *parser) failHere(code Code, format string, args ...any) {
	end := max(p.i, len(strings.TrimRight(p.src, " \t\n")))
	p.fail(code, text.Span{Start: p.i, End: end}, format, args...)
}

func (p *parser) marker(r *Requirement) {
	p.blanks()
	if p.atEnd() {
		p.failHere(CodeMarker, "no condition follows the semicolon")
		return
	}
	node := p.markerOr(0)
	if !p.failed {
		r.Marker, r.MarkerSpan = &node, node.Span
	}
}

func (p *parser) extras(r *Requirement) bool {
	open := p.i
	p.i++
	p.blanks()
	if span, ok := p.identifier(); ok {
		r.Extras = append(r.Extras, Extra{p.src[span.Start:span.End], span})
		for {
			p.blanks()
			if p.peek() != ',' {
				break
			}
			p.i++
			p.blanks()
			span, ok := p.identifier()
			if !ok || len(r.Extras) == maxSegments {
				p.failHere(CodeExtras, "the name of an extra must follow the comma")
				return false
			}
			r.Extras = append(r.Extras, Extra{p.src[span.Start:span.End], span})
		}
	}
	p.blanks()
	if p.peek() != ']' {
		p.failHere(CodeExtras, "the extras end with ]")
		return false
	}
	p.i++
	r.ExtrasSpan = text.Span{Start: open, End: p.i}
	return true
}

func (p *parser) url(r *Requirement) bool {
	start := p.i
	for p.i < len(p.src) && p.src[p.i] != ' ' && p.src[p.i] != '\t' {
		p.i++
	}
	if p.i == start {
		p.failHere(CodeURL, "a URL must follow @")
		return false
	}
	r.URLSpan = text.Span{Start: start, End: p.i}
	r.URL = p.src[start:p.i]
	return true
}

func (p *parser) specifiers(r *Requirement) bool {
	start, open := p.i, p.peek() == '('
	if open {
		p.i++
		p.blanks()
	}
	for {
		c, ok := scanClause(p.src, p.i)
		if !ok {
			break
		}
		p.i = c.Span.End
		if c.Op == Arbitrary && strings.IndexByte(c.Text, ',') >= 0 {
			// Its text reaches over commas, and is divided there afterwards.
			list, ok := parseSpecifiers(p.src[c.Span.Start:c.Span.End], c.Span.Start)
			if !ok {
				p.fail(CodeVersion, c.Span, "%q is not a list of versions", clip(p.src[c.Span.Start:c.Span.End]))
				return false
			}
			r.Specifiers = append(r.Specifiers, list...)
		} else {
			r.Specifiers = append(r.Specifiers, c)
		}
		if len(r.Specifiers) > maxClauses {
			p.fail(CodeTooLarge, c.Span, "more than %d clauses", maxClauses)
			return false
		}
		end := p.i
		p.blanks()
		if p.peek() != ',' {
			p.i = end
			break
		}
		comma := p.i
		p.i++
		p.blanks()
		if b := p.peek(); b == 0 || b == ';' || b == ')' || p.atEnd() {
			r.Problems = append(r.Problems, Problem{
				Code: CodeTrailingComma, Span: text.Span{Start: comma, End: comma + 1},
				Format:   "nothing follows this comma",
				Edit:     &Edit{Span: text.Span{Start: comma, End: comma + 1}},
				Accepted: true,
			})
		}
	}
	end := start
	if n := len(r.Specifiers); n > 0 {
		end = r.Specifiers[n-1].Span.End
	}
	if open {
		p.blanks()
		if p.peek() != ')' {
			p.failHere(CodeParenthesis, "the parenthesis is not closed")
			return false
		}
		p.i++
		end = p.i
	}
	if end > start {
		r.SpecifiersSpan = text.Span{Start: start, End: end}
	}
	return true
}

// place moves every span of the requirement to where its text came from.
func (r *Requirement) place(o *Origin) {
	for _, s := range []*text.Span{&r.Span, &r.NameSpan, &r.ExtrasSpan, &r.SpecifiersSpan, &r.URLSpan, &r.MarkerSpan} {
		*s = o.part(*s)
	}
	for i := range r.Extras {
		r.Extras[i].Span = o.Span(r.Extras[i].Span)
	}
	r.Specifiers.place(o)
	if r.Marker != nil {
		r.Marker.place(o)
	}
	placeProblems(r.Problems, o)
}

func (l Specifiers) place(o *Origin) {
	for i := range l {
		c := &l[i]
		c.Span, c.OpSpan, c.VersionSpan = o.Span(c.Span), o.Span(c.OpSpan), o.Span(c.VersionSpan)
	}
}

func (m *Marker) place(o *Origin) {
	m.Span = o.Span(m.Span)
	for i := range m.Terms {
		m.Terms[i].place(o)
	}
	if m.Kind == Comparison {
		m.Left.Span, m.Right.Span = o.Span(m.Left.Span), o.Span(m.Right.Span)
	}
}

func placeProblems(list []Problem, o *Origin) {
	for i := range list {
		list[i].Span = o.Span(list[i].Span)
		if e := list[i].Edit; e != nil {
			if !o.Editable() {
				list[i].Edit = nil
				continue
			}
			list[i].Edit = &Edit{Span: o.Span(e.Span), New: e.New}
		}
	}
}

// ParseRequirementAt is ParseRequirement for text that came from a file: spans
// are places in that file.
func ParseRequirementAt(s string, o *Origin) *Requirement {
	r := ParseRequirement(s)
	r.place(o)
	return r
}

// Target is what a URL or a path behind @ or -e, or alone on a line, points at.
type Target struct {
	VCS   string // "git", "hg", "svn" or "bzr" for a repository, else empty
	Local bool   // a path, or a file: URL
}

// ParseTarget tells a repository, an archive behind a URL, and a local path
// apart.
func ParseTarget(s string) Target {
	m := scheme().FindStringSubmatch(s)
	if m == nil {
		return Target{Local: true}
	}
	t := Target{VCS: strings.ToLower(m[1] + m[2])}
	_, rest, _ := strings.Cut(strings.ToLower(s), "+")
	if t.VCS == "" {
		rest = strings.ToLower(s)
	}
	t.Local = strings.HasPrefix(rest, "file:")
	// git://… is a repository without saying so twice.
	if t.VCS == "" && (strings.HasPrefix(rest, "git:") || strings.HasPrefix(rest, "ssh:")) {
		t.VCS = "git"
	}
	return t
}
