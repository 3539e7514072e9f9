package report

// What a plugin does and may do, as text and as Markdown.

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/difylint/difylint/lint/dify/capability"
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
func WriteCapabilities(w io.Writer, format string, all []*capability.Report) error {
	var f face = textFace{}
	switch format {
	case "json":
		return capabilityJSON(w, all)
	case "markdown":
		f = markdownFace{}
	}
	var b strings.Builder
	for i, r := range all {
		if i > 0 {
			b.WriteString("\n")
		}
		b.WriteString(capabilities(r, f))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func capabilityJSON(w io.Writer, all []*capability.Report) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(struct {
		Version int                  `json:"version"`
		Plugins []*capability.Report `json:"plugins"`
	}{1, all})
}

// face is how a report is set.
type face interface {
	title(string) string
	section(string) string
	item(string) string
	sub(string) string
	code(string) string
}

type textFace struct{}

func (textFace) title(s string) string   { return s + "\n" }
func (textFace) section(s string) string { return "\n" + s + "\n" }
func (textFace) item(s string) string    { return "  " + s + "\n" }
func (textFace) sub(s string) string     { return "    " + s + "\n" }
func (textFace) code(s string) string    { return s }

type markdownFace struct{}

func (markdownFace) title(s string) string   { return "# " + mdText(s) + "\n" }
func (markdownFace) section(s string) string { return "\n## " + s + "\n\n" }
func (markdownFace) item(s string) string    { return "- " + s + "\n" }
func (markdownFace) sub(s string) string     { return "  - " + s + "\n" }

// code is a code span that holds any text.
func (markdownFace) code(s string) string { return code(s) }

// maxPlaces is the first places that a face shows of one kind.
const maxPlaces = 5

func capabilities(r *capability.Report, f face) string {
	var b strings.Builder
	name := oneLine(r.Author) + "/" + oneLine(r.Name) + " " + oneLine(r.Version)
	b.WriteString(f.title("Capabilities of " + name))
	places := func(ps capability.Places) {
		for _, p := range ps.Places[:min(len(ps.Places), maxPlaces)] {
			b.WriteString(f.sub(f.code(lineOf(p)) + after(" ", f, p.What)))
		}
		if more := ps.Count - min(len(ps.Places), maxPlaces); more > 0 {
			b.WriteString(f.sub(fmt.Sprintf("and %d more", more)))
		}
	}
	section := func(title string, n int, none string) bool {
		b.WriteString(f.section(title))
		if n == 0 {
			b.WriteString(f.item(none))
		}
		return n > 0
	}

	section("Permissions", len(r.Permissions), "none granted, none needed")
	for _, col := range [...]string{denied, declaredUsed, neverUsed} {
		for _, p := range r.Permissions {
			if column(p.Granted, p.Used) != col {
				continue
			}
			size := ""
			if p.Name == "storage" && r.StorageBytes > 0 {
				size = fmt.Sprintf(", %d bytes", r.StorageBytes)
			}
			b.WriteString(f.item(f.code(p.Name) + ": " + col + size))
			places(p.Calls)
		}
	}
	if r.Uploads.Count > 0 {
		b.WriteString(f.item("hands files to Dify, which needs no permission"))
		places(r.Uploads)
	}

	section("What the code reaches", len(r.Scopes), "nothing that was seen")
	for _, s := range r.Scopes {
		note := ""
		if r.HasScopeList {
			note = ": " + column(s.Granted, s.Used)
		}
		b.WriteString(f.item(f.code(s.Name) + note))
		places(s.At)
	}
	if len(r.Environment) > 0 {
		b.WriteString(f.item("environment variables: " + list(f, r.Environment)))
	}

	section("Hosts", len(r.Hosts), "none named")
	for _, h := range r.Hosts {
		note := ""
		switch {
		case h.Declared && h.Named:
			note = " declared"
		case h.Declared:
			note = " declared, not seen in the sources"
		}
		if h.Preset && !h.Named {
			note += " preset, or offered to users"
		}
		at := ""
		if h.At != nil {
			at = " " + f.code(lineOf(*h.At))
		}
		b.WriteString(f.item(f.code(h.Name) + note + at))
	}
	if q := r.Requests; q.Total > 0 {
		b.WriteString(f.item(fmt.Sprintf("%d requests: %d to fixed hosts; the host comes from a parameter in %d, from a credential in %d, is made at run time in %d (%d%% not fixed)",
			q.Total, q.Fixed, q.FromParameter, q.FromCredential, q.AtRunTime, (q.Total-q.Fixed)*100/q.Total)))
		places(q.UserDecides)
	}
	if len(r.Services) > 0 {
		b.WriteString(f.item("libraries that speak to their own service: " + list(f, r.Services)))
	}

	if section("Powers", len(r.Powers), "none that the marketplace's form asks about") {
		for _, p := range r.Powers {
			b.WriteString(f.item(p.Level + ": " + p.Title))
			places(p.At)
		}
	}

	if section("Credentials", len(r.Credentials), "none asked for") {
		for _, c := range r.Credentials {
			required := ""
			if c.Required {
				required = ", required"
			}
			b.WriteString(f.item(f.code(c.Name) + " (" + oneLine(c.Type) + ", " + c.For + required + ") " + f.code(lineOf(c.At))))
		}
	}
	if len(r.Endpoints) > 0 {
		b.WriteString(f.section("Endpoints that anybody can call"))
		for _, e := range r.Endpoints {
			b.WriteString(f.item(f.code(e)))
		}
	}

	b.WriteString(f.section("Not analysed"))
	b.WriteString(f.item(fmt.Sprintf("%d places", len(r.NotAnalysed))))
	for _, g := range r.NotAnalysed[:min(len(r.NotAnalysed), maxPlaces)] {
		b.WriteString(f.sub(f.code(lineOf(g.Place)) + " " + inFace(f, g.Why)))
	}
	if len(r.Libraries) > 0 {
		b.WriteString(f.item(fmt.Sprintf("%d libraries whose ways are not known: ", len(r.Libraries)) + list(f, r.Libraries)))
	}
	return b.String()
}

func inFace(f face, s string) string {
	if _, ok := f.(markdownFace); ok {
		return mdText(oneLine(s))
	}
	return oneLine(s)
}

func list(f face, names []string) string {
	var out []string
	for _, n := range names {
		out = append(out, f.code(oneLine(n)))
	}
	return strings.Join(out, ", ")
}

func after(sep string, f face, s string) string {
	if s == "" {
		return ""
	}
	return sep + f.code(oneLine(s))
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
	n := 0
	s = strings.Map(func(r rune) rune {
		n++
		switch {
		case n > maxLine:
			return -1
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
			return ' '
		}
		return r
	}, s)
	if n > maxLine {
		s += "…"
	}
	return s
}
