package schema

// Which subschemas apply to a node: for completion, hover and rules.

import (
	"slices"

	"github.com/difylint/difylint/lint/source/yaml"
)

// At is the subschemas that apply to a node of a file whose value is root, by
// the schema of a kind: those behind references and those whose conditions the
// file meets. It is nil where any value may stand, and for a kind that does
// not exist. For a key it is what applies to the mapping that holds it.
func At(kind string, root, node *yaml.Node) []*Sub {
	s := Get(kind)
	if s == nil {
		return nil
	}
	return s.At(root, node)
}

// At is the subschemas that apply to a node; see the function of that name.
func (s *Schema) At(root, node *yaml.Node) []*Sub {
	if node == nil {
		return nil
	}
	if node.IsKey() {
		node = node.Parent
	}
	var way []*yaml.Node
	for n := node; n != nil && n != root && len(way) <= maxDepth; n = n.Parent {
		way = append(way, n)
	}
	subs := s.Root.Under(root)
	for i := len(way) - 1; i >= 0 && len(subs) > 0; i-- {
		n := way[i]
		var next []*Sub
		for _, sub := range subs {
			below := sub.Items
			if n.Key != nil {
				below = sub.valueOf(n.Key.Text())
			}
			if below != nil {
				next = append(next, below)
			}
		}
		subs = nil
		for _, sub := range next {
			subs = append(subs, sub.Under(n)...)
		}
	}
	return subs
}

// valueOf is the schema of a mapping's value by its key.
func (s *Sub) valueOf(key string) *Sub {
	if sub := s.byName[key]; sub != nil {
		return sub
	}
	for _, p := range s.patterns {
		if p.re.MatchString(key) {
			return p.sub
		}
	}
	return s.Values
}

// Under is s and what applies to the same node with it, those behind references and
// those whose conditions the value meets. Conditions are judged by the node as it
// stands; of a node that is being written that is the best there is.
func (s *Sub) Under(n *yaml.Node) []*Sub {
	var value any
	built := 0 // levels
	out := make([]*Sub, 0, 4)
	var visit func(x *Sub)
	visit = func(x *Sub) {
		if x == nil || slices.Contains(out, x) {
			return
		}
		out = append(out, x)
		visit(x.ref)
		for _, y := range x.allOf {
			visit(y)
		}
		if x.ifs == nil {
			return
		}
		if built < x.sees {
			b := instance{levels: x.sees}
			value, built = b.value(n, 0), x.sees
		}
		if x.ifs.valid(value) {
			visit(x.then)
		} else {
			visit(x.els)
		}
	}
	visit(s)
	return out
}

// Describe is the first description among subschemas that apply to one node.
func Describe(subs []*Sub) string {
	for _, s := range subs {
		if s.Description != "" {
			return s.Description
		}
	}
	return ""
}

// Allowed is the words that may stand at a node, where they are listed: those
// that every subschema which lists any allows, in the first one's order.
func Allowed(subs []*Sub) []string {
	var out []string
	for _, s := range subs {
		words := s.enumWords()
		switch {
		case s.Enum == nil:
			continue
		case out == nil:
			out = words
		}
		out = slices.DeleteFunc(out, func(w string) bool { return !slices.Contains(words, w) })
	}
	return out
}

// KeysOf is the known keys of a mapping under subschemas that apply to it, in
// the order in which the schema names them. A key is required where one of
// them requires it.
func KeysOf(subs []*Sub) []Key {
	var out []Key
	index := map[string]int{}
	for _, s := range subs {
		for _, k := range s.keys {
			i, ok := index[k.Name]
			if !ok {
				index[k.Name] = len(out)
				out = append(out, k)
			} else if out[i].Sub.Description == "" {
				out[i].Sub = k.Sub
			}
		}
	}
	for _, s := range subs {
		for _, name := range s.required {
			if i, ok := index[name]; ok {
				out[i].Required = true
			}
		}
	}
	return out
}

// Role is the first x-role among subschemas that apply to one node, or "".
func Role(subs []*Sub) string {
	for _, s := range subs {
		if s.Role != "" {
			return s.Role
		}
	}
	return ""
}
