package driver

// What every command of a program shares: its streams, its exit status, and how
// an error reads.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
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
	// Width, where set, makes the output and errors count as a terminal with lines of
	// that many cells, whatever it is: for recordings and tests.
	Width int
	// Lang is the language; nil is English. asked says that it was asked for or that a
	// configuration said it, so that no other one changes it.
	Lang  *lang.Language
	asked bool
}

// StatusError ends a command with an exit status and no message.
type StatusError int

func (s StatusError) Error() string { return fmt.Sprintf("exit status %d", int(s)) }

// Execute runs a program, given its root command in an environment: arguments in,
// exit status out. The program speaks the language that is asked for. What the
// library of the command line says of a slip is said in the words of this package.
func Execute(ctx context.Context, e Env, program func(Env) *cobra.Command, args []string) int {
	e = e.inLanguage(args)
	root := program(e)
	if near := e.near(root, args); near.Lang != e.Lang {
		e, root = near, program(near)
	}
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

// say prints lines on standard error, wrapped where that is a terminal.
func (e Env) say(lines string) {
	width, _, wrap := e.size(e.Stderr)
	for line := range strings.Lines(lines) {
		if wrap {
			line = report.Folded(strings.TrimSuffix(line, "\n"), width)
		}
		_, _ = io.WriteString(e.Stderr, line)
	}
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
func (e Env) Screen() (width, height int, ok bool) { return e.size(e.Stdout) }

func (e Env) size(of io.Writer) (width, height int, ok bool) {
	if e.Width > 0 {
		return e.Width, 0, true
	}
	file, isFile := of.(*os.File)
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
			return e.version()
		}
		return cmd.Help()
	}
	root.PersistentPreRunE = func(_ *cobra.Command, args []string) error {
		if slices.Contains(args, "") {
			return text.Errorf("an argument is empty")
		}
		return nil
	}
	if root.PersistentFlags().Lookup("lang") == nil {
		root.PersistentFlags().Var(langValue(), "lang", "speak this `language`, en or zh-Hans for example (default: DIFYLINT_LANG, lang in the configuration, the locale)")
	}
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetHelpCommand(newHelp(root))
	root.InitDefaultHelpCmd() // now, so that it is translated as the others are
	root.AddCommand(newVersion(e), newCompletion(root), newMan(e, root))
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
			return oneDash(c, args[1:])
		}
	}
	switch args[0] {
	case "help", cobra.ShellCompRequestCmd, cobra.ShellCompNoDescRequestCmd:
		return nil
	}
	return unknownCommand(root, args[0])
}

// akinCommands and akinFlags are how other linters (ruff, golangci-lint, ESLint,
// pylint) name what commands and flags here do.
var (
	akinCommands = map[string]string{
		"run": "check", "lint": "check", "scan": "check", "verify": "check", "fix": "check --fix", "diff": "compare",
		"rule": "explain", "linter": "rules", "linters": "rules", "server": "lsp", "package": "pack --dry-run", "settings": "config",
	}
	akinFlags = map[string]string{
		"select": "rule", "enable": "rule", "ignore": "skip", "disable": "skip", "isolated": "no-config", "silent": "quiet",
		"output-format": "format", "out-format": "format", "output-file": "output", "exit-zero": "fail-on never", "strict": "fail-on warning",
		"max-issues": "max-findings", "new-from-rev": "since", "changed": "since", "no-color": "color never",
	}
)

func unknownCommand(root *cobra.Command, got string) error {
	var names []string
	for _, c := range root.Commands() {
		if !c.Hidden {
			names = append(names, c.Name())
		}
	}
	akin := akinCommands[got]
	if word, _, _ := strings.Cut(akin, " "); akin != "" && slices.Contains(names, word) {
		return text.Errorf("unknown command %q; did you mean %q?", got, akin)
	}
	if n, ok := nearest(got, names); ok {
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
	if !errors.As(err, &unknown) {
		return FlagError(err)
	}
	got := unknown.GetSpecifiedName()
	var names []string
	letters := ""
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			names = append(names, f.Name)
			letters += f.Shorthand
		}
	})
	if unknown.GetSpecifiedShortnames() != "" {
		if i := strings.Index(strings.ToLower(letters), strings.ToLower(got)); i >= 0 {
			return text.Errorf("unknown flag -%s; did you mean -%s?", got, letters[i:i+1])
		}
		return FlagError(err)
	}
	n, ok := akinFlags[got]
	if word, _, _ := strings.Cut(n, " "); !slices.Contains(names, word) {
		n, ok = nearest(got, names)
	}
	if ok {
		return text.Errorf("unknown flag --%s; did you mean --%s?", got, n)
	}
	return FlagError(err)
}

// oneDash is the error about a flag with one dash, as programs that use the package
// flag of Go have them: -format would be -f with the value "ormat".
func oneDash(cmd *cobra.Command, args []string) error {
	for _, a := range args {
		name, one := strings.CutPrefix(a, "-")
		name, _, _ = strings.Cut(name, "=")
		switch {
		case a == "--":
			return nil
		case !one || len(name) < 2:
		case cmd.Flags().Lookup(name) != nil, cmd.InheritedFlags().Lookup(name) != nil:
			return text.Errorf("unknown flag -%s; did you mean --%s?", name, name)
		}
	}
	return nil
}

// nearest is near.Nearest, or the one known word that begins as got does.
func nearest(got string, known []string) (string, bool) {
	if n, ok := near.Nearest(got, known); ok || len(got) < leastBegin {
		return n, ok
	}
	begin := slices.DeleteFunc(slices.Clone(known), func(k string) bool { return !strings.HasPrefix(k, got) })
	if len(begin) != 1 {
		return "", false
	}
	return begin[0], true
}

// leastBegin is the length, in bytes, of a beginning that means a word.
const leastBegin = 3

// usage is how a command is called.
func usage(c *cobra.Command) string { return c.Root().Name() + " " + c.Use }

// Args are the arguments of a command, from least to most in number
// (-1: any number), named as its usage names them.
func Args(least, most int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch n := len(args); {
		case n < least:
			return text.Errorf("%s is missing; usage: %s", what, usage(cmd))
		case most == 0 && n > 0:
			return text.Errorf("%s needs no arguments, and %q was given", cmd.CommandPath(), args[0])
		case most == 1 && n > 1:
			return text.Errorf("one %s is expected, and %d were given; usage: %s", what, n, usage(cmd))
		case most >= 0 && n > most:
			return text.Errorf("at most %d arguments are possible, and %d were given; usage: %s", most, n, usage(cmd))
		}
		return nil
	}
}

func newVersion(e Env) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  Args(0, 0, ""),
		RunE:  func(*cobra.Command, []string) error { return e.version() },
	}
}

func (e Env) version() error {
	_, err := e.Fprintf(e.Stdout, "%s %s\n", e.Name, e.Version)
	return err
}

func newCompletion(root *cobra.Command) *cobra.Command {
	shells := map[string]func(w io.Writer) error{
		"bash":       func(w io.Writer) error { return root.GenBashCompletionV2(w, true) },
		"fish":       func(w io.Writer) error { return root.GenFishCompletion(w, true) },
		"powershell": root.GenPowerShellCompletionWithDesc,
		"zsh":        root.GenZshCompletion,
	}
	names := slices.Sorted(maps.Keys(shells))
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
	if n, ok := nearest(got, known); ok {
		return text.Errorf("unknown %s %q; did you mean %q?", what, got, n)
	}
	if len(known) > maxKnown {
		return text.Errorf("unknown %s %q", what, got)
	}
	return text.Errorf("unknown %s %q; use %s", what, got, text.Or(known))
}

// maxKnown is how many words an error lists.
const maxKnown = 25
