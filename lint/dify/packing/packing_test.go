package packing_test

import (
	"context"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/difylint/difylint/lint/dify/packing"
	"github.com/difylint/difylint/lint/dify/pkg"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/go-git/go-git/v5/plumbing/format/gitignore"
	"github.com/google/go-cmp/cmp"
)

func TestIgnores(t *testing.T) {
	ig := packing.ParseIgnore(text.NewFile(".difyignore", []byte(strings.Join([]string{"__pycache__/", ".env", "*.log", "docs/_build/", "/site", "!keep.log", "# no", "a[", "**/deep/*.txt"}, "\n"))))
	for _, c := range []struct {
		name string
		dir  bool
		want bool
	}{
		{"__pycache__", true, true},
		{"__pycache__", false, false},
		{"tools/__pycache__/x.pyc", false, true},
		{".env", false, true},
		{"x/.env", false, true},
		{".envrc", false, false},
		{"a/b.log", false, true},
		{"keep.log", false, true}, // packaging asks each pattern alone
		{"docs/_build/x", false, true},
		{"x/docs/_build", true, false},
		{"site", true, true},
		{"x/site", true, false},
		{"a[", false, false},
		{"q/deep/w.txt", false, true},
		{"main.py", false, false},
	} {
		if got := ig.LeftBy(c.name, c.dir) >= 0; got != c.want {
			t.Errorf("%s (folder %v): %v", c.name, c.dir, got)
		}
	}
}

// TestIgnoresAsPackaging holds the quick look-up against the daemon's way: every
// pattern asked about every folder on the way down.
func TestIgnoresAsPackaging(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	parts := []string{"a", "b", "ab", ".env", "x.log", "tools"}
	marks := []string{"a", "b", "a*", "*b", "x*g", "*.log", "?", "**", "tools", "[ab]", ".env"}
	pick := func(from []string, n int, sep string) string {
		out := make([]string, 1+rng.IntN(n))
		for i := range out {
			out[i] = from[rng.IntN(len(from))]
		}
		return strings.Join(out, sep)
	}
	for range 20000 {
		var patterns []gitignore.Pattern
		var lines []string
		for range 1 + rng.IntN(3) {
			line := pick(marks, 2, "/")
			if rng.IntN(4) == 0 {
				line = "/" + line
			}
			if rng.IntN(3) == 0 {
				line += "/"
			}
			if rng.IntN(8) == 0 {
				line = "!" + line
			}
			lines = append(lines, line)
			patterns = append(patterns, gitignore.ParsePattern(line, nil))
		}
		ig := packing.ParseIgnore(text.NewFile(".difyignore", []byte(strings.Join(lines, "\n"))))
		name := strings.Split(pick(parts, 4, "/"), "/")
		want := false
		for n := 1; n <= len(name) && !want; n++ {
			for _, p := range patterns {
				want = want || p.Match(name[:n], n < len(name)) == gitignore.Exclude
			}
		}
		if got := ig.LeftBy(strings.Join(name, "/"), false) >= 0; got != want {
			t.Fatalf("%q under %q: %v, the daemon: %v", name, lines, got, want)
		}
	}
}

// TestContents: what packaging takes in is the same by both ways to find out.
func TestContents(t *testing.T) {
	fsys := fstest.MapFS{}
	for _, name := range []string{
		"manifest.yaml", "main.py", ".env", ".git/HEAD", "tools/a.py", "tools/__pycache__/a.pyc", "lib/x/y.py", "docs/_build/p.html",
		"docs/p.md", "notes.log", "keep.log", "sub/.difyignore", "sub/notes.txt",
	} {
		fsys[name] = &fstest.MapFile{Data: []byte("type: plugin\n")}
	}
	for _, ignore := range []string{"", ".git\n", "*.log\n!keep.log\n.git/\n", "/lib\n__pycache__/\n.git\n", "docs/_build/\n.env\r\n.git\n", "**/x/*.py\n.git\n# c\n  .env  \n"} {
		fsys[".difyignore"] = &fstest.MapFile{Data: []byte(ignore)}
		list, err := pkg.Pack(context.Background(), fsys, pkg.PackOptions{})
		if err != nil {
			t.Fatal(err)
		}
		var want []string
		for _, f := range list.Files {
			want = append(want, f.Path)
		}
		c := packing.Of(plugin.Open(fsys, "."))
		if d := cmp.Diff(want, c.Files); d != "" {
			t.Errorf("%q: %s", ignore, d)
		}
		if d := cmp.Diff(list.Unwalked, c.Closed); d != "" {
			t.Errorf("%q: %s", ignore, d)
		}
	}
}
