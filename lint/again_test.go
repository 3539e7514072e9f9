package lint_test

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"testing"
	"weak"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/rules"
)

// TestNothingStays lints a plugin after an edit of each of its files, and looks at
// what of the earlier runs is still in memory: a program that stays open must not
// grow with its edits.
func TestNothingStays(t *testing.T) {
	roots, err := filepath.Glob("../testdata/plugins/*/manifest.yaml")
	if err != nil || len(roots) == 0 {
		t.Fatal("no plugins", err)
	}
	for _, root := range roots {
		root = filepath.Dir(root)
		t.Run(filepath.Base(root), func(t *testing.T) {
			var runs []weak.Pointer[plugin.Plugin]
			seen := &lint.Rule{ID: "test/seen", Severity: lint.Info, Run: func(p *lint.Pass) { runs = append(runs, weak.Make(p.Plugin)) }}
			opts := lint.Options{Rules: append(rules.All(), seen), Jobs: 1}
			s := plugin.NewSnapshot(plugin.Dir(root))
			for _, name := range plugin.Open(s, ".").Listing().Files {
				f, err := plugin.Open(s, ".").Read(name)
				if err != nil {
					continue
				}
				s = s.With(map[string][]byte{name: fmt.Appendf(nil, "%s\n# edited\n", f.Data)})
				if _, err := lint.Run(context.Background(), []plugin.Target{{FS: s}}, opts); err != nil {
					t.Fatal(err)
				}
			}
			runtime.GC()
			alive := 0
			for _, p := range runs {
				if p.Value() != nil {
					alive++
				}
			}
			if alive > 0 {
				t.Errorf("of %d runs, the plugin of %d is still in memory", len(runs), alive)
			}
			runtime.KeepAlive(s)
		})
	}
}
