package main

// difylint diagnose

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/messages"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/kit/driver"
	"github.com/difylint/difylint/lint/report"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/rules"
	"github.com/spf13/cobra"
)

type diagnoseFlags struct {
	said, format, color string
}

func newDiagnose(e env) *cobra.Command {
	var f diagnoseFlags
	cmd := &cobra.Command{
		Use:   "diagnose [--error FILE] [PATH]",
		Short: "Read what the platform said, and say where it comes from",
		Long: `Read a message, a traceback or a whole log: of the daemon, the API, the SDK, uv,
pip, packing, the marketplace's checks, or a browser's JSON. For each message of
the platform in it: who said it and when, what it means, the causes with the
likeliest first, and what to do. With PATH, a plugin's folder, file or package:
the place in the plugin too. Secrets are masked in what is printed.

Where the fault lies with the installation, the settings to look at are named as
they stand in docker/.env.

Exit status: 0 something is known, 1 nothing is, 2 could not run.`,
		Example: `  docker logs docker-plugin_daemon-1 2>&1 | difylint diagnose my-plugin
  difylint diagnose --error log.txt .
  difylint diagnose --error log.txt --format markdown`,
		Args: driver.Args(0, 1, "PATH"),
		RunE: func(cmd *cobra.Command, args []string) error { return diagnose(cmd.Context(), e, f, args) },
	}
	fl := cmd.Flags()
	f.said = "-"
	driver.Text(fl, &f.said, "error", "e", "read the message from `file`; - is standard input")
	formatFlag(cmd, &f.format)
	driver.RegisterColor(fl, &f.color)
	return cmd
}

func diagnose(ctx context.Context, e env, f diagnoseFlags, args []string) error {
	said, err := readSaid(e, f.said)
	if len(args) > 0 && f.said == "-" && errors.Is(err, errNoMessage) {
		if info, serr := os.Stat(args[0]); serr == nil && info.Mode().IsRegular() && !plugin.IsPackage(args[0]) {
			err = text.Errorf("there is no message on standard input; to read the one in %s, write --error %s", args[0], args[0])
		}
	}
	if err != nil {
		return err
	}
	var p *plugin.Plugin
	var found []lint.Finding
	if len(args) > 0 {
		if p, found, err = plainCheck(ctx, args[0]); err != nil {
			return err
		}
	}
	d := report.Diagnose(said, p, found)
	opts := report.Options{Version: lint.Version(), Color: e.Colors(f.color), Lang: e.Lang}
	if err := report.WriteDiagnosis(e.Stdout, f.format, d, opts); err != nil {
		return err
	}
	if len(d.Answers) == 0 {
		return errNothingKnown
	}
	return nil
}

// errNothingKnown ends a command that found nothing to say.
var errNothingKnown = driver.StatusError(exitFindings)

var errNoMessage = text.Errorf("there is no message: paste one on standard input, or name its file by --error")

// readSaid reads a text whole, or the end of one that is very long.
func readSaid(e env, name string) ([]byte, error) {
	in := e.Stdin
	if name != "-" {
		// A pipe is a legal way to hand over a log, as in --error <(docker logs api):
		// this file is named by who runs the command, never by a plugin, and what is
		// waited for is what standard input would be waited for. Ctrl-C ends it.
		file, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer func() { _ = file.Close() }()
		info, err := file.Stat()
		if err != nil {
			return nil, err
		}
		if info.IsDir() {
			return nil, text.Errorf("%s: a folder, not a file with a message", name)
		}
		if over := info.Size() - messages.MaxText; over > 0 && info.Mode().IsRegular() {
			if _, err := file.Seek(over, io.SeekStart); err != nil {
				return nil, err
			}
		}
		in = file
	}
	said, err := io.ReadAll(io.LimitReader(in, maxLog+1))
	if err != nil {
		return nil, text.Errorf("%s: %w", name, err)
	}
	if len(said) > maxLog {
		return nil, text.Errorf("the text on standard input is too long; hand over the part around the first error")
	}
	if len(strings.TrimSpace(string(said))) == 0 {
		return nil, errNoMessage
	}
	return said, nil
}

// maxLog bounds what is read of a stream, in bytes.
const maxLog = 64 << 20

// plainCheck opens the one plugin that a path leads to and runs every rule.
func plainCheck(ctx context.Context, path string) (*plugin.Plugin, []lint.Finding, error) {
	targets, err := plugin.Discover(ctx, []string{path}, driver.OpenPackage)
	if err != nil {
		return nil, nil, err
	}
	if len(targets) > 1 {
		return nil, nil, text.Errorf("%s holds %d plugins; name the one that the message is about", path, len(targets))
	}
	res, err := lint.Run(ctx, targets, lint.Options{Rules: rules.All(), Target: sdk.TargetOf})
	if err != nil {
		return nil, nil, err
	}
	return targets[0].Plugin(), res.Findings(), nil
}
