package requirement

import (
	"strconv"
	"strings"

	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
)

// Tool reads the table [tool.NAME] of a pyproject.toml as the tree that the same
// keys and values make in YAML, so that one reader understands both. The root is nil
// where there is no such table. The problem is that of a file that is not TOML; of a
// draft, the lines that are still count.
func Tool(f *text.File, name string) (*yaml.Node, *Problem) {
	doc := readTOML(f, false)
	if doc.problem != nil {
		if !f.Draft() {
			return nil, doc.problem
		}
		doc, _ = mendTOML(f, doc)
	}
	p := doc.root.get("tool").pair(name)
	if p == nil {
		return nil, nil
	}
	root := treeOf(p.value)
	root.Entry = text.Span{Start: min(p.span.Start, root.Span.Start), End: max(p.span.End, root.Span.End)}
	return root, nil
}

// treeOf is a value as a tree.
func treeOf(n *tomlNode) *yaml.Node {
	out := &yaml.Node{Kind: yaml.Scalar, Span: n.span, Entry: n.span, Value: n.text}
	switch n.kind {
	case tomlTable:
		out.Kind, out.Tag, out.Style = yaml.Mapping, "!!map", yaml.Flow
		for i := range n.pairs {
			p := &n.pairs[i]
			c := treeOf(p.value)
			c.Key = &yaml.Node{Kind: yaml.Scalar, Tag: "!!str", Value: p.key, Span: p.span, Entry: p.span, Parent: out}
			hold(out, c)
		}
	case tomlArray:
		out.Kind, out.Tag, out.Style = yaml.Sequence, "!!seq", yaml.Flow
		for _, item := range n.items {
			hold(out, treeOf(item))
		}
	case tomlString:
		out.Tag, out.Style = "!!str", yaml.DoubleQuoted
	case tomlBool:
		out.Tag = "!!bool"
	default:
		out.Tag = numberTag(n.text)
	}
	return out
}

func hold(parent, c *yaml.Node) {
	c.Parent, c.Index = parent, len(parent.Content)
	parent.Content = append(parent.Content, c)
}

// numberTag is the tag of a value that is not a string: dates are times.
func numberTag(s string) string {
	s = strings.ReplaceAll(s, "_", "")
	if _, err := strconv.ParseInt(s, 0, 64); err == nil {
		return "!!int"
	}
	if _, err := strconv.ParseFloat(s, 64); err == nil {
		return "!!float"
	}
	return "!!timestamp"
}
