package driver

// The language of a program: which one, and its help in it. What counts first:
// --lang, DIFYLINT_LANG, lang in a configuration, LC_ALL, LC_MESSAGES, LANG.

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/config"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/lang"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// inLanguage is the environment in the language that is asked for: by --lang, else by
// the variable DIFYLINT_LANG, else by the locale (LC_ALL, LC_MESSAGES, LANG). A
// language that there is not is English.
func (e Env) inLanguage(args []string) Env {
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
	getenv := e.Getenv
	if getenv == nil {
		getenv = func(string) string { return "" }
	}
	asked = cmp.Or(asked, getenv("DIFYLINT_LANG"))
	e.asked = asked != ""
	asked = cmp.Or(asked, getenv("LC_ALL"), getenv("LC_MESSAGES"), getenv("LANG"))
	if tag, ok := lang.Match(asked); ok {
		e.Lang, _ = lang.Of(tag)
	}
	return e
}

// Asked is the tag of the language where it was asked for or a configuration said it,
// else "".
func (e Env) Asked() string {
	if !e.asked {
		return ""
	}
	return e.Lang.Name()
}

// in speaks the language that a configuration says, which counts more than the
// locale, and less than what is asked for. Of several, the first counts.
func (e Env) in(c *lint.Config) Env {
	if !e.asked && c != nil && c.Lang != "" {
		e.Lang, e.asked = lang.Of(c.Lang)
	}
	return e
}

// near speaks as the configuration says that holds for the first path among the
// arguments that has one with lang, else as that of the working directory.
func (e Env) near(root *cobra.Command, args []string) Env {
	if e.asked {
		return e
	}
	paths, file, none := given(root, args)
	r, err := config.New(nil, config.Options{File: file})
	if err != nil || none {
		return e // what is wrong with the file, the command says
	}
	for _, p := range append(paths, ".") {
		switch info, err := os.Stat(p); {
		case err != nil:
			continue
		case plugin.IsPackage(p) && !info.IsDir():
			p += "!"
		case !info.IsDir():
			p = filepath.Dir(p)
		}
		e = e.in(r.Config(p))
	}
	return e
}

// given is what arguments name, without a look at whether it makes sense: paths, a
// configuration file, no configuration.
func given(root *cobra.Command, args []string) (paths []string, file string, none bool) {
	cmd, rest, err := root.Find(args)
	if err != nil {
		cmd, rest = root, args
	}
	var config, noConfig written
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	flags.ParseErrorsAllowlist.UnknownFlags = true
	flags.Usage = func() {}
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		flag := *f
		switch f.Name {
		case "config":
			flag.Value = &config
		case "no-config":
			flag.Value = &noConfig
		default:
			flag.Value = new(written)
		}
		flags.AddFlag(&flag)
	})
	_ = flags.Parse(rest)
	return flags.Args(), string(config), noConfig == "true"
}

// written is the value of a flag as it is written.
type written string

func (w *written) String() string     { return string(*w) }
func (w *written) Type() string       { return "string" }
func (w *written) Set(s string) error { *w = written(s); return nil }

// langValue is a language, also as a locale names it: zh, zh_CN. What was asked for is
// known before the flags are read.
func langValue() *value {
	take := func(s string) error {
		if _, ok := lang.Match(s); !ok {
			return invalid(s, lang.Tags())
		}
		return nil
	}
	return &value{"string", func() string { return "" }, take, lang.Tags}
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
			_, err = io.WriteString(out, headings(l, root.Name()).Replace("\n" + b.String())[1:])
		}
		return err
	})
}

// headings puts the headings of cobra's help, and its last line, into a language.
func headings(l *lang.Language, program string) *strings.Replacer {
	var pairs []string
	for _, h := range []text.Message{
		text.Msg("Usage:"), text.Msg("Aliases:"), text.Msg("Examples:"), text.Msg("Available Commands:"), text.Msg("Flags:"), text.Msg("Global Flags:"),
		text.Msg("Use \"%s [command] --help\" for more information about a command.", program),
	} {
		pairs = append(pairs, "\n"+h.String()+"\n", "\n"+l.Text(h)+"\n")
	}
	return strings.NewReplacer(pairs...)
}
