package report

// The risk level that the marketplace's form asks for, and what shows it.

import (
	"fmt"
	"io"
	"strings"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/risk"
	"github.com/difylint/difylint/lint/lang"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/terminal"
)

// Assessed is one plugin with its assessment.
type Assessed struct {
	Plugin *plugin.Plugin
	*risk.Assessment
}

// WriteRisks writes assessments as text, json or markdown. Text is in a language;
// Markdown is for the marketplace's form, which is in English.
func WriteRisks(w io.Writer, format string, all []Assessed, l *lang.Language) error {
	switch format {
	case "json":
		return riskJSON(w, all)
	case "markdown":
		return riskMarkdown(w, all)
	}
	return riskText(w, all, l)
}

func riskText(w io.Writer, all []Assessed, l *lang.Language) error {
	var b strings.Builder
	evidence := func(a Assessed, of []risk.Evidence) {
		for _, ev := range of {
			fmt.Fprintf(&b, "    %s  %s\n", a.place(ev), l.Text(ev.What))
		}
	}
	for i, a := range all {
		if i > 0 {
			b.WriteString("\n")
		}
		b.WriteString(l.Say("%s: %s risk", a.Plugin.Dir, a.Level) + "\n")
		for _, r := range a.Reasons {
			b.WriteString("\n  " + l.Say("%s: the plugin %s", r.Level, text.Phrase(r.Title)) + "\n")
			evidence(a, r.Evidence)
			if r.More > 0 {
				b.WriteString("    " + l.Say("and %d more", r.More) + "\n")
			}
		}
		a.list(&b, l.Say("fixed hosts"), a.Hosts)
		a.list(&b, l.Say("libraries that may connect to a service, not followed"), a.Libraries)
		if len(a.Personal) > 0 {
			b.WriteString("\n  " + l.Say("high if the plugin handles such data of persons:") + "\n")
			evidence(a, a.Personal)
		}
		if len(a.Unread) > 0 {
			b.WriteString("\n  " + l.Say("not read, so not assessed:") + "\n")
			for _, name := range a.Unread {
				fmt.Fprintf(&b, "    %s\n", terminal.Visible(a.Plugin.Label(name)))
			}
		}
	}
	_, err := io.WriteString(w, terminal.Printable(b.String()))
	return err
}

func (a Assessed) list(b *strings.Builder, title string, hosts []risk.Host) {
	if len(hosts) == 0 {
		return
	}
	fmt.Fprintf(b, "\n  %s:\n", title)
	for _, h := range hosts {
		fmt.Fprintf(b, "    %s  %s\n", a.place(h.Evidence), h.Name)
	}
}

// place is where evidence stands: path:line, or the path alone.
func (a Assessed) place(ev risk.Evidence) string {
	name := terminal.Visible(a.Plugin.Label(ev.Path))
	if line := ev.Line(); line > 0 {
		return fmt.Sprintf("%s:%d", name, line)
	}
	return name
}

func riskMarkdown(w io.Writer, all []Assessed) error {
	var b strings.Builder
	for i, a := range all {
		if i > 0 {
			b.WriteString("\n")
		}
		if len(all) > 1 {
			fmt.Fprintf(&b, "# %s\n\n", a.Plugin.Dir)
		}
		b.WriteString(a.Disclosure())
	}
	_, err := io.WriteString(w, terminal.Printable(b.String()))
	return err
}

type riskEvidence struct {
	Path string `json:"path"`
	Line int    `json:"line,omitempty"`
	What string `json:"what"`
}

type riskReason struct {
	Kind     risk.Kind      `json:"kind"`
	Level    string         `json:"level"`
	Title    string         `json:"title"`
	Evidence []riskEvidence `json:"evidence"`
	More     int            `json:"more,omitempty"`
}

type assessedPlugin struct {
	Path       string         `json:"path"`
	Author     string         `json:"author"`
	Name       string         `json:"name"`
	Version    string         `json:"version"`
	Level      string         `json:"level"`
	Reasons    []riskReason   `json:"reasons"`
	Hosts      []riskEvidence `json:"hosts"`
	Libraries  []riskEvidence `json:"libraries"`
	Personal   []riskEvidence `json:"personal"`
	Unread     []string       `json:"unread"`
	Disclosure string         `json:"disclosure"`
}

func riskJSON(w io.Writer, all []Assessed) error {
	out := struct {
		Version int              `json:"version"`
		Plugins []assessedPlugin `json:"plugins"`
	}{1, []assessedPlugin{}}
	for _, a := range all {
		p := a.Plugin
		evidence := func(of []risk.Evidence) []riskEvidence {
			got := []riskEvidence{}
			for _, ev := range of {
				got = append(got, riskEvidence{p.Label(ev.Path), ev.Line(), ev.What.String()})
			}
			return got
		}
		named := func(of []risk.Host) []riskEvidence {
			got := []riskEvidence{}
			for _, h := range of {
				got = append(got, riskEvidence{p.Label(h.Path), h.Line(), h.Name})
			}
			return got
		}
		j := assessedPlugin{
			Path: p.Dir, Author: p.Author(), Name: p.Name(), Version: p.Version(), Level: a.Level.String(), Reasons: []riskReason{},
			Hosts: named(a.Hosts), Libraries: named(a.Libraries), Personal: evidence(a.Personal), Unread: []string{}, Disclosure: a.Disclosure(),
		}
		for _, name := range a.Unread {
			j.Unread = append(j.Unread, p.Label(name))
		}
		for _, r := range a.Reasons {
			j.Reasons = append(j.Reasons, riskReason{r.Kind, r.Level.String(), r.Title, evidence(r.Evidence), r.More})
		}
		out.Plugins = append(out.Plugins, j)
	}
	return newDocument(w, out).close()
}
