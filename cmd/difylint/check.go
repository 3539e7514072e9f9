package main

// difylint check

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/pkg"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/fix"
	"github.com/difylint/difylint/lint/near"
	"github.com/difylint/difylint/lint/report"
	"github.com/difylint/difylint/rules"
	"github.com/spf13/cobra"
)

type checkFlags struct {
	formats, outputs  []string
	noConfig, quiet   bool
	noIgnore          bool
	failOn            string
	gates, only, skip []string
	jobs              int
	stdinFilename     string
	showIgnored       bool
	color             string
	publicKeys        []string
	dify              string
	hook              hookFlags
	since             sinceFlags
	fix               fixFlags
	live              livingFlags
	beside            besideFlags
	place             placeFlags
}

func newCheck(e env) *cobra.Command {
	var f checkFlags
	cmd := &cobra.Command{
		Use:   "check [flags] [PATH...]",
		Short: "Report what the platform will refuse, where, and why",
		Long: `Check plugins. A PATH is a folder (every plugin in it and below it), a file of a
plugin (the plugin that it belongs to), a .difypkg, or - for a file on standard
input that takes the place of --stdin-filename. Without a PATH: this folder.

Each finding names the gate at which the platform itself would refuse:
  package   "plugin package" fails
  install   the daemon refuses the upload
  start     the plugin's process does not start
  call      a call is denied while the plugin runs
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
				args = orHere(args)
			}
			return check(cmd.Context(), e, f, args)
		},
	}
	fl := cmd.Flags()
	fl.StringArrayVarP(&f.formats, "format", "f", nil, "`format` of the report: "+strings.Join(report.Formats(), ", ")+"; may be repeated, each with its own --output (default text)")
	fl.StringArrayVarP(&f.outputs, "output", "o", nil, "write the report to `file` instead of standard output; the n-th belongs to the n-th --format")
	fl.BoolVar(&f.noConfig, "no-config", false, "read no configuration file")
	fl.BoolVar(&f.noIgnore, "no-ignore", false, "look for plugins in folders that .gitignore names, too")
	fl.StringVar(&f.failOn, "fail-on", "", "least `severity` for exit status 1: error, warning, info, never (default error)")
	fl.StringSliceVar(&f.gates, "gate", nil, "report this `gate` only; may be repeated")
	fl.StringSliceVar(&f.only, "rule", nil, "run this rule only, by `id` or family/*; may be repeated")
	fl.StringSliceVar(&f.skip, "skip", nil, "leave this rule out, by `id` or family/*; may be repeated")
	fl.IntVarP(&f.jobs, "jobs", "j", 0, "check at most `n` plugins at once (default: one a processor)")
	fl.BoolVarP(&f.quiet, "quiet", "q", false, "no summary on standard error")
	fl.StringVar(&f.stdinFilename, "stdin-filename", "", "the `path` that standard input stands for, with PATH -")
	fl.BoolVar(&f.showIgnored, "show-ignored", false, "show findings that a comment or the baseline ignores, too")
	fl.StringVar(&f.color, "color", "auto", "`when` to colour: auto, always, never")
	f.hook.register(cmd)
	fl.StringArrayVar(&f.publicKeys, "public-key", nil, "trust this public key (PEM `file`) for packages' signatures, besides the official one; may be repeated")
	fl.StringVar(&f.dify, "dify", "", "judge for this `release` of Dify and the daemon that it ships, 1.9.0, or for all from one to another, 1.6.0..1.9.2 (default: target.dify of the configuration; else the newest known and, as warnings, those since minimum_dify_version)")
	f.since.register(cmd)
	f.fix.register(cmd)
	f.live.register(cmd)
	f.beside.register(cmd)
	f.place.register(cmd)
	return cmd
}

func check(ctx context.Context, e env, f checkFlags, args []string) error {
	if f.live.watch {
		return watch(ctx, e, f, args)
	}
	return checkOnce(ctx, e, f, args)
}

func checkOnce(ctx context.Context, e env, f checkFlags, args []string) error {
	outs, err := f.documents()
	if err != nil {
		return err
	}
	if err := f.validFailOn(); err != nil {
		return err
	}
	opts, err := f.options()
	if err != nil {
		return err
	}
	if err := f.live.configure(&opts, f.noConfig); err != nil {
		return err
	}
	if err := f.beside.configure(&opts); err != nil {
		return err
	}
	if err := f.place.find(); err != nil {
		return err
	}
	targets, left, err := e.rest(f.targets(ctx, e, args))
	if err != nil {
		return err
	}
	if err := f.place.configure(&opts, targets); err != nil {
		return err
	}
	since, err := f.since.input(ctx, targets, f.only)
	if err != nil {
		return err
	}
	opts.Inputs = append(opts.Inputs, since...)
	if f.dify == "" {
		f.dify = f.place.dify
	}
	if f.dify != "" {
		dify, newer, err := releases.ParseTarget(f.dify)
		if err != nil {
			return fmt.Errorf("--dify: %w", err)
		}
		if newer {
			_, _ = fmt.Fprintf(e.stderr, "difylint: Dify %s is not known yet; it is judged as %s\n", oneLine(f.dify), releases.Newest(releases.API).Version)
		}
		opts.Target = func(p *plugin.Plugin, _ releases.Set) releases.Target { return sdk.TargetOf(p, dify) }
	}
	if len(f.publicKeys) > 0 {
		keys, err := keyring(f.publicKeys)
		if err != nil {
			return err
		}
		opts.Inputs = append(opts.Inputs, keys)
	}
	res, err := lint.Run(ctx, targets, opts)
	if err != nil {
		return err
	}
	if f.fix.any() {
		done, unwritten, err := f.fix.apply(ctx, e, e.colors(f.color), targets, opts, res)
		if err != nil || done != nil {
			return cmp.Or(err, done)
		}
		left = left || unwritten
	}
	if err := f.live.update(opts.Baseline, res); err != nil {
		return err
	}
	for _, o := range outs {
		if err := o.write(e, f, res); err != nil {
			return err
		}
	}
	if slices.Contains(outs, document{format: "text"}) {
		if err := f.beside.table(e.stdout, res); err != nil {
			return err
		}
	}
	if f.live.statistics {
		statistics(e.stderr, res)
	}
	if !f.quiet {
		_, _ = fmt.Fprintln(e.stderr, report.Summary(res))
	}
	switch {
	case left:
		return found{exitError}
	case f.fails(res):
		return found{exitFindings}
	}
	return nil
}

// document is one report to write.
type document struct{ format, file string }

func (f *checkFlags) documents() ([]document, error) {
	formats := f.formats
	if len(formats) == 0 {
		formats = []string{"text"}
	}
	if len(f.outputs) > len(formats) {
		return nil, fmt.Errorf("%d times --output, but %d times --format: each --output belongs to a --format", len(f.outputs), len(formats))
	}
	var out []document
	stdout := 0
	for i, name := range formats {
		if !slices.Contains(report.Formats(), name) {
			return nil, unknown("format", name, report.Formats())
		}
		d := document{format: name}
		if i < len(f.outputs) && f.outputs[i] != "-" {
			d.file = f.outputs[i]
			for _, other := range out {
				if sameFile(d.file, other.file) {
					return nil, fmt.Errorf("--output %s: two reports cannot go to one file", d.file)
				}
			}
		} else {
			stdout++
		}
		out = append(out, d)
	}
	if stdout > 1 {
		return nil, errors.New("more than one report for standard output: give each --format its own --output")
	}
	return out, nil
}

// sameFile reports whether two names mean one regular file, which need not exist.
func sameFile(a, b string) bool {
	if a == "" || b == "" {
		return false
	}
	if info, err := os.Stat(a); err == nil && !info.Mode().IsRegular() {
		return false // reports can follow each other into a pipe or to nowhere
	}
	x, errX := linked(a)
	y, errY := linked(b)
	if errX != nil || errY != nil {
		return false
	}
	if x == y {
		return true
	}
	i, errI := os.Stat(x)
	j, errJ := os.Stat(y)
	return errI == nil && errJ == nil && os.SameFile(i, j)
}

// orHere are the paths that were given, or the folder that one is in.
func orHere(args []string) []string {
	if len(args) == 0 {
		return []string{"."}
	}
	return args
}

// one is the only argument of a command, or an error that says what is missing.
func one(what, more string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		switch {
		case len(args) == 0:
			return fmt.Errorf("%s is missing; %s", what, more)
		case len(args) > 1:
			return fmt.Errorf("%s is one word, and %d were given", what, len(args))
		}
		return nil
	}
}

func unknown(what, got string, known []string) error {
	if n, ok := near.Nearest(got, known); ok {
		return fmt.Errorf("%q is not a %s; did you mean %q?", got, what, n)
	}
	if len(known) > 20 {
		return fmt.Errorf("%q is not a %s", got, what)
	}
	return fmt.Errorf("%q is not a %s; one of %s", got, what, strings.Join(known, ", "))
}

func (d document) write(e env, f checkFlags, res *lint.Result) error {
	opts := report.Options{Version: version(), ShowIgnored: f.showIgnored}
	if d.file == "" {
		opts.Color = e.colors(f.color)
		return report.Write(e.stdout, d.format, report.Input{Result: res, Options: opts})
	}
	return writeAtomic(d.file, func(w io.Writer) error {
		return report.Write(w, d.format, report.Input{Result: res, Options: opts})
	})
}

// colors reports whether standard output is to be coloured: auto, always, never.
func (e env) colors(when string) bool {
	switch when {
	case "always":
		return true
	case "never":
		return false
	}
	file, ok := e.stdout.(*os.File)
	return ok && report.UseColor(file, e.getenv)
}

// writeAtomic writes a file by a temporary one beside it and a rename, so that
// nobody ever reads half a report. A symbolic link stays, and what it leads to is
// written. A pipe or a device, /dev/null among them, is
// written to as it is: a rename would put a file in its place.
func writeAtomic(name string, write func(io.Writer) error) error {
	if info, statErr := os.Stat(name); statErr == nil && !info.Mode().IsRegular() && !info.IsDir() {
		f, err := os.OpenFile(name, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		return errors.Join(write(f), f.Close())
	}
	fail := func(err error) error { return fmt.Errorf("%s cannot be written: %w", name, withoutPath(err)) }
	full, err := linked(name)
	if err != nil {
		return fail(err)
	}
	root, err := os.OpenRoot(filepath.Dir(full))
	if err != nil {
		return fail(err)
	}
	defer func() { _ = root.Close() }()
	r, err := fix.Prepare(root, filepath.Base(full), nil, write)
	if err != nil {
		return fail(err)
	}
	if err := r.Commit(); err != nil {
		return fail(err)
	}
	return nil
}

// withoutPath is an error without the path that it is about.
func withoutPath(err error) error {
	if path := (*fs.PathError)(nil); errors.As(err, &path) {
		return path.Err
	}
	return err
}

// linked is the file that a name leads to, which need not exist.
func linked(name string) (string, error) {
	full, err := filepath.Abs(name)
	if err != nil {
		return "", err
	}
	for range 40 { // as many links as Linux follows
		to, err := os.Readlink(full)
		if err != nil {
			break
		}
		if !filepath.IsAbs(to) {
			to = filepath.Join(filepath.Dir(full), to)
		}
		full = to
	}
	if info, err := os.Lstat(full); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		return "", errors.New("it is a link that leads to itself")
	}
	return full, nil
}

// validFailOn checks --fail-on, which is "" where the configuration decides.
func (f *checkFlags) validFailOn() error {
	if f.failOn == "" || f.failOn == "never" {
		return nil
	}
	if _, err := lint.ParseSeverity(f.failOn); err != nil {
		return fmt.Errorf("--fail-on: %q is none of error, warning, info, never", f.failOn)
	}
	return nil
}

// fails reports whether a finding that nothing ignores is as grave as --fail-on
// or, without the flag, the plugin's configuration says.
func (f *checkFlags) fails(res *lint.Result) bool {
	flag, _ := lint.ParseSeverity(f.failOn)
	for i := range res.Plugins {
		p := &res.Plugins[i]
		least, never := lint.Error, f.failOn == "never"
		switch {
		case f.failOn != "":
			least = flag
		case p.Config != nil:
			never = p.Config.FailNever
			least = cmp.Or(p.Config.FailOn, lint.Error)
		}
		if !never && p.Worst() >= least {
			return true
		}
	}
	return false
}

func (f *checkFlags) options() (lint.Options, error) {
	all := rules.All()
	opts := lint.Options{Jobs: f.jobs, Catalogue: all, Target: sdk.TargetOf}
	var ids []string
	families := map[string]bool{}
	for _, r := range all {
		ids = append(ids, r.ID)
		if !families[r.Family()] {
			families[r.Family()] = true
			ids = append(ids, r.Family()+"/*")
		}
	}
	for _, id := range slices.Concat(f.only, f.skip) {
		if !slices.Contains(ids, id) {
			return opts, unknown("rule", id, ids)
		}
	}
	match := func(list []string, r *lint.Rule) bool {
		return slices.Contains(list, r.ID) || slices.Contains(list, r.Family()+"/*")
	}
	for _, r := range all {
		if (len(f.only) == 0 || match(f.only, r)) && !match(f.skip, r) {
			opts.Rules = append(opts.Rules, r)
		}
	}
	if len(f.gates) > 0 {
		var names []string
		for _, g := range lint.Gates() {
			names = append(names, string(g))
		}
		for _, g := range f.gates {
			if !slices.Contains(names, g) {
				return opts, unknown("gate", g, names)
			}
		}
		opts.Keep = func(fd *lint.Finding) bool { return slices.Contains(f.gates, string(fd.Gate)) }
	}
	return opts, nil
}

// maxStdin bounds what is read from standard input, in bytes.
const maxStdin = plugin.MaxFileSize

func (f *checkFlags) targets(ctx context.Context, e env, args []string) ([]plugin.Target, error) {
	if len(args) == 0 && f.place.installation != "" && !f.hook.any() {
		return []plugin.Target{f.place.target}, nil
	}
	if !slices.Contains(args, "-") {
		if f.stdinFilename != "" {
			return nil, errors.New("--stdin-filename needs the path - for standard input")
		}
		args, err := f.hook.paths(e, args)
		if err != nil {
			return nil, err
		}
		if f.hook.on {
			return hookTargets(ctx, e, fmt.Sprintf("%+v", *f), args)
		}
		return plugin.Finder{Open: checkPackage, NoIgnore: f.noIgnore}.Discover(ctx, args)
	}
	if len(args) > 1 {
		return nil, errors.New("standard input cannot be checked together with other paths")
	}
	if f.stdinFilename == "" {
		return nil, errors.New("standard input needs --stdin-filename: the file of a plugin that it stands for")
	}
	data, err := io.ReadAll(io.LimitReader(e.stdin, maxStdin+1))
	if err != nil {
		return nil, fmt.Errorf("standard input: %w", err)
	}
	if len(data) > maxStdin {
		return nil, errors.New("standard input is larger than any plugin may be")
	}
	return stdinTarget(f.stdinFilename, data)
}

// stdinTarget lays data over the file that it stands for.
func stdinTarget(name string, data []byte) ([]plugin.Target, error) {
	root, ok := plugin.Climb(name)
	if !ok {
		if filepath.Base(name) != plugin.ManifestName {
			return nil, fmt.Errorf("%s: %w: it lies below no folder with a %s", name, plugin.ErrNoPlugin, plugin.ManifestName)
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

// openPackage opens a .difypkg; one that cannot be read is an error.
func openPackage(path string) (plugin.Target, error) {
	return target(pkg.OpenFile(path, pkg.Limits{}))
}

// checkPackage opens a .difypkg; that one cannot be read is for the rules to tell.
func checkPackage(path string) (plugin.Target, error) {
	return target(pkg.OrUnreadable(pkg.OpenFile(path, pkg.Limits{})))
}

func target(archive *pkg.Package, err error) (plugin.Target, error) {
	if err != nil {
		return plugin.Target{}, err
	}
	return plugin.Target{FS: archive, Packaged: true, Package: archive}, nil
}
