package report

// The form for people: what, where and why, then the line with a caret under
// each cell of the span.

import (
	"bufio"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/terminal"
)

const (
	defaultWidth = 100
	minWidth     = 40
	maxWidth     = 1000
	// maxRelated bounds the related places and maxFixes the fixes told of one finding.
	maxRelated = 6
	maxFixes   = 3
)

func severityStyle(s lint.Severity) terminal.Style {
	switch s {
	case lint.Error:
		return terminal.Red
	case lint.Warning:
		return terminal.Yellow
	}
	return terminal.Blue
}

// printer writes lines with or without colour.
type printer struct {
	*bufio.Writer
	color bool
}

func (p *printer) put(parts ...string) {
	for _, s := range parts {
		_, _ = p.WriteString(s) // told by Flush
	}
}

// styled writes text that is clean already.
func (p *printer) styled(st terminal.Style, s string) {
	if !p.color || s == "" {
		p.put(s)
		return
	}
	p.put(st.Of(s))
}

func writeText(w io.Writer, v *view) error {
	p := &printer{bufio.NewWriterSize(w, 1<<16), v.opts.Color}
	t := &textReport{view: v, printer: p, told: map[*lint.Rule]bool{}}
	first := true
	v.each(people, func(_ *files, f *lint.Finding) {
		if !first {
			p.put("\n")
		}
		first = false
		t.finding(f)
	})
	return p.Flush()
}

// writeConcise prints the first line of text for each finding, with a place
// even where there is no text, so that a program can read it by a pattern.
func writeConcise(w io.Writer, v *view) error {
	p := &printer{bufio.NewWriterSize(w, 1<<16), v.opts.Color}
	t := &textReport{view: v, printer: p}
	v.each(people, func(_ *files, f *lint.Finding) {
		start, _ := v.span(&f.Place)
		t.head(f, start)
	})
	return p.Flush()
}

type textReport struct {
	*view
	*printer
	// told are the rules whose help line was printed.
	told map[*lint.Rule]bool
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

// at writes path:line:column. A line of 0 stands for no place in the file.
func (t *textReport) at(label string, p text.Position) {
	s := shownPath(label)
	if p.Line > 0 {
		s += ":" + strconv.Itoa(p.Line) + ":" + strconv.Itoa(p.Column)
	}
	t.styled(terminal.Bold, s)
}

func (t *textReport) head(f *lint.Finding, start text.Position) {
	t.at(f.Label(), start)
	t.put(": ")
	t.styled(severityStyle(f.Severity), f.Severity.String())
	t.put(": ", messageOf(f), " ")
	tail := "[" + f.Rule.ID + "]" + gateNote(f)
	t.styled(terminal.Dim, tail)
	if f.IgnoredBy != "" {
		t.styled(terminal.Dim, " "+ignoredNote(f))
	}
	t.put("\n")
}

func ignoredNote(f *lint.Finding) string {
	by := "(ignored by a comment"
	if f.IgnoredBy == byBaseline {
		by = "(in the baseline"
	}
	if f.Ignored != "" {
		by += ": " + terminal.Visible(f.Ignored)
	}
	return by + ")"
}

func (t *textReport) finding(f *lint.Finding) {
	var start, end text.Position
	if f.File != nil {
		start, end = t.span(&f.Place)
	}
	t.head(f, start)
	margin := 2
	if f.File != nil && !f.Mask {
		margin = t.excerpt(f, start, end)
	}
	for i := range f.Related {
		if i == maxRelated {
			t.note(margin, "note", terminal.Cyan, "and "+plural(len(f.Related)-i, "more place"))
			break
		}
		t.related(margin, f, &f.Related[i])
	}
	for i := range f.Fixes {
		if i == maxFixes {
			break
		}
		how := " (--fix)"
		if !f.Fixes[i].Safe {
			how = " (--unsafe-fixes)"
		}
		t.note(margin, "fix", terminal.Green, terminal.Visible(f.Fixes[i].Title)+how)
	}
	if !t.told[f.Rule] {
		t.told[f.Rule] = true
		help := "difylint explain " + f.Rule.ID
		if f.Severity == lint.Error && f.Gate != lint.None && f.Gate != "" { // of a doubt the message says what may come
			help = f.Gate.Refusal() + "; see: " + help
		} else {
			help = "see: " + help
		}
		t.note(margin, "help", terminal.Cyan, help)
	}
}

func (t *textReport) noteHead(margin int, word string, st terminal.Style) {
	t.put(strings.Repeat(" ", margin))
	t.styled(terminal.Dim, "=")
	t.put(" ")
	t.styled(st, word)
	t.put(": ")
}

func (t *textReport) note(margin int, word string, st terminal.Style, s string) {
	t.noteHead(margin, word, st)
	t.put(s, "\n")
}

func (t *textReport) related(margin int, f *lint.Finding, r *lint.Related) {
	t.noteHead(margin, "note", terminal.Cyan)
	var p text.Position
	if r.File != nil {
		p, _ = t.span(&r.Place)
	}
	t.at(f.LabelOf(r), p)
	t.put(": ", terminal.Visible(r.Message.String()), "\n")
}

// excerpt draws the first line of the span and returns the column, in cells,
// in which the notes' signs stand.
func (t *textReport) excerpt(f *lint.Finding, start, end text.Position) int {
	number := strconv.Itoa(start.Line)
	margin := len(number) + 1
	line := f.File.LineSpan(start.Line)
	if line.Start == 0 {
		line.Start = min(line.End, f.File.BOMLen())
	}
	if line.IsEmpty() && start.Line == end.Line {
		return margin // nothing to see
	}
	wide := t.opts.Width
	if wide == 0 {
		wide = defaultWidth
	}
	wide = max(minWidth, min(wide, maxWidth)) - margin - 2
	source, carets := draw(f.File.Data, line, text.Span{Start: start.Offset, End: end.Offset}, wide)

	t.styled(terminal.Dim, number+" |")
	t.put(" ", source, "\n", strings.Repeat(" ", margin))
	t.styled(terminal.Dim, "|")
	t.put(" ")
	blank := len(carets) - len(strings.TrimLeft(carets, " "))
	if end.Line > start.Line {
		carets += " to line " + strconv.Itoa(lastLine(f.File, end))
	}
	t.put(carets[:blank])
	t.styled(severityStyle(f.Severity), carets[blank:])
	t.put("\n")
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
