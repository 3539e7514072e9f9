package main

// difylint risk

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/risk"
	"github.com/difylint/difylint/lint/kit/driver"
	"github.com/spf13/cobra"
)

var riskFormats = []string{"text", "json", "markdown"}

func newRisk(e env) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "risk [flags] [PATH...]",
		Short: "Say which risk level the submission form asks for, and why",
		Long: `Class plugins as the form for submissions to the marketplace does: low (fixed,
documented HTTPS APIs), medium (uploads, URLs of users, changes in a service, what
users enter is sent out) or high (commands, code, databases, SSH, files, browsers,
any URL, executables). Each reason is named with the places that show it.

What a plugin does with what it is given cannot be seen in full: the level is the
least that the sources show. The format markdown is the text to paste into the
pull request; what only the author knows stands in it as TODO.

Exit status: 0 assessed, 2 could not run.`,
		Example: `  difylint risk .
  difylint risk --format markdown my-plugin.difypkg`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return assess(cmd.Context(), e, format, driver.OrHere(args))
		},
	}
	formatFlag(cmd, &format, riskFormats)
	return cmd
}

// formatFlag adds the flag for the format of a report of its own.
func formatFlag(cmd *cobra.Command, p *string, formats []string) {
	*p = formats[0]
	driver.Word(cmd.Flags(), p, "format", "f", "`format` of the report: "+strings.Join(formats, ", "), formats...)
}

// assessed is one plugin's assessment.
type assessed struct {
	plugin *plugin.Plugin
	*risk.Assessment
}

func assess(ctx context.Context, e env, format string, args []string) error {
	write := map[string]func(io.Writer, []assessed) error{"text": riskText, "json": riskJSON, "markdown": riskMarkdown}[format]
	if write == nil {
		return driver.Unknown("format", format, riskFormats)
	}
	targets, left, err := e.Rest(plugin.Discover(ctx, args, openPackage))
	if err != nil {
		return err
	}
	var all []assessed
	for _, t := range targets {
		if err := ctx.Err(); err != nil {
			return err
		}
		p := t.Plugin()
		if d := p.Manifest(); d.Root == nil {
			return fmt.Errorf("%s: the manifest cannot be read; see difylint check", p.Label(plugin.ManifestName))
		}
		all = append(all, assessed{p, risk.Assess(p)})
	}
	if err := write(e.Stdout, all); err != nil || !left {
		return err
	}
	return driver.StatusError(exitError)
}

func riskText(w io.Writer, all []assessed) error {
	var b strings.Builder
	for i, a := range all {
		if i > 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "%s: %s risk\n", a.plugin.Dir, a.Level)
		for _, r := range a.Reasons {
			fmt.Fprintf(&b, "\n  %s: the plugin %s\n", r.Level, r.Title)
			for _, ev := range r.Evidence {
				fmt.Fprintf(&b, "    %s  %s\n", a.place(ev), ev.What)
			}
			if r.More > 0 {
				fmt.Fprintf(&b, "    and %d more\n", r.More)
			}
		}
		a.list(&b, "fixed hosts", a.Hosts)
		a.list(&b, "libraries that may connect to a service, not followed", a.Libraries)
		if len(a.Personal) > 0 {
			b.WriteString("\n  high if the plugin handles such data of persons:\n")
			for _, ev := range a.Personal {
				fmt.Fprintf(&b, "    %s  %s\n", a.place(ev), ev.What)
			}
		}
		if len(a.Unread) > 0 {
			b.WriteString("\n  not read, so not assessed:\n")
			for _, name := range a.Unread {
				fmt.Fprintf(&b, "    %s\n", a.plugin.Label(name))
			}
		}
	}
	_, err := io.WriteString(w, printable(b.String()))
	return err
}

func (a assessed) list(b *strings.Builder, title string, hosts []risk.Host) {
	if len(hosts) == 0 {
		return
	}
	fmt.Fprintf(b, "\n  %s:\n", title)
	for _, h := range hosts {
		fmt.Fprintf(b, "    %s  %s\n", a.place(h.Evidence), h.Name)
	}
}

// place is where evidence stands: path:line, or the path alone.
func (a assessed) place(ev risk.Evidence) string {
	name := a.plugin.Label(ev.Path)
	if line := ev.Line(); line > 0 {
		return fmt.Sprintf("%s:%d", name, line)
	}
	return name
}

// printable replaces what could steer a terminal: names of files are anybody's.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
			return '?'
		}
		return r
	}, s)
}

func riskMarkdown(w io.Writer, all []assessed) error {
	var b strings.Builder
	for i, a := range all {
		if i > 0 {
			b.WriteString("\n")
		}
		if len(all) > 1 {
			fmt.Fprintf(&b, "# %s\n\n", a.plugin.Dir)
		}
		b.WriteString(a.Disclosure())
	}
	_, err := io.WriteString(w, printable(b.String()))
	return err
}

type jsonEvidence struct {
	Path string `json:"path"`
	Line int    `json:"line,omitempty"`
	What string `json:"what"`
}

type jsonReason struct {
	Kind     risk.Kind      `json:"kind"`
	Level    string         `json:"level"`
	Title    string         `json:"title"`
	Evidence []jsonEvidence `json:"evidence"`
	More     int            `json:"more,omitempty"`
}

type jsonRisk struct {
	Path       string         `json:"path"`
	Author     string         `json:"author"`
	Name       string         `json:"name"`
	Version    string         `json:"version"`
	Level      string         `json:"level"`
	Reasons    []jsonReason   `json:"reasons"`
	Hosts      []jsonEvidence `json:"hosts"`
	Libraries  []jsonEvidence `json:"libraries"`
	Personal   []jsonEvidence `json:"personal"`
	Unread     []string       `json:"unread"`
	Disclosure string         `json:"disclosure"`
}

func riskJSON(w io.Writer, all []assessed) error {
	out := struct {
		Version int        `json:"version"`
		Plugins []jsonRisk `json:"plugins"`
	}{1, []jsonRisk{}}
	for _, a := range all {
		p := a.plugin
		evidence := func(of []risk.Evidence) []jsonEvidence {
			got := []jsonEvidence{}
			for _, ev := range of {
				got = append(got, jsonEvidence{p.Label(ev.Path), ev.Line(), ev.What})
			}
			return got
		}
		named := func(of []risk.Host) []jsonEvidence {
			got := []jsonEvidence{}
			for _, h := range of {
				got = append(got, jsonEvidence{p.Label(h.Path), h.Line(), h.Name})
			}
			return got
		}
		j := jsonRisk{
			Path: p.Dir, Author: p.Author(), Name: p.Name(), Version: p.Version(), Level: a.Level.String(), Reasons: []jsonReason{},
			Hosts: named(a.Hosts), Libraries: named(a.Libraries), Personal: evidence(a.Personal), Unread: []string{}, Disclosure: a.Disclosure(),
		}
		for _, name := range a.Unread {
			j.Unread = append(j.Unread, p.Label(name))
		}
		for _, r := range a.Reasons {
			j.Reasons = append(j.Reasons, jsonReason{r.Kind, r.Level.String(), r.Title, evidence(r.Evidence), r.More})
		}
		out.Plugins = append(out.Plugins, j)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}
