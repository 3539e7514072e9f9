package report

// The JSON form, version 1. Its schema is schema/files/report.schema.json; the
// package's comment describes it.

import (
	"io"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
)

// jsonVersion is raised where a reader of the form would have to change. New
// members are no such change.
const jsonVersion = 1

type jsonReport struct {
	Version  int           `json:"version"`
	Tool     jsonTool      `json:"tool"`
	Rules    []string      `json:"rules,omitempty"` // see Options.Rules
	Summary  jsonSummary   `json:"summary"`
	Plugins  []jsonPlugin  `json:"plugins"`
	Findings []jsonFinding `json:"findings"`
}

type jsonSummary struct {
	Plugins  int `json:"plugins"`
	Affected int `json:"affected"`
	counts
}

func summaryOf(t totals) jsonSummary { return jsonSummary{t.plugins, t.affected, t.counts} }

type jsonTool struct {
	Name    string `json:"name"`
	Version string `json:"version,omitempty"`
}

type jsonPlugin struct {
	Path    string `json:"path"`
	Author  string `json:"author"`
	Name    string `json:"name"`
	Version string `json:"version"`
	counts
	FailOn string                  `json:"fail_on,omitempty"` // where the configuration says so
	Gates  map[lint.Gate]GateState `json:"gates,omitempty"`
	Rules  []jsonStatus            `json:"rules"`
}

// never is the severity at which nothing fails.
const never = "never"

// turnedOff is why a rule with the state lint.Off was skipped.
const turnedOff = "turned off"

type jsonStatus struct {
	Rule  string     `json:"rule"`
	State lint.State `json:"state"`
	Why   string     `json:"why"`
}

type jsonFinding struct {
	Rule     string    `json:"rule"`
	Severity string    `json:"severity"`
	Gate     lint.Gate `json:"gate"`
	jsonSpan
	Message     string        `json:"message"`
	Plugin      string        `json:"plugin"`
	Route       string        `json:"route,omitempty"`
	Related     []jsonRelated `json:"related"`
	Fixes       []jsonFix     `json:"fixes"`
	Unplaced    []jsonFix     `json:"unplaced,omitempty"` // without edits: they are in files that are not at hand
	Counted     *bool         `json:"counted,omitempty"`  // false, or not given
	Unneeded    bool          `json:"unneeded,omitempty"`
	Ignored     *jsonIgnored  `json:"ignored,omitempty"`
	Fingerprint string        `json:"fingerprint"`
	URL         string        `json:"url,omitempty"`
}

type jsonRelated struct {
	jsonSpan
	Message string `json:"message"`
}

type jsonFix struct {
	Title string     `json:"title"`
	Safe  bool       `json:"safe"`
	Edits []jsonEdit `json:"edits,omitempty"`
}

type jsonEdit struct {
	jsonSpan
	Text string `json:"text"`
}

type jsonIgnored struct {
	By     lint.Ignorer `json:"by"`
	Reason string       `json:"reason"`
}

type jsonSpan struct {
	Path  string       `json:"path"`
	Start jsonPosition `json:"start"`
	End   jsonPosition `json:"end"`
}

type jsonPosition struct {
	Line   int `json:"line"`
	Column int `json:"column"`
	Offset int `json:"offset"`
	// UTF16 and Byte are the column in UTF-16 code units and in bytes, 1-based,
	// where they are not Column.
	UTF16 int `json:"utf16,omitempty"`
	Byte  int `json:"byte,omitempty"`
}

func positionOf(f *text.File, p text.Position) jsonPosition {
	out := jsonPosition{Line: p.Line, Column: p.Column, Offset: p.Offset}
	if f == nil {
		return out
	}
	if n := p.UTF16 + 1; n != p.Column {
		out.UTF16 = n
	}
	if n := p.Offset - f.LineStart(p.Line) + 1; n != p.Column {
		out.Byte = n
	}
	return out
}

// jsonAt is a place under its label.
func (v *view) jsonAt(label string, p *plugin.Place) jsonSpan {
	start, end := v.span(p)
	return jsonSpan{labelOf(label), positionOf(p.File, start), positionOf(p.File, end)}
}

// writeJSON writes the document: one plugin and one finding a line.
func writeJSON(w io.Writer, v *view) error {
	doc := jsonReport{Version: jsonVersion, Tool: jsonTool{"difylint", v.opts.Version}, Rules: v.opts.Rules, Summary: summaryOf(total(v.res)), Plugins: []jsonPlugin{}, Findings: []jsonFinding{}}
	d := newDocument(w, doc)
	d.list("plugins", func(put func(any)) {
		for i := range v.res.Plugins {
			put(v.jsonPlugin(&v.res.Plugins[i]))
		}
	})
	d.list("findings", func(put func(any)) {
		v.each(programs, func(fs *files, f *lint.Finding) { put(v.jsonFinding(fs, f)) })
	})
	return d.close()
}

func (v *view) jsonPlugin(p *lint.PluginResult) *jsonPlugin {
	out := &jsonPlugin{Path: labelOf(p.Dir), Author: p.Author, Name: p.Name, Version: p.Version, counts: countPlugin(p), Rules: []jsonStatus{}}
	if v.opts.Rules == nil {
		out.Gates = map[lint.Gate]GateState{}
		gates, _, _ := Verdicts(p)
		for i := range gates {
			out.Gates[gates[i].Gate] = gates[i].State
		}
	}
	switch {
	case p.Config == nil:
	case p.Config.FailNever:
		out.FailOn = never
	case p.Config.FailOn != lint.Inherit:
		out.FailOn = p.Config.FailOn.String()
	}
	for _, st := range p.Statuses {
		switch st.State {
		case lint.Ran:
		case lint.Off:
			out.Rules = append(out.Rules, jsonStatus{st.Rule.ID, lint.Skipped, turnedOff})
		default:
			out.Rules = append(out.Rules, jsonStatus{st.Rule.ID, st.State, st.Why})
		}
	}
	return out
}

func (v *view) jsonFinding(fs *files, f *lint.Finding) *jsonFinding {
	out := &jsonFinding{
		Rule: f.Rule.ID, Severity: f.Severity.String(), Gate: f.Gate, jsonSpan: v.jsonAt(f.Label(), &f.Place), Message: f.Message.String(),
		Plugin: labelOf(f.Plugin), Route: f.Route, Related: []jsonRelated{}, Fixes: []jsonFix{}, Unneeded: f.Unneeded, Fingerprint: f.Fingerprint, URL: f.Rule.URL(),
	}
	for i := range f.Related {
		r := &f.Related[i]
		out.Related = append(out.Related, jsonRelated{v.jsonAt(f.LabelOf(r), &r.Place), r.Message.String()})
	}
	for i := range f.Fixes {
		fix := jsonFix{Title: f.Fixes[i].Title.String(), Safe: f.Fixes[i].Safe}
		edits, ok := v.edits(fs, f, &f.Fixes[i])
		if !ok {
			out.Unplaced = append(out.Unplaced, fix)
			continue
		}
		for _, e := range edits {
			fix.Edits = append(fix.Edits, jsonEdit{jsonSpan{labelOf(e.Label), positionOf(e.File, e.Start), positionOf(e.File, e.End)}, e.New})
		}
		out.Fixes = append(out.Fixes, fix)
	}
	if f.Uncounted {
		out.Counted = new(bool)
	}
	if f.IgnoredBy != lint.NotIgnored {
		out.Ignored = &jsonIgnored{f.IgnoredBy, f.Ignored}
	}
	return out
}
