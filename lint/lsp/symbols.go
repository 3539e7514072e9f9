package lsp

// The outline of a declaration.

import (
	"cmp"
	"context"
	"strings"

	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
)

type symbol struct {
	Name           string   `json:"name"`
	Detail         string   `json:"detail,omitempty"`
	Kind           int      `json:"kind"`
	Range          lspRange `json:"range"`
	SelectionRange lspRange `json:"selectionRange"`
	Children       []symbol `json:"children,omitempty"`
}

type flatSymbol struct {
	Name          string   `json:"name"`
	Kind          int      `json:"kind"`
	Location      location `json:"location"`
	ContainerName string   `json:"containerName,omitempty"`
}

// Kinds of symbols in the protocol.
const (
	symbolString  = 15
	symbolNumber  = 16
	symbolBoolean = 17
	symbolArray   = 18
	symbolObject  = 19
	symbolNull    = 21
)

const (
	// maxSymbols bounds the outline of one file.
	maxSymbols = 5000
	// maxDetail bounds a value in it, in characters.
	maxDetail = 60
)

func documentSymbol(_ context.Context, v *view, _ *documentParams) (any, error) {
	if v.project == nil || !declaration(v.doc.name) {
		return []symbol{}, nil
	}
	t := yaml.Parse(v.file)
	left := maxSymbols
	list := v.symbols(t.Root, &left)
	if v.client.TextDocument.DocumentSymbol.Hierarchical {
		return list, nil
	}
	flat := []flatSymbol{}
	var walk func([]symbol, string)
	walk = func(list []symbol, in string) {
		for _, s := range list {
			flat = append(flat, flatSymbol{s.Name, s.Kind, location{v.doc.uri, s.Range}, in})
			walk(s.Children, s.Name)
		}
	}
	walk(list, "")
	return flat, nil
}

func (v *view) symbols(n *yaml.Node, left *int) []symbol {
	out := []symbol{}
	if n == nil {
		return out
	}
	for _, c := range n.Content {
		if *left <= 0 {
			break
		}
		*left--
		s := symbol{Name: nameOf(c), Kind: kindOf(c)}
		whole := c.Entry
		if c.Key != nil {
			whole = whole.Union(c.Key.Span)
		}
		whole = whole.Union(c.Span)
		s.Range = v.encoding.rangeOf(v.file, whole)
		s.SelectionRange = v.encoding.rangeOf(v.file, text.Span{Start: c.HeadSpan().Start, End: min(c.HeadSpan().End, whole.End)})
		if c.Kind == yaml.Scalar {
			s.Detail = shorten(c.Value)
		} else {
			s.Children = v.symbols(c, left)
		}
		out = append(out, s)
	}
	return out
}

// nameOf names an entry by its key, and an item by what it says of itself.
func nameOf(n *yaml.Node) string {
	name := ""
	switch {
	case n.Key != nil:
		name = n.Key.Value
	case n.IsMapping():
		for _, way := range [][]any{{"name"}, {"identity", "name"}, {"model"}, {"value"}, {"variable"}} {
			if name = n.At(way...).Str(); name != "" {
				break
			}
		}
	default:
		name = n.Text()
	}
	return cmp.Or(shorten(name), "-") // the protocol asks for a name
}

func shorten(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > maxDetail {
		return string(r[:maxDetail-1]) + "…"
	}
	return s
}

func kindOf(n *yaml.Node) int {
	switch {
	case n.IsMapping():
		return symbolObject
	case n.IsSequence():
		return symbolArray
	case n.IsNull():
		return symbolNull
	}
	switch n.Resolve().Tag {
	case "!!int", "!!float":
		return symbolNumber
	case "!!bool":
		return symbolBoolean
	}
	return symbolString
}
