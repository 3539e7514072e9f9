package main

// difylint check

import (
	"context"
	"io"
	"path/filepath"
	"slices"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/pkg"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/kit/driver"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/rules"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

type checkFlags struct {
	driver.Check
	noIgnore      bool
	stdinFilename string
	publicKeys    []string
	dify          string
	hook          hookFlags
	since         sinceFlags
	watch         bool
	together      togetherFlags
	place         placeFlags
	given         string // the flags as they were given
}

func newCheck(e env) *cobra.Command {
	f := &checkFlags{Check: driver.Check{Env: e, Rules: rules.All()}}
	cmd := &cobra.Command{
		Use:   "check [flags] [PATH...]",
		Short: "Report what the platform will refuse, where, and why",
		Long: `Check plugins. A PATH is a folder (every plugin in it and below it, or the plugin
that it belongs to), a file of a plugin (the plugin that it belongs to), a
.difypkg, or - for a file on standard input that takes the place of
--stdin-filename. Without a PATH: this folder.

Each finding names the gate at which the platform itself would refuse:
  package   "plugin package" fails
  install   the daemon refuses the upload
  start     the plugin's process does not start
  debug     the daemon refuses the plugin for remote debugging
  call      a call fails while the plugin runs
  publish   the marketplace's review refuses it
  none      advice

Exit status: 0 nothing found, 1 findings at or above --fail-on, 2 could not run,
or could not check everything.`,
		Example: `  difylint check .
  difylint check --format sarif --output difylint.sarif plugins/
  difylint check --gate package --gate install my-plugin.difypkg
  difylint check --fix .
  difylint check --installation dify/docker my-plugin.difypkg
  difylint check --since origin/main plugins/`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if !f.hook.any() && f.place.installation == "" { // a hook may have no file to hand over
				args = driver.OrHere(args)
			}
			cmd.Flags().Visit(func(fl *pflag.Flag) { f.given += fl.Name + "=" + fl.Value.String() + "\x00" })
			f.Find, f.Configure, f.After = f.targets, f.configure, f.table
			if f.watch {
				return watch(cmd.Context(), e, f, args)
			}
			return f.Run(cmd.Context(), args)
		},
	}
	fl := cmd.Flags()
	f.Register(fl)
	fl.BoolVar(&f.noIgnore, "no-ignore", false, "look for plugins in folders that .gitignore names, too")
	driver.Text(fl, &f.stdinFilename, "stdin-filename", "", "the `path` that standard input stands for, with PATH -")
	f.hook.register(cmd)
	driver.Texts(fl, &f.publicKeys, "public-key", "", "trust this public key (PEM `file`) for packages' signatures, besides the official one; may be repeated")
	driver.Text(fl, &f.dify, "dify", "", "judge for this `release` of Dify and the daemon that it ships, 1.9.0, or for all from one to another, 1.6.0..1.9.2 (default: target.dify of the configuration; else the newest known and, as warnings, those since minimum_dify_version)")
	f.since.register(cmd)
	fl.BoolVar(&f.watch, "watch", false, "check again whenever a file changes, until interrupted")
	f.together.register(cmd)
	f.place.register(cmd)
	return cmd
}

// configure completes the options of the run by what only difylint knows.
func (f *checkFlags) configure(ctx context.Context, targets []plugin.Target, opts *lint.Options) error {
	if err := f.together.configure(opts); err != nil {
		return err
	}
	if err := f.place.configure(opts, targets); err != nil {
		return err
	}
	since, err := f.since.input(ctx, targets, f.Only())
	if err != nil {
		return err
	}
	opts.Inputs = append(opts.Inputs, since...)
	var daemon releases.Set // that of the installation, which may not be the one that its Dify ships
	if f.dify == "" {
		f.dify = f.place.dify
		if i := releases.Index(releases.Daemon, f.place.daemon); i >= 0 {
			daemon = releases.Only(i)
		}
	}
	if f.dify == "" && !daemon.IsEmpty() {
		f.dify = releases.Newest(releases.API).Version
	}
	if f.dify != "" {
		dify, newer, err := releases.ParseTarget(f.dify)
		if err != nil {
			return text.Errorf("--dify: %w", err)
		}
		if newer {
			_, _ = f.Fprintf(f.Stderr, "difylint: Dify %s is not known yet; it is judged as %s\n", oneLine(f.dify), releases.Newest(releases.API).Version)
		}
		opts.Target = func(p *plugin.Plugin, _ releases.Set) releases.Target {
			t := sdk.TargetOf(p, dify)
			t.Daemon = daemon
			return t
		}
	}
	if len(f.publicKeys) > 0 {
		keys, err := keyring(f.publicKeys)
		if err != nil {
			return err
		}
		opts.Inputs = append(opts.Inputs, pkg.Keys.With(keys))
	}
	return nil
}

// table prints what belongs behind the report for people.
func (f *checkFlags) table(res *lint.Result) error { return f.together.table(f.Env, res) }

// maxStdin bounds what is read from standard input, in bytes.
const maxStdin = plugin.MaxFileSize

// targets finds what is to be checked; rest says that some paths led to nothing.
func (f *checkFlags) targets(ctx context.Context, args []string) (_ []plugin.Target, rest bool, _ error) {
	if err := f.place.find(); err != nil {
		return nil, false, err
	}
	return f.Rest(f.find(ctx, args))
}

func (f *checkFlags) find(ctx context.Context, args []string) ([]plugin.Target, error) {
	if len(args) == 0 && f.place.installation != "" && !f.hook.any() {
		return []plugin.Target{f.place.target}, nil
	}
	if !slices.Contains(args, "-") {
		if f.stdinFilename != "" {
			return nil, text.Errorf("--stdin-filename needs the path - for standard input")
		}
		args, err := f.hook.paths(f.Env, args)
		if err != nil {
			return nil, err
		}
		if f.hook.on {
			return hookTargets(ctx, f.Env, f.given, args)
		}
		return plugin.Finder{Open: driver.LaterPackage, NoIgnore: f.noIgnore, Linked: f.Linked}.Discover(ctx, args)
	}
	if len(args) > 1 {
		return nil, text.Errorf("standard input cannot be checked together with other paths")
	}
	if f.stdinFilename == "" {
		return nil, text.Errorf("standard input needs --stdin-filename: the file of a plugin that it stands for")
	}
	data, err := io.ReadAll(io.LimitReader(f.Stdin, maxStdin+1))
	if err != nil {
		return nil, text.Errorf("standard input: %w", err)
	}
	if len(data) > maxStdin {
		return nil, text.Errorf("standard input is larger than any plugin may be")
	}
	return stdinTarget(f.stdinFilename, data)
}

// stdinTarget lays data over the file that it stands for.
func stdinTarget(name string, data []byte) ([]plugin.Target, error) {
	root, ok := plugin.Climb(name)
	if !ok {
		if filepath.Base(name) != plugin.ManifestName {
			return nil, text.Errorf("%s: %w: it lies below no folder with a %s", name, plugin.ErrNoPlugin, plugin.ManifestName)
		}
		root = filepath.Dir(name)
	}
	absRoot, err := filepath.Abs(root)
	if err != nil {
		return nil, err
	}
	absName, err := filepath.Abs(name)
	if err != nil {
		return nil, err
	}
	rel, err := filepath.Rel(absRoot, absName)
	if err != nil {
		return nil, err
	}
	return []plugin.Target{{
		FS:  plugin.Overlay(plugin.Dir(root), map[string][]byte{filepath.ToSlash(rel): data}),
		Dir: filepath.ToSlash(root),
	}}, nil
}

// readable finds the plugins that paths mean and whose manifest can be read; left
// says that others were left out, which is printed, and that the command must end
// with exitError.
func readable(ctx context.Context, e env, paths []string) (_ []plugin.Target, left bool, _ error) {
	targets, left, err := e.Rest(plugin.Discover(ctx, paths, openPackage))
	if err != nil {
		return nil, false, err
	}
	var out []plugin.Target
	for _, t := range targets {
		if p := t.Plugin(); p.Manifest().Root == nil {
			e.Tell(text.Errorf("%s: the manifest cannot be read; see difylint check", p.Label(plugin.ManifestName)))
			left = true
			continue
		}
		out = append(out, t)
	}
	return out, left, ctx.Err()
}

// openPackage opens a .difypkg; one that cannot be read is an error.
func openPackage(path string) (plugin.Target, error) {
	archive, err := pkg.OpenFile(path, pkg.Limits{})
	if err != nil {
		return plugin.Target{}, err
	}
	return plugin.Target{FS: archive, Packaged: true}, nil
}
