package report

// What plugins require: which releases of the daemon, the SDK and Dify take
// them, and the places that make it so.

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/lang"
	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yamledit"
	"github.com/difylint/difylint/lint/terminal"
	"github.com/difylint/difylint/schema"
)

// Requirement is what one plugin requires.
type Requirement struct {
	*lint.PluginResult
	// Plugin is the plugin itself.
	Plugin *plugin.Plugin
	// Declared is what the manifest names as the oldest Dify, "" where it names none.
	Declared string
	// Ignored is what older releases pass over in silence: they take the plugin
	// and do without it. Each finding's Refuses says which.
	Ignored []lint.Finding
	// Accepts is the releases of each reader that take the plugin.
	Accepts releases.Scope
}

// RequirementOptions are those of the run whose result Requirements reads: the
// rules of a catalogue that know which releases refuse, for any release.
func RequirementOptions(all []*lint.Rule) lint.Options {
	return lint.Options{
		Rules: slices.DeleteFunc(slices.Clone(all), func(r *lint.Rule) bool { return r.Refuses.IsEmpty() }),
		Target: func(p *plugin.Plugin, dify releases.Set) releases.Target {
			t := sdk.TargetOf(p, dify)
			t.All = true
			return t
		},
	}
}

// Requirements tells from findings that hold for any release what each plugin
// requires; open opens a plugin by its label.
func Requirements(res *lint.Result, open func(dir string) *plugin.Plugin) []Requirement {
	out := make([]Requirement, len(res.Plugins))
	for i := range res.Plugins {
		p := &res.Plugins[i]
		r := Requirement{PluginResult: p, Accepts: releases.Every(releases.Readers...)}
		r.Plugin = open(p.Dir)
		if n := r.Plugin.Manifest().Root.At("meta", "minimum_dify_version"); !n.IsNull() {
			r.Declared = n.Text()
		}
		for _, u := range schema.UnreadOf(r.Plugin) {
			r.Ignored = append(r.Ignored, lint.Finding{Plugin: p.Dir, Place: plugin.AtKey(u.Doc, u.Node), Refuses: u.By, Message: lint.Msg("older releases do not read %s", u.Name)})
		}
		for k := range p.Findings {
			for _, x := range releases.Readers {
				r.Accepts[x] = r.Accepts[x].Minus(p.Findings[k].Refuses[x])
			}
		}
		out[i] = r
	}
	return out
}

// Dify is the releases of Dify whose API and whose daemon take the plugin.
func (r *Requirement) Dify() releases.Set { return releases.Dify(r.Accepts) }

// Minimum is the oldest release of a reader that takes the plugin, "" where
// none does. For the API it is that of Dify, with the daemon that it ships.
func (r *Requirement) Minimum(x releases.Reader) string {
	if v := r.serves(x).Versions(x); len(v) > 0 {
		return v[0]
	}
	return ""
}

// serves is the releases of a reader that take the plugin and serve all of it.
func (r *Requirement) serves(x releases.Reader) releases.Set {
	set := r.Accepts[x]
	if x == releases.API {
		set = r.Dify()
	}
	for i := range r.Ignored {
		set = set.Minus(r.Ignored[i].Refuses[x])
	}
	return set
}

// refusals are the findings for which some release of a reader refuses the
// plugin.
func (r *Requirement) refusals(x releases.Reader) []*lint.Finding {
	var out []*lint.Finding
	for i := range r.Findings {
		if f := &r.Findings[i]; !f.Refuses[x].IsEmpty() {
			out = append(out, f)
		}
	}
	slices.SortStableFunc(out, func(a, b *lint.Finding) int { return cmp.Compare(b.Refuses[x].Len(), a.Refuses[x].Len()) })
	return out
}

// WriteRequirements writes what plugins require as text, json or markdown.
func WriteRequirements(w io.Writer, format string, list []Requirement, l *lang.Language) error {
	switch format {
	case "json":
		return requirementsJSON(w, list)
	case "markdown":
		return requirementsMarkdown(w, list, l)
	}
	return requirementsText(w, list, l)
}

// readerNames are the readers as people know them, in the order of the report.
var readerNames = []struct {
	reader releases.Reader
	name   any
}{{releases.API, "Dify"}, {releases.Daemon, text.Msg("daemon")}, {releases.SDK, "dify_plugin"}}

// maxReasons is how many places are named for each reader.
const maxReasons = 5

// taken says which releases of a reader take the plugin.
func (r *Requirement) taken(x releases.Reader) text.Message {
	set := r.serves(x)
	switch {
	case set.IsEmpty():
		return text.Msg("none takes it")
	case set == releases.All(x):
		return text.Msg("any, from %s on", r.Minimum(x))
	}
	return set.Words(x)
}

// reasons are the refusals of a reader, one a place, those of the manifest's
// families but once.
func (r *Requirement) reasons(x releases.Reader) []*lint.Finding {
	var out []*lint.Finding
	seen := map[string]bool{}
	list := r.refusals(x)
	for i := range r.Ignored {
		if !r.Ignored[i].Refuses[x].IsEmpty() {
			list = append(list, &r.Ignored[i])
		}
	}
	for _, f := range list {
		one := *f
		one.Message = schema.MessageFor(x, f.Refuses, f.Message)
		if m := one.Message.String(); !seen[m] {
			seen[m] = true
			out = append(out, &one)
		}
	}
	return out
}

func requirementsText(w io.Writer, list []Requirement, l *lang.Language) error {
	var b strings.Builder
	for i := range list {
		r := &list[i]
		if i > 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "%s\n", terminal.Visible(labelOf(r.Dir)))
		for _, n := range readerNames {
			b.WriteString(l.Say("  %s: %s", n.name, r.taken(n.reader)) + "\n")
			reasons := r.reasons(n.reader)
			for k, f := range reasons {
				if k == maxReasons {
					b.WriteString("    " + l.Say("and %d more", len(reasons)-k) + "\n")
					break
				}
				fmt.Fprintf(&b, "    %s:%d  %s\n", terminal.Visible(labelOf(f.Label())), f.Position().Line, terminal.Visible(l.Text(f.Message)))
			}
		}
		for _, line := range r.Lines() {
			b.WriteString("  " + l.Say("write: %s", l.Say("%s  (%s)", line.Text, line.Where)) + "\n")
		}
	}
	if len(list) > 1 {
		b.WriteString("\n" + l.Say("Dify  plugins") + "\n")
		for _, c := range countMinimums(list) {
			version := l.Words(c.version)
			fmt.Fprintf(&b, "%s%*d\n", version, 12-terminal.Width(version), c.plugins)
		}
	}
	_, err := io.WriteString(w, terminal.Printable(b.String()))
	return err
}

type minimumCount struct {
	version string
	plugins int
}

// countMinimums is how many plugins need which Dify, the oldest first.
func countMinimums(list []Requirement) []minimumCount {
	n := map[string]int{}
	for i := range list {
		n[list[i].Minimum(releases.API)]++
	}
	var out []minimumCount
	for v, c := range n {
		out = append(out, minimumCount{cmp.Or(v, "none"), c})
	}
	slices.SortFunc(out, func(a, b minimumCount) int { return releases.Compare(a.version, b.version) })
	return out
}

func requirementsMarkdown(w io.Writer, list []Requirement, l *lang.Language) error {
	var b strings.Builder
	b.WriteString(l.Say("| Plugin | Dify | Daemon | dify_plugin |") + "\n| --- | --- | --- | --- |\n")
	for i := range list {
		r := &list[i]
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", strings.NewReplacer("|", "\\|", "`", "'").Replace(terminal.Visible(labelOf(r.Dir))), l.Text(r.taken(releases.API)), l.Text(r.taken(releases.Daemon)), l.Text(r.taken(releases.SDK)))
	}
	_, err := io.WriteString(w, terminal.Printable(b.String()))
	return err
}

// Line is what a plugin must write to promise no more than is true.
type Line struct {
	Text string
	// Where is the file to write it in.
	Where text.Message
	// Edits write it; nil where a person must.
	Edits []text.Edit
}

// Lines are the oldest Dify to name in the manifest and the oldest SDK to allow in
// the requirements. There are none where what the plugin says is enough.
func (r *Requirement) Lines() []Line {
	var out []Line
	if v := r.Minimum(releases.API); v != "" && !r.serves(releases.API).Has(0) && (r.Declared == "" || releases.Compare(r.Declared, v) < 0) {
		l := Line{Text: "minimum_dify_version: " + v, Where: text.Msg("manifest.yaml, under meta")}
		m := r.Plugin.Manifest()
		meta := m.Root.Get("meta")
		if n := meta.Get("minimum_dify_version"); n != nil {
			l.Edits = yamledit.ReplaceValue(m.Tree, n, v)
		} else if meta.IsMapping() {
			l.Edits = yamledit.InsertEntry(m.Tree, meta, "minimum_dify_version", v)
		}
		out = append(out, l)
	}
	v := r.Minimum(releases.SDK)
	d := sdk.DependencyOf(r.Plugin)
	if v == "" || len(d.Allowed) == 0 || !d.Installed.IsValid() || releases.Compare(d.Allowed[0].String(), v) >= 0 {
		return out
	}
	if d.Requirement == nil {
		return append(out, Line{Text: "dify_plugin>=" + v, Where: text.Msg("%s: lock it anew", d.Place.Path)})
	}
	l := Line{Text: "dify_plugin>=" + v, Where: text.Msg("%s", d.Place.Path)}
	for _, c := range d.Requirement.Specifiers {
		switch {
		case c.Op == requirement.GreaterEqual:
			l.Edits = text.ReplaceText(d.Place.File, c.VersionSpan, v)
		case c.IsPin():
			l.Text = "dify_plugin==" + v
			l.Edits = text.ReplaceText(d.Place.File, c.VersionSpan, v)
		}
	}
	return append(out, l)
}

// Short reports whether the manifest promises an older Dify than is true, or the
// requirements an older SDK.
func (r *Requirement) Short() bool { return r.Minimum(releases.API) == "" || len(r.Lines()) > 0 }

type (
	requiresJSON struct {
		Version int              `json:"version"`
		Plugins []requiredPlugin `json:"plugins"`
	}
	requiredPlugin struct {
		Dir     string            `json:"dir"`
		Author  string            `json:"author"`
		Name    string            `json:"name"`
		Daemon  requiredReader    `json:"daemon"`
		SDK     requiredReader    `json:"sdk"`
		API     requiredReader    `json:"api"`
		Upload  requiredReader    `json:"upload"`
		Write   []requiredLine    `json:"write"`
		Ignored []requiredIgnored `json:"ignored"`
		Dify    struct {
			Minimum  string   `json:"minimum"`
			Declared string   `json:"declared,omitempty"`
			Accepts  []string `json:"accepts"`
		} `json:"dify"`
	}
	requiredReader struct {
		Accepts  []string          `json:"accepts"`
		Refusals []requiredRefusal `json:"refusals"`
	}
	requiredRefusal struct {
		Releases []string  `json:"releases"`
		Gate     lint.Gate `json:"gate"`
		Rule     string    `json:"rule"`
		jsonSpan
		Message string `json:"message"`
	}
	requiredLine struct {
		Line    string     `json:"line"`
		Fixable bool       `json:"fixable"`
		Edits   []jsonEdit `json:"edits"`
	}
	requiredIgnored struct {
		Daemon []string `json:"daemon,omitempty"`
		SDK    []string `json:"sdk,omitempty"`
		API    []string `json:"api,omitempty"`
		jsonSpan
		Message string `json:"message"`
	}
)

func requirementsJSON(w io.Writer, list []Requirement) error {
	d := newDocument(w, requiresJSON{Version: 1, Plugins: []requiredPlugin{}})
	d.list("plugins", func(put func(any)) {
		for i := range list {
			put(list[i].json())
		}
	})
	return d.close()
}

// read is for which releases of a reader a finding counts as a refusal. What the
// daemon refuses only when it stores a plugin is told apart, as "upload": an older
// release packages and decodes the plugin nevertheless. The newest counts whole.
func read(f *lint.Finding, x releases.Reader) releases.Set {
	if x == releases.Daemon && f.Stored {
		return f.Refuses[x].And(releases.Only(len(releases.Of(x)) - 1))
	}
	return f.Refuses[x]
}

// stored is the releases of the daemon that refuse to store the plugin, and read it.
func stored(f *lint.Finding, x releases.Reader) releases.Set {
	if f.Stored {
		return f.Refuses[x]
	}
	return releases.Set{}
}

// gateOf is where a reader refuses what a finding is about.
func gateOf(f *lint.Finding, x releases.Reader) lint.Gate {
	switch {
	case x == releases.API:
		return lint.Install
	case x == releases.SDK:
		return lint.Start
	case f.Gate != lint.Package:
		return lint.Install
	}
	return f.Gate
}

func (r *Requirement) json() *requiredPlugin {
	v := &view{}
	versions := func(s releases.Set, x releases.Reader) []string { return append([]string{}, s.Versions(x)...) }
	reader := func(x releases.Reader, refuses func(*lint.Finding, releases.Reader) releases.Set) requiredReader {
		accepts, list := releases.All(x), []requiredRefusal{}
		for _, f := range r.refusals(x) {
			set := refuses(f, x)
			if set.IsEmpty() {
				continue
			}
			accepts = accepts.Minus(set)
			list = append(list, requiredRefusal{
				versions(set, x), gateOf(f, x), f.Rule.ID, v.jsonAt(f.Label(), &f.Place), schema.MessageFor(x, f.Refuses, f.Message).String(),
			})
		}
		return requiredReader{versions(accepts, x), list}
	}
	out := &requiredPlugin{
		Dir: labelOf(r.Dir), Author: r.Author, Name: r.Name, Write: []requiredLine{}, Ignored: []requiredIgnored{},
		Daemon: reader(releases.Daemon, read), SDK: reader(releases.SDK, read), API: reader(releases.API, read),
		Upload: reader(releases.Daemon, stored),
	}
	for _, l := range r.Lines() {
		line := requiredLine{fmt.Sprintf("%s  (%s)", l.Text, l.Where), len(l.Edits) > 0, []jsonEdit{}}
		for _, e := range l.Edits {
			if f, err := r.Plugin.Read(e.Path); err == nil { // it was read to make the edit
				at := lint.Finding{Plugin: r.Dir, Place: plugin.AtSpan(f, e.Span)}
				line.Edits = append(line.Edits, jsonEdit{v.jsonAt(at.Label(), &at.Place), e.New})
			}
		}
		out.Write = append(out.Write, line)
	}
	for k := range r.Ignored {
		f := &r.Ignored[k]
		by := func(x releases.Reader) []string { return f.Refuses[x].Versions(x) }
		out.Ignored = append(out.Ignored, requiredIgnored{by(releases.Daemon), by(releases.SDK), by(releases.API), v.jsonAt(f.Label(), &f.Place), f.Message.String()})
	}
	out.Dify.Minimum, out.Dify.Declared, out.Dify.Accepts = r.Minimum(releases.API), r.Declared, versions(r.Dify(), releases.API)
	return out
}
