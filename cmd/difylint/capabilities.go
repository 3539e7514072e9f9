package main

// difylint capabilities, and what it shares with other commands that tell of plugins

import (
	"context"
	"io"
	"strings"

	"github.com/difylint/difylint/lint/dify/capability"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/kit/driver"
	"github.com/difylint/difylint/lint/lang"
	"github.com/difylint/difylint/lint/report"
	"github.com/spf13/cobra"
)

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
			return tell(cmd.Context(), e, format, driver.OrHere(args), capability.Of, report.WriteCapabilities)
		},
	}
	formatFlag(cmd, &format)
	return cmd
}

// formats are those of the commands that tell of plugins in forms of their own.
var formats = []string{"text", "json", "markdown"}

// formatFlag adds the flag for one of the formats.
func formatFlag(cmd *cobra.Command, p *string) {
	*p = formats[0]
	driver.Word(cmd.Flags(), p, "format", "f", "`format` of the report: "+strings.Join(formats, ", "), formats...)
}

// tell writes in a format what there is to say of each plugin that paths mean.
func tell[T any](ctx context.Context, e env, format string, paths []string, of func(*plugin.Plugin) T, write func(io.Writer, string, []T, *lang.Language) error) error {
	targets, left, err := readable(ctx, e, paths)
	if err != nil {
		return err
	}
	var all []T
	for _, t := range targets {
		if err := ctx.Err(); err != nil {
			return err
		}
		all = append(all, of(t.Plugin()))
	}
	if len(all) == 0 {
		return driver.StatusError(exitError)
	}
	if err := write(e.Stdout, format, all, e.Lang); err != nil || !left {
		return err
	}
	return driver.StatusError(exitError)
}
