package report

// The Reviewdog Diagnostic Format, a diagnostic a line (reviewdog/reviewdog:
// proto/rdf). Its columns are 1-based and count bytes.

import (
	"cmp"
	"io"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/terminal"
)

// maxSuggestion bounds the text that a suggestion replaces, in bytes: it is
// shown in a review.
const maxSuggestion = 16 << 10

type (
	rdDiagnostic struct {
		Message     string         `json:"message"`
		Location    rdLocation     `json:"location"`
		Severity    string         `json:"severity"`
		Source      rdSource       `json:"source"`
		Code        rdCode         `json:"code"`
		Suggestions []rdSuggestion `json:"suggestions,omitempty"`
		Related     []rdRelated    `json:"relatedLocations,omitempty"`
	}
	rdLocation struct {
		Path  string   `json:"path"`
		Range *rdRange `json:"range,omitempty"`
	}
	rdRange struct {
		Start rdPosition `json:"start"`
		End   rdPosition `json:"end"`
	}
	rdPosition struct {
		Line   int `json:"line"`
		Column int `json:"column"`
	}
	rdSource struct {
		Name string `json:"name"`
		URL  string `json:"url"`
	}
	rdCode struct {
		Value string `json:"value"`
		URL   string `json:"url,omitempty"`
	}
	rdSuggestion struct {
		Range *rdRange `json:"range"`
		Text  string   `json:"text"`
	}
	rdRelated struct {
		Message  string     `json:"message"`
		Location rdLocation `json:"location"`
	}
)

func writeRDJSONL(w io.Writer, v *view) error {
	d := newDocument(w, nil)
	v.each(unmarked, func(fs *files, f *lint.Finding) { d.line(v.rdDiagnostic(fs, f)) })
	return d.close()
}

func (v *view) rdDiagnostic(fs *files, f *lint.Finding) *rdDiagnostic {
	out := &rdDiagnostic{
		Message: v.messageOf(f) + v.gateNote(f), Location: v.rdLocation(f.Label(), &f.Place), Severity: strings.ToUpper(level(f).String()),
		Source: rdSource{"difylint", home}, Code: rdCode{f.Rule.ID, f.Rule.URL()},
	}
	for i := range f.Fixes {
		// The best one that a review can show: others would be its rivals.
		edits, ok := v.edits(fs, f, &f.Fixes[i])
		if !ok {
			continue
		}
		if span, txt, ok := merged(f, edits); ok {
			out.Suggestions = []rdSuggestion{{v.rdRange(f.File, span), txt}}
			break
		}
	}
	for i := range f.Related {
		r := &f.Related[i]
		out.Related = append(out.Related, rdRelated{terminal.Visible(v.opts.Lang.Text(r.Message)), v.rdLocation(f.LabelOf(r), &r.Place)})
	}
	return out
}

func (v *view) rdLocation(label string, p *plugin.Place) rdLocation {
	if p.File == nil {
		return rdLocation{Path: labelOf(label)}
	}
	return rdLocation{labelOf(label), v.rdRange(p.File, p.Span)}
}

func (v *view) rdRange(f *text.File, s text.Span) *rdRange {
	at := func(p text.Position) rdPosition { return rdPosition{p.Line, p.Offset - f.LineStart(p.Line) + 1} }
	start, end := v.spanIn(f, s)
	return &rdRange{at(start), at(end)}
}

// merged is one replacement that does what the edits do together. It is false
// where they leave the finding's file, overlap, or span too much.
func merged(f *lint.Finding, edits []placedEdit) (text.Span, string, bool) {
	sorted := slices.Clone(edits)
	slices.SortStableFunc(sorted, func(a, b placedEdit) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	span := sorted[0].Span
	var b strings.Builder
	at := span.Start
	for i := range sorted {
		e := &sorted[i]
		if e.File != f.File || e.Span.Start < at || e.Span.End-span.Start > maxSuggestion || e.Span.Start > at && !e.File.Whole() {
			return span, "", false
		}
		b.WriteString(f.File.Slice(text.Span{Start: at, End: e.Span.Start}))
		b.WriteString(e.New)
		at = e.Span.End
	}
	span.End = at
	return span, b.String(), true
}
