package main

// difylint risk

import (
	"context"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint/dify/risk"
	"github.com/difylint/difylint/lint/kit/driver"
	"github.com/difylint/difylint/lint/report"
	"github.com/spf13/cobra"
)

var riskFormats = []string{"text", "json", "markdown"}

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
			return assess(cmd.Context(), e, format, driver.OrHere(args))
		},
	}
	formatFlag(cmd, &format, riskFormats)
	return cmd
}

// formatFlag adds the flag for the format of a report of its own.
func formatFlag(cmd *cobra.Command, p *string, formats []string) {
	*p = formats[0]
	driver.Word(cmd.Flags(), p, "format", "f", "`format` of the report: "+strings.Join(formats, ", "), formats...)
}

func assess(ctx context.Context, e env, format string, args []string) error {
	if !slices.Contains(riskFormats, format) {
		return driver.Unknown("format", format, riskFormats)
	}
	targets, left, err := readable(ctx, e, args)
	if err != nil {
		return err
	}
	var all []report.Assessed
	for _, t := range targets {
		if err := ctx.Err(); err != nil {
			return err
		}
		p := t.Plugin()
		all = append(all, report.Assessed{Plugin: p, Assessment: risk.Assess(p)})
	}
	if len(all) == 0 {
		return driver.StatusError(exitError)
	}
	if err := report.WriteRisks(e.Stdout, format, all, e.Lang); err != nil || !left {
		return err
	}
	return driver.StatusError(exitError)
}
