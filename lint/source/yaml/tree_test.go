package yaml

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint/source/text"
	"github.com/google/go-cmp/cmp"
)

// outline writes each node as path=<text of its span>, entries where they differ.
func outline(t *Tree) []string {
	var out []string
	if t.Root == nil {
		return nil
	}
	t.Root.Walk(func(n *Node) bool {
		if n.IsKey() {
			return true
		}
		if n.Kind == Scalar || n.Kind == Alias || n.Style == Flow {
			out = append(out, n.Path()+"="+t.File.Slice(n.Span))
		}
		return true
	})
	return out
}

func TestSpans(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		want     []string
	}{
		{"block", "a: 1\nb:\n  - x\n  - y: z\n    w: 2 # c\n", []string{"a=1", "b[0]=x", "b[1].y=z", "b[1].w=2"}},
		{"bom and crlf", "\ufeffa: 1\r\nb: 二三 \r\n", []string{"a=1", "b=二三"}},
		{"lone cr", "a: 1\rb: 2\r", []string{"a=1", "b=2"}},
		{"quotes", "a: 'it''s' # x\nb: \"q\\\"q\"\n", []string{"a='it''s'", `b="q\"q"`}},
		{"plain over lines", "a: one\n  two\n\n  three\nb: 1\n", []string{"a=one\n  two\n\n  three", "b=1"}},
		{"literal", "a: |\n  x\n   y\n\n  z\n\nb: >-  # c\n  q\nc: |2\n   i\nd: |\ne: 1\n",
			[]string{"a=|\n  x\n   y\n\n  z", "b=>-  # c\n  q", "c=|2\n   i", "d=|", "e=1"}},
		{"literal in list", "- |\n  x\n- y\n", []string{"[0]=|\n  x", "[1]=y"}},
		{"flow", "a: [1, {b: c, d: }, ] # c\ne: {}\n", []string{"a=[1, {b: c, d: }, ]", "a[0]=1", "a[1]={b: c, d: }", "a[1].b=c", "a[1].d=", "e={}"}},
		{"pair in flow list", "a: [b: c]\n", []string{"a=[b: c]", "a[0]=b: c", "a[0].b=c"}},
		{"anchors", "a: &x 1\nb: *x\nc: &y\n  d: !!str 2\n", []string{"a=1", "b=*x", "c.d=2"}},
		{"empty item", "a:\nb: \n- \n", []string{"a=", "b[0]="}},
		{"empty value", "a:\nb: ~\n", []string{"a=", "b=~"}},
		{"explicit keys", "? a\n: b\n? c\n", []string{"a=b", "c="}},
		{"wide line breaks", "a: \"x\u2028y\"\nb: 1\n", []string{"a=\"x\u2028y\"", "b=1"}},
		{"compact nesting", "- - a\n  - b\n- c: d\n", []string{"[0][0]=a", "[0][1]=b", "[1].c=d"}},
		{"indentless list", "k:\n- a\n- b\nz: 1\n", []string{"k[0]=a", "k[1]=b", "z=1"}},
		{"emoji before", "\"😀\": x\n", []string{"😀=x"}},
		{"document marker", "%YAML 1.1\n---\na: 1\n...\n", []string{"a=1"}},
		{"tagged literal", "a: !t |\n  x\nb: 2\n", []string{"a=|\n  x", "b=2"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tree := Parse(text.NewFile("t.yaml", []byte(tt.in)))
			if tree.Err != nil {
				t.Fatal(tree.Err.Raw)
			}
			if d := cmp.Diff(tt.want, outline(tree)); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestEntries(t *testing.T) {
	in := "a: &x\n  b: 1\nc:\n  - &y d: 1\n    e: 2\n  # note\n  -   f\n  - - g\n"
	tree := Parse(text.NewFile("t.yaml", []byte(in)))
	got := map[string]string{}
	tree.Root.Walk(func(n *Node) bool {
		if !n.IsKey() {
			got[n.Path()] = tree.File.Slice(n.Entry)
		}
		return true
	})
	want := map[string]string{
		"": strings.TrimSuffix(in, "\n"), "a": "a: &x\n  b: 1", "a.b": "b: 1", "c": "c:\n  - &y d: 1\n    e: 2\n  # note\n  -   f\n  - - g",
		"c[0]": "- &y d: 1\n    e: 2", "c[0].d": "&y d: 1", "c[0].e": "e: 2", "c[1]": "-   f", "c[2]": "- - g", "c[2][0]": "- g",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestGet(t *testing.T) {
	tree := Parse(text.NewFile("t.yaml", []byte("base: &b {x: 1, y: 2}\nd:\n  <<: *b\n  y: 3\n  y: 4\nl: [*b]\n")))
	for path, want := range map[string]string{"x": "1", "y": "4"} {
		if got := tree.Root.At("d", path).Text(); got != want {
			t.Errorf("d.%s = %q, want %q", path, got, want)
		}
	}
	if got := tree.Root.At("l", 0, "x").Text(); got != "1" {
		t.Errorf("through the alias: %q", got)
	}
	if tree.Root.At("d", "y", "z", 3) != nil || (*Node)(nil).Get("x") != nil {
		t.Error("a way that leads nowhere must be nil")
	}
	var none *Node
	if none.PlaceSpan() != (text.Span{}) || none.KeySpan() != none.PlaceSpan() || none.HeadSpan() != none.PlaceSpan() {
		t.Error("what is not there must be at the beginning")
	}
}

func TestText(t *testing.T) {
	root := Parse(text.NewFile("t.yaml", []byte("plain: a b\nquoted: \"x\\ty\"\nnothing: ~\nbinary: !!binary aGVsbG8=\nbroken: !!binary a\nalias: &a v\nof: *a\nlist: []\n"))).Root
	for key, want := range map[string][2]string{
		"plain": {"a b", "a b"}, "quoted": {"x\ty", "x\ty"}, "nothing": {"~", ""}, "binary": {"hello", "hello"},
		"broken": {"a", "a"}, "of": {"v", "v"}, "list": {"", ""}, "missing": {"", ""},
	} {
		n := root.Get(key)
		if got := [2]string{n.Text(), n.Str()}; got != want {
			t.Errorf("%s: %q, want %q", key, got, want)
		}
	}
}

func TestSyntaxErrors(t *testing.T) {
	for _, tt := range []struct{ name, in, at, says string }{
		{"unclosed quote", "a: 1\nb: \"x\nc: 2\n", "\"x", "never closed"},
		{"tab", "a:\n\tb: 1\n", "\t", "tab"},
		{"at sign", "a: @x\n", "@", "'@'"},
		{"two colons", "a: b: c\n", ":", "quotes"},
		{"no colon", "a: 1\nbcd\ne: 2\n", "bcd", "colon"},
		{"indentation", "a:\n  b: 1\n c: 2\n", "c:", "indentation"},
		{"item", "a:\n  - x\n  y\n  - z\n", "y", "colon"},
		{"unknown anchor", "a: x\nb: *who\n", "*who", "&who"},
		{"open list", "a: [1, 2\nb: 3\n", "[", "not closed"},
		{"quote that runs on", "a: \"x\nb: \"y\"\nc: 1\n", "\"x", "runs to line 2"},
		{"quote over lines, meant so", "a: 'x\n  b: 1\n  c'\nd: @\n", "@", "'@'"},
		{"quote in a block", "a: |\n  \"x\n  y: 1\nb: @\n", "@", "'@'"},
		{"bad byte", "a: \xff\n", "\xff", "0xFF"},
		{"control", "a: \x01\n", "\x01", "U+0001"},
		{"percent", "a: 1\n%b: 2\n", "%b:", "directive"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tree := Parse(text.NewFile("t.yaml", []byte(tt.in)))
			if tree.Err == nil {
				t.Fatal("accepted")
			}
			if got := tree.File.Slice(tree.Err.Span); got != tt.at || !strings.Contains(sprintf(tree.Err), tt.says) {
				t.Errorf("at %q: %s (%s)", got, sprintf(tree.Err), tree.Err.Raw)
			}
		})
	}
}

func TestComments(t *testing.T) {
	in := "# one\na: 'x # no' # two\nb: | # three\n  # text\nc: d#no #four\n# five"
	tree := Parse(text.NewFile("t.yaml", []byte(in)))
	var got []string
	for _, c := range tree.Comments() {
		got = append(got, tree.File.Slice(c.Span))
	}
	if d := cmp.Diff([]string{"# one", "# two", "# three", "#four", "# five"}, got); d != "" {
		t.Error(d)
	}
}

func TestSecondDocument(t *testing.T) {
	for in, want := range map[string]int{
		"a: 1\n---\nb: 2\n": 5, "---\na: 1\n": 0, "# c\n---\na: 1\n...\n---\n": 17, "a: |\n  x\n ---\n": 0,
	} {
		if got := Parse(text.NewFile("t", []byte(in))).Second.Start; got != want {
			t.Errorf("%q: %d, want %d", in, got, want)
		}
	}
}

func sprintf(e *SyntaxError) string { return fmt.Sprintf(e.Format, e.Args...) }

// FuzzParse: no input ends the program, and every span lies in the file and in
// its parent's entry.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"a: 1\n", "- [a, {b: c}]\n", "a: &x [*x]\n", "? |\n  k\n: v\n", "a: \"\\u263a\"\n", "\ufeff---\n- - -\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		tree := Parse(text.NewFile("f.yaml", data))
		tree.Comments()
		tree.Root.Walk(func(n *Node) bool {
			if n.Span.Start < 0 || n.Span.End > len(data) || n.Span.Start > n.Span.End || n.Entry.Start > n.Entry.End {
				t.Fatalf("span %v entry %v of %q", n.Span, n.Entry, data)
			}
			return true
		})
	})
}

func BenchmarkParse(b *testing.B) {
	one := []byte("identity:\n  name: search\n  label:\n    en_US: Search\n    zh_Hans: 搜索\nparameters:\n  - name: query\n    type: string\n    required: true\n    human_description: {en_US: What to look for}\n")
	data := bytes.Repeat(append([]byte("- "), bytes.ReplaceAll(one[:len(one)-1], []byte("\n"), []byte("\n  "))...), 1)
	data = bytes.Repeat(append(data, '\n'), 50)
	b.Run("tree", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		b.ReportAllocs()
		for b.Loop() {
			if Parse(text.NewFile("b.yaml", data)).Root == nil {
				b.Fatal("not parsed")
			}
		}
	})
	b.Run("yaml.v3 alone", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		b.ReportAllocs()
		for b.Loop() {
			if n, err := decode(context.Background(), data); n == nil || err != nil {
				b.Fatal(err)
			}
		}
	})
}
