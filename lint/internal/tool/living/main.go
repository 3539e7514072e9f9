// Command living tries what one does with findings on whole plugins, in memory:
//
//	go run ./lint/internal/tool/living [-unsafe] FOLDER...
//
// For each plugin it makes the fixes and looks whether an error is new (with
// -unsafe one may be uncovered) and whether a second run changes something; it
// writes ignores for every finding and looks whether they hold; it writes a
// baseline and looks whether that does. It exits with status 1 where something did
// not hold.
package main

import (
	"bytes"
	"cmp"
	"context"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/fix"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/rules"
)

func main() {
	unsafe := flag.Bool("unsafe", false, "make the unsafe fixes, too")
	flag.Parse()
	t := tally{ctx: context.Background(), unsafe: *unsafe, made: map[string]int{}, refused: map[string]int{}}
	targets, err := plugin.Discover(t.ctx, flag.Args(), nil)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	for _, target := range targets {
		if err := t.plugin(target); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
	}
	t.print()
	if len(t.wrong) > 0 || t.plugins == 0 {
		os.Exit(1)
	}
}

type tally struct {
	ctx    context.Context
	unsafe bool

	plugins, findings, errors, fixed int
	rounds, files                    int
	fixable                          int
	ignored, left                    int
	made, refused                    map[string]int
	wrong                            []string
}

func (t *tally) failf(format string, args ...any) {
	t.wrong = append(t.wrong, fmt.Sprintf(format, args...))
}

func options() lint.Options { return lint.Options{Rules: rules.All(), Target: sdk.TargetOf, Jobs: 1} }

func (t *tally) lint(target plugin.Target, opts lint.Options) (*lint.PluginResult, error) {
	return fix.With(opts)(t.ctx, target)
}

func (t *tally) plugin(target plugin.Target) error {
	res, err := t.lint(target, options())
	if err != nil {
		return err
	}
	t.plugins++
	t.findings += len(res.Findings)
	t.errors += countErrors(res)
	for i := range res.Findings {
		if len(res.Findings[i].Fixes) > 0 {
			t.fixable++
		}
	}
	if err := t.fix(target, res); err != nil {
		return err
	}
	if err := t.ignore(target, res); err != nil {
		return err
	}
	return t.baseline(target, res)
}

func countErrors(res *lint.PluginResult) int {
	n := 0
	for i := range res.Findings {
		if f := &res.Findings[i]; f.IgnoredBy == lint.NotIgnored && f.Severity == lint.Error {
			n++
		}
	}
	return n
}

func (t *tally) fix(target plugin.Target, res *lint.PluginResult) error {
	o, err := fix.Plugin(t.ctx, target, res, fix.With(options()), fix.Options{Unsafe: t.unsafe})
	if err != nil {
		return err
	}
	for _, c := range o.Made {
		t.made[c.Finding.Rule.ID]++
	}
	for _, c := range o.Refused {
		t.refused[fmt.Sprintf("%s: %s: %s", c.Finding.Label(), c.Fix.Title, c.Why)]++
	}
	t.files += len(o.Files)
	t.rounds = max(t.rounds, o.Rounds)
	after := countErrors(o.Result)
	t.fixed += countErrors(res) - after
	before := map[string]bool{}
	for i := range res.Findings {
		before[res.Findings[i].Rule.ID+res.Findings[i].Fingerprint] = true
	}
	for i := range o.Result.Findings {
		if f := &o.Result.Findings[i]; f.Severity == lint.Error && !before[f.Rule.ID+f.Fingerprint] && !t.unsafe {
			t.failf("%s: new after fixes: %s [%s]", f.Label(), f.Message, f.Rule.ID)
		}
	}
	if o.Unsettled {
		t.failf("%s: still changing after %d rounds", res.Dir, o.Rounds)
	}
	changed := map[string][]byte{}
	for _, f := range o.Files {
		changed[f.Path] = f.After
	}
	again := target
	again.FS = plugin.Overlay(target.FS, changed)
	second, err := fix.Plugin(t.ctx, again, nil, fix.With(options()), fix.Options{Unsafe: t.unsafe})
	if err != nil {
		return err
	}
	if len(second.Files) > 0 {
		t.failf("%s: a second run changes %s", res.Dir, second.Files[0].Path)
	}
	return nil
}

func (t *tally) ignore(target plugin.Target, res *lint.PluginResult) error {
	edits, left := lint.IgnoreEdits(res.Findings, "left for later")
	t.left += len(left)
	byFile := map[string][]text.Edit{}
	for _, e := range edits {
		byFile[e.Path] = append(byFile[e.Path], e)
	}
	changed := map[string][]byte{}
	for name, edits := range byFile {
		data, err := fs.ReadFile(target.FS, name)
		if err != nil {
			return err
		}
		after, err := fix.Apply(text.NewFile(name, data), edits)
		if err != nil {
			return err
		}
		if err := fix.Check(name, data, after, edits, false); err != nil {
			t.failf("%s/%s: ignores: %v", res.Dir, name, err)
		}
		changed[name] = after
	}
	again := target
	again.FS = plugin.Overlay(target.FS, changed)
	now, err := t.lint(again, options())
	if err != nil {
		return err
	}
	skip := map[string]bool{}
	for i := range left {
		skip[left[i].Rule.ID+left[i].Path] = true
	}
	for i := range now.Findings {
		f := &now.Findings[i]
		switch {
		case f.IgnoredBy == "comment":
			t.ignored++
		case !skip[f.Rule.ID+f.Path]:
			t.failf("%s:%d: not ignored: %s [%s]", f.Label(), f.Position().Line, f.Message, f.Rule.ID)
		}
	}
	return nil
}

func (t *tally) baseline(target plugin.Target, res *lint.PluginResult) error {
	base := lint.NewBaseline(nil).Update(&lint.Result{Plugins: []lint.PluginResult{*res}})
	read, err := lint.ParseBaseline(text.NewFile("baseline", base.Format()), nil)
	if err != nil || !bytes.Equal(read.Format(), base.Format()) {
		t.failf("%s: the baseline is not read as it was written: %v", res.Dir, err)
		return nil
	}
	opts := options()
	opts.Baseline = read.For
	now, err := t.lint(target, opts)
	if err != nil {
		return err
	}
	for i := range now.Findings {
		if f := &now.Findings[i]; f.IgnoredBy == lint.NotIgnored && !f.Rule.Unignorable && f.Plugin == now.Dir {
			t.failf("%s: not in the baseline: %s [%s]", f.Label(), f.Message, f.Rule.ID)
		}
	}
	if len(now.Gone) > 0 {
		t.failf("%s: gone from the baseline: %+v", now.Dir, now.Gone[0])
	}
	return nil
}

func (t *tally) print() {
	fmt.Printf("%d plugins, %d findings, %d errors; %d findings have a fix\n", t.plugins, t.findings, t.errors, t.fixable)
	fmt.Printf("fixes: %d files changed, %d errors fewer, at most %d rounds\n", t.files, t.fixed, t.rounds)
	list := func(what string, counts map[string]int) {
		keys := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
			return cmp.Or(counts[b]-counts[a], strings.Compare(a, b))
		})
		for i, k := range keys {
			if i == 40 {
				fmt.Printf("  %s: and %d more\n", what, len(keys)-i)
				break
			}
			fmt.Printf("  %s: %4d %s\n", what, counts[k], k)
		}
	}
	list("made", t.made)
	list("refused", t.refused)
	fmt.Printf("ignores: %d findings ignored, %d cannot be\n", t.ignored, t.left)
	fmt.Printf("%d wrong\n", len(t.wrong))
	for _, w := range t.wrong[:min(len(t.wrong), 60)] {
		fmt.Println(w)
	}
}
