package report

// What every format needs of a result: which findings to show, where they
// stand, and which fixes can be placed.

import (
	"bufio"
	"cmp"
	"io"
	"path"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/terminal"
)

// writer writes pieces of a document. The buffer keeps the first error, and Flush
// returns it.
type writer struct{ *bufio.Writer }

func newWriter(w io.Writer) writer { return writer{bufio.NewWriterSize(w, 1<<16)} }

func (w writer) put(parts ...string) {
	for _, s := range parts {
		_, _ = w.WriteString(s)
	}
}

// view is one result while it is printed.
type view struct {
	res  *lint.Result
	opts Options
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
	case f.IgnoredBy == lint.NotIgnored:
		return true
	case a == unmarked:
		return false
	case a == programs && f.IgnoredBy == lint.ByBaseline:
		return true
	}
	return v.opts.ShowIgnored
}

// each calls fn with every finding that belongs in a document, in order, and the
// texts of its plugin.
func (v *view) each(a audience, fn func(*files, *lint.Finding)) {
	for i := range v.res.Plugins {
		fs := &files{plugin: &v.res.Plugins[i]}
		for j := range fs.plugin.Findings {
			if f := &fs.plugin.Findings[j]; v.shows(f, a) {
				fn(fs, f)
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
	start = f.Position(s.Start)
	if s.End <= s.Start {
		return start, start
	}
	return start, f.Position(s.End)
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
		if p.File == nil || e.Span.Start < 0 || e.Span.End < e.Span.Start || p.File.Whole() && e.Span.End > len(p.File.Data) {
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
func labelOf(label string) string { return cmp.Or(label, ".") }

// nameOf is what documents call a plugin: its folder, or author/name where that
// says nothing, as "." does.
func nameOf(p *lint.PluginResult) string {
	if base := path.Base(labelOf(p.Dir)); p.Name == "" || base != "." && base != ".." {
		return labelOf(p.Dir)
	}
	if p.Author == "" {
		return p.Name
	}
	return p.Author + "/" + p.Name
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

// words are what formats call a severity.
type words struct {
	style                                               terminal.Style
	sarif, sarifPrecision, sarifProblem, github, gitlab string
}

var called = map[lint.Severity]words{
	lint.Error:   {terminal.Red, "error", "very-high", "error", "error", "critical"},
	lint.Warning: {terminal.Yellow, "warning", "high", "warning", "warning", "minor"},
	lint.Info:    {terminal.Blue, "note", "medium", "recommendation", "notice", "info"},
}

// level is the severity of a finding where a format has no mark for what does
// not count.
func level(f *lint.Finding) lint.Severity {
	if f.Uncounted {
		return lint.Info
	}
	return f.Severity
}

// messageOf is a finding's message for programs that print it on one line.
func (v *view) messageOf(f *lint.Finding) string {
	return terminal.Visible(v.opts.Lang.Text(f.Message))
}

// say is a sentence of the report.
func (v *view) say(format string, args ...any) string { return v.opts.Lang.Say(format, args...) }

// gateNote tells the gate behind a message; nothing where nobody refuses.
func (v *view) gateNote(f *lint.Finding) string {
	if f.Gate == lint.None || f.Gate == "" {
		return ""
	}
	if f.Uncounted {
		return v.say(" (gate: %s, not counted)", string(f.Gate))
	}
	return v.say(" (gate: %s)", string(f.Gate))
}
