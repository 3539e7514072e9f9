package main

// difylint requires

import (
	"context"
	"slices"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/kit/driver"
	"github.com/difylint/difylint/lint/report"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/rules"
	"github.com/spf13/cobra"
)

type requiresFlags struct {
	jobs   int
	format string
	check  bool
	write  bool
}

func newRequires(e env) *cobra.Command {
	var f requiresFlags
	cmd := &cobra.Command{
		Use:   "requires [flags] [PATH...]",
		Short: "Say which Dify, daemon and SDK a plugin requires, and why",
		Long: `Say which is the oldest Dify, the oldest daemon and the oldest SDK that take a
plugin, with the places that make it so, and the line to write in the manifest and
in the requirements.

Exit status: 0 told, 1 with --check the manifest or the requirements promise more
than is true, 2 could not run.`,
		Example: `  difylint requires .
  difylint requires --check plugins/
  difylint requires --fix my-plugin
  difylint requires --format markdown my-plugin.difypkg`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return requires(cmd.Context(), e, f, driver.OrHere(args))
		},
	}
	fl := cmd.Flags()
	formatFlag(cmd, &f.format)
	fl.BoolVar(&f.check, "check", false, "exit with status 1 where the manifest or the requirements promise more than is true")
	fl.BoolVar(&f.write, "fix", false, "write the lines that are missing, where they can be written into what is there")
	fl.Bool("no-config", false, "read no configuration file, as it does without the flag, too")
	driver.Number(fl, &f.jobs, "jobs", "j", 1, "look at most at `n` plugins at once (default: one a processor)")
	return cmd
}

// requirementsOf is what each plugin requires of its host.
func requirementsOf(ctx context.Context, targets []plugin.Target, jobs int) ([]report.Requirement, error) {
	opts := report.RequirementOptions(rules.All())
	opts.Jobs = jobs
	res, err := lint.Run(ctx, targets, opts)
	if err != nil {
		return nil, err
	}
	byDir := map[string]plugin.Target{}
	for _, t := range targets {
		byDir[t.Dir] = t
	}
	return report.Requirements(res, func(dir string) *plugin.Plugin { return plugin.Open(byDir[dir].FS, dir) }), nil
}

func requires(ctx context.Context, e env, f requiresFlags, args []string) error {
	targets, left, err := readable(ctx, e, args)
	switch {
	case err != nil:
		return err
	case len(targets) == 0:
		return driver.StatusError(exitError)
	}
	list, err := requirementsOf(ctx, targets, f.jobs)
	if err != nil {
		return err
	}
	if f.write {
		for i := range list {
			var edits []text.Edit
			for _, l := range list[i].Lines() {
				edits = append(edits, l.Edits...)
			}
			if err := writeEdits(list[i].Plugin, edits); err != nil {
				return err
			}
		}
	}
	if err := report.WriteRequirements(e.Stdout, f.format, list, e.Lang); err != nil {
		return err
	}
	if left {
		return driver.StatusError(exitError)
	}
	if f.check && slices.ContainsFunc(list, func(r report.Requirement) bool { return r.Short() }) {
		return driver.StatusError(exitFindings)
	}
	return nil
}
