// Command sweep tries every constructor of edits on YAML files: what it makes
// must be YAML that says the same everywhere but where it was meant to differ.
//
//	go run ./lint/internal/tool/sweep [-nodes N] FOLDER...
//
// It prints a table and exits with status 1 where an edit was wrong. Its test runs
// the same over documents that stand in the test.
package main

import (
	"flag"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/fix"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/difylint/difylint/lint/source/yamledit"
)

func main() {
	nodes := flag.Int("nodes", 40, "nodes to try in one file; 0 for all")
	flag.Parse()
	s := sweep{nodes: *nodes}
	if err := s.folders(flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	s.print(os.Stdout)
	if len(s.failed) > 0 || s.files == 0 {
		os.Exit(1)
	}
}

// sweep is the tally.
type sweep struct {
	nodes  int
	files  int
	ops    [len(ops)]struct{ made, none int }
	failed []string
}

func (s *sweep) folders(folders []string) error {
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || filepath.Ext(name) != ".yaml" && filepath.Ext(name) != ".yml" {
				return err
			}
			data, err := os.ReadFile(name)
			if err != nil || len(data) > plugin.MaxYAMLSize {
				return err
			}
			s.file(name, data)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *sweep) print(w io.Writer) {
	_, _ = fmt.Fprintf(w, "%d files\n\n| constructor | edits | none possible |\n| --- | ---: | ---: |\n", s.files)
	for i, op := range ops {
		_, _ = fmt.Fprintf(w, "| %s | %d | %d |\n", op.name, s.ops[i].made, s.ops[i].none)
	}
	_, _ = fmt.Fprintf(w, "\n%d wrong\n", len(s.failed))
	for _, f := range s.failed[:min(len(s.failed), 50)] {
		_, _ = fmt.Fprintln(w, f)
	}
}

const newKey = "difylint-key"

// ops are the constructors, each with what must hold of the tree afterwards; at
// is the node's own route.
var ops = [...]struct {
	name string
	edit func(*yaml.Tree, *yaml.Node) []text.Edit
	says func(root, was *yaml.Node, at []int) bool
}{
	{"ReplaceValue, a word", value("word"), isString("word")},
	{"ReplaceValue, a number's text", value("1.10"), isString("1.10")},
	{"ReplaceValue, punctuation", value(`a: "b", 'c' # {d}`), isString(`a: "b", 'c' # {d}`)},
	{"ReplaceValue, lines", value("一行\n  two\n\nthree\n"), isString("一行\n  two\n\nthree\n")},
	{"ReplaceWith", func(t *yaml.Tree, n *yaml.Node) []text.Edit { return yamledit.ReplaceWith(t, n, "[true]") },
		func(root, _ *yaml.Node, at []int) bool {
			n := find(root, at)
			return n.IsSequence() && len(n.Items()) == 1 && n.Items()[0].Tag == "!!bool"
		}},
	{"Quote", yamledit.Quote, func(root, was *yaml.Node, at []int) bool {
		n := find(root, at)
		return n != nil && n.Tag == "!!str" && n.Value == was.Value
	}},
	{"RenameKey", func(t *yaml.Tree, n *yaml.Node) []text.Edit { return yamledit.RenameKey(t, n, newKey) },
		func(root, was *yaml.Node, at []int) bool {
			p := find(root, at[:len(at)-1])
			return p != nil && len(p.Content) == len(was.Parent.Content) && p.Content[was.Index].Key.Value == newKey
		}},
	{"RemoveEntry", yamledit.RemoveEntry, func(root, was *yaml.Node, at []int) bool {
		p := find(root, at[:len(at)-1])
		return p != nil && p.Kind == was.Parent.Kind && len(p.Content) == len(was.Parent.Content)-1
	}},
	{"InsertEntry", insert("x"), has("x")},
	{"InsertEntry, a block", insert("en_US: x\nzh_Hans: 二"), func(root, _ *yaml.Node, at []int) bool {
		return find(root, at).Get(newKey).Get("zh_Hans").Text() == "二"
	}},
	{"InsertAfter", func(t *yaml.Tree, n *yaml.Node) []text.Edit {
		return yamledit.InsertAfter(t, n, newKey, "x")
	},
		func(root, was *yaml.Node, at []int) bool {
			p := find(root, at[:len(at)-1])
			return p != nil && len(p.Content) == len(was.Parent.Content)+1 && p.Content[was.Index+1].Key.Value == newKey
		}},
	{"AppendItem", func(t *yaml.Tree, n *yaml.Node) []text.Edit {
		return yamledit.AppendItem(t, n, "a: 1\nb: 2")
	}, itemIs(2)},
	{"AppendItem, in flow", func(t *yaml.Tree, n *yaml.Node) []text.Edit { return yamledit.AppendItem(t, n, "{a: 1}") }, itemIs(1)},
}

func value(v string) func(*yaml.Tree, *yaml.Node) []text.Edit {
	return func(t *yaml.Tree, n *yaml.Node) []text.Edit { return yamledit.ReplaceValue(t, n, v) }
}

func isString(v string) func(root, was *yaml.Node, at []int) bool {
	return func(root, _ *yaml.Node, at []int) bool {
		n := find(root, at)
		return n != nil && n.Kind == yaml.Scalar && n.Tag == "!!str" && n.Value == v
	}
}

func insert(v string) func(*yaml.Tree, *yaml.Node) []text.Edit {
	return func(t *yaml.Tree, n *yaml.Node) []text.Edit { return yamledit.InsertEntry(t, n, newKey, v) }
}

func has(v string) func(root, was *yaml.Node, at []int) bool {
	return func(root, _ *yaml.Node, at []int) bool { return find(root, at).Get(newKey).Text() == v }
}

func itemIs(size int) func(root, was *yaml.Node, at []int) bool {
	return func(root, was *yaml.Node, at []int) bool {
		items := find(root, at).Items()
		return len(items) == len(was.Items())+1 && len(items[len(items)-1].Entries()) == size
	}
}

// find follows the indices of a route: keys may stand twice.
func find(root *yaml.Node, at []int) *yaml.Node {
	n := root
	for _, i := range at {
		if n == nil || i >= len(n.Content) {
			return nil
		}
		n = n.Content[i]
	}
	return n
}

// indices is the way to a node by its places alone.
func indices(n *yaml.Node) []int {
	var out []int
	for ; n.Parent != nil; n = n.Parent {
		out = append([]int{n.Index}, out...)
	}
	return out
}

// file tries the constructors on some of a file's nodes, the same ones each time.
func (s *sweep) file(name string, data []byte) {
	f := text.NewFile("x.yaml", data)
	tree := yaml.Parse(f)
	if tree.Root == nil {
		return
	}
	s.files++
	doc := &plugin.Document{Path: f.Path, File: f, Tree: tree, Root: tree.Root}
	var all []*yaml.Node
	tree.Root.Walk(func(n *yaml.Node) bool {
		if !n.IsKey() {
			all = append(all, n)
		}
		return !n.IsKey() // what lies within a key has no route
	})
	for i, n := range all {
		if s.nodes > 0 && len(all) > s.nodes && hash(name, i)%uint64(len(all)) >= uint64(s.nodes) {
			continue
		}
		for j := range ops {
			s.try(j, name, doc, n)
		}
	}
}

func hash(name string, i int) uint64 {
	h := fnv.New64a()
	_, _ = io.WriteString(h, filepath.Base(name)+strconv.Itoa(i))
	return h.Sum64()
}

func (s *sweep) try(op int, name string, doc *plugin.Document, n *yaml.Node) {
	edits := ops[op].edit(doc.Tree, n)
	if edits == nil {
		s.ops[op].none++
		return
	}
	s.ops[op].made++
	fail := func(format string, args ...any) {
		s.failed = append(s.failed, fmt.Sprintf("%s: %s at %s: ", name, ops[op].name, n.Path())+fmt.Sprintf(format, args...))
	}
	after, err := fix.Apply(doc.File, edits)
	if err != nil {
		fail("%v", err)
		return
	}
	slices.SortStableFunc(edits, func(a, b text.Edit) int { return a.Span.Start - b.Span.Start })
	if err := fix.Check("x.yaml", doc.File.Data, after, edits, true); err != nil {
		fail("%v: %q", err, around(doc, edits))
		return
	}
	tree := yaml.Parse(text.NewFile("x.yaml", after))
	if !ops[op].says(tree.Root, n, indices(n)) {
		fail("it does not say what it should: %q", around(doc, edits))
	}
}

func around(doc *plugin.Document, edits []text.Edit) string {
	s := edits[0].Span
	out := doc.File.Slice(text.Span{Start: max(0, s.Start-60), End: s.End + 60})
	return strings.ToValidUTF8(out, "?")
}
