package main

// check --installation

import (
	"slices"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/installation"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/kit/driver"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/spf13/cobra"
)

// placeFlags are where the plugins are to be installed.
type placeFlags struct {
	installation string
	// target is the installation, where it is given.
	target plugin.Target
	// dify and daemon are the releases that its files name, or "".
	dify, daemon string
}

func (f *placeFlags) register(cmd *cobra.Command) {
	driver.Text(cmd.Flags(), &f.installation, "installation", "", "judge plugins as the installation of Dify in this `folder` (or compose file, or .env) would, or, without a PATH, the installation itself")
}

// find looks for the installation of the command line.
func (f *placeFlags) find() error {
	if f.installation == "" {
		return nil
	}
	t, err := installation.Target(f.installation)
	if err != nil {
		return text.Errorf("--installation: %w", err)
	}
	f.target = t
	return nil
}

// configure adds the installation to the inputs of a run: that of the command
// line, else the one that the plugins' configurations name. An installation that is
// itself judged gets none.
func (f *placeFlags) configure(opts *lint.Options, targets []plugin.Target) error {
	if f.installation == "" && opts.Config != nil {
		named, by := "", ""
		for _, t := range targets {
			c := opts.Config(t.Dir)
			switch {
			case t.Subject != "" || c == nil || c.Installation == "" || c.Installation == named:
			case named != "":
				return text.Errorf("%s names the installation %s and %s names %s: check these plugins in two runs", by, named, c.Path, c.Installation)
			default:
				named, by = c.Installation, c.Path
			}
		}
		if named == "" {
			return nil
		}
		t, err := installation.Target(named)
		if err != nil {
			return text.Errorf("%s: target.installation: %w", by, err)
		}
		f.target = t
	}
	if f.target.FS != nil && slices.ContainsFunc(targets, func(t plugin.Target) bool { return t.Subject == "" }) {
		in := installation.Of(f.target.Plugin())
		if err := in.Unread(); err != nil {
			return text.Errorf("the installation: %w", err)
		}
		opts.Inputs = append(slices.Clip(opts.Inputs), installation.Place.With(in))
		f.dify, f.daemon = in.Dify(), in.Release()
	}
	return nil
}
