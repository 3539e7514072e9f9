package main

// difylint schema

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint/config"
	"github.com/difylint/difylint/lint/kit/driver"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/rules"
	"github.com/difylint/difylint/schema"
	"github.com/spf13/cobra"
)

// schemaKinds are the kinds of file that there is a schema of: the plugins', the
// configuration, the report and its lines.
func schemaKinds() []string { return append(schema.Kinds(), "config", "report", "report-line") }

func schemaOf(kind string, plain bool) ([]byte, error) {
	var b []byte
	var err error
	switch kind {
	case "config":
		b = config.Schema(rules.All())
	case "report":
		b = schema.Report()
	case "report-line":
		b = schema.ReportLine()
	default:
		b, err = schema.Bundle(kind)
	}
	if err != nil || !plain {
		return b, err
	}
	return schema.Plain(b)
}

func newSchema(e env) *cobra.Command {
	var all, plain bool
	var output string
	cmd := &cobra.Command{
		Use:   "schema KIND",
		Short: "Print the JSON Schema of one kind of file",
		Long: `Print the JSON Schema of one kind of file, whole in itself, for editors and other
tools. KIND is one of
  ` + strings.Join(schema.Kinds(), ", ") + `,
config (.difylint.yaml), report (check --format json) or report-line (a line of
--format jsonl).`,
		Example: `  difylint schema tool
  difylint schema --all --output schemas/`,
		Args: func(cmd *cobra.Command, args []string) error {
			if all {
				return driver.Args(0, 0, "")(cmd, args)
			}
			return driver.Args(1, 1, "KIND")(cmd, args)
		},
		ValidArgs: schemaKinds(),
		RunE: func(_ *cobra.Command, args []string) error {
			switch {
			case all && output == "":
				return text.Errorf("--all needs --output: the folder to write the schemas into")
			case !all && !slices.Contains(schemaKinds(), args[0]):
				return driver.Unknown("kind of file", args[0], schemaKinds())
			case all:
				return writeSchemas(output, plain)
			}
			b, err := schemaOf(args[0], plain)
			if err != nil {
				return err
			}
			return e.Save(driver.Document{File: output}, func(w io.Writer) error { _, err := w.Write(b); return err })
		},
	}
	cmd.Flags().BoolVar(&all, "all", false, "write every schema into the folder of --output, as KIND.schema.json")
	cmd.Flags().BoolVar(&plain, "plain", false, "leave out this project's own keywords (x-…), for validators that refuse those that they do not know")
	driver.Text(cmd.Flags(), &output, "output", "o", "write to this `file` instead of standard output; with --all, into this folder")
	return cmd
}

// writeSchemas writes every schema into a folder, which is made where it is not
// there.
func writeSchemas(dir string, plain bool) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return text.Errorf("--output: %w", err)
	}
	for _, kind := range schemaKinds() {
		b, err := schemaOf(kind, plain)
		if err != nil {
			return err
		}
		if err := driver.WriteFile(filepath.Join(dir, kind+".schema.json"), func(w io.Writer) error { _, err := w.Write(b); return err }); err != nil {
			return err
		}
	}
	return nil
}
