package main

// difylint risk

import (
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/risk"
	"github.com/difylint/difylint/lint/kit/driver"
	"github.com/difylint/difylint/lint/report"
	"github.com/spf13/cobra"
)

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
			assess := func(p *plugin.Plugin) report.Assessed { return report.Assessed{Plugin: p, Assessment: risk.Assess(p)} }
			return tell(cmd.Context(), e, format, driver.OrHere(args), assess, report.WriteRisks)
		},
	}
	formatFlag(cmd, &format)
	return cmd
}
