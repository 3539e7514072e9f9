package requirement

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint/source/text"
)

// TestByUV holds lines of requirements files against what uv made of them.
func TestByUV(t *testing.T) {
	file, err := os.ReadFile("testdata/uv.txt")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for row := range strings.Lines(string(file)) {
		sign, quoted, _ := strings.Cut(strings.TrimSpace(row), " ")
		if sign == "#" {
			continue
		}
		line, err := strconv.Unquote(quoted)
		if err != nil {
			t.Fatalf("%s: %v", row, err)
		}
		n++
		r := ParseRequirements(text.NewFile("requirements.txt", []byte(line)), nil)
		problems := slices.Clone(r.Problems)
		for _, e := range r.Entries {
			for _, p := range e.Problems {
				if !p.Accepted {
					problems = append(problems, p)
				}
			}
		}
		if refused := len(problems) > 0; refused != (sign == "-") {
			t.Errorf("%s: uv says %s, we say %v", quoted, sign, problems)
		}
	}
	if n == 0 {
		t.Error("no lines")
	}
}
