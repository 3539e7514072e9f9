// Package driver makes a program of a set of rules, as the multichecker of
// golang.org/x/tools/go/analysis does. The program of a team that has rules of
// its own is
//
//	func main() { driver.Main(append(rules.All(), ours.Rules()...)...) }
//
// It has the commands check, merge, rules, explain, config, version, completion and man, with
// the flags that difylint itself has: difylint is built on this package. What
// only difylint has (comparing releases, packing, the language server) is a
// library call away.
//
// Stable: see docs/stability.md.
package driver

import (
	"context"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/spf13/cobra"
)

// The exit statuses of Main, Run and Execute.
const (
	Clean    = 0 // nothing found
	Findings = 1 // a finding at or above the least severity that fails
	Failed   = 2 // could not run
)

// Main is the program of a set of rules: it ends the process.
func Main(rules ...*lint.Rule) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := Run(ctx, os.Args[1:], os.Stdout, os.Stderr, rules...)
	stop()
	os.Exit(code)
}

// Run is Main over given arguments and streams. It returns the exit status. The
// program has the name under which it was started.
func Run(ctx context.Context, args []string, stdout, stderr io.Writer, rules ...*lint.Rule) int {
	e := Env{
		Name:    strings.TrimSuffix(filepath.Base(os.Args[0]), ".exe"),
		Version: "devel", Stdin: os.Stdin, Stdout: stdout, Stderr: stderr, Getenv: os.Getenv,
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		e.Version = info.Main.Version
	}
	if err := Validate(rules); err != nil {
		e.inLanguage(args).Tell(err)
		return Failed
	}
	return Execute(ctx, e, func(e Env) *cobra.Command { return newRoot(e, rules) }, args)
}

// newRoot is the root command of a set of rules.
func newRoot(e Env, rules []*lint.Rule) *cobra.Command {
	root := &cobra.Command{
		Use:   e.Name,
		Short: "Check Dify plugins",
		Long: `Check Dify plugins with the rules of this program.

  ` + e.Name + ` check .            check every plugin in this folder and below
  ` + e.Name + ` explain ID         what a rule means, with an example and its repair

Exit status: 0 nothing found, 1 findings, 2 could not run.`,
	}
	root.AddCommand(NewCheck(e, rules), NewMerge(e, rules), NewRules(e, rules), NewExplain(e, rules), NewConfig(e, rules))
	return root
}

// NewCheck is the command check.
func NewCheck(e Env, rules []*lint.Rule) *cobra.Command {
	c := &Check{Env: e, Rules: rules}
	cmd := &cobra.Command{
		Use:   "check [flags] [PATH...]",
		Short: "Check plugins",
		Long: `Check plugins. A PATH is a folder (every plugin in it and below it), a file of a
plugin (the plugin that it belongs to), or a .difypkg. Without a PATH: this folder.

Exit status: 0 nothing found, 1 findings at or above --fail-on, 2 could not run,
or could not check everything.`,
		RunE: func(cmd *cobra.Command, args []string) error { return c.Run(cmd.Context(), OrHere(args)) },
	}
	c.Register(cmd.Flags())
	return cmd
}

// OrHere are the paths that were given, or the folder that one is in.
func OrHere(args []string) []string {
	if len(args) == 0 {
		return []string{"."}
	}
	return args
}

// Validate reports what is wrong with a set of rules: an ID that is not
// family/name or that two rules have, no title, no function.
func Validate(rules []*lint.Rule) error {
	seen := map[string]bool{}
	for _, r := range rules {
		switch family, name, ok := strings.Cut(r.ID, "/"); {
		case !ok || !word(family) || !word(name):
			return text.Errorf("%q is not the ID of a rule: family/name, in lower case with dashes", r.ID)
		case seen[r.ID]:
			return text.Errorf("two rules have the ID %s", r.ID)
		case r.Title == "":
			return text.Errorf("%s has no title", r.ID)
		case r.Run == nil && r.RunAll == nil && r.RunIgnores == nil:
			return text.Errorf("%s does nothing", r.ID)
		}
		seen[r.ID] = true
	}
	return nil
}

func word(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' }) < 0
}
