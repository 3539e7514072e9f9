package driver

// The command check: its flags, one run, its reports and its exit status.

import (
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/config"
	"github.com/difylint/difylint/lint/dify/pkg"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/fix"
	"github.com/difylint/difylint/lint/lang"
	"github.com/difylint/difylint/lint/report"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/spf13/pflag"
)

// Check is one check as a command line asks for it. Commands that are kin to
// check register the flags that they share with it.
type Check struct {
	Env
	// Rules is the catalogue.
	Rules []*lint.Rule

	// Find, where set, finds the targets in place of plugin.Discover; rest says
	// that some paths led to none, which was told.
	Find func(ctx context.Context, paths []string) (targets []plugin.Target, rest bool, err error)
	// Configure, where set, completes the options of the run.
	Configure func(ctx context.Context, targets []plugin.Target, opts *lint.Options) error
	// After, where set, prints what belongs behind the report.
	After func(res *lint.Result) error

	formats, outputs            []string
	failOn, color               string
	quiet, showIgnored          bool
	gates, only, skip           []string
	jobs                        int
	config                      string
	noConfig                    bool
	baseline                    string
	updateBase                  bool
	statistics                  bool
	profile, order, minSeverity string
	maxFindings                 int
	fix                         fixFlags
	shard                       shard
	part                        []string // the rules of a run that is not of all
}

var severities = []string{"error", "warning", "info", "never"}

// RegisterReport adds the flags that say where a report goes and how it looks.
func (c *Check) RegisterReport(fs *pflag.FlagSet) {
	Words(fs, &c.formats, "format", "f", "`format` of the report: "+strings.Join(report.Formats(), ", ")+"; may be repeated, each with its own --output (default text)", report.Formats)
	Texts(fs, &c.outputs, "output", "o", "write the report to `file` instead of standard output; the n-th belongs to the n-th --format")
	fs.BoolVarP(&c.quiet, "quiet", "q", false, "no summary on standard error")
	RegisterColor(fs, &c.color)
}

// RegisterColor adds the flag that says when to colour.
func RegisterColor(fs *pflag.FlagSet, p *string) {
	*p = "auto"
	Word(fs, p, "color", "", "`when` to colour: auto, always, never", "auto", "always", "never")
}

// RegisterRun adds the flags that say how a run goes and when it fails; usual is
// the severity that fails where nothing is said.
func (c *Check) RegisterRun(fs *pflag.FlagSet, usual string) {
	Word(fs, &c.failOn, "fail-on", "", "least `severity` for exit status 1: error, warning, info, never (default "+usual+")", severities...)
	Number(fs, &c.jobs, "jobs", "j", 1, "look at most at `n` plugins at once (default: one a processor)")
	Text(fs, &c.config, "config", "", "the configuration `file` for every plugin; by default the nearest "+config.Name+", or pyproject.toml with [tool.difylint], upwards of each")
	fs.BoolVar(&c.noConfig, "no-config", false, "read no configuration file")
}

// Register adds all flags of check.
func (c *Check) Register(fs *pflag.FlagSet) {
	c.RegisterReport(fs)
	c.RegisterRun(fs, "error")
	Words(fs, &c.gates, "gate", "", "report this `gate` only; may be repeated", gateNames)
	c.RegisterOnly(fs, "run this rule only, by `id` or family/*; may be repeated")
	RegisterRules(fs, &c.skip, c.Rules, "skip", "leave this rule out, by `id` or family/*; may be repeated")
	Word(fs, &c.profile, "profile", "", "judge for this `profile`: marketplace (to be published there), official (by Dify itself) or private; by default as configured, and findings about publishing do not count where nothing says that a plugin is to be published", "marketplace", "official", "private")
	Word(fs, &c.order, "sort", "", "the `order` of text and concise: gate (the first refusal first, advice last; default of text) or path (default of concise)", "gate", "path")
	Word(fs, &c.minSeverity, "min-severity", "", "leave out findings below this `severity`: error, warning, info", "error", "warning", "info")
	Number(fs, &c.maxFindings, "max-findings", "", 1, "show at most `n` findings as text or concise, and say how many more there are")
	fs.BoolVar(&c.showIgnored, "show-ignored", false, "show findings that a comment or the baseline ignores, too")
	Text(fs, &c.baseline, "baseline", "", "mark the findings that this `file` holds as known: they are counted and do not fail the check")
	fs.BoolVar(&c.updateBase, "update-baseline", false, "write the findings that there are now into the baseline (default file "+lint.BaselineName+")")
	fs.Var(&c.shard, "shard", "check the `part` i/n of the plugins, by a hash of author/name: 1/4 to 4/4 are all of them")
	fs.BoolVar(&c.statistics, "statistics", false, "count the findings by rule, on standard error")
	c.fix.register(fs)
}

// RegisterOnly adds the flag that chooses the rules of the run.
func (c *Check) RegisterOnly(fs *pflag.FlagSet, usage string) {
	RegisterRules(fs, &c.only, c.Rules, "rule", usage)
}

// RegisterRules adds a flag whose values are rules, by id or family/*.
func RegisterRules(fs *pflag.FlagSet, p *[]string, all []*lint.Rule, name, usage string) {
	Words(fs, p, name, "", usage, func() []string { return patterns(all) })
}

func gateNames() []string {
	var names []string
	for _, g := range lint.Gates() {
		names = append(names, string(g))
	}
	return names
}

// patterns are the ids of rules, and family/* of each family.
func patterns(all []*lint.Rule) []string {
	var out []string
	seen := map[string]bool{}
	for _, r := range all {
		out = append(out, r.ID)
		if f := r.Family() + "/*"; !seen[f] {
			seen[f] = true
			out = append(out, f)
		}
	}
	return out
}

// Only are the rules that --rule names.
func (c *Check) Only() []string { return c.only }

// Fixes reports whether fixes are asked for.
func (c *Check) Fixes() bool { return c.fix.any() }

// Written reports whether a report goes to a file.
func (c *Check) Written() bool { return len(c.outputs) > 0 }

// Quiet reports whether no summary is wanted.
func (c *Check) Quiet() bool { return c.quiet }

// FailsOn puts a severity in the place of a --fail-on that is not given.
func (c *Check) FailsOn(severity string) { c.failOn = cmp.Or(c.failOn, severity) }

// Options are those of the run that the flags ask for, without the targets.
func (c *Check) Options() (lint.Options, error) {
	opts := lint.Options{Jobs: c.jobs, Catalogue: c.Rules, Target: sdk.TargetOf}
	match := func(list []string, r *lint.Rule) bool {
		return slices.Contains(list, r.ID) || slices.Contains(list, r.Family()+"/*")
	}
	for _, r := range c.Rules {
		if (len(c.only) == 0 || match(c.only, r)) && !match(c.skip, r) {
			opts.Rules = append(opts.Rules, r)
		}
	}
	if len(c.only)+len(c.skip)+len(c.gates) > 0 {
		c.part = []string{}
		for _, r := range opts.Rules {
			c.part = append(c.part, r.ID)
		}
	}
	least, _ := lint.ParseSeverity(c.minSeverity)
	if len(c.gates) > 0 || least > lint.Info {
		opts.Keep = func(f *lint.Finding) bool {
			return f.Severity >= least && (len(c.gates) == 0 || slices.Contains(c.gates, string(f.Gate)))
		}
	}
	switch {
	case c.noConfig && c.config != "":
		return opts, text.Errorf("--config and --no-config exclude each other")
	case !c.noConfig:
		r, err := config.New(c.Rules, config.Options{File: c.config})
		if err != nil {
			return opts, text.Errorf("--config %w", err)
		}
		opts.Config = r.Config
	}
	if c.profile != "" {
		opts.Config = config.WithProfile(opts.Config, c.profile)
	}
	opts.Published = c.published(opts.Config)
	return opts, nil
}

// published says which plugins are meant to be published: those of which the flags
// or the configuration say so, and those in a repository of the marketplace. Who
// asks for rules or for the gate asks for what they find.
func (c *Check) published(conf func(dir string) *lint.Config) func(dir string) bool {
	if len(c.only) > 0 || slices.Contains(c.gates, string(lint.Publish)) {
		return nil
	}
	near := config.Nearby()
	return config.Published(conf, func(dir string) bool { return inMarketplace(near, dir) })
}

// ChecksOfMarketplace is the workflow by which the marketplace's repository,
// langgenius/dify-plugins, checks what is submitted to it.
const ChecksOfMarketplace = ".github/workflows/pre-check-plugin.yaml"

// InMarketplace reports whether a plugin, given its directory label, lies in a
// repository of the marketplace, which has its checks.
func InMarketplace(dir string) bool { return inMarketplace(config.Nearby(), dir) }

func inMarketplace(near func(dir, name string) string, dir string) bool {
	return near(strings.TrimSuffix(dir, "!"), filepath.FromSlash(ChecksOfMarketplace)) != ""
}

// Run checks the plugins that paths mean and reports.
func (c *Check) Run(ctx context.Context, paths []string) error {
	docs, err := c.Documents()
	if err != nil {
		return err
	}
	opts, err := c.Options()
	if err != nil {
		return err
	}
	find := c.Find
	if find == nil {
		find = c.discover
	}
	targets, rest, err := find(ctx, paths)
	if err != nil {
		return err
	}
	targets = c.shard.of(targets)
	base, err := c.baselines(&opts, targets)
	if err != nil {
		return err
	}
	if c.Configure != nil {
		if err := c.Configure(ctx, targets, &opts); err != nil {
			return err
		}
	}
	for _, d := range docs {
		if err := c.spares(d, &opts, targets, base); err != nil {
			return err
		}
	}
	show := c.progress(len(targets), docs)
	opts.Done = show.done
	if c.streams(docs) {
		return c.stream(ctx, docs[0], targets, opts, show, rest)
	}
	res, err := lint.Run(ctx, targets, opts)
	show.end()
	if err != nil {
		return err
	}
	for i := range res.Plugins {
		c.Env = c.in(res.Plugins[i].Config)
	}
	if c.fix.any() {
		done, unwritten, err := c.fix.apply(ctx, c.Env, c.Colors(c.color), targets, opts, res)
		if err != nil || done != nil {
			return cmp.Or(err, done)
		}
		rest = rest || unwritten
	}
	if c.updateBase {
		if err := base.update(res); err != nil {
			return err
		}
	}
	for _, d := range docs {
		if err := c.Write(d, res); err != nil {
			return err
		}
	}
	if c.After != nil && slices.Contains(docs, Document{Format: "text"}) {
		if err := c.After(res); err != nil {
			return err
		}
	}
	if c.statistics {
		statistics(c.Stderr, res)
	}
	return c.finish(report.SummaryIn(c.Lang, res), res.Unjudged(), rest, c.Fails(res))
}

// finish prints the summary and what could not be judged, and is the exit status of
// a check; rest says that something else could not be checked.
func (c *Check) finish(summary string, unjudged []error, rest, fails bool) error {
	if !c.quiet {
		c.say(summary + "\n")
	}
	for _, err := range unjudged {
		c.Tell(err)
	}
	switch {
	case rest || len(unjudged) > 0:
		return StatusError(Failed)
	case fails:
		return StatusError(Findings)
	}
	return nil
}

// streams reports whether results can go out as they come: nothing is asked for
// that needs all of them.
func (c *Check) streams(docs []Document) bool {
	return len(docs) == 1 && docs[0].Format == "jsonl" && !c.fix.any() && !c.updateBase && !c.statistics
}

// stream is the rest of Run where results go out as they come.
func (c *Check) stream(ctx context.Context, d Document, targets []plugin.Target, opts lint.Options, show *progress, rest bool) error {
	fails := false
	var unjudged []error
	said := map[string]bool{}
	summary := func(*lang.Language) string { return "" }
	err := c.appendTo(d, func(w io.Writer) error {
		out := report.NewStream(w, c.reportOptions())
		summary = out.SummaryIn
		opts.Each = func(res *lint.PluginResult) error {
			c.Env = c.in(res.Config)
			if err := res.Unjudged(); err != nil && !said[err.Error()] {
				said[err.Error()] = true
				unjudged = append(unjudged, err)
			}
			fails = fails || c.failed(res)
			return out.Write(res)
		}
		if _, err := lint.Run(ctx, targets, opts); err != nil {
			return err
		}
		return out.End()
	})
	show.end()
	if err != nil {
		return err
	}
	return c.finish(summary(c.Lang), unjudged, rest, fails)
}

// appendTo writes a document as it grows: what is there of it can be read at any
// time.
func (c *Check) appendTo(d Document, write func(io.Writer) error) error {
	if d.File == "" {
		return write(c.Stdout)
	}
	if info, err := os.Stat(d.File); err == nil && !info.Mode().IsRegular() {
		return WriteFile(d.File, write)
	}
	f, err := os.Create(d.File)
	if err != nil {
		return unwritten(d.File, err)
	}
	return errors.Join(write(f), f.Close())
}

func (c *Check) discover(ctx context.Context, paths []string) ([]plugin.Target, bool, error) {
	return c.Rest(plugin.Finder{Open: LaterPackage, Linked: c.Linked}.Discover(ctx, paths))
}

// Linked says that a link to a plugin's folder was not followed.
func (e Env) Linked(path string) {
	e.Tell(text.Errorf("%s is a link to the folder of a plugin, which is not followed; name it to check it", filepath.ToSlash(path)))
}

// OpenPackage opens a .difypkg; that one cannot be read is for the rules to tell.
func OpenPackage(path string) (plugin.Target, error) {
	archive, err := pkg.OrUnreadable(pkg.OpenFile(path, pkg.Limits{}))
	if err != nil {
		return plugin.Target{}, err
	}
	return plugin.Target{FS: archive, Packaged: true}, nil
}

// LaterPackage is OpenPackage for a search that can find thousands: each is opened
// when it is looked at.
func LaterPackage(path string) (plugin.Target, error) {
	open, err := pkg.Later(path, pkg.Limits{})
	if err != nil {
		return plugin.Target{}, err
	}
	return plugin.Target{Open: func() fs.FS { return open() }, Packaged: true}, nil
}

// Fails reports whether a finding that nothing ignores is as grave as --fail-on
// or, without the flag, the plugin's configuration says.
func (c *Check) Fails(res *lint.Result) bool {
	return slices.ContainsFunc(res.Plugins, func(p lint.PluginResult) bool { return c.failed(&p) })
}

// failed is Fails for one plugin.
func (c *Check) failed(p *lint.PluginResult) bool {
	least, never := lint.Error, c.failOn == "never"
	switch {
	case c.failOn != "":
		least, _ = lint.ParseSeverity(c.failOn)
	case p.Config != nil:
		never = p.Config.FailNever
		least = cmp.Or(p.Config.FailOn, lint.Error)
	}
	return !never && p.Worst() >= least
}

// Document is one report to write: to standard output where File is "".
type Document struct{ Format, File string }

// Documents are the reports that --format and --output ask for.
func (c *Check) Documents() ([]Document, error) {
	formats := c.formats
	if len(formats) == 0 {
		formats = []string{"text"}
	}
	if len(c.outputs) > len(formats) {
		return nil, text.Errorf("each --output belongs to a --format: there are more --output (%d) than --format (%d)", len(c.outputs), len(formats))
	}
	var out []Document
	stdout := 0
	for i, name := range formats {
		d := Document{Format: name}
		if i < len(c.outputs) && c.outputs[i] != "-" {
			d.File = c.outputs[i]
			if info, err := os.Stat(d.File); err == nil && info.IsDir() {
				return nil, text.Errorf("--output %s: it is a folder; name a file", d.File)
			}
			for _, other := range out {
				if sameFile(d.File, other.File) {
					return nil, text.Errorf("--output %s: two reports cannot go to one file", d.File)
				}
			}
		} else {
			stdout++
		}
		out = append(out, d)
	}
	if stdout > 1 {
		return nil, text.Errorf("more than one report for standard output: give each --format its own --output")
	}
	return out, nil
}

// Write writes one report.
func (c *Check) Write(d Document, res *lint.Result) error {
	opts := c.reportOptions()
	if d.File == "" {
		opts.Color = c.Colors(c.color)
		if width, height, ok := c.Screen(); ok {
			opts.Width, opts.Height, opts.Wrap = width, height, true
		}
	}
	return c.Save(d, func(w io.Writer) error {
		return report.Write(w, d.Format, report.Input{Result: res, Options: opts})
	})
}

func (c *Check) reportOptions() report.Options {
	return report.Options{
		Version: c.Version, Program: c.Name, ShowIgnored: c.showIgnored, Sort: c.order, MaxFindings: c.maxFindings,
		Verdicts: c.part == nil, Rules: c.part, Shard: c.shard.String(), Lang: c.Lang,
	}
}

// Save writes to a document's file or to standard output.
func (e Env) Save(d Document, write func(io.Writer) error) error {
	if d.File == "" {
		return write(e.Stdout)
	}
	return WriteFile(d.File, write)
}

// spares is an error where a report would take the place of what is checked, or of
// what says how: a package, a declaration, a source, the requirements, a
// configuration, a baseline. Any other file is the user's to replace.
func (c *Check) spares(d Document, opts *lint.Options, targets []plugin.Target, base *baselines) error {
	if d.File == "" {
		return nil
	}
	mine := append(slices.Collect(maps.Keys(base.byFile)), c.baseline, c.config)
	for _, t := range targets {
		if name, packaged := strings.CutSuffix(t.Dir, "!"); packaged {
			mine = append(mine, name)
			continue
		}
		if opts.Config != nil {
			if conf := opts.Config(t.Dir); conf != nil {
				mine = append(mine, conf.Path)
			}
		}
		folder, ok := t.FS.(interface{ OSPath() string })
		if !ok || !inFolder(folder.OSPath(), d.File) {
			continue
		}
		p := t.Plugin()
		names := append(p.Sources(), "requirements.txt", "pyproject.toml", "uv.lock")
		for _, doc := range p.Documents() {
			names = append(names, doc.Path)
		}
		for _, name := range names {
			mine = append(mine, filepath.Join(folder.OSPath(), filepath.FromSlash(name)))
		}
	}
	for _, name := range mine {
		if sameFile(filepath.FromSlash(name), d.File) {
			return text.Errorf("--output %s: the check reads this file; name another for the report", d.File)
		}
	}
	return nil
}

// inFolder reports whether a file lies in a folder, by what both lead to.
func inFolder(folder, name string) bool {
	full, err := linked(name)
	top, errTop := filepath.EvalSymlinks(folder)
	if err != nil || errTop != nil {
		return false
	}
	if top, err = filepath.Abs(top); err != nil {
		return false
	}
	rel, err := filepath.Rel(top, full)
	return err == nil && filepath.IsLocal(rel)
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

// WriteFile writes a file by a temporary one beside it and a rename, so that
// nobody ever reads half a report. A symbolic link stays, and what it leads to is
// written. A pipe or a device, /dev/null among them, is
// written to as it is: a rename would put a file in its place.
func WriteFile(name string, write func(io.Writer) error) error {
	fail := func(err error) error { return unwritten(name, err) }
	if info, statErr := os.Stat(name); statErr == nil && !info.Mode().IsRegular() && !info.IsDir() {
		f, err := os.OpenFile(name, os.O_WRONLY, 0)
		if err != nil {
			return fail(err)
		}
		return errors.Join(write(f), f.Close())
	}
	full, err := linked(name)
	if err != nil {
		return fail(err)
	}
	if info, err := os.Stat(filepath.Dir(full)); err == nil && !info.IsDir() {
		return fail(syscall.ENOTDIR)
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
	if err = r.Commit(); err != nil {
		err = fail(err)
	}
	return err
}

// WriteBeside is WriteFile for a file that a plugin's folder has under a fixed
// name: a link there may be a stranger's, and is followed only within its folder.
func WriteBeside(name string, write func(io.Writer) error) error {
	if leaves(name) {
		return text.Errorf("%s is a link out of its folder, which is not followed; put a file in its place", filepath.ToSlash(name))
	}
	return WriteFile(name, write)
}

// unwritten is the error about a file that cannot be written.
func unwritten(name string, err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	return text.Errorf("%s cannot be written: %v", name, reason(err))
}

// linked is the file that a name leads to, which need not exist.
func linked(name string) (string, error) {
	full, err := filepath.Abs(name)
	if err != nil {
		return "", err
	}
	folders := func() {
		if dir, err := filepath.EvalSymlinks(filepath.Dir(full)); err == nil {
			full = filepath.Join(dir, filepath.Base(full))
		}
	}
	folders()
	for range 40 { // as many links as Linux follows
		to, err := os.Readlink(full)
		if err != nil {
			break
		}
		if !filepath.IsAbs(to) {
			to = filepath.Join(filepath.Dir(full), to)
		}
		full = to
		folders()
	}
	if info, err := os.Lstat(full); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		return "", text.Errorf("it is a link that leads to itself")
	}
	return full, nil
}
