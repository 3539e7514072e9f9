package main

// difylint capabilities

import (
	"context"
	"slices"

	"github.com/difylint/difylint/lint/dify/capability"
	"github.com/difylint/difylint/lint/kit/driver"
	"github.com/difylint/difylint/lint/report"
	"github.com/spf13/cobra"
)

var capabilityFormats = []string{"text", "json", "markdown"}

func newCapabilities(e env) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "capabilities [flags] [PATH...]",
		Short: "Say what a plugin does and may do, before it is installed",
		Long: `Print what plugins do and may do, as far as their files show it: which
permissions are granted and which are used, with the calls; the hosts, and how many
requests go to one that is made at run time; files, environment, programs, code,
databases; the credentials that are asked for; and what could not be analysed.

Exit status: 0 reported, 2 could not run.`,
		Example: `  difylint capabilities my-plugin.difypkg
  difylint capabilities --format markdown .`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return capabilities(cmd.Context(), e, format, driver.OrHere(args))
		},
	}
	formatFlag(cmd, &format, capabilityFormats)
	return cmd
}

func capabilities(ctx context.Context, e env, format string, args []string) error {
	if !slices.Contains(capabilityFormats, format) {
		return driver.Unknown("format", format, capabilityFormats)
	}
	targets, left, err := readable(ctx, e, args)
	if err != nil {
		return err
	}
	all := []*capability.Report{}
	for _, t := range targets {
		if err := ctx.Err(); err != nil {
			return err
		}
		all = append(all, capability.Of(t.Plugin()))
	}
	if len(all) == 0 {
		return driver.StatusError(exitError)
	}
	if err := report.WriteCapabilities(e.Stdout, format, all, e.Lang); err != nil || !left {
		return err
	}
	return driver.StatusError(exitError)
}
