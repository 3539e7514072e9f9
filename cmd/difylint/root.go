package main

// The root command and the exit statuses.

import (
	"context"

	"github.com/difylint/difylint/lint/kit/driver"
	"github.com/difylint/difylint/lint/terminal"
	"github.com/difylint/difylint/rules"
	"github.com/spf13/cobra"
)

// Exit statuses, for all subcommands.
const (
	exitClean    = driver.Clean    // nothing found
	exitFindings = driver.Findings // findings at or above --fail-on
	exitError    = driver.Failed   // could not run
)

// env is what the program takes from outside.
type env = driver.Env

// run is the program: arguments in, exit status out.
func run(ctx context.Context, args []string, e env) int {
	return driver.Execute(ctx, e, newRoot, args)
}

// interrupted is what a run says that a signal ended.
const interrupted = "difylint: interrupted"

// oneLine keeps a text on one line, with nothing in it that a terminal acts on
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
	}
	all := rules.All()
	root.AddCommand(newCheck(e), driver.NewMerge(e, all), driver.NewRules(e, all), driver.NewExplain(e, all), newSchema(e), driver.NewConfig(e, all), newInit(e), newIgnore(e), newCompare(e), newLSP(e), newMCP(e), newCapabilities(e), newRisk(e), newRequires(e), newPack(e), newInstallation(e), newDiagnose(e))
	return root
}
