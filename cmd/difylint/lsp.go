package main

// difylint lsp

import (
	"context"
	"io"
	"runtime/debug"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/kit/driver"
	"github.com/difylint/difylint/lint/lsp"
	"github.com/difylint/difylint/rules"
	"github.com/spf13/cobra"
)

func newLSP(e env) *cobra.Command {
	var stdio bool
	var client int
	cmd := &cobra.Command{
		Use:   "lsp",
		Short: "Serve an editor: findings while you type, fixes, completion",
		Long: `Speak the Language Server Protocol on standard input and output. An editor starts
this; docs/editors.md says how for each.

Exit status: 0 the client shut the server down, 2 it left without doing so.`,
		Args: driver.Args(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error { return serve(cmd.Context(), e) },
	}
	// Clients pass these, whatever server they start.
	cmd.Flags().BoolVar(&stdio, "stdio", true, "speak on standard input and output; there is no other way")
	driver.Number(cmd.Flags(), &client, "clientProcessId", "", 0, "the client's process; it is also told in the protocol")
	for _, name := range []string{"stdio", "clientProcessId"} {
		_ = cmd.Flags().MarkHidden(name)
	}
	return cmd
}

func serve(ctx context.Context, e env) error {
	if e.Getenv("GOGC") == "" {
		ballast = nil
		debug.SetGCPercent(150)
	}
	if e.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(288 << 20)
	}
	return lsp.Serve(ctx, stdio{e.Stdin, e.Stdout}, lsp.Options{
		Rules: rules.All(), Lang: e.Asked(), Locale: e.Lang.Name(), Version: lint.Version(), Log: e.Stderr, Idle: debug.FreeOSMemory,
	})
}

// stdio joins the two streams of a process.
type stdio struct {
	in  io.Reader
	out io.Writer
}

func (s stdio) Read(p []byte) (int, error)  { return s.in.Read(p) }
func (s stdio) Write(p []byte) (int, error) { return s.out.Write(p) }

// Close ends reading where the input can be closed; the output is the process's.
func (s stdio) Close() error {
	if c, ok := s.in.(io.Closer); ok {
		return c.Close()
	}
	return nil
}
