package main

// check --installation

import (
	"fmt"
	"slices"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/installation"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/spf13/cobra"
)

// placeFlags are where the plugins are to be installed.
type placeFlags struct {
	installation string
	// target is the installation, where it is given.
	target plugin.Target
	// dify is the release of Dify that its files name, or "".
	dify string
}

func (f *placeFlags) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.installation, "installation", "", "judge plugins as the installation of Dify in this `folder` (or compose file, or .env) would, or, without a PATH, the installation itself")
}

// configure adds the installation to the inputs of a run, where plugins are given.
func (f *placeFlags) configure(opts *lint.Options, paths []string) error {
	if f.installation == "" {
		return nil
	}
	t, err := installation.Target(f.installation)
	if err != nil {
		return fmt.Errorf("--installation: %w", err)
	}
	f.target = t
	if len(paths) > 0 {
		in := installation.Of(t.Plugin())
		opts.Inputs = append(slices.Clip(opts.Inputs), in)
		f.dify = in.Dify()
	}
	return nil
}
