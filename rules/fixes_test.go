package rules

import (
	"slices"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/fix"
	"github.com/difylint/difylint/lint/kit/example"
	"github.com/difylint/difylint/lint/kit/linttest"
)

// leastFixes is how many rules offer a fix at least.
const leastFixes = 30

// lines is a file's text; of a manifest the lines in order, since a key that is
// added goes behind the others, wherever the repair shows it.
func lines(name string, data []byte) string {
	if name != plugin.ManifestName {
		return string(data)
	}
	list := strings.SplitAfter(string(data), "\n")
	slices.Sort(list)
	return strings.Join(list, "")
}

// TestFixesMakeTheRepair: where every finding of a failing example has a fix,
// the fixes make the repaired example of it.
func TestFixesMakeTheRepair(t *testing.T) {
	offered := map[string]bool{}
	for _, r := range All() {
		if r.Run == nil && r.RunIgnores == nil {
			continue // a rule over several plugins
		}
		for i, e := range example.Of(r) {
			bad, good := e.BadPlugin(), e.GoodPlugin()
			opts := lint.Options{Rules: []*lint.Rule{r}, Catalogue: All(), Config: func(string) *lint.Config { return linttest.Config(t, r, e) }, Now: example.Now()}
			target := plugin.Target{FS: bad.FS, Dir: "."}
			res, err := fix.With(opts)(t.Context(), target)
			if err != nil {
				t.Fatal(err)
			}
			all := len(res.Findings) > 0
			for _, f := range res.Findings {
				if len(f.Fixes) > 0 {
					offered[r.ID] = true
				}
				all = all && len(f.Fixes) > 0
			}
			if !all {
				continue
			}
			out, err := fix.Plugin(t.Context(), target, res, fix.With(opts), fix.Options{Unsafe: true})
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range out.Refused {
				t.Errorf("%s, example %d: refused: %s", r.ID, i+1, c.Why)
			}
			for _, f := range out.Files {
				want := good.FS[f.Path]
				if want == nil || lines(f.Path, want.Data) != lines(f.Path, f.After) {
					t.Errorf("%s, example %d: %s becomes\n%s\nthe repair is\n%s", r.ID, i+1, f.Path, f.After, want.Data)
				}
			}
		}
	}
	if len(offered) < leastFixes {
		t.Errorf("%d rules offer a fix, %d are promised", len(offered), leastFixes)
	}
	t.Logf("%d rules offer a fix", len(offered))
}
