package driver

// The language of a program: which one, and its help in it.

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/lang"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// InLanguage is the environment in the language that is asked for: by --lang, by the
// variable DIFYLINT_LANG, by the locale (LC_ALL, LC_MESSAGES, LANG). A language that
// there is not is English.
func (e Env) InLanguage(args []string) Env {
	asked := ""
	for i, a := range args {
		if a == "--" {
			break
		}
		if v, ok := strings.CutPrefix(a, "--lang="); ok {
			asked = v
		} else if a == "--lang" && i+1 < len(args) {
			asked = args[i+1]
		}
	}
	if e.Getenv != nil {
		asked = cmp.Or(asked, e.Getenv("DIFYLINT_LANG"))
	}
	e.asked = asked != ""
	if e.Getenv != nil {
		asked = cmp.Or(asked, e.Getenv("LC_ALL"), e.Getenv("LC_MESSAGES"), e.Getenv("LANG"))
	}
	if tag, ok := lang.Match(asked); ok {
		e.Lang, _ = lang.Of(tag)
	}
	return e
}

// langValue is a language, also as a locale names it: zh, zh_CN.
type langValue string

func (v *langValue) known() []string { return lang.Tags() }
func (v *langValue) String() string  { return string(*v) }
func (v *langValue) Type() string    { return "string" }
func (v *langValue) Set(s string) error {
	tag, ok := lang.Match(s)
	if !ok {
		return invalid(s, lang.Tags())
	}
	*v = langValue(tag)
	return nil
}

// language is the language of a report: as asked for, else as the plugins'
// configuration says, else the locale's.
func (e Env) language(res *lint.Result) *lang.Language {
	if !e.asked {
		for i := range res.Plugins {
			if c := res.Plugins[i].Config; c != nil && c.Lang != "" {
				if l, ok := lang.Of(c.Lang); ok {
					return l
				}
			}
		}
	}
	return e.Lang
}

// Fprintf writes a text in the language.
func (e Env) Fprintf(w io.Writer, format string, args ...any) (int, error) {
	return fmt.Fprint(w, e.Lang.Say(format, args...))
}

// translate puts the help of all commands into the language.
func translate(e Env, root *cobra.Command) {
	l := e.Lang
	if l == nil {
		return
	}
	for _, c := range commands(root) {
		c.InitDefaultHelpFlag()
		c.Short, c.Long = l.Words(c.Short), l.Words(c.Long)
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if f.Name == "help" {
				f.Usage = l.Say("help for %s", c.Name())
				return
			}
			f.Usage = l.Words(f.Usage)
		})
	}
	usage := root.UsageFunc()
	root.SetUsageFunc(func(c *cobra.Command) error {
		var b bytes.Buffer
		out := c.OutOrStderr()
		c.SetOut(&b)
		c.SetErr(&b)
		err := usage(c)
		c.SetOut(out)
		c.SetErr(out)
		if err == nil {
			_, err = io.WriteString(out, headings(l).Replace("\n" + b.String())[1:])
		}
		return err
	})
}

// headings puts the headings of cobra's help into a language.
func headings(l *lang.Language) *strings.Replacer {
	var pairs []string
	for _, h := range []text.Message{
		text.Msg("Usage:"), text.Msg("Aliases:"), text.Msg("Examples:"), text.Msg("Available Commands:"), text.Msg("Flags:"), text.Msg("Global Flags:"),
	} {
		pairs = append(pairs, "\n"+h.Format+"\n", "\n"+l.Text(h)+"\n")
	}
	return strings.NewReplacer(pairs...)
}
