package requirement

import (
	"html"
	"strings"
	"unicode/utf8"

	"github.com/difylint/difylint/lint/near"
	"github.com/difylint/difylint/lint/source/text"
)

// diagnose tells what a refused requirement means. Failure is what the parser
// said, kept where nothing better is found.
func diagnose(s string, r *Requirement, failure Problem, level int) {
	d := diagnosis{parser: parser{src: s}, r: r, level: level}
	switch {
	case r.Span.IsEmpty():
		d.report(CodeEmpty, r.Span, "no requirement here")
	case level < maxCorrections && (d.command() || d.escaped() || d.lookalikes() || d.bullet() || d.quoted()):
	default:
		d.parts()
	}
	if r.Valid() {
		r.Problems = append(r.Problems, failure)
	}
	untangle(r.Problems)
}

// untangle drops an edit that cannot be made together with an earlier one.
func untangle(problems []Problem) {
	var made []text.Span
	for i := range problems {
		e := problems[i].Edit
		if e == nil {
			continue
		}
		for _, m := range made {
			if e.Span.Overlaps(m) || e.Span.Start == m.Start || e.Span.IsEmpty() && m.Start < e.Span.Start && e.Span.Start < m.End {
				problems[i].Edit = nil
				break
			}
		}
		if problems[i].Edit != nil {
			made = append(made, e.Span)
		}
		if len(made) > maxClauses {
			return
		}
	}
}

// maxCorrections bounds the corrections of the whole text that are made one
// upon the other.
const maxCorrections = 4

type diagnosis struct {
	parser
	r     *Requirement
	level int
}

func (d *diagnosis) report(code Code, span text.Span, format string, args ...any) *Problem {
	d.r.Problems = append(d.r.Problems, Problem{Code: code, Span: span, Format: format, Args: args})
	return &d.r.Problems[len(d.r.Problems)-1]
}

// become replaces the result by that of a corrected text, whose offsets back
// maps to this text.
func (d *diagnosis) become(s string, o *Origin) {
	mine := d.r.Problems
	inner := parseRequirement(s, d.level+1)
	inner.place(o)
	inner.Text, inner.Span = d.r.Text, d.r.Span
	inner.Problems = append(mine, inner.Problems...)
	*d.r = *inner
}

var commandLine = text.Regexp(`^(?:[$>!%] *)?(?:sudo +)?(?:(?:python[0-9.]* +-m +)?pip[0-9.]* +install|uv +(?:add|pip +install)|poetry +add|conda +install)(?: +-(?:U|-upgrade|q|-quiet|-user))* +`)

// command: a line copied from a shell.
func (d *diagnosis) command() bool {
	start := d.r.Span.Start
	m := commandLine().FindString(head(d.src[start:]))
	if m == "" {
		return false
	}
	span := text.Span{Start: start, End: start + len(m)}
	d.report(CodeCommand, span, "%q is a command; a requirement is only what follows it", strings.TrimSpace(m)).
		Edit = &Edit{Span: span}
	d.become(d.src[span.End:], At(span.End))
	return true
}

var entity = text.Regexp(`&(?:lt|gt|amp|quot|apos|#[0-9]{2,3}|#[xX][0-9a-fA-F]{2});`)

// escaped: characters that a template for HTML has written, as &lt; for <. They
// are one problem, however many there are.
func (d *diagnosis) escaped() bool {
	found := entity().FindAllStringIndex(d.src, maxClauses)
	if len(found) == 0 {
		return false
	}
	o, out, end := &Origin{}, strings.Builder{}, 0
	for _, m := range found {
		plain := html.UnescapeString(d.src[m[0]:m[1]])
		o.add(m[0]-end, end, m[0])
		o.add(len(plain), m[0], m[1])
		out.WriteString(d.src[end:m[0]] + plain)
		end = m[1]
	}
	o.add(len(d.src)-end, end, len(d.src))
	out.WriteString(d.src[end:])
	span := text.Span{Start: found[0][0], End: end}
	first := d.src[found[0][0]:found[0][1]]
	problem := d.report(CodeEscaped, span, "%s is %s as HTML writes it; write the character itself", first, html.UnescapeString(first))
	if mended := html.UnescapeString(d.src[span.Start:span.End]); !strings.ContainsAny(mended, "\"'\\") {
		problem.Edit = &Edit{Span: span, New: mended} // a quotation mark could end the text around it
	}
	d.become(out.String(), o)
	return true
}

// lookalikes: characters that are taken for ASCII ones. Those of one kind that stand
// together are one problem.
func (d *diagnosis) lookalikes() bool {
	o, out, want := &Origin{}, strings.Builder{}, strings.Builder{}
	start, code := 0, Code("")
	for i := 0; i <= len(d.src); {
		c, n := utf8.DecodeRuneInString(d.src[i:])
		plain, ok := text.Lookalike(c)
		kind := Code("")
		switch {
		case !ok || c == '`':
			plain = d.src[i : i+n]
		case plain == `"` || plain == "'":
			kind = CodeQuotes
		default:
			kind = CodeFullWidth
		}
		if kind != code {
			d.lookalike(code, text.Span{Start: start, End: i}, want.String())
			start, code = i, kind
			want.Reset()
		}
		if i == len(d.src) {
			break
		}
		if kind != "" {
			want.WriteString(plain)
		}
		o.add(len(plain), i, i+n)
		out.WriteString(plain)
		i += n
	}
	if out.String() == d.src {
		return false
	}
	d.become(out.String(), o)
	return true
}

// lookalike reports characters of one kind, none for "".
func (d *diagnosis) lookalike(code Code, span text.Span, want string) {
	if code == "" {
		return
	}
	got := d.src[span.Start:span.End]
	format, args := "%s is not the ASCII %s", []any{got, want}
	switch want {
	case "":
		format, args = "an invisible character (U+%04X)", []any{[]rune(got)[0]}
	case " ":
		format, args = "a wide blank (U+%04X) where only a plain one may stand", []any{[]rune(got)[0]}
	}
	d.report(code, span, format, args...).Edit = &Edit{Span: span, New: want}
}

// bullet: a list item of YAML or Markdown.
func (d *diagnosis) bullet() bool {
	start := d.r.Span.Start
	if d.r.Span.Len() < 3 || strings.IndexByte("-*+", d.src[start]) < 0 || d.src[start+1] != ' ' && d.src[start+1] != '\t' {
		return false
	}
	d.i = start + 1
	d.blanks()
	span := text.Span{Start: start, End: d.i}
	d.report(CodeName, span, "a requirement begins with its name, not with %q", d.src[start:start+1]).Edit = &Edit{Span: span}
	d.become(d.src[span.End:], At(span.End))
	return true
}

// quoted: a requirement in quotes, as it stands in a list of Python or TOML.
func (d *diagnosis) quoted() bool {
	span := d.r.Span
	body := strings.TrimRight(d.src[span.Start:span.End], ", \t")
	if len(body) < 3 || body[0] != '"' && body[0] != '\'' && body[0] != '`' || body[len(body)-1] != body[0] ||
		strings.IndexByte(body[1:len(body)-1], body[0]) >= 0 {
		return false
	}
	inner := body[1 : len(body)-1]
	d.report(CodeQuotes, span, "a requirement stands without quotation marks around it").Edit = &Edit{Span: span, New: inner}
	d.become(inner, At(span.Start+1))
	// One edit replaces the whole, so those inside it cannot be made as well.
	for i := 1; i < len(d.r.Problems); i++ {
		d.r.Problems[i].Edit = nil
		if !d.r.Problems[i].Accepted {
			d.r.Problems[0].Edit = nil
		}
	}
	return true
}

// parts reads name, extras, clauses and marker, and tells of each what is wrong.
func (d *diagnosis) parts() {
	d.i = d.r.Span.Start
	if !d.name() {
		return
	}
	d.blanks()
	if d.peek() == '[' && !d.brackets() {
		return
	}
	d.blanks()
	if d.peek() == '@' {
		d.direct()
	} else {
		d.clauses()
	}
	d.condition()
}

const nameEnd = " \t\n[](){}<>=!~^;,@:#\"'*&|"

func (d *diagnosis) name() bool {
	start := d.i
	end := len(d.src)
	if i := strings.IndexAny(d.src[start:], nameEnd); i >= 0 {
		end = start + i
	}
	span := text.Span{Start: start, End: end}
	name := d.src[start:end]
	switch {
	case name == "" && scanOp(d.src[start:]) != NoOp:
		d.report(CodeName, d.r.Span, "a version without the name of a distribution")
		return false
	case name == "":
		_, n := utf8.DecodeRuneInString(d.src[start:])
		d.report(CodeName, text.Span{Start: start, End: start + n}, "a requirement begins with a name, not with %q", d.src[start:start+n])
		return false
	case strings.HasPrefix(d.src[end:], "://"):
		d.report(CodeURL, d.r.Span, "a URL needs a name before it: name @ %s", clip(d.r.Text))
		return false
	case !IsName(name):
		p := d.report(CodeName, span, "%q is not a name: ASCII letters, digits, - _ and . make one, with a letter or digit at either end", clip(name))
		if trimmed := strings.Trim(name, "-_."); IsName(trimmed) {
			p.Edit = &Edit{Span: span, New: trimmed}
		}
	}
	d.r.Name, d.r.NameSpan = name, span
	d.i = end
	return true
}

func (d *diagnosis) brackets() bool {
	open := d.i
	trial := d.parser
	ok := trial.extras(d.r)
	if ok {
		d.i = trial.i
		return true
	}
	d.r.Extras = nil
	end := strings.IndexAny(d.src[open:], "]<>=!~;@")
	if end < 0 || d.src[open+end] != ']' {
		d.report(CodeExtras, text.Span{Start: open, End: open + 1}, "the bracket is not closed")
		return false
	}
	end += open
	d.i = end + 1
	d.r.ExtrasSpan = text.Span{Start: open, End: d.i}
	names := strings.FieldsFunc(d.src[open+1:end], func(c rune) bool { return c == ',' || c == ' ' || c == '\t' || c == '"' || c == '\'' })
	for _, n := range names {
		if !IsName(n) {
			d.report(CodeExtras, d.r.ExtrasSpan, "%q is not the name of an extra", clip(n))
			return true
		}
	}
	d.report(CodeExtras, d.r.ExtrasSpan, "extras are names with commas between them").
		Edit = &Edit{Span: d.r.ExtrasSpan, New: "[" + strings.Join(names, ",") + "]"}
	return true
}

func (d *diagnosis) direct() {
	at := d.i
	d.i++
	d.blanks()
	if !d.url(d.r) {
		d.report(CodeURL, text.Span{Start: at, End: at + 1}, "no URL follows @")
		return
	}
	d.blanks()
	if d.i < len(d.src) && d.src[d.i] != ';' {
		d.rest("behind the URL only a semicolon and a marker may follow, not %q")
	}
}

// rest reports all up to the marker as not belonging here.
func (d *diagnosis) rest(format string) {
	start := d.i
	for d.i < len(d.src) && d.src[d.i] != ';' {
		d.i++
	}
	end := start + len(strings.TrimRight(d.src[start:d.i], " \t\n"))
	d.report(CodeTrailing, text.Span{Start: start, End: end}, format, clip(d.src[start:end]))
}

// condition reads the marker, at the semicolon or at the end.
func (d *diagnosis) condition() {
	if d.peek() != ';' {
		return
	}
	semicolon := d.i
	d.i++
	p := parser{src: d.src, i: d.i}
	p.blanks()
	if p.atEnd() {
		d.report(CodeMarker, text.Span{Start: semicolon, End: semicolon + 1}, "no condition follows the semicolon").
			Edit = &Edit{Span: text.Span{Start: semicolon, End: d.r.Span.End}}
		return
	}
	p.marker(d.r)
	p.markerEnds(d.r.Span.End)
	if p.failed {
		d.r.Problems = append(d.r.Problems, p.problem)
	}
}

var markerMeant = map[string]string{
	"platform": "sys_platform", "os": "os_name", "system": "platform_system", "machine": "platform_machine",
	"arch": "platform_machine", "platform_arch": "platform_machine", "python": "python_version",
	"py_version": "python_version", "implementation": "implementation_name", "version": "python_version",
}

// markerValueProblem tells what stands where a marker wants a value.
func (p *parser) markerValueProblem() {
	if p.atEnd() {
		p.fail(CodeMarker, text.Span{Start: p.i, End: p.i}, "the marker ends where a name or a text in quotes should follow")
		return
	}
	end := p.i
	for end < len(p.src) && strings.IndexByte(" \t\n()<>=!~;'\",", p.src[end]) < 0 {
		end++
	}
	if end == p.i {
		_, n := utf8.DecodeRuneInString(p.src[p.i:])
		end += n
	}
	span := text.Span{Start: p.i, End: end}
	word := p.src[span.Start:span.End]
	if isDigit(word[0]) {
		p.fail(CodeQuotes, span, "a marker's text stands in quotes")
		p.suggest(span, "'"+word+"'")
		return
	}
	p.fail(CodeMarkerVariable, span, "%q is not a name that a marker knows", clip(word))
	if meant, ok := markerMeant[strings.ToLower(word)]; ok {
		p.suggest(span, meant)
	} else if meant, ok := near.Nearest(word, MarkerVariables()); ok {
		p.suggest(span, meant)
	}
}

// markerOpProblem tells what stands where a marker wants an operator.
func (p *parser) markerOpProblem() {
	if p.atEnd() {
		p.fail(CodeMarkerOperator, text.Span{Start: p.i, End: p.i}, "the marker ends where an operator should follow")
		return
	}
	end := p.i
	for end < len(p.src) && isOpByte(p.src[end]) {
		end++
	}
	span := text.Span{Start: p.i, End: end}
	if end > p.i {
		run := p.src[p.i:end]
		p.fail(CodeMarkerOperator, span, "%q is not an operator", run)
		if op, ok := meantOps[run]; ok {
			p.suggest(span, op)
		}
		return
	}
	for end < len(p.src) && strings.IndexByte(" \t\n'\"();,", p.src[end]) < 0 {
		end++
	}
	if end == p.i {
		_, n := utf8.DecodeRuneInString(p.src[p.i:])
		end += n
	}
	span.End = end
	p.fail(CodeMarkerOperator, span, "%q is not an operator", clip(p.src[p.i:end]))
}

func isOpByte(b byte) bool { return strings.IndexByte("=<>!~^", b) >= 0 }

// meantOps maps what is written for an operator to it.
var meantOps = map[string]string{
	"=": "==", "=>": ">=", "=<": "<=", "=~": "~=", "~": "~=", "!": "!=", "<>": "!=", "=!": "!=",
	">==": ">=", "<==": "<=", "~==": "~=", "!==": "!=", "====": "==", "=>=": ">=", "=<=": "<=", "~>": "~=", "~>=": "~=",
	">=>": ">=", "<=<": "<=", ">>": ">", "<<": "<", ">>=": ">=", "<<=": "<=", "==>": ">=", "=>>": ">=",
}
