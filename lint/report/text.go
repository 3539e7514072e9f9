package report

// The form for people: what, where and why, then the line with a caret under
// each cell of the span.

import (
	"bytes"
	"cmp"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/terminal"
)

const (
	defaultWidth = 100
	minWidth     = 40
	maxWidth     = 1000
	// maxRelated bounds the related places and maxFixes the fixes printed for one finding.
	maxRelated = 6
	maxFixes   = 3
)

// printer writes lines with or without colour.
type printer struct {
	writer
	color bool
}

func newPrinter(w io.Writer, color bool) *printer { return &printer{newWriter(w), color} }

// in is a text, clean already, in a style.
func (p *printer) in(st terminal.Style, s string) string {
	if !p.color || s == "" || st == "" {
		return s
	}
	return st.Of(s)
}

func writeText(w io.Writer, v *view) error {
	var body bytes.Buffer
	p := newPrinter(&body, v.opts.Color)
	t := &textReport{view: v, printer: p, helpShown: map[*lint.Rule]bool{}, noted: map[*lint.Rule]bool{}}
	groups, more := t.groups()
	for i, g := range groups {
		if i > 0 {
			p.put("\n")
		}
		t.group(g)
	}
	if more > 0 {
		t.put("\n")
		t.wrapped("", "", 0, t.say("and %d more", more))
	}
	if err := p.Flush(); err != nil {
		return err
	}
	verdicts, high := t.verdicts(), 0
	for i, line := range verdicts {
		if verdicts[i] = line + "\n"; v.opts.Wrap {
			verdicts[i] = folded(verdictPieces(line), t.width(), 4)
		}
		high += strings.Count(verdicts[i], "\n")
	}
	out := newWriter(w)
	long := v.opts.Height > 0 && bytes.Count(body.Bytes(), []byte("\n"))+high >= v.opts.Height
	if long && len(groups) > 0 {
		out.put(verdicts...)
		if len(verdicts) > 0 {
			out.put("\n")
		}
	}
	_, _ = out.Write(body.Bytes()) // Flush returns the error
	if len(groups) > 0 && len(verdicts) > 0 {
		out.put("\n")
	}
	out.put(verdicts...)
	return out.Flush()
}

// writeConcise prints the first line of text for each finding, with a place
// even where there is no text, so that a program can read it by a pattern.
func writeConcise(w io.Writer, v *view) error {
	p := newPrinter(w, v.opts.Color)
	t := &textReport{view: v, printer: p}
	list, _ := t.first(t.ordered(v.opts.Sort == "gate"))
	for _, f := range list {
		start, _ := v.span(&f.Place)
		t.head(f, start)
	}
	return p.Flush()
}

type textReport struct {
	*view
	*printer
	// helpShown are the rules whose help line was printed, noted the notes.
	helpShown, noted map[*lint.Rule]bool
}

// ordered are the findings to show, by path, or by gate: what is refused first
// stands first, and advice last.
func (t *textReport) ordered(byGate bool) []*lint.Finding {
	var out []*lint.Finding
	t.each(people, func(_ *files, f *lint.Finding) { out = append(out, f) })
	if byGate {
		slices.SortStableFunc(out, func(a, b *lint.Finding) int {
			return cmp.Or(cmp.Compare(level(b), level(a)), cmp.Compare(a.Gate.Order(), b.Gate.Order()))
		})
	}
	return out
}

// first are as many findings as are to be shown, and how many more there are.
func (t *textReport) first(list []*lint.Finding) (_ []*lint.Finding, more int) {
	if most := t.opts.MaxFindings; most > 0 && len(list) > most {
		return list[:most], len(list) - most
	}
	return list, 0
}

// alike is what findings of one cause have in common. By gate, only errors are
// kept apart by the plugin.
type alike struct {
	rule     *lint.Rule
	plugin   string
	severity lint.Severity
	gate     lint.Gate
	format   string
	ignored  lint.Ignorer
}

// leastAlike is how many findings of one cause are printed as one.
const leastAlike = 3

// groups are the findings to print, those of one cause together, and how many
// are left out by MaxFindings. What does not count is left to the verdict, unless
// it is all that there is room to say.
func (t *textReport) groups() (out [][]*lint.Finding, more int) {
	var list []*lint.Finding
	byGate := t.opts.Sort != "path"
	for _, f := range t.ordered(byGate) {
		if !f.Uncounted || !t.opts.Verdicts {
			list = append(list, f)
		}
	}
	list, more = t.first(list)
	key := func(f *lint.Finding) alike {
		k := alike{f.Rule, f.Plugin, f.Severity, f.Gate, f.Message.Format, f.IgnoredBy}
		if byGate && f.Severity != lint.Error {
			k.plugin = ""
		}
		return k
	}
	count := map[alike]int{}
	for _, f := range list {
		count[key(f)]++
	}
	at := map[alike]int{}
	for _, f := range list {
		k := key(f)
		if i, seen := at[k]; seen && count[k] >= leastAlike {
			out[i] = append(out[i], f)
			continue
		}
		at[k] = len(out)
		out = append(out, []*lint.Finding{f})
	}
	return out, more
}

// shownPath is a path on a terminal. A leading colon would make the line a
// command to some runners of workflows.
func shownPath(label string) string {
	label = terminal.Visible(labelOf(label))
	if label[0] == ':' || label[0] == '#' {
		return "./" + label
	}
	return label
}

// where is path:line:column. A line of 0 stands for no place in the file.
func (t *textReport) where(label string, p text.Position) string {
	s := shownPath(label)
	if p.Line > 0 {
		s += ":" + strconv.Itoa(p.Line) + ":" + strconv.Itoa(p.Column)
	}
	return t.in(terminal.Bold, s)
}

func (t *textReport) head(f *lint.Finding, start text.Position) {
	head := t.where(f.Label(), start) + ": " + t.in(called[f.Severity].style, f.Severity.String()) + ": "
	tail := "[" + f.Rule.ID + "]" + t.gateNote(f)
	if f.IgnoredBy != lint.NotIgnored {
		tail += " " + t.ignoredNote(f)
	}
	t.wrapped(head, terminal.Dim, 4, t.messageOf(f), tail)
}

// wrapped writes a line: what it begins with, which may be styled already, a text,
// and what stands behind that in a style. Where lines are wrapped, it goes on at a
// word, with a margin.
func (t *textReport) wrapped(head string, st terminal.Style, margin int, s string, tail ...string) {
	end := strings.Join(tail, " ")
	if !t.opts.Wrap {
		if end != "" {
			end = " " + t.in(st, end)
		}
		t.put(head, s, end, "\n")
		return
	}
	words := pieces(" " + s)
	for _, w := range pieces(" " + end) {
		words = append(words, piece{w.before, t.in(st, w.text)})
	}
	if len(words) > 0 && (head == "" || spaced(head)) {
		words[0].before = ""
	}
	if head != "" {
		words = slices.Insert(words, 0, piece{"", head})
	}
	t.put(folded(words, t.width(), margin))
}

// spaced reports whether nothing more is needed before a word: there is a space, or
// a mark that has one in its cell.
func spaced(head string) bool {
	last, _ := utf8.DecodeLastRuneInString(head)
	return last == ' ' || terminal.Width(string(last)) == 2 && strings.ContainsRune(closing, last)
}

// piece is what a line is not broken within, and the space before it.
type piece struct{ before, text string }

// pieces divides a text where a line may end: at blanks, and between the characters
// of a script that has none, but before no mark that ends something and behind none
// that begins something.
func pieces(s string) []piece {
	var out []piece
	for s != "" {
		word := strings.TrimLeft(s, " ")
		before, start := s[:len(s)-len(word)], 0
		if word == "" {
			break
		}
		s = ""
		if i := strings.IndexByte(word, ' '); i >= 0 {
			word, s = word[:i], word[i:]
		}
		for i, r := range word {
			if i == start {
				continue
			}
			last, _ := utf8.DecodeLastRuneInString(word[:i])
			if (breaks(last) || breaks(r)) && !strings.ContainsRune(closing, r) && !strings.ContainsRune(opening, last) {
				out = append(out, piece{before, word[start:i]})
				before, start = "", i
			}
		}
		out = append(out, piece{before, word[start:]})
	}
	return out
}

// Folded is a line for a terminal with lines of so many cells: it goes on at a
// word, with a margin, and ends with a line break. It may be styled.
func Folded(line string, width int) string { return folded(pieces(line), width, 4) }

func folded(words []piece, width, margin int) string {
	var b strings.Builder
	at := 0
	for i, w := range words {
		n := terminal.Width(unstyled(w.text))
		if i > 0 && at+len(w.before)+n > width && at > margin {
			w.before, at = "\n"+strings.Repeat(" ", margin), 0
		}
		b.WriteString(w.before + w.text)
		at += len(strings.TrimPrefix(w.before, "\n")) + n
	}
	return b.String() + "\n"
}

// Marks that begin no line, and marks that end none.
const (
	closing = "，。、；：？！）》」』】〉”’…,.;:?!)]}%"
	opening = "（《「『【〈“‘([{"
)

// breaks reports whether a line may end on both sides of a character.
func breaks(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || strings.ContainsRune(closing[:strings.IndexByte(closing, ',')], r) && r != '…' && r != '”' && r != '’'
}

// width is the number of cells of a line.
func (t *textReport) width() int {
	if t.opts.Width == 0 {
		return defaultWidth
	}
	return max(minWidth, min(t.opts.Width, maxWidth))
}

// sequence matches what styles a text.
var sequence = text.Regexp(`\x1b\[[0-9;]*m`)

// unstyled is a text without its styles.
func unstyled(s string) string { return sequence().ReplaceAllString(s, "") }

func (v *view) ignoredNote(f *lint.Finding) string {
	reason := terminal.Visible(f.Ignored)
	switch {
	case f.IgnoredBy == lint.ByBaseline && reason != "":
		return v.say("(in the baseline: %s)", reason)
	case f.IgnoredBy == lint.ByBaseline:
		return v.say("(in the baseline)")
	case reason != "":
		return v.say("(ignored by a comment: %s)", reason)
	}
	return v.say("(ignored by a comment)")
}

// group prints findings of one cause: the first whole, of the others the place and
// the message.
func (t *textReport) group(g []*lint.Finding) {
	f := g[0]
	var start, end text.Position
	if f.File != nil {
		start, end = t.span(&f.Place)
	}
	t.head(f, start)
	margin := 2
	if f.File != nil && f.File.Whole() && !f.Mask {
		margin = t.excerpt(f, start, end)
	}
	if !t.noted[f.Rule] || f.Severity == lint.Error {
		t.noted[f.Rule] = true
		for i := range f.Related {
			if i == maxRelated {
				t.note(margin, t.say("note"), terminal.Cyan, t.opts.Lang.Count(len(f.Related)-i, "and %d more place", "and %d more places"))
				break
			}
			t.placed(margin, t.say("note"), f.LabelOf(&f.Related[i]), &f.Related[i].Place, t.opts.Lang.Text(f.Related[i].Message))
		}
	}
	for i, other := range g[1:] {
		if i == maxAlike {
			t.note(margin, t.say("also"), terminal.Cyan, t.opts.Lang.Count(len(g)-1-i, "in %d more place; --format concise lists all", "in %d more places; --format concise lists all"))
			break
		}
		t.also(margin, f, other)
	}
	t.fixes(margin, g)
	if !t.helpShown[f.Rule] {
		t.helpShown[f.Rule] = true
		program := cmp.Or(t.opts.Program, "difylint")
		if f.Severity == lint.Error && f.Gate != lint.None && f.Gate != "" { // of a doubt the message says what may come
			t.note(margin, t.say("help"), terminal.Cyan, t.say("%s; see: %s explain %s", t.opts.Lang.Words(f.Gate.Refusal()), program, f.Rule.ID))
		} else {
			t.note(margin, t.say("help"), terminal.Cyan, t.say("see: %s explain %s", program, f.Rule.ID))
		}
	}
}

// maxAlike bounds the further places printed of one cause.
const maxAlike = 10

// also prints a further place of a cause, with its message where that differs.
func (t *textReport) also(margin int, first, f *lint.Finding) {
	message := ""
	if f.Message.String() != first.Message.String() {
		message = t.opts.Lang.Text(f.Message)
	}
	t.placed(margin, t.say("also"), f.Label(), &f.Place, message)
}

// fixes prints how findings of one cause are mended.
func (t *textReport) fixes(margin int, g []*lint.Finding) {
	f := g[0]
	for i := range f.Fixes {
		if i == maxFixes {
			break
		}
		flag := "--fix"
		if !f.Fixes[i].Safe {
			flag = "--unsafe-fixes"
		}
		n := 0
		for _, other := range g {
			if len(other.Fixes) > i && other.Fixes[i].Safe == f.Fixes[i].Safe {
				n++
			}
		}
		title := terminal.Visible(t.opts.Lang.Text(f.Fixes[i].Title))
		if n > 1 {
			t.note(margin, t.say("fix"), terminal.Green, t.say("%s (%s; the same for %d of these)", title, flag, n))
		} else {
			t.note(margin, t.say("fix"), terminal.Green, t.say("%s (%s)", title, flag))
		}
	}
}

func (t *textReport) note(margin int, word string, st terminal.Style, s string) {
	t.wrapped(t.noteHead(margin, word, st), "", margin+4, s)
}

func (t *textReport) noteHead(margin int, word string, st terminal.Style) string {
	return strings.Repeat(" ", margin) + t.in(terminal.Dim, "=") + " " + t.in(st, word) + t.say(": ")
}

// placed prints a note about a place.
func (t *textReport) placed(margin int, word, label string, at *plugin.Place, message string) {
	var p text.Position
	if at.File != nil {
		p, _ = t.span(at)
	}
	head := t.noteHead(margin, word, terminal.Cyan) + t.where(label, p)
	if message != "" {
		head += ": "
	}
	t.wrapped(head, "", margin+4, terminal.Visible(message))
}

// excerpt draws the first line of the span and returns the column, in cells,
// in which the notes' signs stand.
func (t *textReport) excerpt(f *lint.Finding, start, end text.Position) int {
	number := strconv.Itoa(start.Line)
	margin := len(number) + 1
	line := f.File.LineSpan(start.Line)
	line.Start = f.File.TextStart(line.End)
	if line.IsEmpty() && start.Line == end.Line {
		return margin // nothing to see
	}
	wide := t.width() - margin - 2
	source, carets := draw(f.File.Data, line, text.Span{Start: start.Offset, End: end.Offset}, wide)

	blank := len(carets) - len(strings.TrimLeft(carets, " "))
	if end.Line > start.Line {
		carets += t.say(" to line %d", lastLine(f.File, end))
	}
	t.put(t.in(terminal.Dim, number+" |"), " ", source, "\n")
	t.put(strings.Repeat(" ", margin), t.in(terminal.Dim, "|"), " ", carets[:blank], t.in(called[f.Severity].style, carets[blank:]), "\n")
	return margin
}

// lastLine is the line of the last byte before the end.
func lastLine(f *text.File, end text.Position) int {
	if end.Offset == f.LineStart(end.Line) && end.Line > 1 {
		return end.Line - 1
	}
	return end.Line
}

// draw is a line of source and the line of carets under the part of span that
// lies in it, at most wide cells each. Of a longer line, a window around the
// beginning of the span is drawn, with … where it is cut.
func draw(data []byte, line, span text.Span, wide int) (source, carets string) {
	span.Start = max(line.Start, min(span.Start, line.End))
	span.End = max(span.Start, min(span.End, line.End))
	// No more is looked at than can be drawn, with room for joined marks.
	reach := 8 * wide
	from := max(line.Start, span.Start-reach)
	for from > line.Start && !utf8.RuneStart(data[from]) {
		from--
	}
	to := min(line.End, span.Start+reach)
	for to < line.End && !utf8.RuneStart(data[to]) {
		to++
	}
	cs := terminal.Cells(string(data[from:to]), from)
	first := len(cs) // the cell at which the span begins
	total, before := 0, 0
	for i := range cs {
		if first == len(cs) && cs[i].End > span.Start {
			first, before = i, total
		}
		total += cs[i].Width
	}
	if first == len(cs) {
		before = total
	}
	begin, stop := 0, len(cs)
	cutLeft, cutRight := from > line.Start, to < line.End
	if cutLeft || cutRight || total > wide {
		// The span gets two thirds of the window, what leads to it the rest.
		lead := wide / 3
		if before <= wide/2 && !cutLeft {
			lead = before
		}
		skipped := 0
		for begin < first && before-skipped > lead {
			skipped += cs[begin].Width
			begin++
		}
		cutLeft = cutLeft || begin > 0
		room := wide - 1 // for the sign on the right
		if cutLeft {
			room--
		}
		stop = begin
		for stop < len(cs) && cs[stop].Width <= room {
			room -= cs[stop].Width
			stop++
		}
		cutRight = cutRight || stop < len(cs)
	}
	var s strings.Builder
	lead, marks := 0, 0
	if cutLeft {
		s.WriteString("…")
		lead++
	}
	for i := begin; i < stop; i++ {
		s.WriteString(cs[i].Text)
		switch {
		case i < first:
			lead += cs[i].Width
		case cs[i].Start < span.End:
			marks += cs[i].Width
		}
	}
	if cutRight {
		s.WriteString("…")
	}
	// A point, and what has no width, gets one caret.
	carets = strings.Repeat(" ", lead) + strings.Repeat("^", max(marks, 1))
	return strings.TrimRight(s.String(), " "), carets
}
