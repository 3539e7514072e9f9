package requirement

import (
	"strconv"
	"strings"

	"github.com/difylint/difylint/lint/source/text"
)

// clauses reads version clauses up to the marker or the end, and tells what is
// wrong with each.
func (d *diagnosis) clauses() {
	open := -1
	if d.peek() == '(' {
		open = d.i
		d.i++
	}
	first, comma := true, -1
	for count := 0; ; count++ {
		d.blanks()
		if count > maxClauses {
			d.report(CodeTooLarge, text.Span{Start: d.i, End: d.i}, "more than %d clauses", maxClauses)
			return
		}
		switch b := d.peek(); {
		case d.i >= d.r.Span.End || b == ';':
			if comma >= 0 {
				d.emptyComma(comma, true)
			}
			if open >= 0 {
				at := len(strings.TrimRight(d.src[:d.i], " \t\n"))
				d.report(CodeParenthesis, text.Span{Start: open, End: open + 1}, "the parenthesis is not closed").
					Edit = &Edit{Span: text.Span{Start: at, End: at}, New: ")"}
			}
			return
		case b == ')':
			if open < 0 {
				d.report(CodeParenthesis, text.Span{Start: d.i, End: d.i + 1}, "no parenthesis is open here").
					Edit = &Edit{Span: text.Span{Start: d.i, End: d.i + 1}}
				d.i++
				continue
			}
			if comma >= 0 {
				d.emptyComma(comma, true)
			}
			d.i++
			d.blanks()
			if d.i < d.r.Span.End && d.peek() != ';' {
				d.rest("%q does not belong behind the parenthesis")
			}
			return
		case b == ',':
			if comma >= 0 || first {
				d.emptyComma(d.i, false)
			} else {
				comma = d.i
			}
			d.i++
			continue
		}
		if !first && comma < 0 && !d.noComma() {
			return
		}
		comma = -1
		if !d.clause(first) {
			return
		}
		first = false
	}
}

// emptyComma: a comma with nothing before or behind it.
func (d *diagnosis) emptyComma(at int, last bool) {
	span := text.Span{Start: at, End: at + 1}
	if last {
		p := d.report(CodeTrailingComma, span, "nothing follows this comma")
		p.Edit, p.Accepted = &Edit{Span: span}, true
		return
	}
	d.report(CodeComma, span, "a comma with nothing before it").Edit = &Edit{Span: span}
}

var joinWord = text.Regexp(`^(?i:and|or|&&?|\|\|?)\b[ \t]*|^(?:&&?|\|\|?)[ \t]*`)

// noComma is called where a clause ended and something else than a comma
// follows.
func (d *diagnosis) noComma() bool {
	gap := text.Span{Start: len(strings.TrimRight(d.src[:d.i], " \t")), End: d.i}
	joint := ","
	if n := len(d.r.Specifiers); n > 0 && d.r.Specifiers[n-1].Op == Arbitrary {
		joint = " ," // without the blank it would be part of the version
	}
	if word := joinWord().FindString(head(d.src[d.i:])); word != "" {
		gap.End = d.i + len(word)
		p := d.report(CodeComma, text.Span{Start: d.i, End: d.i + len(strings.TrimRight(word, " \t"))}, "clauses are joined by a comma, which means and")
		if w := strings.ToLower(word); w[0] != 'o' && w[0] != '|' {
			p.Edit = &Edit{Span: gap, New: joint}
		}
		d.i = gap.End
		return true
	}
	if isOpByte(d.peek()) {
		span := gap
		if gap.IsEmpty() {
			span.End++
		}
		d.report(CodeComma, span, "a comma is missing before %q", clip(d.src[d.i:d.clauseEnd(d.i)])).
			Edit = &Edit{Span: gap, New: joint}
		return true
	}
	if d.peek() == '[' {
		d.lateExtras()
		return false
	}
	if m := markerStart().FindString(head(d.src[d.i:])); m != "" {
		d.report(CodeMarker, text.Span{Start: d.i, End: d.i + len(m)}, "a marker begins with a semicolon").
			Edit = &Edit{Span: gap, New: "; "}
		trial := parser{src: d.src, i: d.i}
		trial.marker(d.r)
		if trial.failed {
			d.r.Problems = append(d.r.Problems, trial.problem)
		}
		d.i = len(d.src)
		return false
	}
	d.rest("%q does not belong here: clauses are separated by commas, a marker begins with a semicolon")
	return false
}

var markerStart = text.Regexp(`^(?:python_version|python_full_version|os_name|sys_platform|platform_\w+|implementation_\w+|extra)\b`)

// head is enough of s for a pattern that begins at its start.
func head(s string) string { return s[:min(len(s), 64)] }

// clauseEnd is where the clause at i seems to end.
func (d *diagnosis) clauseEnd(i int) int {
	for i < len(d.src) && isOpByte(d.src[i]) {
		i++
	}
	return d.tokenEnd(text.SkipBlanks(d.src, i))
}

func (d *diagnosis) tokenEnd(i int) int {
	if n := strings.IndexAny(d.src[i:], " \t\n,;()<>=!~^[]"); n >= 0 {
		return i + n
	}
	return len(d.src)
}

// lateExtras: name>=1.0[extra].
func (d *diagnosis) lateExtras() {
	start := d.i
	trial := d.parser
	var late Requirement
	if !trial.extras(&late) {
		d.rest("%q does not belong here")
		return
	}
	d.i = trial.i
	p := d.report(CodeExtras, late.ExtrasSpan, "extras stand behind the name, before the version")
	if d.r.ExtrasSpan.IsEmpty() && d.r.NameSpan.End <= start {
		d.r.Extras, d.r.ExtrasSpan = late.Extras, late.ExtrasSpan
		between := strings.TrimRight(d.src[d.r.NameSpan.End:start], " \t")
		p.Edit = &Edit{
			Span: text.Span{Start: d.r.NameSpan.End, End: d.i},
			New:  d.src[late.ExtrasSpan.Start:late.ExtrasSpan.End] + between,
		}
		// It moves all of the clauses, so no edit of theirs can be made as well.
		for i := range d.r.Problems[:len(d.r.Problems)-1] {
			if q := &d.r.Problems[i]; q.Edit != nil && q.Edit.Span.Overlaps(p.Edit.Span) {
				q.Edit = nil
			}
		}
	}
	d.blanks()
	if d.i < d.r.Span.End && d.peek() != ';' {
		d.rest("%q does not belong behind the extras")
	}
}

// clause reads one, whatever it looks like. It reports false where nothing more
// can be made out.
func (d *diagnosis) clause(first bool) bool {
	start := d.i
	run := d.operator()
	opSpan := text.Span{Start: start, End: d.i}
	op := scanOp(run)
	caret := run == "^"
	if op.String() != run {
		op = NoOp
	}
	meant := run
	switch {
	case run == "":
		if !d.noOperator(first) {
			return false
		}
		op, meant = Equal, "=="
		opSpan.End = opSpan.Start
	case caret:
	case op == NoOp:
		want, known := meantOps[strings.Map(dropBlank, run)]
		if op = scanOp(strings.Map(dropBlank, run)); op.String() == strings.Map(dropBlank, run) && op != NoOp {
			want, known = op.String(), true
		}
		p := d.report(CodeOperator, opSpan, "%q is not an operator", run)
		if known {
			p.Edit = &Edit{Span: opSpan, New: want}
			op, meant = scanOp(want), want
		}
	}
	d.blanks()
	span := d.version(op)
	if span.IsEmpty() {
		d.report(CodeVersionMissing, opSpan, "no version follows %s", meant)
		return true
	}
	written := d.src[span.Start:span.End]
	if caret {
		p := d.report(CodeOperator, opSpan, "^ is an operator of Poetry's alone")
		if clause, ok := caretRange(written); ok {
			p.Edit = &Edit{Span: opSpan.Union(span), New: clause}
		}
		return true
	}
	if op == NoOp {
		return true
	}
	d.check(op, opSpan, span)
	return true
}

func dropBlank(r rune) rune {
	if r == ' ' || r == '\t' {
		return -1
	}
	return r
}

// operator takes a run of operator characters, blanks among them included.
func (d *diagnosis) operator() string {
	start := d.i
	for isOpByte(d.peek()) && d.peek() != 0 {
		d.i++
	}
	end := d.i
	if end > start && end-start < 2 {
		d.blanks()
		if b := d.peek(); b == '=' {
			d.i++
			end = d.i
		}
	}
	d.i = end
	return d.src[start:end]
}

var looksLikeVersion = text.Regexp(`^[vV]?[0-9]`)

// noOperator: something else than an operator where one should be. It reports
// whether a version follows.
func (d *diagnosis) noOperator(first bool) bool {
	here := text.Span{Start: d.i, End: d.i}
	rest := d.src[d.i:]
	switch {
	case rest == "" || rest[0] == ';' || rest[0] == ')' || rest[0] == ',':
		return false
	case looksLikeVersion().MatchString(head(rest)):
		end := d.tokenEnd(d.i)
		p := d.report(CodeOperatorMissing, text.Span{Start: d.i, End: end}, "no operator before the version %s", clip(d.src[d.i:end]))
		if first {
			before := len(strings.TrimRight(d.src[:d.i], " \t"))
			p.Edit = &Edit{Span: text.Span{Start: before, End: d.i}, New: "=="}
		}
		return true
	case rest[0] == ':' || rest[0] == '@':
		end := text.SkipBlanks(d.src, d.i+1)
		p := d.report(CodeOperator, text.Span{Start: d.i, End: d.i + 1}, "%q is not an operator", rest[:1])
		if !looksLikeVersion().MatchString(head(d.src[end:])) {
			d.i = len(d.src)
			return false
		}
		p.Edit = &Edit{Span: text.Span{Start: d.i, End: end}, New: "=="}
		d.i = end
		return true
	case rest[0] == '[':
		d.lateExtras()
		return false
	case rest[0] == '*':
		d.i++
		d.report(CodeVersion, text.Span{Start: here.Start, End: d.i}, "any version is meant by naming none").
			Edit = &Edit{Span: text.Span{Start: d.r.NameSpan.End, End: d.i}}
		return false
	case rest[0] == '"' || rest[0] == '\'' || rest[0] == '`':
		d.rest("%q: no quotation mark may stand here")
		return false
	}
	if m := markerStart().FindString(head(rest)); m != "" && first {
		gap := text.Span{Start: len(strings.TrimRight(d.src[:d.i], " \t")), End: d.i}
		d.report(CodeMarker, text.Span{Start: d.i, End: d.i + len(m)}, "a marker begins with a semicolon").
			Edit = &Edit{Span: gap, New: "; "}
		d.i = len(d.src)
		return false
	}
	d.rest("%q does not belong here: one requirement to a line, and a version needs an operator")
	return false
}

var (
	endsOpen   = text.Regexp(`[.!+_-]$`)
	goesOn     = text.Regexp(`^(?:[.+_-]|(?i:a|b|c|rc|alpha|beta|pre|preview|post|rev|r|dev)[.0-9])`)
	goesOnBare = text.Regexp(`^[0-9]`)
)

// version takes what stands for a version, blanks inside included where it
// goes on behind them.
func (d *diagnosis) version(op Op) text.Span {
	start := d.i
	if op == Arbitrary {
		if n := strings.IndexAny(d.src[d.i:], " \t\n,;)"); n >= 0 {
			d.i += n
		} else {
			d.i = len(d.src)
		}
		d.greedyComma(start)
		return text.Span{Start: start, End: d.i}
	}
	end := d.tokenEnd(start)
	if start < len(d.src) && (d.src[start] == '"' || d.src[start] == '\'') {
		if n := strings.IndexByte(d.src[start+1:], d.src[start]); n >= 0 {
			end = start + 1 + n + 1
		}
	}
	for end > start {
		next := text.SkipBlanks(d.src, end)
		if next == end || next >= len(d.src) {
			break
		}
		if !goesOn().MatchString(head(d.src[next:])) && !goesOnBare().MatchString(head(d.src[next:])) {
			break
		}
		end = d.tokenEnd(next)
	}
	d.i = end
	return text.Span{Start: start, End: end}
}

// greedyComma: === takes all up to a blank for the version, the comma too.
func (d *diagnosis) greedyComma(start int) {
	end := text.SkipBlanks(d.src, d.i+1)
	if d.i > start && d.peek() == ',' && end > d.i+1 && end < d.r.Span.End && strings.IndexByte(",;)", d.src[end]) < 0 {
		d.report(CodeComma, text.Span{Start: d.i, End: end}, "behind === a comma with a blank after it counts as part of the version").
			Edit = &Edit{Span: text.Span{Start: d.i, End: d.i}, New: " "}
	}
}

// check tells what is wrong with the version of one clause, or keeps it.
func (d *diagnosis) check(op Op, opSpan, span text.Span) {
	written := d.src[span.Start:span.End]
	if joined := strings.Map(dropBlank, written); joined != written {
		p := d.report(CodeVersionBlank, span, "a blank inside the version %q", clip(written))
		if _, ok := scanFull(op, joined); ok && unambiguous(written) {
			p.Edit = &Edit{Span: span, New: joined}
			d.keep(op, joined, opSpan, span)
		}
		return
	}
	if q := written[0]; q == '"' || q == '\'' {
		inner := strings.Trim(written, `"'`)
		p := d.report(CodeQuotes, span, "a version stands without quotation marks")
		if _, ok := scanFull(op, inner); ok {
			p.Edit = &Edit{Span: span, New: inner}
			d.keep(op, inner, opSpan, span)
		}
		return
	}
	if d.keep(op, written, opSpan, span) {
		return
	}
	bare := strings.TrimSuffix(written, ".*")
	wild := bare != written
	v, valid := ParseVersion(bare)
	switch {
	case written == "*" && (op == Equal || op == GreaterEqual):
		d.report(CodeWildcard, span, "any version is meant by naming none").
			Edit = d.drop(opSpan.Union(span))
	case op == Compatible && valid && len(v.Release) < 2 && !wild:
		d.report(CodeCompatible, span, "~= needs at least two numbers: with %s it does not say which may change", bare).
			Edit = &Edit{Span: span, New: bare + ".0"}
		if !isPlainRelease(bare) {
			d.r.Problems[len(d.r.Problems)-1].Edit = nil
		}
	case wild && valid && op != Equal && op != NotEqual:
		p := d.report(CodeWildcard, span, ".* may stand behind == and != only, not behind %s", op)
		switch op {
		case GreaterEqual, Less:
			p.Edit = &Edit{Span: span, New: bare}
		case Compatible:
			p.Edit = &Edit{Span: opSpan.Union(span), New: "==" + written}
		}
	case valid && len(v.Local) > 0:
		d.report(CodeLocal, span, "a local label (+…) may stand behind == and != only, not behind %s", op).
			Edit = &Edit{Span: span, New: bare[:strings.IndexByte(bare, '+')]}
	default:
		p := d.report(CodeVersion, span, "%q is not a version", clip(written))
		if better, ok := meantVersion(op, written); ok {
			p.Edit = &Edit{Span: span, New: better}
		}
	}
}

// drop removes a clause and the comma or blanks before it.
func (d *diagnosis) drop(span text.Span) *Edit {
	start := len(strings.TrimRight(d.src[:span.Start], " \t"))
	if start > 0 && d.src[start-1] == ',' {
		start--
	}
	return &Edit{Span: text.Span{Start: start, End: span.End}}
}

// unambiguous: joined, the parts can only be one version.
func unambiguous(written string) bool {
	parts := strings.Fields(written)
	for i := 1; i < len(parts); i++ {
		if !endsOpen().MatchString(parts[i-1]) && !goesOn().MatchString(parts[i]) {
			return false
		}
	}
	return true
}

func scanFull(op Op, version string) (Clause, bool) {
	s := op.String() + version
	c, ok := scanClause(s, 0)
	return c, ok && c.Span.End == len(s)
}

// keep adds a clause that is right, or has been made right.
func (d *diagnosis) keep(op Op, version string, opSpan, span text.Span) bool {
	c, ok := scanFull(op, version)
	if !ok {
		return false
	}
	c.OpSpan, c.VersionSpan, c.Span = opSpan, span, opSpan.Union(span)
	d.r.Specifiers = append(d.r.Specifiers, c)
	if d.r.SpecifiersSpan.IsEmpty() {
		d.r.SpecifiersSpan = c.Span
	}
	d.r.SpecifiersSpan = d.r.SpecifiersSpan.Union(c.Span)
	return true
}

func isPlainRelease(s string) bool {
	return strings.Trim(s, "0123456789.") == ""
}

var placeholder = text.Regexp(`^(v?[0-9]+(?:\.[0-9]+)*)\.[xX]$`)

// meantVersion is a version in another writing than PEP 440's.
func meantVersion(op Op, s string) (string, bool) {
	if m := placeholder().FindStringSubmatch(s); m != nil && (op == Equal || op == NotEqual) {
		return m[1] + ".*", true
	}
	trimmed := strings.Trim(s, ".,:`\"'*")
	if trimmed != s && trimmed != "" {
		if _, ok := scanFull(op, trimmed); ok {
			return trimmed, true
		}
	}
	if dotted := strings.ReplaceAll(s, "..", "."); dotted != s {
		if _, ok := scanFull(op, dotted); ok {
			return dotted, true
		}
	}
	return "", false
}

// caretRange writes ^1.2 as clauses: up to where the first number that is not
// zero changes.
func caretRange(s string) (string, bool) {
	v, ok := ParseVersion(s)
	if !ok || v.Epoch != 0 || v.HasPost || len(v.Local) > 0 {
		return "", false
	}
	keep := 0
	for keep < len(v.Release)-1 && v.Release[keep] == 0 {
		keep++
	}
	next := make([]string, 0, keep+1)
	for _, n := range v.Release[:keep] {
		next = append(next, strconv.FormatUint(n, 10))
	}
	if v.Release[keep] == 1<<64-1 {
		return "", false
	}
	next = append(next, strconv.FormatUint(v.Release[keep]+1, 10))
	return ">=" + s + ",<" + strings.Join(next, "."), true
}
