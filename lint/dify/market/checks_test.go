package market

import (
	"os"
	"strings"
	"testing"
)

// TestChecks holds the table against the list of the marketplace's tests.
func TestChecks(t *testing.T) {
	data, err := os.ReadFile("testdata/checks.txt")
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]string{}
	for line := range strings.Lines(string(data)) {
		if id, verdict, ok := strings.Cut(strings.TrimSpace(line), " "); ok && line[0] != '#' {
			listed[id] = verdict
		}
	}
	if len(listed) < 60 {
		t.Fatal("the list is cut off:", len(listed))
	}
	seen := map[string]bool{}
	for _, c := range Checks() {
		verdict := "warns"
		if c.Blocks {
			verdict = "blocks"
		}
		switch {
		case listed[c.ID] == "":
			t.Errorf("%s: no such test of the marketplace", c.ID)
		case listed[c.ID] != verdict:
			t.Errorf("%s: it %s", c.ID, listed[c.ID])
		case seen[c.ID]:
			t.Errorf("%s: told twice", c.ID)
		case c.How != Same && c.Why == "":
			t.Errorf("%s: a difference without a reason", c.ID)
		case len(c.Rules) == 0 && (c.How == Same || c.How == Stricter):
			t.Errorf("%s: no rule", c.ID)
		}
		seen[c.ID] = true
		delete(listed, c.ID)
	}
	for id := range listed {
		t.Errorf("%s: the table says nothing of it", id)
	}
}
