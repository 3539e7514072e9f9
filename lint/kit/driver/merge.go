package driver

// The command merge: one report of many.

import (
	"maps"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/report"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/spf13/cobra"
)

// NewMerge is the command merge.
func NewMerge(e Env, rules []*lint.Rule) *cobra.Command {
	c := &Check{Env: e, Rules: rules}
	cmd := &cobra.Command{
		Use:   "merge [flags] REPORT...",
		Short: "Make one report of many",
		Long: `Make one report, in any format, of the reports of several runs: files that check
wrote with --format json or jsonl, as the parts of --shard.

A report that cannot be read, that ends too early, as when its run was killed, or
a part of --shard that is missing is named on standard error. All others are
merged, and the exit status is 2.

Exit status: 0 nothing found, 1 findings at or above --fail-on, 2 a report or a
part of one is missing.`,
		Example: `  ` + e.Name + ` check --shard 1/4 --format jsonl --output 1.jsonl plugins/
  ` + e.Name + ` merge --format sarif --output difylint.sarif *.jsonl`,
		Args: Args(1, -1, "REPORT"),
		RunE: func(_ *cobra.Command, args []string) error { return c.merge(args) },
	}
	c.RegisterReport(cmd.Flags())
	Word(cmd.Flags(), &c.failOn, "fail-on", "", "least `severity` for exit status 1: error, warning, info, never (default error, or what a plugin's configuration said)", severities...)
	cmd.Flags().BoolVar(&c.showIgnored, "show-ignored", false, "show findings that a comment or the baseline ignores, too; the reports must hold them")
	return cmd
}

func (c *Check) merge(names []string) error {
	docs, err := c.Documents()
	if err != nil {
		return err
	}
	rest := false
	tell := func(name, format string, args ...any) {
		c.Tell(text.Errorf("%s: %w", name, text.Errorf(format, args...)))
		rest = true
	}
	res := &lint.Result{}
	from := map[string]string{} // the report that a plugin is in
	parts := map[int]map[int]bool{}
	read := 0
	for _, name := range names {
		past, err := readReport(name, c.Rules)
		if err != nil {
			tell(name, "%w", err)
			continue
		}
		twice := slices.IndexFunc(past.Plugins, func(p lint.PluginResult) bool { return from[p.Dir] != "" })
		if twice >= 0 {
			dir := past.Plugins[twice].Dir
			tell(name, "%s is also in %s; each plugin belongs in one report, and this one is left out", dir, from[dir])
			continue
		}
		read++
		if past.Unended {
			tell(name, "the run that wrote it did not end: the %d plugins in it are in the report, others may be missing", len(past.Plugins))
		}
		for i := range past.Plugins {
			from[past.Plugins[i].Dir] = name
		}
		res.Plugins = append(res.Plugins, past.Plugins...)
		if past.Rules != nil {
			c.part = union(c.part, past.Rules)
		}
		if past.Shard != "" {
			s, ok := parseShard(past.Shard)
			if !ok {
				tell(name, "%q is not a part of --shard", past.Shard)
				continue
			}
			if parts[s.n] == nil {
				parts[s.n] = map[int]bool{}
			}
			parts[s.n][s.i] = true
		}
	}
	if read == 0 {
		return StatusError(Failed)
	}
	for _, n := range slices.Sorted(maps.Keys(parts)) {
		for i := 1; i <= n && len(parts[n]) < n; i++ {
			if !parts[n][i] {
				c.Tell(text.Errorf("%d of the %d parts of --shard have no report, the first of them is %s", n-len(parts[n]), n, &shard{i, n}))
				rest = true
				break
			}
		}
	}
	slices.SortStableFunc(res.Plugins, func(a, b lint.PluginResult) int { return strings.Compare(a.Dir, b.Dir) })
	for _, d := range docs {
		if err := c.Write(d, res); err != nil {
			return err
		}
	}
	return c.finish(report.SummaryIn(c.Lang, res), res.Unjudged(), rest, c.Fails(res))
}

// union are the texts of both lists, each once; it is never nil.
func union(a, b []string) []string {
	out := slices.Concat([]string{}, a, b)
	slices.Sort(out)
	return slices.Compact(out)
}

func readReport(name string, rules []*lint.Rule) (*report.Past, error) {
	f, err := text.Open(name)
	if err != nil {
		return nil, text.Errorf("%v", reason(err))
	}
	defer func() { _ = f.Close() }() // only read from
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return nil, text.Errorf("it is a folder, not a report")
	}
	return report.Read(f, rules)
}
