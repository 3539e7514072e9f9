package release

// The comparison of several plugins, for people (a table, Markdown) and for
// programs (JSON). Findings of the rules go through package report instead.

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
)

// Document is what a comparison of plugins with their releases came to.
type Document struct {
	// Baseline names the release.
	Baseline string
	// Version is difylint's own.
	Version string
	// Plugins in the order in which they are to be told.
	Plugins []Outcome
	// Gone are the folders of plugins that are in the release alone.
	Gone []string
}

// Outcome is one plugin's.
type Outcome struct {
	Dir, Author, Name string
	// Report is nil where the plugin was not compared.
	Report *Report
	// Fresh is true where the release has no such plugin; otherwise Why says why
	// there is no report.
	Fresh bool
	Why   string
}

// Count is the number of plugins that came to a state.
func (d *Document) Count(s State) int {
	n := 0
	for i := range d.Plugins {
		if r := d.Plugins[i].Report; r != nil && r.Verdict.State == s {
			n++
		}
	}
	return n
}

// Summary is one line for people.
func (d *Document) Summary() string {
	var parts []string
	add := func(n int, what string) {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, what))
		}
	}
	fresh, failed := 0, 0
	for i := range d.Plugins {
		switch p := &d.Plugins[i]; {
		case p.Fresh:
			fresh++
		case p.Report == nil:
			failed++
		}
	}
	add(d.Count(Same), "the same")
	add(d.Count(Enough), "raised enough")
	add(d.Count(TooLittle), "raised too little")
	add(d.Count(Unchanged), "changed without a new version")
	add(d.Count(Back), "gone back")
	add(fresh, "new")
	add(len(d.Gone), "gone")
	add(failed+d.Count(Unreadable), "not compared")
	word := "plugins"
	if len(d.Plugins) == 1 {
		word = "plugin"
	}
	return fmt.Sprintf("%d %s compared with %s: %s", len(d.Plugins), word, clean(d.Baseline), strings.Join(parts, ", "))
}

// ordered are a report's changes, what asks for the most first.
func (r *Report) ordered() []*Change {
	out := make([]*Change, len(r.Changes))
	for i := range r.Changes {
		out[i] = &r.Changes[i]
	}
	slices.SortStableFunc(out, func(a, b *Change) int {
		return cmp.Compare(r.Bump(b), r.Bump(a))
	})
	return out
}

// says is a verdict in words.
func (r *Report) says() string {
	v := &r.Verdict
	asked := "version " + v.Version
	if v.Version == "" {
		asked = "the next " + v.Asked.String()
	}
	because := v.Class.Class()
	if v.Asked != v.Class {
		because += ", before 1.0.0"
	}
	switch v.State {
	case Same:
		return "nothing changed"
	case Enough:
		return fmt.Sprintf("raised enough: the changes (%s) ask for the %s, and the %s was raised", because, v.Asked, v.Raised)
	case TooLittle:
		return fmt.Sprintf("raised too little: the changes (%s) ask for %s", because, asked)
	case Unchanged:
		return fmt.Sprintf("changed without a new version: the changes (%s) ask for %s", because, asked)
	case Back:
		return "gone back: a version must be newer than the one before"
	}
	return "the versions cannot be compared"
}

// where is a place as path:line:column.
func where(dir string, p plugin.Place) string {
	f := lint.Finding{Plugin: dir, Place: p}
	s := f.Label()
	if p.File != nil {
		at := p.File.Position(p.Span.Start)
		s += fmt.Sprintf(":%d:%d", at.Line, at.Column)
	}
	return s
}

// place is the place to show for a change: the old one of what is gone.
func (r *Report) place(c *Change) string {
	if c.Gone && c.Old.File != nil {
		return where(r.Old.Dir, c.Old)
	}
	return where(r.New.Dir, c.New)
}

// WriteText writes the table for people. all shows plugins that did not change too.
func (d *Document) WriteText(w io.Writer, all bool) error {
	b := bufio.NewWriterSize(w, 1<<16)
	first := true
	for i := range d.Plugins {
		p := &d.Plugins[i]
		if p.Report != nil && p.Report.Verdict.State == Same && !all {
			continue
		}
		if !first {
			fprintf(b, "\n")
		}
		first = false
		p.text(b)
	}
	for _, dir := range d.Gone {
		if !first {
			fprintf(b, "\n")
		}
		first = false
		fprintf(b, "%s  gone: %s has it\n", clean(dir), clean(d.Baseline))
	}
	return b.Flush()
}

// fprintf writes to a buffer, whose errors Flush tells.
func fprintf(b *bufio.Writer, format string, args ...any) { _, _ = fmt.Fprintf(b, format, args...) }

func (p *Outcome) text(b *bufio.Writer) {
	switch {
	case p.Fresh:
		fprintf(b, "%s  new\n", clean(p.Dir))
		return
	case p.Report == nil:
		fprintf(b, "%s  not compared: %s\n", clean(p.Dir), clean(p.Why))
		return
	}
	r := p.Report
	v := &r.Verdict
	fprintf(b, "%s  %s -> %s  %s\n", clean(p.Dir), clean(v.Old), clean(v.New), r.says())
	changes := r.ordered()
	wide := 0
	for _, c := range changes {
		wide = max(wide, utf8.RuneCountInString(r.word(c)))
	}
	for _, c := range changes {
		note := ""
		if c.Accepted != "" {
			note = "  (accepted: " + clean(c.Accepted) + ")"
		}
		fprintf(b, "  %-*s  %s%s\n  %-*s  %s  [%s]\n", wide, r.word(c), clean(c.Message.String()), note, wide, "", clean(r.place(c)), clean(c.ID()))
	}
	if consent := r.consent(); len(consent) > 0 {
		fprintf(b, "  Administrators consent again:\n")
		for _, c := range consent {
			fprintf(b, "    %s\n", clean(c.Message.String()))
		}
	}
}

// word is a change's class for the table; what counts for nothing has a dash.
func (r *Report) word(c *Change) string {
	if b := r.Bump(c); b != None && c.Accepted == "" {
		return b.Class()
	}
	return "-"
}

// consent are the changes that administrators consent to again.
func (r *Report) consent() []*Change {
	var out []*Change
	for i := range r.Changes {
		if r.Changes[i].Kind.Widens() {
			out = append(out, &r.Changes[i])
		}
	}
	return out
}

// WriteMarkdown writes lists by class, for a pull request or a changelog.
func (d *Document) WriteMarkdown(w io.Writer) error {
	b := bufio.NewWriterSize(w, 1<<16)
	fprintf(b, "## Changes since %s\n\n%s.\n", code(d.Baseline), escape(d.Summary()))
	for i := range d.Plugins {
		p := &d.Plugins[i]
		name := escape(p.Name)
		if name == "" {
			name = escape(p.Dir)
		}
		switch {
		case p.Fresh:
			fprintf(b, "\n### %s\n\nA new plugin, in %s.\n", name, code(p.Dir))
			continue
		case p.Report == nil:
			fprintf(b, "\n### %s\n\nNot compared: %s.\n", name, escape(p.Why))
			continue
		case p.Report.Verdict.State == Same:
			continue
		}
		r := p.Report
		fprintf(b, "\n### %s %s\n\nFrom %s in %s: %s.\n", name, escape(r.Verdict.New), code(r.Verdict.Old), code(p.Dir), escape(r.says()))
		section := ""
		for _, c := range r.ordered() {
			title := map[string]string{"breaking": "Breaking", "added": "Added", "fix": "Fixed", "-": "Does not count"}[r.word(c)]
			if title != section {
				section = title
				fprintf(b, "\n#### %s\n\n", title)
			}
			note := ""
			if c.Accepted != "" {
				note = " (accepted: " + escape(c.Accepted) + ")"
			}
			fprintf(b, "- %s%s – %s\n", escape(upper(c.Message.String())), note, code(r.place(c)))
		}
		if consent := r.consent(); len(consent) > 0 {
			fprintf(b, "\n#### Administrators consent again\n\n")
			for _, c := range consent {
				fprintf(b, "- %s\n", escape(upper(c.Message.String())))
			}
		}
	}
	for _, dir := range d.Gone {
		fprintf(b, "\n### %s\n\nGone: the plugin is in %s alone.\n", escape(dir), code(d.Baseline))
	}
	return b.Flush()
}

func upper(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// clean writes what a terminal would act on as an escape.
func clean(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return !unicode.IsPrint(r) || r == utf8.RuneError }) < 0 {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case unicode.IsPrint(r):
			b.WriteRune(r)
		case r < 0x10000:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			fmt.Fprintf(&b, `\U%08x`, r)
		}
	}
	return b.String()
}

// escape keeps Markdown from reading a text as more than a text.
func escape(s string) string {
	var b strings.Builder
	for _, r := range clean(s) {
		if strings.ContainsRune("\\`*_{}[]<>#|~@", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// code writes a text as code.
func code(s string) string {
	s = clean(s)
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") {
		s = " " + s + " "
	}
	return fence + s + fence
}

// JSONVersion is that of the form WriteJSON writes; it is raised where readers
// would have to change. New members are no such change.
const JSONVersion = 1

type jsonDocument struct {
	Version  int            `json:"version"`
	Tool     jsonTool       `json:"tool"`
	Baseline string         `json:"baseline"`
	Summary  map[string]int `json:"summary"`
	Plugins  []jsonPlugin   `json:"plugins"`
	Gone     []string       `json:"gone"`
}

type jsonTool struct {
	Name    string `json:"name"`
	Version string `json:"version,omitempty"`
}

type jsonPlugin struct {
	Path    string       `json:"path"`
	Author  string       `json:"author"`
	Name    string       `json:"name"`
	State   string       `json:"state"`
	Why     string       `json:"why,omitempty"`
	Old     *jsonSide    `json:"old,omitempty"`
	New     *jsonSide    `json:"new,omitempty"`
	Zerover string       `json:"zerover,omitempty"`
	Class   string       `json:"class,omitempty"`
	Bump    string       `json:"bump,omitempty"`
	Asked   string       `json:"asked,omitempty"`
	Raised  string       `json:"raised,omitempty"`
	Needs   string       `json:"needs,omitempty"`
	Changes []jsonChange `json:"changes"`
	Files   []jsonFile   `json:"files"`
}

type jsonSide struct {
	Path    string `json:"path"`
	Version string `json:"version"`
}

type jsonChange struct {
	Rule     string     `json:"rule"`
	ID       string     `json:"id"`
	Class    string     `json:"class"`
	Bump     string     `json:"bump"`
	Covered  bool       `json:"covered"`
	Widening bool       `json:"widening"`
	Accepted string     `json:"accepted,omitempty"`
	Message  string     `json:"message"`
	Old      *jsonPlace `json:"old,omitempty"`
	New      *jsonPlace `json:"new,omitempty"`
}

type jsonPlace struct {
	Path  string       `json:"path"`
	Start jsonPosition `json:"start"`
	End   jsonPosition `json:"end"`
}

type jsonPosition struct {
	Line   int `json:"line"`
	Column int `json:"column"`
	Offset int `json:"offset"`
}

type jsonFile struct {
	Path   string `json:"path"`
	Status string `json:"status"`
}

func placeJSON(dir string, p plugin.Place) *jsonPlace {
	if p.File == nil {
		return nil
	}
	f := lint.Finding{Plugin: dir, Place: p}
	at := func(off int) jsonPosition {
		pos := p.File.Position(off)
		return jsonPosition{pos.Line, pos.Column, off}
	}
	return &jsonPlace{clean(f.Label()), at(p.Span.Start), at(p.Span.End)}
}

// WriteJSON writes the form for programs.
func (d *Document) WriteJSON(w io.Writer) error {
	out := jsonDocument{Version: JSONVersion, Tool: jsonTool{"difylint", d.Version}, Baseline: d.Baseline, Plugins: []jsonPlugin{}, Gone: append([]string{}, d.Gone...), Summary: map[string]int{
		"plugins": len(d.Plugins), "gone": len(d.Gone),
	}}
	for _, s := range []State{Same, Enough, TooLittle, Unchanged, Back, Unreadable} {
		out.Summary[string(s)] = d.Count(s)
	}
	for i := range d.Plugins {
		p := &d.Plugins[i]
		j := jsonPlugin{Path: p.Dir, Author: p.Author, Name: p.Name, Why: p.Why, Changes: []jsonChange{}, Files: []jsonFile{}}
		switch {
		case p.Fresh:
			j.State = "new"
			out.Summary["new"]++
		case p.Report == nil:
			j.State = "failed"
			out.Summary["failed"]++
		default:
			p.Report.json(&j)
		}
		out.Plugins = append(out.Plugins, j)
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(out)
}

func (r *Report) json(j *jsonPlugin) {
	v := &r.Verdict
	j.State = string(v.State)
	j.Old, j.New = &jsonSide{r.Old.Dir, v.Old}, &jsonSide{r.New.Dir, v.New}
	j.Zerover, j.Class, j.Bump = string(r.opts.Zerover), v.Class.Class(), v.Class.String()
	j.Asked, j.Raised, j.Needs = v.Asked.String(), v.Raised.String(), v.Version
	for _, c := range r.ordered() {
		b := r.Bump(c)
		jc := jsonChange{
			Rule: "release/" + string(c.Kind), ID: c.ID(), Class: b.Class(), Bump: b.String(), Covered: r.Covered(c),
			Widening: c.Kind.Widens(), Accepted: c.Accepted, Message: clean(c.Message.String()), Old: placeJSON(r.Old.Dir, c.Old),
		}
		if !c.Gone {
			jc.New = placeJSON(r.New.Dir, c.New)
		}
		j.Changes = append(j.Changes, jc)
	}
	for _, f := range r.Files {
		status := "changed"
		switch {
		case !f.Was:
			status = "added"
		case !f.Is:
			status = "removed"
		}
		j.Files = append(j.Files, jsonFile{f.Path, status})
	}
}
