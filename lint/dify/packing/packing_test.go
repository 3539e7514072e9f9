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

// TestIgnorePatterns: which line leaves a path out, by its index, as go-git matches it.
func TestIgnorePatterns(t *testing.T) {
	for _, c := range []struct {
		lines, name string
		dir         bool
		want        int
	}{
		{"a\nb", "b", false, 1},
		{"b\nb", "x/b", false, 0},
		{"b/\nb", "b", false, 1},
		{"b/\nb", "b", true, 0},
		{"b\nb/", "b", true, 0},
		{"b/\nb/\nb\nb", "b", false, 2},
		{"b/", "b", false, -1},
		{"*.py\na.py", "a.py", false, 0},
		{"a.py\n*.py", "a.py", false, 0},
		{"x/*.py\na.py\n*.py", "x/a.py", false, 0},
		{"*.py\nx/*.py", "x/a.py", false, 0},
		{"b.py\nx/*.py\n*.py", "x/a.py", false, 1},
		{"d/e", "d/e", false, 0},
		{"d/e", "x/d/e", false, -1},
		{"/e", "d/e", false, -1},
		{"d/", "d/e/f", false, 0},
		{"# d\n\n  \n d \r\n", "d", false, 0},
		{"!d\nd", "d", false, 1},
		{"!d", "d", false, -1},
		{`\#d`, "#d", false, 0},
		{`\#d`, `\#d`, false, -1},
		{`\!d`, "!d", false, 0},
		{`a\*b`, "a*b", false, 0},
		{`a\*b`, "axb", false, -1},
		{`a\b`, "ab", false, 0},
		{`a\b`, `a\b`, false, -1},
		{`x/a\*b`, "x/a*b", false, 0},
		{`x/a\*b`, "x/acb", false, -1},
		{`xyz\*/*.py`, "xyz*/a.py", false, 0},
		{`*\`, "a", false, -1},
		{"[ab]c", "bc", false, 0},
		{"[ab]c", "cc", false, -1},
		{"[ab]", "b", false, 0},
		{"x[ab", "xa", false, -1},
		{"[]x", "]x", false, -1},
		{"x/[ab]c*d", "x/bcyd", false, 0},
		{"x/[ab]c*d", "x/yccd", false, -1},
		{"**/a", "x/y/a", false, 0},
		{"x/**", "x/y/a", false, 0},
		{"x/**/a", "x/a", false, 0},
		{"?", "a", false, 0},
		{"?", "ab", false, -1},
	} {
		if got := packing.ParseIgnore(text.NewFile(".gitignore", []byte(c.lines))).LeftBy(c.name, c.dir); got != c.want {
			t.Errorf("%q under %q (folder %v): %d, want %d", c.name, c.lines, c.dir, got, c.want)
		}
	}
}

// TestIgnoreFile: what of an ignore file is read, and what of it is told.
func TestIgnoreFile(t *testing.T) {
	ig := packing.ParseIgnore(text.NewFile(".difyignore", []byte("a\n\t!b c \r\n# d\n\ne[\nx/y**\ny**\n**/z\nx/**y/")))
	want := []packing.Pattern{
		{Span: text.Span{Start: 0, End: 1}, Text: "a"}, {Span: text.Span{Start: 3, End: 7}, Text: "!b c", Negated: true}, {Span: text.Span{Start: 15, End: 17}, Text: "e[", Bad: true},
		{Span: text.Span{Start: 18, End: 23}, Text: "x/y**", Bad: true}, {Span: text.Span{Start: 24, End: 27}, Text: "y**"}, {Span: text.Span{Start: 28, End: 32}, Text: "**/z"},
		{Span: text.Span{Start: 33, End: 39}, Text: "x/**y/", Bad: true},
	}
	if d := cmp.Diff(want, ig.Patterns); d != "" {
		t.Error(d)
	}
	for _, c := range []struct {
		name      string
		data      string
		patterns  int
		truncated bool
	}{
		{"as many patterns as are read", strings.Repeat("a\n", packing.MaxPatterns), packing.MaxPatterns, false},
		{"one more", strings.Repeat("a\n", packing.MaxPatterns+1), packing.MaxPatterns, true},
		{"as many bytes as are read", strings.Repeat("#", packing.MaxIgnoreSize-2) + "\na", 1, false},
		{"one more", strings.Repeat("#", packing.MaxIgnoreSize-1) + "\na", 0, true},
	} {
		fsys := fstest.MapFS{".gitignore": {Data: []byte("b")}, ".difyignore": {Data: []byte(c.data)}}
		for _, ig := range []*packing.Ignore{packing.ReadIgnore(fsys), packing.IgnoreOf(plugin.Open(fsys, "."))} {
			if len(ig.Patterns) != c.patterns || ig.Truncated != c.truncated || ig.File.Path != ".difyignore" {
				t.Errorf("%s: %d patterns of %s, cut off %v", c.name, len(ig.Patterns), ig.File.Path, ig.Truncated)
			}
		}
	}
	if ig := packing.ReadIgnore(fstest.MapFS{".gitignore": {Data: []byte("b")}}); ig.File.Path != ".gitignore" || ig.LeftBy("b", false) != 0 {
		t.Error("without a .difyignore, .gitignore counts")
	}
	if ig := packing.ReadIgnore(fstest.MapFS{}); ig != nil || ig.LeftBy("b", false) != -1 || ig.Match("b", true) != -1 {
		t.Error("without an ignore file nothing is left out")
	}
}

// TestTooManyQuestions: where there are too many patterns for as many files, nothing
// more is found, and that is told.
func TestTooManyQuestions(t *testing.T) {
	ig := packing.ParseIgnore(text.NewFile(".difyignore", []byte(strings.Repeat("x?y\n", 8000)+"z\n")))
	for i := range 1100 {
		if got := ig.Match("z", false); (got == 8000) == ig.Truncated || i == 1099 && !ig.Truncated {
			t.Fatalf("%d: %d, cut off %v", i, got, ig.Truncated)
		}
	}
}

// TestLeaveOut: a line is added behind the last one, with the line end of the file.
func TestLeaveOut(t *testing.T) {
	for in, want := range map[string]string{"": "x\n", "a": "a\nx\n", "a\n": "a\nx\n", "a\r\nb\r\n": "a\r\nb\r\nx\r\n", "a\r\nb": "a\r\nb\r\nx\r\n"} {
		c := packing.Of(plugin.Open(fstest.MapFS{".difyignore": {Data: []byte(in)}}, "."))
		edits, at := c.LeaveOut("x")
		if len(edits) != 1 || in+edits[0].New != want || edits[0].Span != (text.Span{Start: len(in), End: len(in)}) || at.Span != edits[0].Span || edits[0].Path != ".difyignore" || at.Path != ".difyignore" {
			t.Errorf("%q: %+v at %+v", in, edits, at)
		}
	}
	if edits, at := packing.Of(plugin.Open(fstest.MapFS{}, ".")).LeaveOut("x"); edits != nil || at != (plugin.Place{}) {
		t.Error("there is no file to add a line to")
	}
}

// TestPackaged: a package is what it is, whatever it ignores.
func TestPackaged(t *testing.T) {
	p := plugin.Open(fstest.MapFS{".difyignore": {Data: []byte("a\n")}, "a": {}, "node_modules/x": {}, ".git/x": {}, "b/venv/pyvenv.cfg": {}}, ".")
	if c := packing.Of(p); cmp.Diff([]string{".difyignore"}, c.Files) != "" || cmp.Diff([]string{".git", "b/venv", "node_modules"}, c.Closed) != "" {
		t.Errorf("%+v", c)
	}
	p.Packaged = true
	p = plugin.Open(p.FS, ".")
	p.Packaged = true
	if c := packing.Of(p); cmp.Diff([]string{".difyignore", "a"}, c.Files) != "" || c.Ignore != nil {
		t.Errorf("%+v", c)
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
