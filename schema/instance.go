package schema

// From YAML nodes to the value that is judged: as PyYAML reads the file, or as
// the daemon decodes it.

import (
	"maps"
	"math"
	"slices"
	"strconv"

	"github.com/difylint/difylint/lint/source/yaml"
)

const (
	// maxExpansion is the most nodes that aliases and merges may add to an instance.
	maxExpansion = 200_000
	// maxDepth is the deepest nesting that is judged. Python's recursion limit
	// (1000 frames, more than one a level) ends PyYAML before.
	maxDepth = 1000
	// otherKey stands for keys that are not text, so that a mapping which has
	// no others is not taken for an empty one.
	otherKey = "\x00"
)

// instance builds PyYAML's view: aliases and merges expanded, the last of
// several equal keys winning, keys that are not text left out.
type instance struct {
	levels   int // how many are built below the value; 0 for all
	faults   []fault
	inAlias  int
	expanded int
	tooMuch  bool
	active   map[*yaml.Node]bool
}

// fault is a place at which PyYAML itself gives up.
type fault struct {
	node *yaml.Node
	why  pyError
}

func (b *instance) value(n *yaml.Node, depth int) any {
	if n == nil {
		return nil
	}
	if b.inAlias > 0 {
		if b.expanded++; b.expanded > maxExpansion {
			b.tooMuch = true
			return nil
		}
	}
	if depth > maxDepth {
		b.tooMuch = true
		return nil
	}
	switch n.Kind {
	case yaml.Scalar:
		v, why := pyScalar(n)
		if why != "" && b.inAlias == 0 {
			b.faults = append(b.faults, fault{n, why})
		}
		return v
	case yaml.Alias:
		if b.active[n.Target] {
			b.tooMuch = true
			return nil
		}
		if b.active == nil {
			b.active = map[*yaml.Node]bool{}
		}
		b.active[n.Target] = true
		b.inAlias++
		v := b.value(n.Target, b.through(depth))
		b.inAlias--
		delete(b.active, n.Target)
		return v
	case yaml.Sequence:
		if b.levels > 0 && depth >= b.levels {
			return []any{}
		}
		list := make([]any, len(n.Content))
		for i, c := range n.Content {
			list[i] = b.value(c, depth+1)
		}
		b.tagged(n, "!!seq", "!!omap", "!!pairs")
		return list
	case yaml.Mapping:
		if b.levels > 0 && depth >= b.levels {
			return map[string]any{}
		}
		m := make(map[string]any, len(n.Content))
		b.merge(m, n, depth)
		for _, c := range n.Content {
			if c.IsMerge() {
				continue
			}
			v := b.value(c, depth+1)
			if k, ok := b.key(c.Key); ok {
				m[k] = v
			} else if len(m) == 0 {
				m[otherKey] = nil
			}
		}
		b.tagged(n, "!!map", "!!set")
		if n.Tagged && n.Tag == "!!set" {
			return map[string]any{binaryKey: true}
		}
		return m
	}
	return nil
}

// through is the depth of what stands in a node's place: an alias and a merge are
// levels of the file, and none of the value.
func (b *instance) through(depth int) int {
	if b.levels > 0 {
		return depth
	}
	return depth + 1
}

// tagged notes a collection whose tag PyYAML does not know.
func (b *instance) tagged(n *yaml.Node, known ...string) {
	if n.Tagged && n.Tag != "!" && b.inAlias == 0 && !slices.Contains(known, n.Tag) {
		b.faults = append(b.faults, fault{n, pyUnknownTag})
	}
}

// key is the text of a key, and whether it is text at all.
func (b *instance) key(k *yaml.Node) (string, bool) {
	k = k.Resolve()
	if k == nil {
		return "", false
	}
	if k.Kind != yaml.Scalar {
		if b.inAlias == 0 {
			b.faults = append(b.faults, fault{k, pyBadKey})
		}
		return "", false
	}
	if isPyText(k) {
		return k.Value, true
	}
	v, why := pyScalar(k)
	if why != "" {
		if why == pyNoValue && k.Value == "=" {
			return "=", true // as a key it is text
		}
		if b.inAlias == 0 {
			b.faults = append(b.faults, fault{k, why})
		}
		return "", false
	}
	s, ok := v.(string)
	return s, ok
}

// merge lays the merged mappings under the entries of n itself. Of several
// merged mappings PyYAML lets the first win.
func (b *instance) merge(m map[string]any, n *yaml.Node, depth int) {
	for _, c := range n.Content {
		if !c.IsMerge() {
			continue
		}
		sources := []*yaml.Node{c}
		if c.IsSequence() {
			sources = c.Items()
		}
		for i := len(sources) - 1; i >= 0; i-- {
			if !sources[i].IsMapping() {
				b.faults = append(b.faults, fault{sources[i], pyBadMerge})
				continue
			}
			if v, ok := b.value(sources[i], b.through(depth)).(map[string]any); ok {
				if b.expanded += len(v); b.expanded > maxExpansion {
					b.tooMuch = true
					return
				}
				maps.Copy(m, v)
			}
		}
	}
}

// daemonView builds what yaml.v3 puts into the fields of the daemon's structs,
// null fields left out. What it cannot decode is left out too; that is told
// elsewhere.
type daemonView struct {
	set *set
	// kept tells for a list which items are in the view, where not all are.
	kept map[*yaml.Node][]int
}

func (d *daemonView) value(n *yaml.Node, s *Sub, depth int) (any, bool) {
	n = n.Resolve()
	if n == nil || depth > 64 || n.IsNull() || s.in.goes == nil {
		return nil, false
	}
	switch kind := s.in.goes.Go; kind {
	case "string":
		if n.Kind == yaml.Scalar {
			if n.Tag == "!!binary" {
				return goBinary(n.Value)
			}
			return n.Value, true
		}
	case "bool":
		return goBool(n)
	case "int", "int64", "uint64", "float64":
		if f, ok := goNumber(n); ok && goFits(n, kind) {
			if kind != "float64" {
				f = math.Trunc(f) // yaml.v3 cuts a fraction off
			}
			return f, true
		}
	case "time":
		if goTime(n) {
			return map[string]any{dateKey: n.Value}, true
		}
	case "struct", "constructor":
		if n.Kind == yaml.Mapping {
			return d.object(n, s, depth), true
		}
	case "dependency":
		if n.Kind == yaml.Mapping {
			m := map[string]any{}
			for _, c := range n.Content {
				if c.Key.Kind == yaml.Scalar && c.IsScalar() && !c.IsNull() {
					m[c.Key.Value] = c.Text()
				}
			}
			return m, true
		}
	case "list", "configs", "configs-strict":
		if n.Kind == yaml.Sequence {
			return d.list(n, s, depth), true
		}
		if kind != "list" && n.Kind == yaml.Mapping && s.in.values != nil {
			m := map[string]any{}
			for _, c := range n.Content {
				if v, ok := d.value(c, s.in.values, depth+1); ok && c.Key.Kind == yaml.Scalar {
					m[c.Key.Value] = v
				}
			}
			return m, true
		}
	case "any", "map", "text-map":
		return d.any(n, depth), true
	default:
		if target := d.set.kind(kind); target != nil && n.Kind == yaml.Mapping {
			return d.object(n, target, depth), true
		}
	}
	return nil, false
}

// any is a value as yaml.v3 decodes it where any may stand: dates and large
// numbers as their text.
func (d *daemonView) any(n *yaml.Node, depth int) any {
	n = n.Resolve()
	if n == nil || depth > 64 || n.IsNull() {
		return nil
	}
	switch n.Kind {
	case yaml.Sequence:
		list := make([]any, len(n.Content))
		for i, c := range n.Content {
			list[i] = d.any(c, depth+1)
		}
		return list
	case yaml.Mapping:
		m := make(map[string]any, len(n.Content))
		for _, c := range n.Content {
			if c.Key.Kind == yaml.Scalar {
				m[c.Key.Value] = d.any(c, depth+1)
			}
		}
		return m
	}
	if f, ok := goNumber(n); ok {
		return f
	}
	if n.Tag == "!!bool" {
		b, _ := goBoolWord(n.Value)
		return b
	}
	return n.Value
}

func (d *daemonView) object(n *yaml.Node, s *Sub, depth int) any {
	m := map[string]any{}
	for _, k := range s.in.keys {
		c := n.Get(k.Name)
		if c == nil {
			continue
		}
		for _, sub := range s.in.byName[k.Name] {
			if v, ok := d.value(c, sub, depth+1); ok {
				m[k.Name] = v
				break
			}
		}
	}
	return m
}

func (d *daemonView) list(n *yaml.Node, s *Sub, depth int) any {
	list := make([]any, 0, len(n.Content))
	item := s.in.items
	if item == nil {
		return list
	}
	var kept []int
	for i, c := range n.Content {
		if v, ok := d.value(c, item, depth+1); ok {
			list = append(list, v)
			kept = append(kept, i)
		}
	}
	if len(kept) < len(n.Content) {
		if d.kept == nil {
			d.kept = map[*yaml.Node][]int{}
		}
		d.kept[n] = kept
	}
	return list
}

// found is a place in the tree: the node, and the first alias on the way to it.
type found struct {
	node *yaml.Node
	via  *yaml.Node
}

// find follows a JSON pointer's tokens through nodes: the last of several equal
// keys, through aliases and merges. kept translates the indices of a view.
func find(n *yaml.Node, tokens []string, kept map[*yaml.Node][]int) (found, bool) {
	f := found{node: n}
	step := func(c *yaml.Node) {
		if f.via == nil && c.Kind == yaml.Alias {
			f.via = c
		}
		f.node = c.Resolve()
	}
	step(n)
	for _, t := range tokens {
		if f.node == nil {
			return f, false
		}
		var c *yaml.Node
		if f.node.Kind == yaml.Sequence {
			i, err := strconv.Atoi(t)
			if k, ok := kept[f.node]; ok && err == nil && i < len(k) {
				i = k[i]
			}
			if err != nil || i < 0 || i >= len(f.node.Content) {
				return f, false
			}
			c = f.node.Content[i]
		} else {
			c = f.node.Get(t)
		}
		if c == nil {
			return f, false
		}
		// Where the entry came through a merge, the alias stands at "<<".
		if f.via == nil && c.Parent != f.node {
			for _, e := range f.node.Content {
				if e.IsMerge() {
					f.via = e
				}
			}
		}
		step(c)
	}
	return f, f.node != nil
}
