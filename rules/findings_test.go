package rules

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/kit"
	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestFindings holds all that is said of the examples to golden files, one a family.
// Of failing ones, of which an example itself marks only lines: the words, both ends
// of each place, severity, gate, what is related, and the edits of each fix. Of
// repaired and fine ones: what else the whole catalogue finds, and where. An error
// in a repair would teach the next mistake; in a fine plugin, one is meant only of
// the rules that the example names.
func TestFindings(t *testing.T) {
	families := map[string][]*lint.Rule{}
	for _, r := range All() {
		families[r.Family()] = append(families[r.Family()], r)
	}
	for family, list := range families {
		t.Run(family, func(t *testing.T) {
			var b strings.Builder
			for _, r := range list {
				said(t, &b, r)
			}
			golden(t, family, b.String())
		})
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", "findings", name+".txt")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); d != "" {
		t.Errorf("%s differs (go test ./rules -update rewrites it):\n%s", file, d)
	}
}

// said writes what is found in the examples of a rule.
func said(t *testing.T, b *strings.Builder, r *lint.Rule) {
	t.Helper()
	for _, e := range kit.Examples(r) {
		title, cfg := strings.TrimSuffix(r.ID+": "+e.Name, ": "), configOf(t, r, e)
		fmt.Fprintln(b, title)
		good, err := e.GoodPlugin().Run(All(), cfg)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range good.Findings() {
			if f.Severity == lint.Error && (!e.Fine() || !slices.Contains(e.With, f.Rule.ID)) {
				t.Errorf("%s: another rule finds an error in a good or fine part; mend the example (a fine one may name the rule by \"with:\"): %s: %s [%s]", title, f.Path, f.Message, f.Rule.ID)
			}
			fmt.Fprintf(b, "  repaired: %s %s\n", where(f.Place), f.Rule.ID)
		}
		if e.Fine() {
			continue
		}
		bad, err := e.BadPlugin().RunRule(r, e, cfg, kit.Catalogue(All()))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range bad.Findings() {
			show(b, &f)
		}
	}
}

// show writes a finding with all that goes with it.
func show(b *strings.Builder, f *lint.Finding) {
	fmt.Fprintf(b, "  %s %s %s: %s\n", where(f.Place), f.Severity, f.Gate, f.Message)
	for _, o := range f.Related {
		fmt.Fprintf(b, "    %s: %s\n", where(o.Place), o.Message)
	}
	for _, x := range f.Fixes {
		fmt.Fprintf(b, "    %s (safe: %v)\n", x.Title, x.Safe)
		for _, e := range x.Edits {
			fmt.Fprintf(b, "      %s %d-%d %q\n", e.Path, e.Span.Start, e.Span.End, e.New)
		}
	}
}

func where(p plugin.Place) string {
	if p.File == nil {
		return p.Path
	}
	from, to := p.File.Position(p.Span.Start), p.File.Position(p.Span.End)
	return fmt.Sprintf("%s:%d:%d-%d:%d", p.Path, from.Line, from.Column, to.Line, to.Column)
}
