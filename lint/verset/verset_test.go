package verset

import (
	"math/rand"
	"strings"
	"testing"

	"github.com/Masterminds/semver/v3"
)

func parse(tb testing.TB, s string) Set {
	tb.Helper()
	set, err := Parse(s)
	if err != nil {
		tb.Fatal(err)
	}
	return set
}

func TestSets(t *testing.T) {
	for _, c := range []struct {
		a, b                 string
		empty, subset, upper bool // of both; a within b; a's
	}{
		{">=1.2.3", "<2", false, false, false},
		{">=1.2.3 <2", ">=1", false, true, true},
		{">=2", "<2", true, false, false},
		{"~1.2.3", "^1", false, true, true},
		{"1.2.x", "!=1.2.x", true, false, true},
		{">1.2 <1.3", "*", true, true, true},
		{"=1.2.3", "1.2.3 || 4", false, true, true},
		{"^0.0.3", "^0.0.4", true, false, true},
		{">=1.2.3-rc1 <1.2.3", ">=1.2.3-rc2", false, false, true},
		{">=1.2.3-rc1 <1.2.3", ">=1.2.3", true, false, true},
		{"1.2 - 1.4", "1.4.5", false, false, true},
		{"!=1.0.0", "1.0.0", true, false, false},
	} {
		a, b := parse(t, c.a), parse(t, c.b)
		if got := a.Intersect(b).IsEmpty(); got != c.empty || a.Overlaps(b) == got {
			t.Errorf("%s and %s: empty %v", c.a, c.b, got)
		}
		if got := a.Subset(b); got != c.subset {
			t.Errorf("%s within %s: %v", c.a, c.b, got)
		}
		if got := a.HasUpperBound(); got != c.upper {
			t.Errorf("%s: upper bound %v", c.a, got)
		}
	}
	for _, s := range []string{"nonsense", "1.2.3.4.5", ">=", strings.Repeat("1 ", 1000)} {
		if _, err := Parse(s); err == nil {
			t.Errorf("%q is a range", s)
		}
	}
	v := semver.MustParse
	both := Minimum(v("1.9.0")).Intersect(Maximum(v("1.10.0")))
	if !both.Contains(v("1.10.0")) || both.Contains(v("1.10.1")) || !both.Contains(v("1.10.0-rc1")) || both.IsEmpty() {
		t.Error(both)
	}
	if got := both.String(); got != ">= 1.9.0 and <= 1.10.0" {
		t.Error(got)
	}
	if !Minimum(v("2.0.0")).Intersect(Maximum(v("1.0.0"))).IsEmpty() || (Set{}).IsEmpty() || (Set{}).String() != "any version" {
		t.Error("empty")
	}
}

// Random ranges against every version of a lattice.
func TestBruteForce(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	pick := func(list ...string) string { return list[random.Intn(len(list))] }
	version := func() string {
		s := pick("0", "1", "2", "5")
		if random.Intn(4) > 0 {
			s += "." + pick("0", "1", "2", "x", "5")
			if random.Intn(4) > 0 {
				s += "." + pick("0", "1", "2", "3", "x")
				if random.Intn(4) == 0 {
					s += "-" + pick("0", "alpha", "rc.1", "rc1")
				}
			}
		}
		return s
	}
	text := func() string {
		var s strings.Builder
		for i := range 1 + random.Intn(3) {
			if i > 0 {
				s.WriteString(pick(" ", ", ", " || "))
			}
			s.WriteString(pick("", "=", "!=", ">", "<", ">=", "<=", "~", "^") + version())
		}
		return s.String()
	}
	var lattice []*semver.Version
	for major := range uint64(8) {
		for minor := range uint64(8) {
			for patch := range uint64(6) {
				for _, pre := range []string{"", "0", "0.1", "alpha", "alpha.0", "b", "rc", "rc.1", "rc.1.0", "rc1", "zz"} {
					lattice = append(lattice, semver.New(major, minor, patch, pre, ""))
				}
			}
		}
	}
	empty, subsets := 0, 0
	for range 120 {
		a, err := Parse(text())
		if err != nil {
			continue
		}
		b, err := Parse(text())
		if err != nil {
			continue
		}
		both := a.Intersect(b)
		isEmpty, isSubset := both.IsEmpty(), a.Subset(b)
		if isEmpty {
			empty++
		}
		if isSubset {
			subsets++
		}
		if v, ok := both.Sample(); ok && !both.Contains(v) {
			t.Fatalf("%s does not contain its sample %s", both, v)
		}
		for _, v := range lattice {
			inA, inB := a.Contains(v), b.Contains(v)
			if inA && inB && isEmpty {
				t.Fatalf("%s is not empty: %s", both, v)
			}
			if inA && !inB && isSubset {
				t.Fatalf("%s is not within %s: %s", a, b, v)
			}
		}
	}
	if empty < 12 || subsets < 4 {
		t.Errorf("%d empty, %d subsets: too few to tell", empty, subsets)
	}
}
