package report

// The Reviewdog Diagnostic Format, a diagnostic a line (reviewdog/reviewdog:
// proto/rdf). Its columns are 1-based and count bytes.

import (
	"io"
	"sort"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/terminal"
)

// maxSuggestion bounds the text that a suggestion replaces, in bytes: it is
// shown in a review.
const maxSuggestion = 16 << 10

func writeRDJSONL(w io.Writer, v *view) error {
	j := newJSONWriter(w, 0)
	for i := range v.res.Plugins {
		p := &v.res.Plugins[i]
		fs := &files{plugin: p}
		for k := range p.Findings {
			if f := &p.Findings[k]; v.shows(f, unmarked) {
				v.rdDiagnostic(j, fs, f)
				j.buf = append(j.buf, '\n')
			}
		}
	}
	return j.flush()
}

func (v *view) rdDiagnostic(j *jsonWriter, fs *files, f *lint.Finding) {
	j.beginObject()
	j.key("message").str(messageOf(f) + gateNote(f))
	v.rdLocation(j, f.Label(), &f.Place)
	severity := "INFO"
	if f.Severity > lint.Info {
		severity = strings.ToUpper(f.Severity.String())
	}
	j.key("severity").str(severity)
	j.key("source").beginObject()
	j.key("name").str("difylint")
	j.key("url").str(home)
	j.endObject()
	j.key("code").beginObject()
	j.key("value").str(f.Rule.ID)
	if url := f.Rule.URL(); url != "" {
		j.key("url").str(url)
	}
	j.endObject()
	for i := range f.Fixes {
		// The best one that a review can show: others would be its rivals.
		edits, ok := v.edits(fs, f, &f.Fixes[i])
		if !ok {
			continue
		}
		if span, txt, ok := merged(f, edits); ok {
			j.key("suggestions").beginArray()
			j.beginObject()
			v.rdRange(j, f.File, span)
			j.key("text").str(txt)
			j.endObject()
			j.endArray()
			break
		}
	}
	if len(f.Related) > 0 {
		j.key("relatedLocations").beginArray()
		for i := range f.Related {
			r := &f.Related[i]
			j.beginObject()
			j.key("message").str(terminal.Visible(r.Message.String()))
			v.rdLocation(j, f.LabelOf(r), &r.Place)
			j.endObject()
		}
		j.endArray()
	}
	j.endObject()
}

func (v *view) rdLocation(j *jsonWriter, label string, p *plugin.Place) {
	j.key("location").beginObject()
	j.key("path").str(labelOf(label))
	if p.File != nil {
		v.rdRange(j, p.File, p.Span)
	}
	j.endObject()
}

func (v *view) rdRange(j *jsonWriter, f *text.File, s text.Span) {
	start, end := v.spanIn(f, s)
	j.key("range").beginObject()
	rdPosition(j.key("start"), f, start)
	rdPosition(j.key("end"), f, end)
	j.endObject()
}

func rdPosition(j *jsonWriter, f *text.File, p text.Position) {
	j.beginObject()
	j.key("line").int(p.Line)
	j.key("column").int(p.Offset - f.LineStart(p.Line) + 1)
	j.endObject()
}

// merged is one replacement that does what the edits do together. It is false
// where they leave the finding's file, overlap, or span too much.
func merged(f *lint.Finding, edits []placedEdit) (text.Span, string, bool) {
	sorted := append([]placedEdit(nil), edits...)
	sort.SliceStable(sorted, func(a, b int) bool { return sorted[a].Span.Start < sorted[b].Span.Start })
	span := sorted[0].Span
	var b strings.Builder
	at := span.Start
	for i := range sorted {
		e := &sorted[i]
		if e.File != f.File || e.Span.Start < at || e.Span.End-span.Start > maxSuggestion {
			return span, "", false
		}
		b.WriteString(f.File.Slice(text.Span{Start: at, End: e.Span.Start}))
		b.WriteString(e.New)
		at = e.Span.End
	}
	span.End = at
	return span, b.String(), true
}
