package report

// What a plugin does and may do, as text and as Markdown.

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/difylint/difylint/lint/dify/capability"
	"github.com/difylint/difylint/lint/lang"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/terminal"
)

// The three columns of what is granted against what is used.
const (
	declaredUsed = "declared and used"
	neverUsed    = "declared, never used"
	denied       = "used, never declared"
)

// column is where something that is granted or used, or both, belongs.
func column(granted, used bool) string {
	switch {
	case granted && used:
		return declaredUsed
	case granted:
		return neverUsed
	}
	return denied
}

// WriteCapabilities writes what plugins do and may do as text, at most a page or
// two for each, as json or as markdown.
func WriteCapabilities(w io.Writer, format string, all []*capability.Report, l *lang.Language) error {
	f := textFace
	switch format {
	case "json":
		return capabilityJSON(w, all)
	case "markdown":
		f = markdownFace
	}
	var b strings.Builder
	for i, r := range all {
		if i > 0 {
			b.WriteString("\n")
		}
		b.WriteString(capabilities(r, f, l))
	}
	_, err := io.WriteString(w, terminal.Printable(b.String()))
	return err
}

func capabilityJSON(w io.Writer, all []*capability.Report) error {
	return newDocument(w, struct {
		Version int                  `json:"version"`
		Plugins []*capability.Report `json:"plugins"`
	}{1, all}).close()
}

// face is how a report is set: the formats of its parts, and how a text of the
// plugin's is written, as words and as code.
type face struct {
	title, section, item, sub string
	words, code               func(string) string
}

var (
	asItIs       = func(s string) string { return s }
	textFace     = face{"%s\n", "\n%s\n", "  %s\n", "    %s\n", asItIs, asItIs}
	markdownFace = face{"# %s\n", "\n## %s\n\n", "- %s\n", "  - %s\n", mdText, code}
)

// maxPlaces is the first places that a face shows of one kind.
const maxPlaces = 5

func capabilities(r *capability.Report, f face, l *lang.Language) string {
	var b strings.Builder
	name := oneLine(r.Author) + "/" + oneLine(r.Name) + " " + oneLine(r.Version)
	fmt.Fprintf(&b, f.title, f.words(l.Say("Capabilities of %s", name)))
	places := func(ps capability.Places) {
		for _, p := range ps.Places[:min(len(ps.Places), maxPlaces)] {
			what := cmp.Or(l.Text(p.Said), p.What)
			if what != "" {
				what = " " + f.code(oneLine(what))
			}
			fmt.Fprintf(&b, f.sub, f.code(lineOf(p))+what)
		}
		if more := ps.Count - min(len(ps.Places), maxPlaces); more > 0 {
			fmt.Fprintf(&b, f.sub, l.Say("and %d more", more))
		}
	}
	section := func(title string, n int, none string) bool {
		fmt.Fprintf(&b, f.section, title)
		if n == 0 {
			fmt.Fprintf(&b, f.item, none)
		}
		return n > 0
	}

	section(l.Say("Permissions"), len(r.Permissions), l.Say("none granted, none needed"))
	for _, col := range [...]text.Message{text.Msg(denied), text.Msg(declaredUsed), text.Msg(neverUsed)} {
		for _, p := range r.Permissions {
			if column(p.Granted, p.Used) != col.Format {
				continue
			}
			size := ""
			if p.Name == "storage" && r.StorageBytes > 0 {
				size = l.Say(", %d bytes", r.StorageBytes)
			}
			fmt.Fprintf(&b, f.item, l.Say("%s: %s", f.code(p.Name), col)+size)
			places(p.Calls)
		}
	}
	if r.Uploads.Count > 0 {
		fmt.Fprintf(&b, f.item, l.Say("hands files to Dify, which needs no permission"))
		places(r.Uploads)
	}

	section(l.Say("What the code reaches"), len(r.Scopes), l.Say("nothing that was seen"))
	for _, s := range r.Scopes {
		note := ""
		if r.HasScopeList {
			note = l.Say(": ") + l.Words(column(s.Granted, s.Used))
		}
		fmt.Fprintf(&b, f.item, f.code(s.Name)+note)
		places(s.At)
	}
	if len(r.Environment) > 0 {
		fmt.Fprintf(&b, f.item, l.Say("environment variables: %s", list(f, r.Environment)))
	}

	section(l.Say("Hosts"), len(r.Hosts), l.Say("none named"))
	for _, h := range r.Hosts {
		note := ""
		switch {
		case h.Declared && h.Named:
			note = l.Say(" declared")
		case h.Declared:
			note = l.Say(" declared, not seen in the sources")
		}
		if h.Preset && !h.Named {
			note += l.Say(" preset, or offered to users")
		}
		at := ""
		if h.At != nil {
			at = " " + f.code(lineOf(*h.At))
		}
		fmt.Fprintf(&b, f.item, f.code(h.Name)+note+at)
	}
	if q := r.Requests; q.Total > 0 {
		fmt.Fprintf(&b, f.item, l.Say("%d requests: %d to fixed hosts; the host comes from a parameter in %d, from a credential in %d, is made at run time in %d (%d%% not fixed)",
			q.Total, q.Fixed, q.FromParameter, q.FromCredential, q.AtRunTime, (q.Total-q.Fixed)*100/q.Total))
		places(q.UserDecides)
	}
	if len(r.Services) > 0 {
		fmt.Fprintf(&b, f.item, l.Say("libraries that speak to their own service: %s", list(f, r.Services)))
	}

	if section(l.Say("Powers"), len(r.Powers), l.Say("none that the marketplace's form asks about")) {
		for _, p := range r.Powers {
			fmt.Fprintf(&b, f.item, l.Say("%s: %s", text.Phrase(p.Level), text.Phrase(p.Title)))
			places(p.At)
		}
	}

	if section(l.Say("Credentials"), len(r.Credentials), l.Say("none asked for")) {
		for _, c := range r.Credentials {
			required := ""
			if c.Required {
				required = l.Say(", required")
			}
			fmt.Fprintf(&b, f.item, f.code(c.Name)+" ("+oneLine(c.Type)+", "+c.For+required+") "+f.code(lineOf(c.At)))
		}
	}
	if len(r.Endpoints) > 0 {
		fmt.Fprintf(&b, f.section, l.Say("Endpoints that anybody can call"))
		for _, e := range r.Endpoints {
			fmt.Fprintf(&b, f.item, f.code(e))
		}
	}

	fmt.Fprintf(&b, f.section, l.Say("Not analysed"))
	fmt.Fprintf(&b, f.item, l.Say("%d places", len(r.NotAnalysed)))
	for _, g := range r.NotAnalysed[:min(len(r.NotAnalysed), maxPlaces)] {
		fmt.Fprintf(&b, f.sub, f.code(lineOf(g.Place))+" "+f.words(oneLine(l.Text(g.Why))))
	}
	if len(r.Libraries) > 0 {
		fmt.Fprintf(&b, f.item, l.Say("%d libraries whose ways are not known: %s", len(r.Libraries), list(f, r.Libraries)))
	}
	return b.String()
}

func list(f face, names []string) string {
	var out []string
	for _, n := range names {
		out = append(out, f.code(oneLine(n)))
	}
	return strings.Join(out, ", ")
}

// lineOf is path:line, or the path alone.
func lineOf(p capability.Place) string {
	if p.Line > 0 {
		return fmt.Sprintf("%s:%d", oneLine(p.Path), p.Line)
	}
	return oneLine(p.Path)
}

// maxLine bounds a text of the plugin's in a report, in characters.
const maxLine = 120

// oneLine keeps a text of the plugin's on one line, short, and free of what
// could steer a terminal.
func oneLine(s string) string {
	if r := []rune(s); len(r) > maxLine {
		s = string(r[:maxLine]) + "…"
	}
	return terminal.Visible(s)
}
