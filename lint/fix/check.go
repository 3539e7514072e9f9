package fix

// The guard: what a file says after its edits must be what it said before,
// except where it was edited.

import (
	"bytes"
	"encoding/json"
	"path"
	"slices"
	"sort"
	"strings"

	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/pelletier/go-toml/v2"
)

// errShared is why an edit to an anchored value is no safe one.
var errShared = text.Errorf("the value is anchored, and an alias uses it elsewhere too")

// Check says why edits that turn before into after must not be made, or nil.
// The edits are those of one file, in order and without overlap.
//
// YAML is held node by node: every value, key, alias and comment that no edit
// touches stands after as it stood before, under the same keys, and whatever
// else stands there is in the edits' own text. Nothing that was one key becomes
// two. TOML, JSON, Python and requirements must still be read where they were.
//
// shared allows an edit to a value that an alias uses elsewhere.
func Check(name string, before, after []byte, edits []text.Edit, shared bool) error {
	if bytes.Equal(before, after) {
		return nil
	}
	old, now := text.NewFile(name, before), text.NewFile(name, after)
	switch path.Ext(name) {
	case ".yaml", ".yml":
		return checkYAML(yaml.Parse(old), yaml.Parse(now), edits, shared)
	case ".toml", ".lock":
		var v any
		if toml.Unmarshal(before, &v) == nil && toml.Unmarshal(after, &v) != nil {
			return text.Errorf("the file would no longer be TOML")
		}
	case ".json":
		if json.Valid(before) && !json.Valid(after) {
			return text.Errorf("the file would no longer be JSON")
		}
	case ".py", ".pyi":
		if python.Parse(old).Err == nil {
			if e := python.Parse(now).Err; e != nil {
				return text.Errorf("the file would no longer be Python: %w", e)
			}
		}
	case ".txt":
		if strings.HasPrefix(path.Base(name), "requirements") && refused(now) > refused(old) {
			return text.Errorf("a line would be no requirement")
		}
	}
	return nil
}

// refused counts the lines that pip does not take.
func refused(f *text.File) int {
	n := 0
	for _, e := range requirement.ParseRequirements(f, nil).Entries {
		if !e.Valid() {
			n++
		}
	}
	return n
}

// shift says where what no edit touches goes.
type shift struct {
	edits []text.Edit
	// delta is by how much the bytes behind each edit move.
	delta []int
}

func newShift(edits []text.Edit) *shift {
	s := &shift{edits: edits}
	d := 0
	for _, e := range edits {
		d += len(e.New) - e.Span.Len()
		s.delta = append(s.delta, d)
	}
	return s
}

// offset is where a byte goes that no edit removes.
func (s *shift) offset(off int) int {
	i := sort.Search(len(s.edits), func(i int) bool { return s.edits[i].Span.End > off })
	if i == 0 {
		return off
	}
	return off + s.delta[i-1]
}

// touched reports whether an edit changes a byte of the span or puts one in it.
func (s *shift) touched(sp text.Span) bool {
	i := sort.Search(len(s.edits), func(i int) bool { return s.edits[i].Span.End > sp.Start })
	return i < len(s.edits) && s.edits[i].Span.Start < sp.End
}

// near is touched, with the span's own ends counted in.
func (s *shift) near(sp text.Span) bool {
	i := sort.Search(len(s.edits), func(i int) bool { return s.edits[i].Span.End >= sp.Start })
	return i < len(s.edits) && s.edits[i].Span.Start <= sp.End
}

// written reports whether a span of the new file holds text of an edit, or the
// place of one that only removes.
func (s *shift) written(sp text.Span) bool {
	for i, e := range s.edits {
		start := e.Span.Start
		if i > 0 {
			start += s.delta[i-1]
		}
		if start <= sp.End && sp.Start <= start+len(e.New) {
			return true
		}
	}
	return false
}

// leaf is a scalar, an alias or an empty collection, or a key.
func leaf(n *yaml.Node) bool { return len(n.Content) == 0 }

// room is where a leaf stands: for one that is absent, from its key or dash to
// the end of the line.
func room(f *text.File, n *yaml.Node) text.Span {
	if !n.Span.IsEmpty() {
		return n.Span
	}
	start := min(n.Span.Start, n.Entry.Start)
	if n.Key != nil {
		start = min(n.Span.Start, n.Key.Span.End)
	}
	return text.Span{Start: start, End: f.LineSpan(f.LineAt(n.Span.Start)).End}
}

type place struct {
	off int
	key bool
}

// holder compares two trees.
type holder struct {
	old, now *yaml.Tree
	shift    *shift
}

func (h *holder) untouched(n *yaml.Node) bool {
	if n.Span.IsEmpty() {
		return !h.shift.near(room(h.old.File, n))
	}
	return !h.shift.touched(n.Span)
}

func checkYAML(old, now *yaml.Tree, edits []text.Edit, shared bool) error {
	if now.Err != nil {
		switch {
		case old.Err == nil:
			return text.Errorf("the file would no longer be YAML: %s", text.Msg(now.Err.Format, now.Err.Args...))
		case now.Err.Span.Start <= old.Err.Span.Start:
			return text.Errorf("the file would still not be YAML at the same place")
		}
		return nil
	}
	if old.Err != nil {
		return nil // there is nothing to compare with
	}
	h := &holder{old: old, now: now, shift: newShift(edits)}
	if old.Second.IsEmpty() != now.Second.IsEmpty() && !h.shift.touched(old.Second) {
		return text.Errorf("the file would have another number of documents")
	}
	if err := h.leaves(shared); err != nil {
		return err
	}
	if err := h.comments(); err != nil {
		return err
	}
	if duplicates(now.Root) > duplicates(old.Root) {
		return text.Errorf("a key would stand twice in one mapping")
	}
	return nil
}

func (h *holder) leaves(shared bool) error {
	byPlace := map[place]*yaml.Node{}
	h.now.Root.Walk(func(n *yaml.Node) bool {
		if leaf(n) {
			byPlace[place{n.Span.Start, n.IsKey()}] = n
		}
		return true
	})
	var err error
	checked := map[*yaml.Node]bool{}
	h.old.Root.Walk(func(n *yaml.Node) bool {
		if err != nil || !leaf(n) || !h.untouched(n) {
			return err == nil
		}
		at := place{h.shift.offset(n.Span.Start), n.IsKey()}
		after := byPlace[at]
		if after == nil || !h.same(n, after) {
			err = text.Errorf("%s would change, which is not what the fix is about", where(n))
			return false
		}
		delete(byPlace, at)
		if !shared && n.Kind == yaml.Alias && n.Target != nil && !checked[n.Target] {
			checked[n.Target] = true
			if !equal(n.Target, after.Target) {
				err = errShared
			}
		}
		return true
	})
	if err != nil {
		return err
	}
	for _, n := range byPlace {
		if !h.shift.written(room(h.now.File, n)) {
			return text.Errorf("%s would appear, which is not what the fix is about", where(n))
		}
	}
	return nil
}

// equal reports whether two nodes hold the same value, aliases by their names.
func equal(a, b *yaml.Node) bool {
	if a == nil || b == nil || a.Kind != b.Kind || a.Tag != b.Tag || a.Value != b.Value || len(a.Content) != len(b.Content) {
		return false
	}
	for i := range a.Content {
		x, y := a.Content[i], b.Content[i]
		if (x.Key == nil) != (y.Key == nil) || x.Key != nil && !equal(x.Key, y.Key) || !equal(x, y) {
			return false
		}
	}
	return true
}

// same reports whether a leaf says the same in the same place of the structure.
func (h *holder) same(a, b *yaml.Node) bool {
	if a.Kind != b.Kind || a.Value != b.Value || a.Tag != b.Tag || a.Anchor != b.Anchor || a.Tagged != b.Tagged {
		return false
	}
	for a.Parent != nil && b.Parent != nil {
		if a.Parent.Kind != b.Parent.Kind || (a.Key == nil) != (b.Key == nil) {
			return false
		}
		if a.Key != nil && h.untouched(a.Key) && b.Key.Span.Start != h.shift.offset(a.Key.Span.Start) {
			return false
		}
		a, b = a.Parent, b.Parent
	}
	return a.Parent == nil && b.Parent == nil
}

// comments holds that no comment is lost or made of what was none.
func (h *holder) comments() error {
	byLine := map[int]string{}
	for _, c := range h.now.Comments() {
		byLine[c.Span.Start] = h.now.File.Slice(c.Span)
	}
	for _, c := range h.old.Comments() {
		if h.shift.touched(c.Span) {
			continue
		}
		at := h.shift.offset(c.Span.Start)
		if !strings.HasPrefix(byLine[at], h.old.File.Slice(c.Span)) {
			return text.Errorf("a comment would be lost")
		}
		delete(byLine, at)
	}
	for at, s := range byLine {
		if !h.shift.written(text.Span{Start: at, End: at + len(s)}) {
			return text.Errorf("a text would become a comment")
		}
	}
	return nil
}

func where(n *yaml.Node) text.Message {
	if n.IsKey() {
		return text.Msg("the key %s", n.Value)
	}
	if p := n.Path(); p != "" {
		return text.Msg("%s", p)
	}
	return text.Msg("the document")
}

// duplicates counts the keys that stand again in their own mapping.
func duplicates(root *yaml.Node) int {
	count := 0
	var keys []string
	root.Walk(func(n *yaml.Node) bool {
		if n.Kind != yaml.Mapping || len(n.Content) < 2 {
			return true
		}
		keys = keys[:0]
		for _, c := range n.Content {
			if c.Key != nil && c.Key.Kind == yaml.Scalar && !c.IsMerge() {
				keys = append(keys, c.Key.Value)
			}
		}
		slices.Sort(keys)
		for i := 1; i < len(keys); i++ {
			if keys[i] == keys[i-1] {
				count++
			}
		}
		return true
	})
	return count
}
