package yaml_test

import (
	"testing"

	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
)

// TestOnce: what several aliases stand for is there once, whatever the kind.
func TestOnce(t *testing.T) {
	for in, want := range map[string]int{
		"a: &a {x: 1}\nb: [*a, *a, *a]\n":       1,
		"a: &a {x: 1}\nb: [*a, {x: 1}, *a]\n":   2,
		"b: [&a {x: 1}, *a, &c [*a], *c, *c]\n": 2,
		"b: [1, 1, 1]\n":                        3,
		"b: []\n":                               0,
	} {
		if got := len(yaml.Once(yaml.Parse(text.NewFile("a.yaml", []byte(in))).Root.Get("b").Items())); got != want {
			t.Errorf("%q: %d, not %d", in, got, want)
		}
	}
}
