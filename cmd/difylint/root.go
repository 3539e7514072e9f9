package main

// The root command, exit statuses, and what all subcommands share.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/terminal"
	"github.com/spf13/cobra"
)

// Exit statuses, for all subcommands.
const (
	exitClean    = 0 // nothing found
	exitFindings = 1 // findings at or above --fail-on
	exitError    = 2 // could not run
)

// env is what the program takes from outside, so that tests can give it.
type env struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	getenv         func(string) string
}

// found ends a command with a status and no message.
type found struct{ code int }

func (f found) Error() string { return fmt.Sprintf("exit status %d", f.code) }

// run is the program: arguments in, exit status out.
func run(ctx context.Context, args []string, e env) int {
	cmd := newRoot(e)
	cmd.SetArgs(args)
	err := cmd.ExecuteContext(ctx)
	var f found
	switch {
	case err == nil:
		return exitClean
	case errors.As(err, &f):
		return f.code
	case errors.Is(err, context.Canceled):
		_, _ = fmt.Fprintln(e.stderr, interrupted)
	default:
		e.tell(err)
	}
	return exitError
}

// tell prints an error, each of several on its line.
func (e env) tell(err error) {
	var several interface{ Unwrap() []error }
	if errors.As(err, &several) {
		for _, one := range several.Unwrap() {
			e.tell(one)
		}
		return
	}
	_, _ = fmt.Fprintf(e.stderr, "difylint: %s\n", oneLine(err.Error()))
}

// rest passes over the paths that lead to no plugin, where others do: left says
// that some did not, which is told, and that the command must end so.
func (e env) rest(targets []plugin.Target, err error) (_ []plugin.Target, left bool, _ error) {
	if err == nil || len(targets) == 0 {
		return targets, false, err
	}
	e.tell(err)
	return targets, true, nil
}

// interrupted is what a run says that a signal ended.
const interrupted = "difylint: interrupted"

// oneLine keeps an error on one line, with nothing in it that a terminal acts on
// or does not show.
func oneLine(s string) string { return terminal.Visible(s) }

func newRoot(e env) *cobra.Command {
	root := &cobra.Command{
		Use:   "difylint",
		Short: "Check Dify plugins before the platform does",
		Long: `difylint checks Dify plugins: it says what the platform will refuse, where in
which file, and why, before you package, upload or publish.

  difylint check .            check every plugin in this folder and below
  difylint explain ID         what a rule means, with an example and its repair

Exit status: 0 nothing found, 1 findings, 2 could not run.`,
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	// Not cobra's own: its template is the one use of text/template, with which
	// the linker keeps every exported method of every type, 1.8 MB.
	asked := root.Flags().BoolP("version", "v", false, "print the version")
	root.RunE = func(cmd *cobra.Command, _ []string) error {
		if !*asked {
			return cmd.Help()
		}
		_, err := fmt.Fprintf(e.stdout, "difylint %s\n", version())
		return err
	}
	root.SetIn(e.stdin)
	root.SetOut(e.stdout)
	root.SetErr(e.stderr)
	root.CompletionOptions.HiddenDefaultCmd = true
	root.AddCommand(newCheck(e), newRules(e), newExplain(e), newSchema(e), newConfig(e), newInit(e), newIgnore(e), newCompare(e), newLSP(e), newCapabilities(e), newRisk(e), newRequires(e), newPack(e), newInstallation(e), newDiagnose(e))
	return root
}

// buildVersion is set by the build of a release.
var buildVersion = ""

func version() string {
	if buildVersion != "" {
		return buildVersion
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "devel"
}
