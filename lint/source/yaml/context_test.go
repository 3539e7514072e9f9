package yaml_test

import (
	"bytes"
	"context"
	"testing"

	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
)

// ending is a context that ends when it has been asked so often.
type ending struct {
	context.Context //nolint:containedctx // it is one
	asked, most     int
}

func (c *ending) Err() error {
	if c.asked++; c.asked > c.most {
		return context.Canceled
	}
	return nil
}

// TestParseIn: the context is asked all the way through a long file, whatever it is
// made of, and what it cut short is not kept.
func TestParseIn(t *testing.T) {
	for name, data := range map[string][]byte{
		"keys":     bytes.Repeat([]byte("- a: b\n"), 20000),
		"flow":     append(append([]byte("["), bytes.Repeat([]byte("a, "), 50000)...), ']'),
		"comments": bytes.Repeat([]byte("# words\n"), 20000),
		"a scalar": bytes.Repeat([]byte("word "), 40000),
		"a block":  append([]byte("a: |\n"), bytes.Repeat([]byte("  word\n"), 20000)...),
	} {
		t.Run(name, func(t *testing.T) {
			f := text.NewKept("a.yaml", data)
			whole := &ending{Context: t.Context(), most: 1 << 30}
			if _, err := yaml.ParseIn(whole, text.NewKept("a.yaml", data)); err != nil {
				t.Fatal(err)
			}
			if most := len(data) / 4096; whole.asked < most {
				t.Errorf("asked %d times, want %d", whole.asked, most)
			}
			for _, most := range []int{0, 1, whole.asked / 2, whole.asked - 1} {
				if tree, err := yaml.ParseIn(&ending{Context: t.Context(), most: most}, f); err == nil || tree != nil {
					t.Fatalf("after %d of %d: %v %v", most, whole.asked, tree != nil, err)
				}
			}
			if tree := yaml.Parse(f); tree.Err != nil || name != "comments" && tree.Root == nil {
				t.Errorf("%v", tree.Err)
			}
		})
	}
}
