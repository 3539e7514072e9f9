package rules

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/kit"
	"github.com/google/go-cmp/cmp"
)

// TestCases runs the further examples of rules, in testdata/cases/ID.txtar: those
// that tell two ways to write a rule apart, and that nobody would read on its page.
// A file ID.txt beside them holds what is said of the failing ones.
func TestCases(t *testing.T) {
	known := map[string]bool{}
	for _, r := range All() {
		file := filepath.Join("testdata", "cases", filepath.FromSlash(r.ID)+".txtar")
		data, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		known[file] = true
		t.Run(r.ID, func(t *testing.T) {
			list, err := kit.Parse(string(data))
			if err != nil {
				t.Fatal(err)
			}
			var b strings.Builder
			for _, e := range list {
				run := func(p *kit.Plugin, wants []kit.Want) *lint.Result {
					t.Helper()
					res, err := p.RunRule(r, e, configOf(t, r, e), kit.Catalogue(All()))
					if err != nil {
						t.Fatal(err)
					}
					for _, st := range res.Plugins[0].Statuses {
						if st.State != lint.Ran {
							t.Errorf("%s: %s: %s", e.Name, st.State, st.Why)
						}
					}
					if d := kit.Compare(wants, res.Findings()); d != "" {
						t.Errorf("%s:\n%s", e.Name, d)
					}
					return res
				}
				run(e.GoodPlugin(), nil)
				if e.Fine() {
					continue
				}
				bad := e.BadPlugin()
				b.WriteString(e.Name + "\n")
				for _, f := range run(bad, bad.Wants).Findings() {
					show(&b, &f)
				}
			}
			said := strings.TrimSuffix(file, "ar")
			if *update {
				if err := os.WriteFile(said, []byte(b.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(said)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(b.String(), "\n")); d != "" {
				t.Errorf("%s differs (go test ./rules -update rewrites it):\n%s", said, d)
			}
		})
	}
	files, _ := filepath.Glob(filepath.Join("testdata", "cases", "*", "*.txtar"))
	for _, file := range files {
		if !known[file] {
			t.Errorf("%s is of no rule", file)
		}
	}
}
