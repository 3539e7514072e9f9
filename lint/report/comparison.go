package report

// The comparison of several plugins, for people (a table, Markdown) and for
// programs (JSON). Findings of the rules go through package report instead.

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/release"
	"github.com/difylint/difylint/lint/lang"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/terminal"
)

// Comparison is what comparing plugins with their releases came to.
type Comparison struct {
	// Baseline names the release.
	Baseline string
	// Lang is the language of text and Markdown; nil is English.
	Lang *lang.Language
	// Version is difylint's own.
	Version string
	// Plugins in the order in which they are to be told.
	Plugins []Compared
	// Gone are the folders of plugins that are in the release alone.
	Gone []string
}

// Compared is one plugin of a comparison.
type Compared struct {
	Dir, Author, Name string
	// Report is nil where the plugin was not compared.
	Report *release.Report
	// Fresh is true where the release has no such plugin; otherwise Why says why
	// there is no report.
	Fresh bool
	Why   text.Message
}

// Compare runs the rules about releases over plugins, of which base finds the
// releases, and tells every change. The plugins are in the order of the result.
// The error is the context's.
func Compare(ctx context.Context, targets []plugin.Target, base release.Baseline, opts lint.Options) (*Comparison, *lint.Result, error) {
	var mu sync.Mutex
	reports, fresh := map[string]*release.Report{}, map[string]bool{}
	find := base.Find
	base.Find = func(p *plugin.Plugin) (*plugin.Plugin, error) {
		got, err := find(p)
		if got == nil && err == nil {
			mu.Lock()
			defer mu.Unlock()
			fresh[p.Dir] = true
		}
		return got, err
	}
	base.All = true
	base.Seen = func(r *release.Report) {
		mu.Lock()
		defer mu.Unlock()
		reports[r.New.Dir] = r
	}
	opts.Inputs = append(opts.Inputs, release.Since.With(&base))
	opts.Rules = slices.DeleteFunc(slices.Clone(opts.Rules), func(r *lint.Rule) bool { return r.Family() != "release" })
	res, err := lint.Run(ctx, targets, opts)
	if err != nil {
		return nil, nil, err
	}
	doc := &Comparison{Baseline: base.Label}
	for i := range res.Plugins {
		p := &res.Plugins[i]
		o := Compared{Dir: p.Dir, Author: p.Author, Name: p.Name, Report: reports[p.Dir]}
		if o.Report == nil {
			o.Fresh = fresh[p.Dir]
			if !o.Fresh {
				o.Why = whyNot(p)
			}
		}
		doc.Plugins = append(doc.Plugins, o)
	}
	return doc, res, nil
}

// whyNot is the reason for which a plugin was not compared.
func whyNot(p *lint.PluginResult) text.Message {
	for _, st := range p.Statuses {
		switch {
		case st.Rule.ID != "release/version-unchanged" || st.State == lint.Ran:
		case st.State == lint.Off:
			return text.Msg("turned off")
		default:
			return st.Said()
		}
	}
	return text.Msg("it could not be read")
}

// Count is the number of plugins that came to a state.
func (d *Comparison) Count(s release.State) int {
	return d.states()[string(s)]
}

// The states of plugins besides those that a verdict names.
const (
	isNew  = "new"
	failed = "failed"
)

// state is what became of a plugin, as JSON names it.
func (p *Compared) state() string {
	switch {
	case p.Fresh:
		return isNew
	case p.Report == nil:
		return failed
	}
	return string(p.Report.Verdict.State)
}

// states counts the plugins by their states.
func (d *Comparison) states() map[string]int {
	n := map[string]int{}
	for i := range d.Plugins {
		n[d.Plugins[i].state()]++
	}
	return n
}

// Summary is one line for people.
func (d *Comparison) Summary() string { return d.Lang.Text(d.summary()) }

func (d *Comparison) summary() text.Message {
	n := d.states()
	var parts []text.Message
	for _, m := range []text.Message{
		text.Msg("%d the same", d.Count(release.Same)),
		text.Msg("%d raised enough", d.Count(release.Enough)),
		text.Msg("%d raised too little", d.Count(release.TooLittle)),
		text.Msg("%d changed without a new version", d.Count(release.Unchanged)),
		text.Msg("%d gone back", d.Count(release.Back)),
		text.Msg("%d new", n[isNew]),
		text.Msg("%d gone", len(d.Gone)),
		text.Msg("%d not compared", n[failed]+d.Count(release.Unreadable)),
	} {
		if m.Args[0] != 0 {
			parts = append(parts, m)
		}
	}
	return text.Count(len(d.Plugins), "%d plugin compared with %s: %s", "%d plugins compared with %s: %s", terminal.Visible(d.Baseline), text.Join(parts))
}

// ordered are a report's changes, what asks for the most first.
func orderedOf(r *release.Report) []*release.Change {
	out := make([]*release.Change, len(r.Changes))
	for i := range r.Changes {
		out[i] = &r.Changes[i]
	}
	slices.SortStableFunc(out, func(a, b *release.Change) int {
		return cmp.Compare(r.Bump(b), r.Bump(a))
	})
	return out
}

// saysOf is a verdict in words.
func saysOf(r *release.Report) text.Message {
	v := &r.Verdict
	asked := text.Msg("version %s", v.Version)
	if v.Version == "" {
		asked = text.Msg("the next %s", v.Asked)
	}
	because := classSaid(v.Class.Class())
	if v.Asked != v.Class {
		because = because.And(", before 1.0.0")
	}
	switch v.State {
	case release.Same:
		return text.Msg("nothing changed")
	case release.Enough:
		return text.Msg("raised enough: the changes (%s) ask for the %s, and the %s was raised", because, v.Asked, v.Raised)
	case release.TooLittle:
		return text.Msg("raised too little: the changes (%s) ask for %s", because, asked)
	case release.Unchanged:
		return text.Msg("changed without a new version: the changes (%s) ask for %s", because, asked)
	case release.Back:
		return text.Msg("gone back: a version must be newer than the one before")
	}
	return text.Msg("the versions cannot be compared")
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
func placeOf(r *release.Report, c *release.Change) string {
	if c.Gone && c.Old.File != nil {
		return where(r.Old.Dir, c.Old)
	}
	return where(r.New.Dir, c.New)
}

// WriteText writes the table for people. all shows plugins that did not change too.
func (d *Comparison) WriteText(w io.Writer, all bool) error {
	b := bufio.NewWriterSize(w, 1<<16)
	first := true
	for i := range d.Plugins {
		p := &d.Plugins[i]
		if p.Report != nil && p.Report.Verdict.State == release.Same && !all {
			continue
		}
		if !first {
			fprintf(b, "\n")
		}
		first = false
		d.text(b, p)
	}
	for _, dir := range d.Gone {
		if !first {
			fprintf(b, "\n")
		}
		first = false
		d.line(b, "%s  gone: %s has it", terminal.Visible(dir), terminal.Visible(d.Baseline))
	}
	return b.Flush()
}

// fprintf writes to a buffer, whose errors Flush tells.
func fprintf(b *bufio.Writer, format string, args ...any) { _, _ = fmt.Fprintf(b, format, args...) }

// line writes a line in the language.
func (d *Comparison) line(b *bufio.Writer, format string, args ...any) {
	fprintf(b, "%s\n", d.Lang.Say(format, args...))
}

func (d *Comparison) text(b *bufio.Writer, p *Compared) {
	switch {
	case p.Fresh:
		d.line(b, "%s  new", terminal.Visible(p.Dir))
		return
	case p.Report == nil:
		d.line(b, "%s  not compared: %s", terminal.Visible(p.Dir), terminal.Visible(d.Lang.Text(p.Why)))
		return
	}
	r := p.Report
	v := &r.Verdict
	fprintf(b, "%s  %s -> %s  %s\n", terminal.Visible(p.Dir), terminal.Visible(v.Old), terminal.Visible(v.New), d.Lang.Text(saysOf(r)))
	changes := orderedOf(r)
	words, wide := make([]string, len(changes)), 0
	for i, c := range changes {
		words[i] = d.Lang.Text(classSaid(wordOf(r, c)))
		wide = max(wide, terminal.Width(words[i]))
	}
	for i, c := range changes {
		note := ""
		if c.Accepted != "" {
			note = " " + d.Lang.Say(" (accepted: %s)", terminal.Visible(c.Accepted))
		}
		fprintf(b, "  %s%*s  %s%s\n  %*s  %s  [%s]\n", words[i], wide-terminal.Width(words[i]), "", terminal.Visible(d.Lang.Text(c.Message)), note, wide, "", terminal.Visible(placeOf(r, c)), terminal.Visible(c.ID()))
	}
	if consent := consentOf(r); len(consent) > 0 {
		d.line(b, "  Administrators consent again:")
		for _, c := range consent {
			fprintf(b, "    %s\n", terminal.Visible(d.Lang.Text(c.Message)))
		}
	}
}

// word is a change's class for the table; what counts for nothing has a dash.
func wordOf(r *release.Report, c *release.Change) string {
	if b := r.Bump(c); b != release.None && c.Accepted == "" {
		return b.Class()
	}
	return "-"
}

// classSaid is the word of a change's class in the reader's language.
func classSaid(word string) text.Message {
	if said, ok := map[string]text.Message{"breaking": text.Msg("breaking"), "added": text.Msg("added"), "fix": text.Msg("fix")}[word]; ok {
		return said
	}
	return text.Msg("%s", word)
}

// consent are the changes that administrators consent to again.
func consentOf(r *release.Report) []*release.Change {
	var out []*release.Change
	for i := range r.Changes {
		if r.Changes[i].Kind.Widens() {
			out = append(out, &r.Changes[i])
		}
	}
	return out
}

// WriteMarkdown writes lists by class, for a pull request or a changelog.
func (d *Comparison) WriteMarkdown(w io.Writer) error {
	b := bufio.NewWriterSize(w, 1<<16)
	d.line(b, "## Changes since %s", code(d.Baseline))
	fprintf(b, "\n%s%s\n", mdText(d.Summary()), d.Lang.Words("."))
	for i := range d.Plugins {
		p := &d.Plugins[i]
		name := mdText(p.Name)
		if name == "" {
			name = mdText(p.Dir)
		}
		switch {
		case p.Fresh:
			fprintf(b, "\n### %s\n\n", name)
			d.line(b, "A new plugin, in %s.", code(p.Dir))
			continue
		case p.Report == nil:
			fprintf(b, "\n### %s\n\n", name)
			d.line(b, "Not compared: %s.", mdText(d.Lang.Text(p.Why)))
			continue
		case p.Report.Verdict.State == release.Same:
			continue
		}
		r := p.Report
		fprintf(b, "\n### %s %s\n\n", name, mdText(r.Verdict.New))
		d.line(b, "From %s in %s: %s.", code(r.Verdict.Old), code(p.Dir), mdText(d.Lang.Text(saysOf(r))))
		section := ""
		for _, c := range orderedOf(r) {
			title := d.Lang.Text(map[string]text.Message{"breaking": text.Msg("Breaking"), "added": text.Msg("Added"), "fix": text.Msg("Fixed"), "-": text.Msg("Does not count")}[wordOf(r, c)])
			if title != section {
				section = title
				fprintf(b, "\n#### %s\n\n", title)
			}
			note := ""
			if c.Accepted != "" {
				note = d.Lang.Say(" (accepted: %s)", mdText(c.Accepted))
			}
			fprintf(b, "- %s%s – %s\n", mdText(upper(d.Lang.Text(c.Message))), note, code(placeOf(r, c)))
		}
		if consent := consentOf(r); len(consent) > 0 {
			fprintf(b, "\n#### %s\n\n", d.Lang.Say("Administrators consent again"))
			for _, c := range consent {
				fprintf(b, "- %s\n", mdText(upper(d.Lang.Text(c.Message))))
			}
		}
	}
	for _, dir := range d.Gone {
		fprintf(b, "\n### %s\n\n", mdText(dir))
		d.line(b, "Gone: the plugin is in %s alone.", code(d.Baseline))
	}
	return b.Flush()
}

func upper(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// code writes a text as code.
func code(s string) string {
	s = terminal.Visible(s)
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") {
		s = " " + s + " "
	}
	return fence + s + fence
}

// ComparisonVersion is that of the form WriteJSON writes; it is raised where readers
// would have to change. New members are no such change.
const ComparisonVersion = 1

type comparedDocument struct {
	Version  int              `json:"version"`
	Tool     jsonTool         `json:"tool"`
	Baseline string           `json:"baseline"`
	Summary  map[string]int   `json:"summary"`
	Plugins  []comparedPlugin `json:"plugins"`
	Gone     []string         `json:"gone"`
}

type comparedPlugin struct {
	Path    string           `json:"path"`
	Author  string           `json:"author"`
	Name    string           `json:"name"`
	State   string           `json:"state"`
	Why     string           `json:"why,omitempty"`
	Old     *comparedSide    `json:"old,omitempty"`
	New     *comparedSide    `json:"new,omitempty"`
	Zerover string           `json:"zerover,omitempty"`
	Class   string           `json:"class,omitempty"`
	Bump    string           `json:"bump,omitempty"`
	Asked   string           `json:"asked,omitempty"`
	Raised  string           `json:"raised,omitempty"`
	Needs   string           `json:"needs,omitempty"`
	Changes []comparedChange `json:"changes"`
	Files   []comparedFile   `json:"files"`
}

type comparedSide struct {
	Path    string `json:"path"`
	Version string `json:"version"`
}

type comparedChange struct {
	Rule     string    `json:"rule"`
	ID       string    `json:"id"`
	Class    string    `json:"class"`
	Bump     string    `json:"bump"`
	Covered  bool      `json:"covered"`
	Widening bool      `json:"widening"`
	Accepted string    `json:"accepted,omitempty"`
	Message  string    `json:"message"`
	Old      *jsonSpan `json:"old,omitempty"`
	New      *jsonSpan `json:"new,omitempty"`
}

type comparedFile struct {
	Path   string `json:"path"`
	Status string `json:"status"`
}

func placeJSON(dir string, p plugin.Place) *jsonSpan {
	if p.File == nil {
		return nil
	}
	f := lint.Finding{Plugin: dir, Place: p}
	at := func(off int) jsonPosition { return positionOf(p.File, p.File.Position(off)) }
	return &jsonSpan{terminal.Visible(f.Label()), at(p.Span.Start), at(p.Span.End)}
}

// WriteJSON writes the form for programs.
func (d *Comparison) WriteJSON(w io.Writer) error {
	out := comparedDocument{Version: ComparisonVersion, Tool: jsonTool{"difylint", d.Version}, Baseline: d.Baseline, Plugins: []comparedPlugin{}, Gone: append([]string{}, d.Gone...), Summary: d.states()}
	out.Summary["plugins"], out.Summary["gone"] = len(d.Plugins), len(d.Gone)
	for _, s := range []release.State{release.Same, release.Enough, release.TooLittle, release.Unchanged, release.Back, release.Unreadable} {
		out.Summary[string(s)] += 0 // also what no plugin came to
	}
	for i := range d.Plugins {
		p := &d.Plugins[i]
		j := comparedPlugin{Path: p.Dir, Author: p.Author, Name: p.Name, State: p.state(), Why: p.Why.String(), Changes: []comparedChange{}, Files: []comparedFile{}}
		if p.Report != nil {
			jsonOf(p.Report, &j)
		}
		out.Plugins = append(out.Plugins, j)
	}
	return newDocument(w, out).close()
}

func jsonOf(r *release.Report, j *comparedPlugin) {
	v := &r.Verdict
	j.Old, j.New = &comparedSide{r.Old.Dir, v.Old}, &comparedSide{r.New.Dir, v.New}
	j.Zerover, j.Class, j.Bump = string(r.Zerover()), v.Class.Class(), v.Class.String()
	j.Asked, j.Raised, j.Needs = v.Asked.String(), v.Raised.String(), v.Version
	for _, c := range orderedOf(r) {
		b := r.Bump(c)
		jc := comparedChange{
			Rule: "release/" + string(c.Kind), ID: c.ID(), Class: b.Class(), Bump: b.String(), Covered: r.Covered(c),
			Widening: c.Kind.Widens(), Accepted: c.Accepted, Message: terminal.Visible(c.Message.String()), Old: placeJSON(r.Old.Dir, c.Old),
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
		j.Files = append(j.Files, comparedFile{f.Path, status})
	}
}
