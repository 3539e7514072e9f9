package sdk_test

import (
	"testing"
	"testing/fstest"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/google/go-cmp/cmp"
)

// TestMeant: tests, scripts and the sources of a plugin in a folder of another
// are not meant to run unless they are imported.
func TestMeant(t *testing.T) {
	p := plugin.Open(fstest.MapFS{
		"a.py":                 {Data: []byte("import in_use.b, demo.f\n")},
		"demo/f.py":            {Data: []byte("from . import g\n")},
		"demo/g.py":            {},
		"demo/h.py":            {},
		"run.py":               {Data: []byte("if __name__ == '__main__':\n    pass\n")},
		"in_use/b.py":          {},
		"in_use/c.py":          {},
		"in_use/manifest.yaml": {Data: []byte("type: plugin\n")},
		"k8s/manifest.yaml":    {Data: []byte("kind: Pod\n")},
		"k8s/d.py":             {},
		"tests/e.py":           {},
	}, ".")
	got := map[string]bool{}
	for i, runs := range sdk.ReachOf(p).Meant {
		got[sources.Program(p).Modules[i].File.Path] = runs
	}
	want := map[string]bool{"a.py": true, "demo/f.py": true, "demo/g.py": true, "demo/h.py": false, "run.py": false, "in_use/b.py": true, "in_use/c.py": false, "k8s/d.py": true, "tests/e.py": false}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}
