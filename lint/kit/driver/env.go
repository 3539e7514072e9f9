package driver

// What every command of a program shares: its streams, its exit status, and how
// an error reads.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/lang"
	"github.com/difylint/difylint/lint/near"
	"github.com/difylint/difylint/lint/report"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/terminal"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Env is what a program takes from outside, so that tests can give it.
type Env struct {
	// Name is the program's, and Version its release.
	Name, Version  string
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Getenv         func(string) string
	// Width, where set, makes standard output count as a terminal with lines of
	// that many cells, whatever it is: for recordings and tests.
	Width int
	// Lang is the language; nil is English. asked says that it was asked for, so that
	// no configuration changes it.
	Lang  *lang.Language
	asked bool
}

// StatusError ends a command with an exit status and no message.
type StatusError int

func (s StatusError) Error() string { return fmt.Sprintf("exit status %d", int(s)) }

// Execute runs a program: arguments in, exit status out. What the library of the
// command line says of a slip is said in the words of this package.
func Execute(ctx context.Context, e Env, root *cobra.Command, args []string) int {
	prepare(e, root)
	root.SetArgs(args)
	err := misspelt(root, args)
	if err == nil {
		err = root.ExecuteContext(ctx)
	}
	var s StatusError
	switch {
	case err == nil:
		return Clean
	case errors.As(err, &s):
		return int(s)
	case errors.Is(err, context.Canceled):
		_, _ = e.Fprintf(e.Stderr, "%s: interrupted\n", e.Name)
	default:
		e.Tell(err)
	}
	return Failed
}

// Tell prints an error, each of several on a line of its own.
func (e Env) Tell(err error) {
	var several interface{ Unwrap() []error }
	if errors.As(err, &several) {
		for _, one := range several.Unwrap() {
			e.Tell(one)
		}
		return
	}
	_, _ = e.Fprintf(e.Stderr, "%s: %s\n", e.Name, terminal.Visible(e.plain(err)))
}

// Rest passes over the paths that lead to no plugin, where others do: left says
// that some did not, which is printed, and that the command must end with Failed.
func (e Env) Rest(targets []plugin.Target, err error) (_ []plugin.Target, left bool, _ error) {
	if err == nil || len(targets) == 0 {
		return targets, false, err
	}
	e.Tell(err)
	return targets, true, nil
}

// Colors reports whether standard output is to be coloured: auto, always, never.
func (e Env) Colors(when string) bool {
	switch when {
	case "always":
		return true
	case "never":
		return false
	}
	file, ok := e.Stdout.(*os.File)
	return ok && report.UseColor(file, e.Getenv)
}

// Screen is the size of the terminal that standard output is; it is not ok where
// that is a file or a pipe.
func (e Env) Screen() (width, height int, ok bool) {
	if e.Width > 0 {
		return e.Width, 0, true
	}
	file, isFile := e.Stdout.(*os.File)
	if !isFile || !terminal.Is(file) {
		return 0, 0, false
	}
	return terminal.Size(file)
}

// Plain is an error with the machine's part of it in plain words: no name of a
// system call, and the path once.
func Plain(err error) string { return Env{}.plain(err) }

func (e Env) plain(err error) string {
	s := e.Lang.Error(err)
	var pe *fs.PathError
	var le *os.LinkError
	switch {
	case errors.As(err, &pe):
		return strings.Replace(s, pe.Error(), filepath.ToSlash(pe.Path)+": "+e.Lang.Say("%v", reason(pe.Err)), 1)
	case errors.As(err, &le):
		return strings.Replace(s, le.Error(), filepath.ToSlash(le.New)+": "+e.Lang.Say("%v", reason(le.Err)), 1)
	}
	var no syscall.Errno
	if errors.As(err, &no) {
		return strings.Replace(s, no.Error(), e.Lang.Say("%v", reason(no)), 1)
	}
	return s
}

// reason says why the machine refuses.
func reason(err error) any {
	for _, r := range []struct {
		err  error
		says text.Message
	}{
		{fs.ErrNotExist, text.Msg("there is no such file or folder")},
		{fs.ErrPermission, text.Msg("no permission")},
		{fs.ErrExist, text.Msg("it exists already")},
		{syscall.EISDIR, text.Msg("it is a folder, not a file")},
		{syscall.ENOTDIR, text.Msg("a part of the path is a file, not a folder")},
		{syscall.ENAMETOOLONG, text.Msg("the name is too long")},
		{syscall.ELOOP, text.Msg("it is a link that leads to itself")},
		{syscall.EINVAL, text.Msg("it is not a valid path")},
		{fs.ErrInvalid, text.Msg("it is not a valid path")},
		{syscall.ENOSPC, text.Msg("the disk is full")},
		{syscall.EROFS, text.Msg("the disk can only be read")},
	} {
		if errors.Is(err, r.err) {
			return r.says
		}
	}
	return err.Error()
}

// prepare makes a root command answer as the others of its kind do.
func prepare(e Env, root *cobra.Command) {
	root.SilenceUsage, root.SilenceErrors = true, true
	// Not cobra's own: its template is the one use of text/template, with which
	// the linker keeps every exported method of every type, 1.8 MB.
	asked := root.Flags().BoolP("version", "v", false, "print the version")
	root.SetIn(e.Stdin)
	root.SetOut(e.Stdout)
	root.SetErr(e.Stderr)
	root.SetFlagErrorFunc(nearFlag)
	root.Args = cobra.ArbitraryArgs
	root.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) > 0 {
			return unknownCommand(root, args[0])
		}
		if *asked {
			_, err := e.Fprintf(e.Stdout, "%s %s\n", e.Name, e.Version)
			return err
		}
		return cmd.Help()
	}
	if root.PersistentFlags().Lookup("lang") == nil {
		Word(root.PersistentFlags(), new(string), "lang", "", "the `language`: "+strings.Join(lang.Tags(), ", ")+" (default: DIFYLINT_LANG, the configuration, the locale)", lang.Tags()...)
	}
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetHelpCommand(newHelp(root))
	root.AddCommand(newVersion(e), newCompletion(root))
	for _, c := range commands(root) {
		c.Flags().VisitAll(func(f *pflag.Flag) {
			if v, ok := f.Value.(interface{ known() []string }); ok && len(v.known()) > 0 {
				_ = c.RegisterFlagCompletionFunc(f.Name, cobra.FixedCompletions(v.known(), cobra.ShellCompDirectiveNoFileComp))
			}
		})
	}
	translate(e, root)
}

func commands(c *cobra.Command) []*cobra.Command {
	out := []*cobra.Command{c}
	for _, sub := range c.Commands() {
		out = append(out, commands(sub)...)
	}
	return out
}

// misspelt is the error about a first word that is no command, which counts more
// than a flag behind it that the root does not know.
func misspelt(root *cobra.Command, args []string) error {
	if len(args) == 0 || strings.HasPrefix(args[0], "-") {
		return nil
	}
	for _, c := range root.Commands() {
		if c.Name() == args[0] || c.HasAlias(args[0]) {
			return nil
		}
	}
	switch args[0] {
	case "help", cobra.ShellCompRequestCmd, cobra.ShellCompNoDescRequestCmd:
		return nil
	}
	return unknownCommand(root, args[0])
}

func unknownCommand(root *cobra.Command, got string) error {
	var names []string
	for _, c := range root.Commands() {
		if !c.Hidden {
			names = append(names, c.Name())
		}
	}
	if n, ok := near.Nearest(got, names); ok {
		return text.Errorf("unknown command %q; did you mean %q?", got, n)
	}
	if _, err := os.Stat(got); err == nil {
		return text.Errorf("unknown command %q; to check this path, run: %s check %s", got, root.Name(), got)
	}
	return text.Errorf("unknown command %q; %s --help lists the commands", got, root.Name())
}

// FlagError says what is wrong with a flag.
func FlagError(err error) error {
	var unknown *pflag.NotExistError
	var missing *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	var syntax *pflag.InvalidSyntaxError
	switch {
	case errors.As(err, &unknown):
		if unknown.GetSpecifiedShortnames() != "" {
			return text.Errorf("unknown flag -%s; --help lists the flags", unknown.GetSpecifiedName())
		}
		return text.Errorf("unknown flag --%s; --help lists the flags", unknown.GetSpecifiedName())
	case errors.As(err, &missing):
		return text.Errorf("--%s needs a value", missing.GetFlag().Name)
	case errors.As(err, &invalid):
		if invalid.GetFlag().Value.Type() == "bool" {
			return text.Errorf("--%s: invalid value %q; use true or false", invalid.GetFlag().Name, invalid.GetValue())
		}
		return text.Errorf("--%s: %w", invalid.GetFlag().Name, errors.Unwrap(invalid))
	case errors.As(err, &syntax):
		return text.Errorf("%s is not a flag; --help lists the flags", syntax.GetSpecifiedFlag())
	}
	return err
}

// nearFlag completes the error about an unknown flag by the nearest that there is.
func nearFlag(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) || unknown.GetSpecifiedShortnames() != "" {
		return FlagError(err)
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			names = append(names, f.Name)
		}
	})
	if n, ok := near.Nearest(unknown.GetSpecifiedName(), names); ok {
		return text.Errorf("unknown flag --%s; did you mean --%s?", unknown.GetSpecifiedName(), n)
	}
	return FlagError(err)
}

// Args are the arguments of a command, from least to most in number
// (-1: any number), named as its usage names them.
func Args(least, most int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch n := len(args); {
		case n < least:
			return text.Errorf("%s is missing; usage: %s", what, cmd.UseLine())
		case most == 0 && n > 0:
			return text.Errorf("%s needs no arguments, and %q was given", cmd.CommandPath(), args[0])
		case most == 1 && n > 1:
			return text.Errorf("one %s is expected, and %d were given; usage: %s", what, n, cmd.UseLine())
		case most >= 0 && n > most:
			return text.Errorf("at most %d arguments are possible, and %d were given; usage: %s", most, n, cmd.UseLine())
		}
		return nil
	}
}

func newVersion(e Env) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  Args(0, 0, ""),
		RunE: func(*cobra.Command, []string) error {
			_, err := e.Fprintf(e.Stdout, "%s %s\n", e.Name, e.Version)
			return err
		},
	}
}

func newCompletion(root *cobra.Command) *cobra.Command {
	shells := map[string]func(w io.Writer) error{
		"bash":       func(w io.Writer) error { return root.GenBashCompletionV2(w, true) },
		"fish":       func(w io.Writer) error { return root.GenFishCompletion(w, true) },
		"powershell": root.GenPowerShellCompletionWithDesc,
		"zsh":        root.GenZshCompletion,
	}
	names := []string{"bash", "fish", "powershell", "zsh"}
	return &cobra.Command{
		Use:   "completion SHELL",
		Short: "Print the script that completes commands and flags in a shell",
		Long: `Print the script that completes commands, flags and their values in a shell:
bash, fish, powershell or zsh. To load it:

  bash         source <(` + root.Name() + ` completion bash)
  zsh          ` + root.Name() + ` completion zsh > "${fpath[1]}/_` + root.Name() + `"
  fish         ` + root.Name() + ` completion fish > ~/.config/fish/completions/` + root.Name() + `.fish
  powershell   ` + root.Name() + ` completion powershell | Out-String | Invoke-Expression`,
		Args:      Args(1, 1, "SHELL"),
		ValidArgs: names,
		RunE: func(cmd *cobra.Command, args []string) error {
			write := shells[args[0]]
			if write == nil {
				return Unknown("shell", args[0], names)
			}
			return write(cmd.OutOrStdout())
		},
	}
}

// Unknown is the error about an unknown word.
func Unknown(what, got string, known []string) error {
	if n, ok := near.Nearest(got, known); ok {
		return text.Errorf("unknown %s %q; did you mean %q?", what, got, n)
	}
	if len(known) > maxKnown {
		return text.Errorf("unknown %s %q", what, got)
	}
	return text.Errorf("unknown %s %q; use %s", what, got, either(known))
}

// maxKnown is how many words an error lists.
const maxKnown = 25

// either is "a, b or c".
func either(list []string) string {
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	return strings.Join(list[:len(list)-1], ", ") + " or " + list[len(list)-1]
}
