package driver

import (
	"fmt"
	"testing"
	"testing/fstest"
	"time"

	"github.com/difylint/difylint/lint/dify/plugin"
)

// TestShard: each plugin belongs to exactly one part, all versions of it to the
// same, and the part never changes.
func TestShard(t *testing.T) {
	var all []plugin.Target
	for i := range 60 {
		manifest := fmt.Sprintf("author: acme\nname: n%d\nversion: 0.0.%d\n", i/2, i)
		if i%10 == 9 {
			manifest = "["
		}
		all = append(all, plugin.Target{FS: fstest.MapFS{"manifest.yaml": {Data: []byte(manifest)}}, Dir: fmt.Sprintf("p%d", i)})
	}
	seen, byID := map[string]int{}, map[string]int{}
	for i := 1; i <= 4; i++ {
		s := shard{i, 4}
		part := s.of(all)
		if len(part) == 0 {
			t.Errorf("part %d is empty", i)
		}
		for _, target := range part {
			seen[target.Dir]++
			if was, ok := byID[identityOf(target)]; ok && was != i {
				t.Errorf("%s is in the parts %d and %d", identityOf(target), was, i)
			}
			byID[identityOf(target)] = i
		}
	}
	for _, target := range all {
		if seen[target.Dir] != 1 {
			t.Errorf("%s is in %d parts", target.Dir, seen[target.Dir])
		}
	}
	// printf acme/search | sha256sum | cut -c1-16: the number modulo 8, and 1
	for id, want := range map[string]int{"acme/search": 7, "langgenius/openai": 7} {
		if got := partOf(id, 8); got != want {
			t.Errorf("%s is in part %d, and was in %d", id, got, want)
		}
	}
}

func TestProgressLine(t *testing.T) {
	p := &progress{all: 1000, n: 250}
	if got, want := p.line(10*time.Second), "250 of 1000 plugins, 25 a second, 30s left"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	var none *progress
	none.done(nil)
	none.end()
}
