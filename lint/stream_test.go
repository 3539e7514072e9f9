package lint_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
)

// streamed are plugins out of order, and rules of each kind over them: of one
// plugin, and of all together.
func streamed() ([]plugin.Target, []*lint.Rule) {
	var targets []plugin.Target
	for i := range 40 {
		k := i * 7 % 40
		manifest := fmt.Sprintf("author: a\nname: n%d\nbad: x\n", k%20)
		if k == 3 {
			manifest += "# difylint: ignore[g/same] so be it\n"
		}
		targets = append(targets, plugin.Target{FS: fstest.MapFS{"manifest.yaml": {Data: []byte(manifest)}}, Dir: fmt.Sprintf("p%02d", k)})
	}
	one := &lint.Rule{ID: "a/x", Gate: lint.None, Severity: lint.Warning, Run: func(p *lint.Pass) {
		m := p.Plugin.Manifest()
		p.Reportf(plugin.At(m, m.Root.Get("bad")), "bad")
	}}
	all := &lint.Rule{ID: "g/same", Gate: lint.None, Severity: lint.Error, Gather: func(p *lint.Pass) any {
		m := p.Plugin.Manifest()
		return p.Keep(plugin.At(m, m.Root.Get("name")))
	}, RunAll: func(p *lint.GroupPass) {
		first := map[string]*lint.Member{}
		for _, m := range p.Plugins {
			at, _ := m.Gathered.(plugin.Place)
			if o := first[m.Name]; o != nil {
				other, _ := o.Gathered.(plugin.Place)
				p.Report(m, lint.Finding{Place: at, Message: lint.Msg("%s is there twice", m.Name), Related: []lint.Related{{Place: other, Plugin: o.Dir, Message: lint.Msg("here")}}})
			}
			first[m.Name] = m
		}
	}}
	broken := &lint.Rule{ID: "g/broken", Gate: lint.None, Severity: lint.Error, Gather: func(p *lint.Pass) any {
		if p.Plugin.Dir == "p05" {
			panic("no")
		}
		return 1
	}, RunAll: func(*lint.GroupPass) {}}
	return targets, []*lint.Rule{one, all, broken}
}

// shown is what a reader sees of a result.
func shown(res *lint.PluginResult) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s\n", res.Dir, res.Name)
	for _, st := range res.Statuses {
		fmt.Fprintf(&b, "  %s %s\n", st.Rule.ID, st.State)
	}
	for i := range res.Findings {
		f := &res.Findings[i]
		fmt.Fprintf(&b, "  %s %v %s %s %s\n", f.Label(), f.Position(), f.Rule.ID, f.Message, f.Fingerprint)
		for j := range f.Related {
			fmt.Fprintf(&b, "    %s %v\n", f.LabelOf(&f.Related[j]), f.Related[j].Position())
		}
	}
	return b.String()
}

// TestEach: what is handed over is what a run would have kept, in order, and the
// text of a file is at hand for what was found together, too.
func TestEach(t *testing.T) {
	targets, rules := streamed()
	slices.SortFunc(targets, func(a, b plugin.Target) int { return strings.Compare(a.Dir, b.Dir) })
	kept, err := lint.Run(t.Context(), targets, lint.Options{Rules: rules})
	if err != nil {
		t.Fatal(err)
	}
	var want, got strings.Builder
	for i := range kept.Plugins {
		want.WriteString(shown(&kept.Plugins[i]))
	}
	if !strings.Contains(want.String(), "is there twice") || strings.Count(want.String(), "g/broken failed") != 1 {
		t.Fatal(want.String())
	}
	for _, jobs := range []int{1, 2, 16} {
		got.Reset()
		done := 0
		res, err := lint.Run(t.Context(), targets, lint.Options{Rules: rules, Jobs: jobs, Done: func(*lint.PluginResult) { done++ }, Each: func(p *lint.PluginResult) error {
			for i := range p.Findings {
				if f := &p.Findings[i]; !f.File.Whole() {
					t.Errorf("%s: the text of %s is not at hand", p.Dir, f.Path)
				}
			}
			got.WriteString(shown(p))
			return nil
		}})
		if err != nil || len(res.Plugins) != 0 || done != len(targets) {
			t.Errorf("%d jobs: %v, %d results, %d done", jobs, err, len(res.Plugins), done)
		}
		if got.String() != want.String() {
			t.Errorf("%d jobs:\n%s\nwant\n%s", jobs, got.String(), want.String())
		}
	}
}

// TestEachEnds: an error of Each ends the run.
func TestEachEnds(t *testing.T) {
	targets, rules := streamed()
	full, n := errors.New("the disk is full"), 0
	_, err := lint.Run(t.Context(), targets, lint.Options{Rules: rules, Each: func(*lint.PluginResult) error {
		if n++; n == 3 {
			return full
		}
		return nil
	}})
	if !errors.Is(err, full) || n != 3 {
		t.Errorf("%v after %d", err, n)
	}
}
