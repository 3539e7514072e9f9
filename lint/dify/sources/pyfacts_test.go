package sources_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sources"
)

func TestCalls(t *testing.T) {
	p := plugin.Open(fstest.MapFS{
		"a.py":     {Data: []byte("import requests\nfrom b import get\nget('x')\nrequests.post('y')\n")},
		"b.py":     {Data: []byte("from requests import get\n")},
		"big.py":   {Data: []byte(strings.Repeat(" ", sources.MaxTotal))},
		"dense.py": {Data: []byte(strings.Repeat("#", sources.MaxTokens))},
	}, ".")
	want := []sources.Call{{Module: 0, Index: 0, Path: "requests.get", Sure: true}, {Module: 0, Index: 1, Path: "requests.post", Sure: true}}
	if d := cmp.Diff(want, sources.Calls(p)); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"big.py", "dense.py"}, sources.Left(p)); d != "" {
		t.Error(d)
	}
	if first := sources.Program(p); sources.Program(p) != first {
		t.Error("the program is made anew")
	}
}

// TestRunning: tests, scripts and the sources of a plugin in a folder of another
// do not run unless they are imported.
func TestRunning(t *testing.T) {
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
	for i, runs := range sources.Running(p) {
		got[sources.Program(p).Modules[i].File.Path] = runs
	}
	want := map[string]bool{"a.py": true, "demo/f.py": true, "demo/g.py": true, "demo/h.py": false, "run.py": false, "in_use/b.py": true, "in_use/c.py": false, "k8s/d.py": true, "tests/e.py": false}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}
