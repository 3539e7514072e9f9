package source

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sources"
)

// TestSuggestionsAreBounded: few names get a suggestion, and behind the budget of
// comparisons none does.
func TestSuggestionsAreBounded(t *testing.T) {
	var b strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&b, "name_%d = 1\n", i)
	}
	prog := sources.Program(plugin.Open(fstest.MapFS{"a.py": {Data: []byte(b.String())}}, "."))
	known := &knownNames{names: map[int][]string{}}
	if got := known.nearest(prog, 0, "nam_7"); got != "name_7" {
		t.Errorf("%q", got)
	}
	asked := 1
	for known.nearest(prog, 0, "nam_7") != "" {
		if asked++; asked > maxCompared/1000 {
			t.Fatal("there is no end")
		}
	}
	if known.compared < maxCompared {
		t.Errorf("the budget ends after %d", known.compared)
	}
}
