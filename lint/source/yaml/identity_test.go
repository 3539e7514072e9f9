package yaml

import (
	"strings"
	"testing"

	"github.com/difylint/difylint/lint/source/text"
)

func TestIdentity(t *testing.T) {
	in := `identity: {name: x}
parameters:
  - name: query
    type: string
  - identity: {name: other}
    type: s
  - value: v
    a: [{key: k, b: 1}]
  - label: {en_US: none}
  - name: {en_US: no scalar}
    value: 7
tags: [search, ` + strings.Repeat("ä", 60) + `]
`
	tree := Parse(text.NewFile("x.yaml", []byte(in)))
	for want, at := range map[string][]any{
		"identity.name":                         {"identity", "name"},
		"parameters[name=query].type":           {"parameters", 0, "type"},
		"parameters[identity=other].type":       {"parameters", 1, "type"},
		"parameters[value=v].a[key=k].b":        {"parameters", 2, "a", 0, "b"},
		"parameters[].label.en_US":              {"parameters", 3, "label", "en_US"},
		"parameters[value=7].name":              {"parameters", 4, "name"},
		"tags[search]":                          {"tags", 0},
		"tags[" + strings.Repeat("ä", 40) + "]": {"tags", 1},
	} {
		if got := tree.Root.At(at...).Identity(); got != want {
			t.Errorf("%v: %q, want %q", at, got, want)
		}
	}
	if got := tree.Root.Identity(); got != "" {
		t.Errorf("the root: %q", got)
	}
	if got := tree.Root.At("tags").Key.Identity(); got != "?tags" {
		t.Errorf("a key: %q", got)
	}
}
