package release_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
	"github.com/difylint/difylint/rules"
)

// TestEveryKindHasARule: a kind of change without a rule could be neither
// configured nor told.
func TestEveryKindHasARule(t *testing.T) {
	page, err := os.ReadFile("../../docs/compare.md")
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]bool{"bump": true, "version-unchanged": true, "version-back": true, "identifier-kept": true}
	for _, k := range release.Kinds() {
		kinds[string(k)] = true
		r := rules.ByID("release/" + string(k))
		if r == nil {
			t.Errorf("no rule release/%s", k)
			continue
		}
		if row := fmt.Sprintf("| `%s` | %s |", k, k.Bump()); !strings.Contains(string(page), row) {
			t.Errorf("docs/compare.md lacks the row %q", row)
		}
		cfg := &lint.Config{}
		if got := cfg.Option(r, "bump"); got != k.Bump().String() {
			t.Errorf("%s: bump %v by default; the kind says %s", r.ID, got, k.Bump())
		}
	}
	for _, r := range rules.All() {
		if r.Family() == "release" && !kinds[r.Name()] {
			t.Errorf("%s tells no kind of change", r.ID)
		}
		if r.Family() == "release" && r.Needs == nil {
			t.Errorf("%s runs without a release", r.ID)
		}
	}
}
