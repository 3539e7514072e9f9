package report

// The form jsonl: what json says, a value a line, written while a run goes on.
// Its schema is schema/files/report-line.schema.json. The findings of a plugin
// come before its own line, which says how many they are; the last line is the
// summary, so that who reads a report without it knows that the run did not end.

import (
	"io"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/lang"
)

// The kinds of lines.
const (
	lineRun     = "run"
	lineFinding = "finding"
	linePlugin  = "plugin"
	lineEnd     = "end"
)

type jsonlRun struct {
	Line    string   `json:"line"`
	Version int      `json:"version"`
	Tool    jsonTool `json:"tool"`
	Shard   string   `json:"shard,omitempty"`
	Rules   []string `json:"rules,omitempty"`
}

type jsonlFinding struct {
	Line string `json:"line"`
	*jsonFinding
}

type jsonlPlugin struct {
	Line     string `json:"line"`
	Findings int    `json:"findings"`
	*jsonPlugin
}

type jsonlEnd struct {
	Line string `json:"line"`
	jsonSummary
}

// Stream writes the form jsonl, one result after the other, and keeps none.
type Stream struct {
	view  *view
	doc   *document
	tally Tally
}

// NewStream begins a document.
func NewStream(w io.Writer, opts Options) *Stream {
	s := &Stream{view: &view{opts: opts}, doc: newDocument(w, nil)}
	s.doc.line(jsonlRun{lineRun, jsonVersion, jsonTool{"difylint", opts.Version}, opts.Shard, opts.Rules})
	return s
}

// Write writes what was found in one plugin. The error is the writer's.
func (s *Stream) Write(p *lint.PluginResult) error {
	s.plugin(p)
	return s.doc.close()
}

func (s *Stream) plugin(p *lint.PluginResult) {
	s.tally.Add(p)
	n := 0
	fs := &files{plugin: p}
	for i := range p.Findings {
		if f := &p.Findings[i]; s.view.shows(f, programs) {
			n++
			s.doc.line(jsonlFinding{lineFinding, s.view.jsonFinding(fs, f)})
		}
	}
	s.doc.line(jsonlPlugin{linePlugin, n, s.view.jsonPlugin(p)})
}

// End writes the last line.
func (s *Stream) End() error {
	s.doc.line(jsonlEnd{lineEnd, summaryOf(s.tally.total())})
	return s.doc.close()
}

// SummaryIn is SummaryIn of what was written.
func (s *Stream) SummaryIn(l *lang.Language) string { return l.Text(summaryText(s.tally.total())) }

func writeJSONL(w io.Writer, v *view) error {
	s := NewStream(w, v.opts)
	for i := range v.res.Plugins {
		s.plugin(&v.res.Plugins[i])
	}
	return s.End()
}
