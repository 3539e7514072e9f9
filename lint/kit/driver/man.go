package driver

// The man page of a program: what the help of its commands says.

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/difylint/difylint/lint/source/text"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func newMan(e Env, root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "man",
		Short: "Print the man page",
		Long: `Print the man page of the program, for man(1). To read it, or to install it:

  ` + e.Name + ` man | man -l -
  ` + e.Name + ` man > /usr/local/share/man/man1/` + e.Name + `.1`,
		Args: Args(0, 0, ""),
		RunE: func(*cobra.Command, []string) error {
			_, err := e.Stdout.Write(manPage(e, root))
			return err
		},
	}
}

// manPage is the page in the language of man pages, with the macros of man(7).
func manPage(e Env, root *cobra.Command) []byte {
	var p page
	name := strings.ToUpper(e.Name)
	p.macro("TH", name, "1", "", e.Name+" "+e.Version)
	p.macro("ad", "l")
	p.section(e, text.Msg("NAME"))
	p.text(e.Name + " - " + root.Short)
	p.section(e, text.Msg("SYNOPSIS"))
	for _, c := range root.Commands() {
		if !c.Hidden {
			p.macro("B", e.Name+" "+c.Use)
			p.macro("br")
		}
	}
	p.section(e, text.Msg("DESCRIPTION"))
	p.paragraphs(root.Long)
	p.section(e, text.Msg("COMMANDS"))
	for _, c := range root.Commands() {
		if c.Hidden {
			continue
		}
		p.macro("SS", e.Name+" "+c.Use)
		p.paragraphs(cmp.Or(c.Long, c.Short))
		c.LocalFlags().VisitAll(p.flag)
		p.example(c.Example)
	}
	p.section(e, text.Msg("OPTIONS OF ALL COMMANDS"))
	root.PersistentFlags().VisitAll(p.flag)
	return p.Bytes()
}

// page is a man page that is being written.
type page struct{ bytes.Buffer }

// macro writes a request of man(7) with its arguments.
func (p *page) macro(name string, args ...string) {
	_, _ = io.WriteString(p, "."+name)
	for _, a := range args {
		_, _ = io.WriteString(p, ` "`+strings.ReplaceAll(roff(a), `"`, `\(dq`)+`"`)
	}
	p.WriteByte('\n')
}

func (p *page) section(e Env, title text.Message) { p.macro("SH", e.Lang.Text(title)) }

// text writes lines that man fills.
func (p *page) text(s string) {
	for line := range strings.Lines(s) {
		line = roff(strings.TrimSuffix(line, "\n"))
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
			line = `\&` + line
		}
		p.WriteString(line + "\n")
	}
}

// paragraphs writes a help text: what is indented in it keeps its lines.
func (p *page) paragraphs(s string) {
	for i, part := range strings.Split(strings.Trim(s, "\n"), "\n\n") {
		if i > 0 {
			p.macro("PP")
		}
		for part != "" {
			at := change(part)
			if strings.HasPrefix(part, " ") {
				p.example(part[:at])
			} else {
				p.text(part[:at])
			}
			part = part[at:]
		}
	}
}

// change is where the lines of a paragraph begin, or end, to be indented, or its end.
func change(part string) int {
	at, indented := 0, strings.HasPrefix(part, " ")
	for line := range strings.Lines(part) {
		if strings.HasPrefix(line, " ") != indented {
			break
		}
		at += len(line)
	}
	return at
}

// example writes lines that stay as they are.
func (p *page) example(s string) {
	if s == "" {
		return
	}
	p.macro("PP")
	p.macro("nf")
	p.text(s)
	p.macro("fi")
}

func (p *page) flag(f *pflag.Flag) {
	if f.Hidden || f.Name == "help" {
		return
	}
	value, usage := pflag.UnquoteUsage(f)
	name := "--" + f.Name
	if f.Shorthand != "" {
		name = "-" + f.Shorthand + ", " + name
	}
	if value != "" {
		name += " " + value
	}
	p.macro("TP")
	p.macro("B", name)
	p.text(usage)
}

// roff is a text without what roff acts on, in ASCII.
func roff(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\\':
			b.WriteString(`\e`)
		case r == '-':
			b.WriteString(`\-`)
		case r >= utf8.RuneSelf:
			fmt.Fprintf(&b, `\[u%04X]`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
