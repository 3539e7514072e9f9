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
