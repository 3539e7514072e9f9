package yamledit_test

import (
	"sort"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/difylint/difylint/lint/source/yamledit"
)

func parse(content string) *yaml.Tree {
	f := text.NewFile("tools/a.yaml", []byte(content))
	tree := yaml.Parse(f)
	return tree
}

// apply makes the edits; they must not overlap.
func apply(t *testing.T, doc *yaml.Tree, edits []text.Edit) string {
	t.Helper()
	edits = append([]text.Edit(nil), edits...)
	sort.SliceStable(edits, func(i, j int) bool { return edits[i].Span.Start < edits[j].Span.Start })
	var b strings.Builder
	pos := 0
	for _, e := range edits {
		if e.Path != doc.File.Path || e.Span.Start < pos || e.Span.End < e.Span.Start || e.Span.End > len(doc.File.Data) {
			t.Fatalf("a bad edit: %+v", e)
		}
		b.Write(doc.File.Data[pos:e.Span.Start])
		b.WriteString(e.New)
		pos = e.Span.End
	}
	b.Write(doc.File.Data[pos:])
	return b.String()
}

func TestEdits(t *testing.T) {
	value := func(v string) func(*yaml.Tree, *yaml.Node) []text.Edit {
		return func(t *yaml.Tree, n *yaml.Node) []text.Edit { return yamledit.ReplaceValue(t, n, v) }
	}
	with := func(v string) func(*yaml.Tree, *yaml.Node) []text.Edit {
		return func(t *yaml.Tree, n *yaml.Node) []text.Edit { return yamledit.ReplaceWith(t, n, v) }
	}
	rename := func(v string) func(*yaml.Tree, *yaml.Node) []text.Edit {
		return func(t *yaml.Tree, n *yaml.Node) []text.Edit { return yamledit.RenameKey(t, n, v) }
	}
	insert := func(k, v string) func(*yaml.Tree, *yaml.Node) []text.Edit {
		return func(t *yaml.Tree, n *yaml.Node) []text.Edit { return yamledit.InsertEntry(t, n, k, v) }
	}
	after := func(k, v string) func(*yaml.Tree, *yaml.Node) []text.Edit {
		return func(t *yaml.Tree, n *yaml.Node) []text.Edit { return yamledit.InsertAfter(t, n, k, v) }
	}
	item := func(v string) func(*yaml.Tree, *yaml.Node) []text.Edit {
		return func(t *yaml.Tree, n *yaml.Node) []text.Edit { return yamledit.AppendItem(t, n, v) }
	}
	type way = []any
	const none = "\x00" // no edit can do it
	for _, tt := range []struct {
		name string
		in   string
		at   way
		edit func(*yaml.Tree, *yaml.Node) []text.Edit
		want string
	}{
		{"plain", "a: one # c\nb: 1\n", way{"a"}, value("two"), "a: two # c\nb: 1\n"},
		{"plain stays a string", "a: x\n", way{"a"}, value("1.10"), "a: \"1.10\"\n"},
		{"plain with a colon", "a: x\n", way{"a"}, value("b: c"), "a: \"b: c\"\n"},
		{"single quotes", "a: 'x' # c\n", way{"a"}, value("it's"), "a: 'it''s' # c\n"},
		{"single quotes cannot break lines", "a: 'x'\n", way{"a"}, value("a\nb"), "a: \"a\\nb\"\n"},
		{"double quotes", "a: \"x\"\r\nb: 1\r\n", way{"a"}, value(`"\`), "a: \"\\\"\\\\\"\r\nb: 1\r\n"},
		{"several lines become one", "a: one\n  two\nb: 1\n", way{"a"}, value("three"), "a: three\nb: 1\n"},
		{"flow", "a: [x, y]\n", way{"a", 0}, value("p, q"), "a: [\"p, q\", y]\n"},
		{"flow, plain", "a: {b: x}\n", way{"a", "b"}, value("z"), "a: {b: z}\n"},
		{"anchor stays", "a: &x one\n", way{"a"}, value("two"), "a: &x two\n"},
		{"tag stays", "a: !!str 1\n", way{"a"}, value("two"), "a: !!str two\n"},
		{"another tag", "a: !!int 1\n", way{"a"}, value("two"), none},
		{"alias", "a: &x one\nb: *x\n", way{"b"}, value("two"), "a: &x one\nb: two\n"},
		{"absent", "a: # c\nb: 1\n", way{"a"}, value("x"), "a: x # c\nb: 1\n"},
		{"absent item", "a:\n  -\n  - y\n", way{"a", 0}, value("x"), "a:\n  - x\n  - y\n"},
		{"null", "a: ~\n", way{"a"}, value("x"), "a: x\n"},
		{"literal", "a: |\n   x\n   y\nb: 1\n", way{"a"}, value("p\n\n q\n"), "a: |\n   p\n\n    q\nb: 1\n"},
		{"literal, crlf", "a: |\r\n  x\r\nb: 1\r\n", way{"a"}, value("p\nq"), "a: |-\r\n  p\r\n  q\r\nb: 1\r\n"},
		{"folded", "a: >\n  x\n  y\nb: 1\n", way{"a"}, value("p\n"), "a: >\n  p\nb: 1\n"},
		{"folded over lines", "a: >-\n  x\nb: 1\n", way{"a"}, value("p\nq"), "a: |-\n  p\n  q\nb: 1\n"},
		{"block that cannot", "a: |\n  x\nb: 1\n", way{"a"}, value(" p"), "a: \" p\"\nb: 1\n"},
		{"the same", "a: x\n", way{"a"}, value("x"), none},
		{"a number becomes its string", "a: 1\n", way{"a"}, value("1"), "a: \"1\"\n"},
		{"a mapping has no value", "a: {}\n", way{"a"}, value("1"), none},
		{"no UTF-8", "a: x\n", way{"a"}, value("\xff"), none},

		{"with", "a: \"yes\" # c\n", way{"a"}, with("true"), "a: true # c\n"},
		{"with, for a block", "a: # c\n  b: 1\n  # d\n  e: 2\nf: 1\n", way{"a"}, with("[x]"), "a: [x] # c\nf: 1\n"},
		{"with, for a list at its key", "a:\n- b\n- c\nf: 1\n", way{"a"}, with("x"), "a: x\nf: 1\n"},

		{"quote", "version: 1.10 # c\n", way{"version"}, yamledit.Quote, "version: \"1.10\" # c\n"},
		{"quote a date", "a: [2024-01-01]\n", way{"a", 0}, yamledit.Quote, "a: [\"2024-01-01\"]\n"},
		{"quoted already", "a: 'x'\n", way{"a"}, yamledit.Quote, none},

		{"rename", "descrption: x # c\n", way{"descrption"}, rename("description"), "description: x # c\n"},
		{"rename, quoted", "'a': x\n", way{"a"}, rename("b"), "'b': x\n"},
		{"rename, flow", "{\"a\":x}\n", way{"a"}, rename("b"), "{\"b\":x}\n"},
		{"rename to a word", "a: x\n", way{"a"}, rename("on"), "\"on\": x\n"},
		{"rename to one that is there", "a: x\nb: y\n", way{"a"}, rename("b"), none},
		{"rename an explicit one", "? a\n: x\n", way{"a"}, rename("b"), "? b\n: x\n"},

		{"remove", "a: 1\nb: 2 # c\nd: 3\n", way{"b"}, yamledit.RemoveEntry, "a: 1\nd: 3\n"},
		{"remove the last", "a: 1\nb: 2", way{"b"}, yamledit.RemoveEntry, "a: 1\n"},
		{"remove a block", "a:\n  - x\n  - y # c\n# d\nb: 1\n", way{"a"}, yamledit.RemoveEntry, "# d\nb: 1\n"},
		{"remove behind a mark", "\ufeffa: 1\r\nb: 2\r\n", way{"a"}, yamledit.RemoveEntry, "\ufeffb: 2\r\n"},
		{"remove an item", "- a\n- b\n- c\n", way{1}, yamledit.RemoveEntry, "- a\n- c\n"},
		{"remove the first key of an item", "- name: x # c\n\n  type: y\n", way{0, "name"}, yamledit.RemoveEntry, "- type: y\n"},
		{"remove it before a comment", "- name: x\n  # c\n  type: y\n", way{0, "name"}, yamledit.RemoveEntry, "- # c\n  type: y\n"},
		{"remove the second key of an item", "- name: x\n  type: y\n- name: z\n", way{0, "type"}, yamledit.RemoveEntry, "- name: x\n- name: z\n"},
		{"remove an empty item", "a:\n  -\n  - y\n", way{"a", 0}, yamledit.RemoveEntry, "a:\n  - y\n"},
		{"remove an empty last item", "a:\n  - y\n  -\nb: 1\n", way{"a", 1}, yamledit.RemoveEntry, "a:\n  - y\nb: 1\n"},
		{"remove in a nested list", "- - a\n  - b\n", way{0, 0}, yamledit.RemoveEntry, "- - b\n"},
		{"remove the only one", "a: # c\n  b: 1\nd: 2\n", way{"a", "b"}, yamledit.RemoveEntry, "a: {} # c\nd: 2\n"},
		{"remove the only item", "a:\n- b # c\nd: 2\n", way{"a", 0}, yamledit.RemoveEntry, "a: []\nd: 2\n"},
		{"remove the only key of an item", "- a: 1 # c\n- b\n", way{0, "a"}, yamledit.RemoveEntry, "- {}\n- b\n"},
		{"remove the only one behind an anchor", "a: &x\n  b: 1\nd: *x\n", way{"a", "b"}, yamledit.RemoveEntry, "a: &x {}\nd: *x\n"},
		{"remove the only one of the file", "a: 1\n", way{"a"}, yamledit.RemoveEntry, "{}\n"},
		{"remove in flow", "a: {b: 1, c: 2, d: 3}\n", way{"a", "b"}, yamledit.RemoveEntry, "a: {c: 2, d: 3}\n"},
		{"remove the last in flow", "a: {b: 1, c: 2 } # c\n", way{"a", "c"}, yamledit.RemoveEntry, "a: {b: 1 } # c\n"},
		{"remove an absent one in flow", "a: {b: 1, c: }\n", way{"a", "c"}, yamledit.RemoveEntry, "a: {b: 1}\n"},
		{"remove before a comma", "a: [b, c, ]\n", way{"a", 1}, yamledit.RemoveEntry, "a: [b, ]\n"},
		{"remove the only one in flow", "a: [ b ]\n", way{"a", 0}, yamledit.RemoveEntry, "a: []\n"},
		{"remove a line in flow", "a: [\n  b, # c\n  # d\n  e\n]\n", way{"a", 0}, yamledit.RemoveEntry, "a: [\n  # d\n  e\n]\n"},
		{"remove the last line in flow", "{\n  \"b\": 1, # c\n  \"e\": 2\n}\n", way{"e"}, yamledit.RemoveEntry, "{\n  \"b\": 1 # c\n}\n"},
		{"remove the last line with a comma", "[\n  b,\n  e, # c\n]\n", way{1}, yamledit.RemoveEntry, "[\n  b,\n]\n"},
		{"remove the file's value", "a: 1\n", way{}, yamledit.RemoveEntry, none},

		{"insert", "a: 1 # c\n", way{}, insert("b", "x"), "a: 1 # c\nb: x\n"},
		{"insert where the file has no end", "a: 1", way{}, insert("b", "x"), "a: 1\nb: x"},
		{"insert, crlf", "a:\r\n    b: 1\r\nc: 2\r\n", way{"a"}, insert("d", "x"), "a:\r\n    b: 1\r\n    d: x\r\nc: 2\r\n"},
		{"insert in an item", "- name: x\n  # c\n- y\n", way{0}, insert("d", "z"), "- name: x\n  d: z\n  # c\n- y\n"},
		{"insert behind a list", "a:\n  - b\n  - c: 1\n    d: 2\n", way{}, insert("e", "z"), "a:\n  - b\n  - c: 1\n    d: 2\ne: z\n"},
		{"insert behind an empty item", "a:\n  -\n", way{}, insert("e", "z"), "a:\n  -\ne: z\n"},
		{"insert behind an absent value", "a:\n", way{}, insert("e", "z"), "a:\ne: z\n"},
		{"insert a block", "a:\n  b: 1\n", way{"a"}, insert("label", "en_US: x\nzh_Hans: y"), "a:\n  b: 1\n  label:\n    en_US: x\n    zh_Hans: y\n"},
		{"insert a block scalar", "a:\n  b: 1\n", way{"a"}, insert("c", "|\n  x\n\n  y"), "a:\n  b: 1\n  c: |\n    x\n\n    y\n"},
		{"insert behind a literal", "a: |\n  x\n\nb: 1\n", way{"a"}, after("c", "2"), "a: |\n  x\nc: 2\n\nb: 1\n"},
		{"insert behind one that keeps", "a: |+\n  x\n\nb: 1\n", way{"a"}, after("c", "2"), "a: |+\n  x\n\nc: 2\nb: 1\n"},
		{"insert behind one that ends the file", "a: |\n  x", way{}, insert("c", "2"), none},
		{"insert in between", "label:\n  en_US: x\n  ja_JP: y\n", way{"label", "en_US"}, after("zh_Hans", "z"), "label:\n  en_US: x\n  zh_Hans: z\n  ja_JP: y\n"},
		{"insert a key that is there", "a: 1\n", way{}, insert("a", "x"), none},
		{"insert a key that needs quotes", "a: 1\n", way{}, insert("on", "x"), "a: 1\n\"on\": x\n"},
		{"insert in flow", "a: {b: 1}\n", way{"a"}, insert("c", "x"), "a: {b: 1, c: x}\n"},
		{"insert in flow before a comma", "a: {b: 1, }\n", way{"a"}, insert("c", "x"), "a: {b: 1, c: x, }\n"},
		{"insert behind an absent one in flow", "a: {b: }\n", way{"a"}, insert("c", "x"), "a: {b: , c: x}\n"},
		{"insert between quoted keys", "{\"b\": 1}\n", way{}, insert("c", "2"), "{\"b\": 1, \"c\": 2}\n"},
		{"insert a line in flow", "{\n  \"b\": 1 # d\n}\n", way{}, insert("c", "2"), "{\n  \"b\": 1, # d\n  \"c\": 2\n}\n"},
		{"insert a line in flow behind a comma", "{\n  \"b\": 1,\n}\n", way{}, insert("c", "2"), "{\n  \"b\": 1,\n  \"c\": 2,\n}\n"},
		{"insert a block in flow", "{b: 1}\n", way{}, insert("c", "d: 1\ne: 2"), none},
		{"insert in an empty mapping", "a: {} # c\nb: 1\n", way{"a"}, insert("c", "x"), "a: # c\n  c: x\nb: 1\n"},
		{"insert in an empty mapping in flow", "a: [{}]\n", way{"a", 0}, insert("c", "x"), "a: [{c: x}]\n"},
		{"insert in a null", "a: # c\nb: 1\n", way{"a"}, insert("c", "x"), "a: # c\n  c: x\nb: 1\n"},
		{"insert in a written null", "a: null\n", way{"a"}, insert("c", "x"), "a:\n  c: x\n"},
		{"insert in a null item", "a:\n  - # c\n", way{"a", 0}, insert("c", "x"), "a:\n  - c: x # c\n"},
		{"insert in a null in flow", "a: {b: }\n", way{"a", "b"}, insert("c", "x"), "a: {b: {c: x} }\n"},
		{"insert in an empty file", "# c\n", way{}, insert("c", "x"), "# c\nc: x\n"},
		{"insert in a file without a line end", "# c", way{}, insert("c", "x"), "# c\nc: x\n"},
		{"insert in a string", "a: x\n", way{"a"}, insert("c", "x"), none},

		{"append", "a:\n  - x # c\nb: 1\n", way{"a"}, item("y"), "a:\n  - x # c\n  - y\nb: 1\n"},
		{"append a block", "a:\n- x\n", way{"a"}, item("b: 1\nc: 2"), "a:\n- x\n- b: 1\n  c: 2\n"},
		{"append in flow", "a: [x]\n", way{"a"}, item("y"), "a: [x, y]\n"},
		{"append to an empty list", "a: []\n", way{"a"}, item("y"), "a:\n  - y\n"},
		{"append to a null", "a:\n", way{"a"}, item("y"), "a:\n  - y\n"},
		{"append in empty flow", "a: [[]]\n", way{"a", 0}, item("y"), "a: [[y]]\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc := parse(tt.in)
			if doc.Err != nil {
				t.Fatal(doc.Err.Raw)
			}
			edits := tt.edit(doc, doc.Root.At(tt.at...))
			if tt.want == none {
				if edits != nil {
					t.Fatalf("edits: %+v", edits)
				}
				return
			}
			if edits == nil {
				t.Fatal("no edit")
			}
			got := apply(t, doc, edits)
			if got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
			if tree := yaml.Parse(text.NewFile("x", []byte(got))); tree.Err != nil {
				t.Errorf("%q is not YAML: %s", got, tree.Err.Raw)
			}
		})
	}
}

func TestText(t *testing.T) {
	f := text.NewFile("requirements.txt", []byte("a\nb==1\nc"))
	if got := apply(t, &yaml.Tree{File: f}, text.RemoveLines(f, text.Span{Start: 3, End: 4})); got != "a\nc" {
		t.Errorf("%q", got)
	}
	if text.ReplaceText(f, text.Span{Start: 0, End: 1}, "a") != nil || text.ReplaceText(f, text.Span{Start: 0, End: 99}, "a") != nil {
		t.Error("no change, or no place: no edit")
	}
}

// words are strings that one reader or the other takes for something else, or
// that have a place where they cannot stand plain.
var words = []string{
	"", " ", "a ", "~", "null", "Null", "yes", "No", "on", "OFF", "true", "y", "1", "-1", "+1.5", "1_000", "0x1f", "0o17", "017", "0b1", "1e3", "1.0e+3",
	".5", "1.", ".inf", "-.INF", ".nan", "190:20:30", "190:20:30.15", "2024-01-01", "2024-01-01 10:00:00", "2024-1-1T1:00:00Z", "<<", "=", "-", "- a", "-a",
	"?", "? a", ":", ": a", ":a", "a:", "a: b", "a:b", "a #b", "a#b", "#a", "&a", "*a", "!a", "|", ">a", "'a", "\"a", "%a", "@a", "`a", "[a", "a]", "{a", "a, b",
	"---", "--- a", "...", "a\nb", "a\tb", "\ta", "a\u0085b", "a\u2028b", "\ufeffa", "a\x00b", "a\x7fb", "a\u0080b", "it's", "say \"a\"", "a\\b", "搜索", "😀", "1.2.3", "0.0.1",
	"http://a/?b=c&d=e", "a\r\nb", "é", "\ufffea", "0.0.1-beta", "1.2", "12e03", "0x", "0b", "1__0", "!!str", "a?b", "ー", "a  b",
}

func TestYAMLString(t *testing.T) {
	for _, w := range words {
		for _, in := range []string{"k: %", "- %", "[a, %, b]", "{k: %}", "{%: v}", "%: v", "%"} {
			content := strings.ReplaceAll(in, "%", yamledit.String(w)) + "\n"
			tree := yaml.Parse(text.NewFile("x", []byte(content)))
			if tree.Err != nil {
				t.Errorf("%q: %s", content, tree.Err.Raw)
				continue
			}
			found := false
			tree.Root.Walk(func(n *yaml.Node) bool {
				found = found || n.Kind == yaml.Scalar && n.Tag == "!!str" && n.Value == w
				return true
			})
			if !found {
				t.Errorf("%q does not hold the string %q", content, w)
			}
		}
	}
	// Plain where it may be: a fix should look as an author would write it.
	for _, w := range []string{"a", "1.2.3", "0.0.1", "搜索", "a b", "http://a/b", "a:b", "it's", "a#b", "tools/a.yaml"} {
		if got := yamledit.String(w); got != w {
			t.Errorf("%s is written as %s", w, got)
		}
	}
}

// FuzzReplaceValue: in every style, the value that is read is the one written,
// and the neighbours are the same.
func FuzzReplaceValue(f *testing.F) {
	for _, w := range words {
		f.Add(w)
	}
	f.Fuzz(func(t *testing.T, w string) {
		for _, in := range []string{"v: x", "v: 'x'", "v: \"x\"", "v: |\n  x", "v: >-\n  x\n  y", "v:", "? v\n: x", "v: {v: 1}"} {
			doc := parse("a: 1\n" + in + "\nb: [x, y]\n")
			n := doc.Root.Get("v")
			if n.IsMapping() {
				n = n.Get("v")
			}
			edits := yamledit.ReplaceValue(doc, n, w)
			if edits == nil {
				continue
			}
			got := parse(apply(t, doc, edits))
			if got.Root == nil || got.Root.Get("a").Text() != "1" || got.Root.At("b", 1).Text() != "y" {
				t.Fatalf("%q", got.File.Data)
			}
			v := got.Root.Get("v")
			if v.IsMapping() {
				v = v.Get("v")
			}
			if v.Tag != "!!str" || v.Value != w {
				t.Fatalf("%q reads as %s %q, want %q", got.File.Data, v.Tag, v.Value, w)
			}
		}
	})
}
