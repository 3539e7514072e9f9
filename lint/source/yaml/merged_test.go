package yaml

import (
	"slices"
	"testing"

	"github.com/difylint/difylint/lint/source/text"
)

// TestMerged: of several entries with one key the one that Get finds.
func TestMerged(t *testing.T) {
	root := Parse(text.NewFile("t.yaml", []byte("a: &a {x: 1, y: 1}\nb: &b {<<: *a, z: 1}\nc: {<<: [*b, *a], x: 2}\n"))).Root
	c := root.Get("c")
	var names []string
	for _, e := range c.Merged() {
		names = append(names, e.Key.Value)
		if e != c.Get(e.Key.Value) {
			t.Errorf("%s is another entry than Get finds", e.Key.Value)
		}
	}
	if slices.Sort(names); !slices.Equal(names, []string{"x", "y", "z"}) {
		t.Errorf("got %v", names)
	}
}
