// Package driver makes a program of a set of rules, as the multichecker of
// golang.org/x/tools/go/analysis does. The program of a team that has rules of
// its own is
//
//	func main() { driver.Main(append(rules.All(), ours.Rules()...)...) }
//
// It takes paths as "difylint check" does, reads the nearest .difylint.yaml, and
// prints every format of lint/report. What it leaves out (comparing releases,
// packing, the language server) is a library call away.
//
// Stable: see docs/stability.md.
package driver

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/config"
	"github.com/difylint/difylint/lint/dify/pkg"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/fix"
	"github.com/difylint/difylint/lint/kit/example"
	"github.com/difylint/difylint/lint/kit/ruledoc"
	"github.com/difylint/difylint/lint/near"
	"github.com/difylint/difylint/lint/report"
)

// The exit statuses of Main and Run.
const (
	Clean    = 0 // nothing found
	Findings = 1 // a finding at or above the least severity that fails
	Failed   = 2 // could not run
)

// Main is the program of a set of rules: it ends the process.
func Main(rules ...*lint.Rule) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := Run(ctx, os.Args[1:], os.Stdout, os.Stderr, rules...)
	stop()
	os.Exit(code)
}

type flags struct {
	format, failOn, explain, config string
	noConfig, list, fix             bool
	jobs                            int
}

// Run is Main over given arguments and streams. It returns the exit status.
func Run(ctx context.Context, args []string, stdout, stderr io.Writer, rules ...*lint.Rule) int {
	var f flags
	set := flag.NewFlagSet("check", flag.ContinueOnError)
	set.SetOutput(stderr)
	set.StringVar(&f.format, "format", "text", "`format` of the report: "+strings.Join(report.Formats(), ", "))
	set.StringVar(&f.failOn, "fail-on", "", "least `severity` for exit status 1: error, warning, info, never (default: as configured, else error)")
	set.StringVar(&f.config, "config", "", "read this configuration `file` instead of the nearest .difylint.yaml")
	set.BoolVar(&f.noConfig, "no-config", false, "read no configuration file")
	set.BoolVar(&f.fix, "fix", false, "make the safe fixes")
	set.IntVar(&f.jobs, "jobs", 0, "check at most `n` plugins at once (default: one a processor)")
	set.BoolVar(&f.list, "list", false, "list the rules")
	set.StringVar(&f.explain, "explain", "", "say what the rule `id` means")
	set.Usage = func() {
		_, _ = fmt.Fprintf(stderr, "usage: [flags] PATH...\n\nA PATH is a folder of plugins, a file of one, or a .difypkg.\n\n")
		set.PrintDefaults()
	}
	switch err := set.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return Clean
	case err != nil:
		return Failed
	}
	code, err := f.run(ctx, set.Args(), stdout, stderr, rules)
	if err != nil {
		_, _ = fmt.Fprintln(stderr, "error:", err)
		return Failed
	}
	return code
}

func (f *flags) run(ctx context.Context, paths []string, stdout, stderr io.Writer, rules []*lint.Rule) (int, error) {
	if err := Validate(rules); err != nil {
		return Failed, err
	}
	switch {
	case f.list:
		for _, r := range rules {
			if _, err := fmt.Fprintf(stdout, "%s\t%s\t%s\t%s\n", r.ID, r.Gate, r.Severity, r.Title); err != nil {
				return Failed, err
			}
		}
		return Clean, nil
	case f.explain != "":
		return f.page(stdout, rules)
	case len(paths) == 0:
		return Failed, errors.New("no path given; -h shows the usage")
	case !slices.Contains(report.Formats(), f.format):
		return Failed, fmt.Errorf("%q is not a format; one of %s", f.format, strings.Join(report.Formats(), ", "))
	}
	opts := lint.Options{Rules: rules, Jobs: f.jobs, Target: sdk.TargetOf}
	if !f.noConfig {
		r, err := config.New(rules, config.Options{File: f.config})
		if err != nil {
			return Failed, err
		}
		opts.Config = r.Config
	}
	targets, err := plugin.Discover(ctx, paths, openPackage)
	if err != nil {
		return Failed, err
	}
	res, err := lint.Run(ctx, targets, opts)
	if err != nil {
		return Failed, err
	}
	if f.fix {
		if err := mend(ctx, targets, res, opts); err != nil {
			return Failed, err
		}
	}
	if err := report.Write(stdout, f.format, report.Input{Result: res}); err != nil {
		return Failed, err
	}
	_, _ = fmt.Fprintln(stderr, report.Summary(res))
	return f.status(res)
}

// status is Findings where a finding fails the check, by the flag or by the
// plugin's configuration.
func (f *flags) status(res *lint.Result) (int, error) {
	for i := range res.Plugins {
		p := &res.Plugins[i]
		least := lint.Error
		switch c := p.Config; {
		case f.failOn == "never":
			continue
		case f.failOn != "":
			var err error
			if least, err = lint.ParseSeverity(f.failOn); err != nil {
				return Failed, err
			}
		case c != nil && c.FailNever:
			continue
		case c != nil && c.FailOn != lint.Inherit:
			least = c.FailOn
		}
		for j := range p.Findings {
			if fd := &p.Findings[j]; fd.IgnoredBy == "" && fd.Severity >= least {
				return Findings, nil
			}
		}
	}
	return Clean, nil
}

// mend makes the safe fixes of the plugins in folders and puts what is left in
// their results' place.
func mend(ctx context.Context, targets []plugin.Target, res *lint.Result, opts lint.Options) error {
	for _, t := range targets {
		if t.Packaged {
			continue
		}
		i := slices.IndexFunc(res.Plugins, func(p lint.PluginResult) bool { return p.Dir == t.Dir })
		out, err := fix.Plugin(ctx, t, &res.Plugins[i], fix.With(opts), fix.Options{})
		if err != nil {
			return err
		}
		if err := out.Write(filepath.FromSlash(t.Dir)); err != nil {
			return err
		}
		res.Plugins[i] = *out.Result
	}
	return nil
}

// page prints a rule's page.
func (f *flags) page(stdout io.Writer, rules []*lint.Rule) (int, error) {
	var ids []string
	for _, r := range rules {
		if r.ID == f.explain {
			page, err := ruledoc.Markdown(r, example.Catalogue(rules))
			if err == nil {
				_, err = stdout.Write(page)
			}
			return Clean, err
		}
		ids = append(ids, r.ID)
	}
	if n, ok := near.Nearest(f.explain, ids); ok {
		return Failed, fmt.Errorf("%q is not a rule; did you mean %q?", f.explain, n)
	}
	return Failed, fmt.Errorf("%q is not a rule", f.explain)
}

// openPackage opens a .difypkg; that one cannot be read is for the rules to tell.
func openPackage(path string) (plugin.Target, error) {
	archive, err := pkg.OrUnreadable(pkg.OpenFile(path, pkg.Limits{}))
	if err != nil {
		return plugin.Target{}, err
	}
	return plugin.Target{FS: archive, Packaged: true, Package: archive}, nil
}

// Validate reports what is wrong with a set of rules: an ID that is not
// family/name or that two rules have, no title, no function.
func Validate(rules []*lint.Rule) error {
	seen := map[string]bool{}
	for _, r := range rules {
		switch family, name, ok := strings.Cut(r.ID, "/"); {
		case !ok || !word(family) || !word(name):
			return fmt.Errorf("%q is not the ID of a rule: family/name, in lower case with dashes", r.ID)
		case seen[r.ID]:
			return fmt.Errorf("two rules have the ID %s", r.ID)
		case r.Title == "":
			return fmt.Errorf("%s has no title", r.ID)
		case r.Run == nil && r.RunAll == nil && r.RunIgnores == nil:
			return fmt.Errorf("%s does nothing", r.ID)
		}
		seen[r.ID] = true
	}
	return nil
}

func word(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' }) < 0
}
