package main

// difylint schema

import (
	"slices"
	"strings"

	"github.com/difylint/difylint/lint/kit/driver"
	"github.com/difylint/difylint/schema"
	"github.com/spf13/cobra"
)

func newSchema(e env) *cobra.Command {
	return &cobra.Command{
		Use:   "schema KIND",
		Short: "Print the JSON Schema of one kind of file",
		Long: `Print the JSON Schema of one kind of file, whole in itself, for editors and other
tools. KIND is one of
  ` + strings.Join(schema.Kinds(), ", "),
		Args:      driver.Args(1, 1, "KIND"),
		ValidArgs: schema.Kinds(),
		RunE: func(_ *cobra.Command, args []string) error {
			if !slices.Contains(schema.Kinds(), args[0]) {
				return driver.Unknown("kind of file", args[0], schema.Kinds())
			}
			b, err := schema.Bundle(args[0])
			if err != nil {
				return err
			}
			_, err = e.Stdout.Write(b)
			return err
		},
	}
}
