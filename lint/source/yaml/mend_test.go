package yaml

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint/source/text"
)

// written is what a tree says, a line a value: its path and its text.
func written(t *Tree) string {
	var b strings.Builder
	t.Root.Walk(func(n *Node) bool {
		if n.Kind == Scalar && !n.IsKey() {
			b.WriteString(n.Path() + "=" + n.Value + "\n")
		}
		return true
	})
	return b.String()
}

// TestMend: a line that is being written costs that line.
func TestMend(t *testing.T) {
	for _, tt := range []struct{ name, text, want, mended string }{
		{"a key", "a: 1\nde\nb: 2\n", "a=1\nde=\nb=2\n", "de"},
		{"a key at the end", "a: 1\nb: 2\nde", "a=1\nb=2\nde=\n", "de"},
		{"a key that has children", "a:\n  x: 1\nb\n  y: 2\nc: 3\n", "a.x=1\nb.y=2\nc=3\n", "b"},
		{"a key in a list", "l:\n  - name: a\n    ty\n    form: x\n  - name: b\n", "l[0].name=a\nl[0].ty=\nl[0].form=x\nl[1].name=b\n", "    ty"},
		{"a double quote", "a: \"ac\nb: 2\n", "a=ac\nb=2\n", "a: \"ac"},
		{"a quote alone", "a: \"\nb: 2\nc: \"x\"\n", "a=\nb=2\nc=x\n", "a: \""},
		{"a single quote", "a: 'ac\nb: '2'\n", "a=ac\nb=2\n", "a: 'ac"},
		{"a quote in a list", "l:\n  - \"p/d.yaml\n  - q\nb: 2\n", "l[0]=p/d.yaml\nl[1]=q\nb=2\n", "  - \"p/d.yaml"},
		{"a bracket", "a: 1\nt: [\nb: 2\n", "a=1\nb=2\n", "t: ["},
		{"a bracket with items", "a: 1\nt: [x, y\nb: 2\n", "a=1\nt[0]=x\nt[1]=y\nb=2\n", "t: [x, y"},
		{"a bracket with a comma", "a: 1\nt: [x,\nb: 2\n", "a=1\nt[0]=x\nb=2\n", "t: [x,"},
		{"a bracket with a quote", "a: 1\nt: [x, \"y\nb: 2\n", "a=1\nt[0]=x\nt[1]=y\nb=2\n", "t: [x, \"y"},
		{"a bracket over lines", "t: [\n  x,\n  y\nb: 2\n", "t[0]=x\nt[1]=y\nb=2\n", "  y|b: 2"},
		{"a brace", "l: {en: x\nb: 2\n", "l.en=x\nb=2\n", "l: {en: x"},
		{"a second colon", "a: x: y\nb: 2\n", "a=x: y\nb=2\n", "a: x: y"},
		{"a star", "a: *\nb: 2\n", "a=*\nb=2\n", "a: *"},
		{"an at sign in a list", "l:\n  - @x\n  - y\n", "l[0]=@x\nl[1]=y\n", "  - @x"},
		{"a tab", "a:\n\tx: 1\nb: 2\n", "a.x=1\nb=2\n", "\tx: 1"},
		{"a text behind a quote", "a: \"x\" y\nb: 2\n", "a=\"x\" y\nb=2\n", "a: \"x\" y"},
		{"an indentation", "a: 1\n   b: 2\nc: 3\n", "a=1\nc=3\n", ""},
		{"two lines", "a: \"x\nb: 2\nt: [\nc: 3\n", "a=x\nb=2\nc=3\n", "a: \"x|t: ["},
		{"a control character", "a: x\x01\nb: 2\n", "a=x\nb=2\n", "a: x\x01"},
		{"a byte that is not UTF-8", "a: x\xff\nb: 2\n", "a=x\nb=2\n", "a: x\xff"},
		{"a mark before all", "\ufeffde\nb: 2\n", "de=\nb=2\n", "\ufeffde"},
		{"an unknown anchor", "a: *no\nb: 2\n", "a=*no\nb=2\n", "a: *no"},
		{"two marks of one file", "a: \"x\\\"\nb: 2\n", "a=x\"\nb=2\n", "a: \"x\\\""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if plain := Parse(text.NewKept("a.yaml", []byte(tt.text))); plain.Err == nil || plain.Root != nil {
				t.Fatalf("a file that is no draft: root %v, error %v", plain.Root, plain.Err)
			}
			tree := Parse(text.NewDraft("a.yaml", []byte(tt.text)))
			if tree.Err == nil {
				t.Fatal("no error")
			}
			if got := written(tree); got != tt.want {
				t.Errorf("got\n%swant\n%s", got, tt.want)
			}
			var lines []string
			for _, s := range tree.Mended {
				lines = append(lines, tt.text[s.Start:s.End])
			}
			if got := strings.Join(lines, "|"); tt.mended != "" && got != tt.mended {
				t.Errorf("mended %q, want %q", got, tt.mended)
			}
			places(t, tree)
		})
	}
}

// places checks that keys and plain values stand where the tree says.
func places(t *testing.T, tree *Tree) {
	t.Helper()
	data := tree.File.Data
	tree.Root.Walk(func(n *Node) bool {
		for _, s := range []text.Span{n.Span, n.Entry} {
			if s.Start < 0 || s.End < s.Start || s.End > len(data) {
				t.Errorf("%s has the place %v in %d bytes", n.Path(), s, len(data))
				return false
			}
		}
		for _, m := range tree.Mended {
			if n.Span.Start <= m.End && m.Start <= n.Span.End {
				return true
			}
		}
		if n.Kind == Scalar && n.Style == Plain && !strings.ContainsAny(n.Value, " \n") && string(data[n.Span.Start:n.Span.End]) != n.Value {
			t.Errorf("%s is %q and stands at %q", n.Path(), n.Value, data[n.Span.Start:n.Span.End])
		}
		return true
	})
}

// TestMendEverywhere: a file cut at any place still has what stands above the
// line of the cut.
func TestMendEverywhere(t *testing.T) {
	names, err := filepath.Glob("../../../editors/testdata/demo/*/*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatalf("no files: %v", err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for cut := range data {
			tree := Parse(text.NewDraft("a.yaml", data[:cut]))
			places(t, tree)
			if line := bytes.LastIndexByte(data[:cut], '\n'); line > 0 && tree.Root == nil {
				t.Errorf("%s cut at %d has no root: %v", name, cut, tree.Err)
			}
		}
	}
}
