package dependency_test

import (
	_ "embed" // the sets
	"strings"
	"testing"

	"github.com/difylint/difylint/lint"
)

// uvSets are sets of requirements, one a line, with what uv says of each.
//
//go:embed testdata/uv.txt
var uvSets string

// TestUV: what is called impossible is impossible to uv, and what uv cannot solve
// is said, but where that takes the requirements of packages that only the index
// has.
func TestUV(t *testing.T) {
	sets := map[string]int{}
	for line := range strings.Lines(uvSets) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		verdict, set, _ := strings.Cut(line, " ")
		sets[verdict]++
		said := ""
		for _, f := range check(t, map[string]string{"requirements.txt": strings.ReplaceAll(set, "; ", "\n") + "\n"}) {
			if f.Severity == lint.Error && f.Gate == lint.Start {
				said = f.Rule.ID
			}
		}
		if (said != "") != (verdict == "no") {
			t.Errorf("%s: uv %s, difylint %q", set, verdict, said)
		}
	}
	if sets["ok"] < 20 || sets["no"] < 15 || sets["index"] > 6 {
		t.Errorf("sets: %v", sets)
	}
}
