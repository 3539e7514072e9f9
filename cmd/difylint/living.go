package main

// What lets a project live with its findings: the configuration, the baseline,
// statistics, and watching.

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
	"text/tabwriter"
	"time"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/config"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/rules"
	"github.com/spf13/cobra"
)

type livingFlags struct {
	config     string
	baseline   string
	updateBase bool
	statistics bool
	watch      bool
}

func (f *livingFlags) register(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.StringVar(&f.config, "config", "", "the configuration `file` for every plugin; by default the nearest .difylint.yaml upwards of each")
	fl.StringVar(&f.baseline, "baseline", "", "mark the findings that this `file` holds as known: they are counted and do not fail the check")
	fl.BoolVar(&f.updateBase, "update-baseline", false, "write what stands there now into the baseline (default file "+lint.BaselineName+")")
	fl.BoolVar(&f.statistics, "statistics", false, "count the findings by rule, on standard error")
	fl.BoolVar(&f.watch, "watch", false, "check again whenever a file changes, until interrupted")
}

// configure puts the configuration and the baseline into the options.
func (f *livingFlags) configure(opts *lint.Options, none bool) error {
	switch {
	case none && f.config != "":
		return errors.New("--config and --no-config exclude each other")
	case !none:
		r, err := config.New(rules.All(), config.Options{File: f.config})
		if err != nil {
			return err
		}
		opts.Config = r.Config
	}
	if f.updateBase && f.baseline == "" {
		f.baseline = lint.BaselineName
	}
	if f.baseline == "" {
		return nil
	}
	b, err := lint.ReadBaseline(f.baseline)
	if errors.Is(err, fs.ErrNotExist) && f.updateBase {
		b, err = lint.NewBaseline(lint.BaselineFrom(filepath.Dir(f.baseline))), nil
	}
	opts.Baseline = b
	return err
}

// update writes the baseline anew, where that is asked for.
func (f *livingFlags) update(b *lint.Baseline, res *lint.Result) error {
	if !f.updateBase {
		return nil
	}
	next := b.Update(res)
	err := writeAtomic(f.baseline, func(w io.Writer) error {
		_, err := w.Write(next.Format())
		return err
	})
	if err != nil {
		return err
	}
	// What was just written down is known: the report says so.
	for i := range res.Plugins {
		for j := range res.Plugins[i].Findings {
			if fd := &res.Plugins[i].Findings[j]; fd.IgnoredBy == "" && !fd.Rule.Unignorable {
				fd.IgnoredBy = "baseline"
			}
		}
		res.Plugins[i].Gone = nil
	}
	return nil
}

// statistics counts the findings by rule, the most frequent first.
func statistics(w io.Writer, res *lint.Result) {
	counts := map[*lint.Rule]int{}
	for i := range res.Plugins {
		for j := range res.Plugins[i].Findings {
			if fd := &res.Plugins[i].Findings[j]; fd.IgnoredBy == "" {
				counts[fd.Rule]++
			}
		}
	}
	list := make([]*lint.Rule, 0, len(counts))
	for r := range counts {
		list = append(list, r)
	}
	slices.SortFunc(list, func(a, b *lint.Rule) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a.ID, b.ID))
	})
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, r := range list {
		_, _ = fmt.Fprintf(t, "%d\t  %s\t\n", counts[r], r.ID)
	}
	_ = t.Flush()
}

// watchEvery is how often the files' times are looked at.
const watchEvery = 300 * time.Millisecond

// watch checks again whenever a file of the paths changes.
func watch(ctx context.Context, e env, f checkFlags, args []string) error {
	if slices.Contains(args, "-") || len(f.outputs) > 0 || f.fix.any() {
		return errors.New("--watch prints to the terminal: it goes with no standard input, --output or --fix")
	}
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	last := ""
	for {
		if now := fingerprintOf(args); now != last {
			last = now
			_, _ = fmt.Fprintf(e.stdout, "\x1b[2J\x1b[H%s\n\n", time.Now().Format(time.TimeOnly))
			err := checkOnce(ctx, e, f, args)
			var status found
			if err != nil && !errors.As(err, &status) {
				_, _ = fmt.Fprintf(e.stderr, "difylint: %s\n", oneLine(err.Error()))
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// fingerprintOf sums up the names, sizes and times of the files below paths.
func fingerprintOf(paths []string) string {
	var sum uint64
	var n int
	for _, p := range paths {
		_ = filepath.WalkDir(p, func(name string, d fs.DirEntry, err error) error {
			if err != nil {
				return nil //nolint:nilerr // what cannot be listed is left out, as the check leaves it out
			}
			if d.IsDir() {
				if d.Name() == ".git" || d.Name() == "node_modules" {
					return filepath.SkipDir
				}
				return nil
			}
			if info, err := d.Info(); err == nil {
				n++
				for _, c := range name {
					sum = sum*31 + uint64(c)
				}
				sum = sum*31 + uint64(info.Size())
				sum = sum*31 + uint64(info.ModTime().UnixNano())
			}
			return nil
		})
	}
	return fmt.Sprint(n, sum)
}

func newConfig(e env) *cobra.Command {
	var all bool
	var file string
	cmd := &cobra.Command{
		Use:   "config [PATH]",
		Short: "Print what is in force for a path, and from where",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			r, err := config.New(rules.All(), config.Options{File: file})
			if err != nil {
				return err
			}
			x := r.Explain(orHere(args)[0])
			if err := x.Print(e.stdout, all); err != nil {
				return err
			}
			if len(x.Problems) > 0 {
				return found{exitFindings}
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&all, "all", false, "rules that are as they are by default, too")
	cmd.Flags().StringVar(&file, "config", "", "the configuration `file`, instead of the nearest")
	return cmd
}

func newIgnore(e env) *cobra.Command {
	var reason string
	var only []string
	cmd := &cobra.Command{
		Use:   "ignore PATH...",
		Short: "Write comments that ignore what stands there now",
		Long: `Write a comment "# difylint: ignore[id] reason" for every finding in the plugins.
Findings in files without comments, and of rules that cannot be ignored, are left.`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return ignore(cmd.Context(), e, args, reason, only) },
	}
	cmd.Flags().StringVar(&reason, "reason", "", "the `reason` to write behind each")
	cmd.Flags().StringSliceVar(&only, "rule", nil, "findings of this rule only, by `id` or family/*; may be repeated")
	return cmd
}

func ignore(ctx context.Context, e env, args []string, reason string, only []string) error {
	f := checkFlags{only: only}
	opts, err := f.options()
	if err != nil {
		return err
	}
	if err := f.live.configure(&opts, false); err != nil {
		return err
	}
	targets, left, err := e.rest(plugin.Discover(ctx, args, nil))
	if err != nil {
		return err
	}
	res, err := lint.Run(ctx, targets, opts)
	if err != nil {
		return err
	}
	written, kept := 0, 0
	for i := range res.Plugins {
		p := &res.Plugins[i]
		edits, not := lint.IgnoreEdits(p.Findings, reason)
		kept += len(not)
		written += len(p.Findings) - len(not)
		for _, t := range targets {
			if t.Dir == p.Dir {
				if err := writeEdits(t, edits); err != nil {
					return err
				}
			}
		}
	}
	_, err = fmt.Fprintf(e.stdout, "%d %s ignored, %d left\n", written, plural(written, "finding is", "findings are"), kept)
	if err == nil && left {
		err = found{exitError}
	}
	return err
}

func newInit(e env) *cobra.Command {
	var force bool
	cmd := &cobra.Command{
		Use:   "init [FOLDER]",
		Short: "Write a configuration that fits what is there",
		Long: `Write a commented .difylint.yaml that fits the plugins in the folder, and print how to
run difylint before each commit and on each pull request.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return initialize(cmd.Context(), e, orHere(args)[0], force)
		},
	}
	cmd.Flags().BoolVar(&force, "force", false, "replace a configuration that is there")
	return cmd
}

const offers = `
Before each commit, with pre-commit (.pre-commit-config.yaml):

  repos:
    - repo: https://github.com/difylint/difylint
      rev: v0.1.0
      hooks:
        - id: difylint

On each pull request (.github/workflows/difylint.yml):

  on: pull_request
  jobs:
    difylint:
      runs-on: ubuntu-latest
      steps:
        - uses: actions/checkout@v6
        - uses: difylint/difylint@v0.1.0
`

func initialize(ctx context.Context, e env, dir string, force bool) error {
	name := filepath.Join(dir, config.Name)
	if _, err := os.Stat(name); err == nil && !force {
		return fmt.Errorf("%s is there already; --force replaces it", filepath.ToSlash(name))
	}
	targets, err := plugin.Discover(ctx, []string{dir}, nil)
	if err != nil {
		return err
	}
	res, err := lint.Run(ctx, targets, lint.Options{Rules: rules.All()})
	if err != nil {
		return err
	}
	data := config.Init(openAll(targets), res)
	if err := writeAtomic(name, func(w io.Writer) error { _, err := w.Write(data); return err }); err != nil {
		return err
	}
	_, err = fmt.Fprintf(e.stdout, "%s is written, for %d %s.\n%s", filepath.ToSlash(name), len(targets), plural(len(targets), "plugin", "plugins"), offers)
	return err
}
