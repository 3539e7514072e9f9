package report

// What every format needs of a result: which findings to show, where they
// stand, and which fixes can be placed.

import (
	"sort"
	"unicode/utf8"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/terminal"
)

// Values of lint.Finding.IgnoredBy.
const (
	byComment  = "comment"
	byBaseline = "baseline"
)

// view is one result while it is printed.
type view struct {
	res  *lint.Result
	opts Options
	// marks are the long lines that places were looked up in.
	marks map[lineKey][]text.Position
}

func newView(in Input) *view {
	return &view{res: in.Result, opts: in.Options, marks: map[lineKey][]text.Position{}}
}

// audience says what a format can do with ignored findings.
type audience int

const (
	// unmarked formats cannot tell an ignored finding from another.
	unmarked audience = iota
	// people see ignored findings on demand.
	people
	// programs see what the baseline holds always.
	programs
)

// shows reports whether a finding belongs in a document.
func (v *view) shows(f *lint.Finding, a audience) bool {
	switch {
	case f.IgnoredBy == "":
		return true
	case a == unmarked:
		return false
	case a == programs && f.IgnoredBy == byBaseline:
		return true
	}
	return v.opts.ShowIgnored
}

// each calls fn with every finding that belongs in a document, in order.
func (v *view) each(a audience, fn func(*lint.PluginResult, *lint.Finding)) {
	for i := range v.res.Plugins {
		p := &v.res.Plugins[i]
		for j := range p.Findings {
			if f := &p.Findings[j]; v.shows(f, a) {
				fn(p, f)
			}
		}
	}
}

// nowhere is the place of what has no text: the file's beginning.
var nowhere = text.Position{Line: 1, Column: 1}

// span is where a place begins and ends. Without a file, both are 1:1.
func (v *view) span(p *plugin.Place) (start, end text.Position) {
	return v.spanIn(p.File, p.Span)
}

func (v *view) spanIn(f *text.File, s text.Span) (start, end text.Position) {
	if f == nil {
		return nowhere, nowhere
	}
	start = v.position(f, s.Start)
	if s.End <= s.Start {
		return start, start
	}
	return start, v.position(f, s.End)
}

type lineKey struct {
	file *text.File
	line int
}

// stride is the distance, in bytes, of the places that are remembered in a
// long line.
const stride = 4096

// position is text.File.Position, with the places in long lines remembered: a
// file of one line with findings all over it would else cost their product.
func (v *view) position(f *text.File, off int) text.Position {
	off = max(0, min(off, len(f.Data)))
	line := max(1, f.LineAt(off))
	if off-f.LineStart(line) <= stride {
		return f.Position(off)
	}
	key := lineKey{f, line}
	marks, ok := v.marks[key]
	if !ok {
		marks = markLine(f, line)
		v.marks[key] = marks
	}
	i := sort.Search(len(marks), func(i int) bool { return marks[i].Offset > off })
	p := marks[i-1] // the first stands at the line's beginning
	for p.Offset < off {
		next := step(f.Data, p)
		if next.Offset > off {
			break
		}
		p = next
	}
	p.Offset = off
	return p
}

func markLine(f *text.File, line int) []text.Position {
	start, end := f.LineStart(line), f.LineEnd(line)
	if start == 0 {
		start = f.BOMLen()
	}
	p := text.Position{Line: line, Column: 1, Offset: start}
	marks := []text.Position{p}
	for p.Offset < end {
		p = step(f.Data, p)
		if p.Offset-marks[len(marks)-1].Offset >= stride {
			marks = append(marks, p)
		}
	}
	return marks
}

// step is the position behind the code point at p.
func step(data []byte, p text.Position) text.Position {
	r, n := utf8.DecodeRune(data[p.Offset:])
	p.Offset += n
	p.Column++
	p.UTF16++
	if r > 0xffff {
		p.UTF16++
	}
	return p
}

// placedEdit is an edit whose file is known.
type placedEdit struct {
	text.Edit
	File       *text.File
	Label      string
	Start, End text.Position
}

// files finds the texts of one plugin that its findings stand in.
type files struct {
	plugin *lint.PluginResult
	byPath map[string]*text.File
}

func (fs *files) find(f *lint.Finding, path string) *text.File {
	if f.File != nil && f.Path == path {
		return f.File
	}
	if fs.byPath == nil {
		fs.byPath = map[string]*text.File{}
		for i := range fs.plugin.Findings {
			g := &fs.plugin.Findings[i]
			if g.File != nil {
				fs.byPath[g.Path] = g.File
			}
			for j := range g.Related {
				if r := &g.Related[j]; r.File != nil && r.Plugin == "" {
					fs.byPath[r.Path] = r.File
				}
			}
		}
	}
	return fs.byPath[path]
}

// edits places the edits of a fix. It is false where one of them lies in a
// file whose text is not at hand: a fix is told wholly or not at all.
func (v *view) edits(fs *files, f *lint.Finding, fix *lint.Fix) ([]placedEdit, bool) {
	out := make([]placedEdit, 0, len(fix.Edits))
	for _, e := range fix.Edits {
		p := placedEdit{Edit: e, File: fs.find(f, e.Path)}
		if p.File == nil || e.Span.Start < 0 || e.Span.End < e.Span.Start || e.Span.End > len(p.File.Data) {
			return nil, false
		}
		at := lint.Finding{Plugin: f.Plugin}
		at.Path = e.Path
		p.Label = at.Label()
		p.Start, p.End = v.spanIn(p.File, e.Span)
		out = append(out, p)
	}
	return out, len(out) > 0
}

// labelOf is a path as documents name it; never empty.
func labelOf(label string) string {
	if label == "" {
		return "."
	}
	return label
}

// fixable says whether a finding has a safe fix, or only others.
func fixable(f *lint.Finding) (safe, other bool) {
	for i := range f.Fixes {
		if f.Fixes[i].Safe {
			return true, false
		}
		other = true
	}
	return false, other
}

// turnedOff is the reason of lint.Run for a rule that nobody asked for; any
// other rule that did not run is worth telling.
const turnedOff = lint.TurnedOff

// messageOf is a finding's message for programs that print it on one line.
func messageOf(f *lint.Finding) string { return terminal.Visible(f.Message.String()) }

// gateNote tells the gate behind a message; nothing where nobody refuses.
func gateNote(f *lint.Finding) string {
	if f.Gate == lint.None || f.Gate == "" {
		return ""
	}
	return " (gate: " + string(f.Gate) + ")"
}
