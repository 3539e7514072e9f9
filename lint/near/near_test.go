package near

import (
	"fmt"
	"strings"
	"testing"
)

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0},
		{"", "abc", 3},
		{"abc", "abc", 0},
		{"requests", "reqeusts", 1},
		{"requests", "request", 1},
		{"requests", "requestss", 1},
		{"requests", "requezts", 1},
		{"ca", "abc", 3}, // optimal string alignment: no edit inside a swap
		{"kitten", "sitting", 3},
		{"abcd", "badc", 2},
		{"größe", "grösse", 2},
		{"数据", "据数", 1},
		{"a", strings.Repeat("b", 5000), 5000},
		{strings.Repeat("a", 100), strings.Repeat("b", 90), 100},
	} {
		if got := Distance(c.a, c.b); got != c.want {
			t.Errorf("Distance(%.20q, %.20q) = %d, want %d", c.a, c.b, got, c.want)
		}
		if got := Distance(c.b, c.a); got != c.want {
			t.Errorf("Distance(%.20q, %.20q) = %d, want %d", c.b, c.a, got, c.want)
		}
	}
}

func TestNearest(t *testing.T) {
	known := []string{"name", "type", "label", "human_description", "llm_description", "required", "min", "max", "form"}
	for _, c := range []struct {
		got, want string
	}{
		{"name", "name"},
		{"nmae", "name"}, //nolint:misspell // on purpose
		{"tpye", "type"},
		{"Label", "label"},
		{"human-description", "human_description"},
		{"humanDescription", "human_description"},
		{"llm_descripton", "llm_description"}, //nolint:misspell // on purpose
		{"requried", "required"},              //nolint:misspell // on purpose
		{"mix", "min"},                        // as near as max: the earlier wins
		{"MAX", "max"},
		{"from", "form"},
		{"x", ""},
		{"", ""},
		{"colour", ""},
		{"names_of_all", ""},
		{strings.Repeat("name", 100000), ""},
	} {
		got, ok := Nearest(c.got, known)
		if got != c.want || ok != (c.want != "") {
			t.Errorf("Nearest(%.30q) = %q, %v, want %q", c.got, got, ok, c.want)
		}
	}
	if got, _ := Nearest("Abc", []string{"ABC", "abc"}); got != "abc" {
		t.Errorf("of two alike but for case, the one nearest as written: %q", got)
	}
}

// TestBudget: names are compared up to a bound, and behind it none is suggested.
func TestBudget(t *testing.T) {
	known := make([]string, 1000)
	for i := range known {
		known[i] = fmt.Sprintf("name_%d", i)
	}
	var b Budget
	asked := 0
	for ; asked <= maxCompared; asked++ {
		if got, ok := b.Nearest("nam_7", known); !ok {
			break
		} else if got != "name_7" {
			t.Fatalf("%q", got)
		}
	}
	if asked != maxCompared/len(known) {
		t.Errorf("the budget ends after %d questions", asked)
	}
}

func FuzzNearest(f *testing.F) {
	f.Add("nmae", "name") //nolint:misspell // on purpose
	f.Add("\xff\x00", "名前")
	f.Fuzz(func(t *testing.T, a, b string) {
		d := Distance(a, b)
		if d != Distance(b, a) || d < 0 || (a == b) != (d == 0) && strings.ToValidUTF8(a, "") == a && strings.ToValidUTF8(b, "") == b {
			t.Fatalf("Distance(%q, %q) = %d", a, b, d)
		}
		if got, ok := Nearest(a, []string{b}); ok && got != b {
			t.Fatalf("Nearest(%q) = %q", a, got)
		}
	})
}

func BenchmarkNearest(b *testing.B) {
	known := make([]string, 0, 500)
	for i := range 500 {
		known = append(known, strings.Repeat(string(rune('a'+i%26)), 3)+"-package-"+string(rune('a'+i/26)))
	}
	for b.Loop() {
		Nearest("requests-toolbelt", known)
	}
}
