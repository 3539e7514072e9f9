package sources_test

import (
	"context"
	"fmt"
	"io/fs"
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

// TestStopped: the end of a run ends what follows values through the sources, and
// the next run, for which the program is kept, does not get what was cut short.
func TestStopped(t *testing.T) {
	var b strings.Builder
	b.WriteString("import requests\n")
	for i := range 500 {
		fmt.Fprintf(&b, "f%d = requests.get\nf%d('x')\n", i, i)
	}
	snapshot := plugin.NewSnapshot(fstest.MapFS{"a.py": {Data: []byte(b.String())}})
	ctx, cancel := context.WithCancel(t.Context())
	p := plugin.Open(snapshot, ".")
	p.Context = ctx
	prog := sources.Program(p)
	cancel()
	if n := len(sources.Calls(p)); n == 500 || !prog.Stopped() {
		t.Errorf("%d calls were followed to their end after the run's", n)
	}
	if n := len(sources.Calls(plugin.Open(snapshot, "."))); n != 500 {
		t.Errorf("the next run finds %d of 500 calls", n)
	}
}

// TestTokens: how many words and signs a text has decides whether a source is joined.
func TestTokens(t *testing.T) {
	// Each at the edge of what makes a word, twice: one word, or two signs.
	for unit, n := range map[string]int{"00 99 aa zz AA ZZ __ \x80\x80 ": 8, "//::``{{@@[[\x7f\x7f!! ": 16} {
		count := sources.MaxTokens / n
		fits := strings.Repeat(unit, count) + strings.Repeat("# ", sources.MaxTokens-count*n)
		if len(fits) > sources.MaxTotal {
			t.Fatalf("%q: the text is too long for this test", unit)
		}
		for data, left := range map[string]int{fits: 0, fits + "#": 1} {
			p := plugin.Open(fstest.MapFS{"a.py": {Data: []byte(data)}}, ".")
			if got := sources.Left(p); len(got) != left {
				t.Errorf("%q: left out %v, want %d", unit, got, left)
			}
		}
	}
}

// TestLeft: what is not looked into, links out of the plugin among it, in order.
func TestLeft(t *testing.T) {
	fsys := fstest.MapFS{
		"a.py": {Data: []byte("none.py"), Mode: fs.ModeSymlink}, "in.py": {Data: []byte("m.py"), Mode: fs.ModeSymlink}, "a.txt": {Data: []byte("none"), Mode: fs.ModeSymlink},
		"m.py": {Data: []byte("x = 1\n")}, "big.py": {Data: []byte(strings.Repeat(" ", sources.MaxTotal+1))}, "z.py": {Data: []byte("none.py"), Mode: fs.ModeSymlink},
	}
	if d := cmp.Diff([]string{"a.py", "big.py", "z.py"}, sources.Left(plugin.Open(fsys, "."))); d != "" {
		t.Error(d)
	}
}

// TestKept: the program of a snapshot is that of the run before where the sources are
// the same, and else one of the new ones.
func TestKept(t *testing.T) {
	s := plugin.NewSnapshot(fstest.MapFS{"a.py": {Data: []byte("import a\n")}, "b.txt": {Data: []byte("b")}})
	first := sources.Program(plugin.Open(s, "."))
	if again := sources.Program(plugin.Open(s.With(map[string][]byte{"b.txt": []byte("c")}), ".")); again != first {
		t.Error("the program is made anew")
	}
	other := sources.Program(plugin.Open(s.With(map[string][]byte{"a.py": []byte("import b\nimport c\n")}), "."))
	if other == first || len(other.Modules[0].Imports) != 2 {
		t.Error("the program is that of other sources")
	}
}
