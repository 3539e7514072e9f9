package requirement

import (
	"math/rand"
	"strings"
	"testing"
)

func specs(tb testing.TB, s string) Specifiers {
	tb.Helper()
	l, ok := ParseSpecifiers(s)
	if !ok {
		tb.Fatalf("%q is not valid", s)
	}
	return l
}

// dense is every version around those that clauses name, far more than Set
// looks at.
func dense(lists ...Specifiers) []Version {
	releases := map[string]bool{"0": true, "0.0.1": true, "99999999": true, "1!0": true, "9!9": true}
	suffixes := map[string]bool{"": true}
	for _, l := range lists {
		for _, c := range l {
			v := c.Version
			if !v.IsValid() {
				continue
			}
			releases[v.Base().String()] = true
			for n := 1; n <= len(v.Release); n++ {
				for _, by := range []uint64{0, 1, 2} {
					b := Version{Epoch: v.Epoch, Release: append([]uint64{}, v.Release[:n]...)}
					b.Release[n-1] += by
					releases[b.String()] = true
					releases[b.String()+".0"] = true
					releases[b.String()+".0.0.0.1"] = true
					if b.Release[n-1] > by && b.Release[n-1] > 0 {
						b.Release[n-1]--
						releases[b.String()+".5"] = true
					}
				}
			}
			suffixes[strings.TrimPrefix(v.String(), v.Base().String())] = true
			suffixes[strings.TrimPrefix(v.Public().String(), v.Base().String())+".post1"] = true
		}
	}
	for _, s := range []string{".dev0", ".dev1", "a0", "a1", "a1.dev0", "a1.post0", "b1", "rc1", "rc2", "rc2.post3", ".post0", ".post0.dev1", ".post1", ".post7", "+a", ".post1+a", "rc1+a"} {
		suffixes[s] = true
	}
	var all []Version
	for r := range releases {
		for s := range suffixes {
			if v, ok := ParseVersion(r + s); ok {
				all = append(all, v)
			}
		}
	}
	return all
}

// The sets of packaging's own vectors, in pairs, against brute force: Contains
// is what the vectors hold to packaging.
func TestSetsAgainstBruteForce(t *testing.T) {
	header, rows := readVectors(t)
	var lattice []Version
	for _, s := range header.Lattice {
		v, _ := ParseVersion(s)
		lattice = append(lattice, v)
	}
	var lists []Specifiers
	for _, r := range rows {
		if r.T == "lattice" || r.T == "contains" && len(lists) < 320 {
			lists = append(lists, specs(t, r.S))
		}
	}
	random := rand.New(rand.NewSource(1))
	empty, subsets, unbounded := 0, 0, 0
	for range 300 {
		a, b := lists[random.Intn(len(lists))], lists[random.Intn(len(lists))]
		sa, sb := a.Set(), b.Set()
		both := sa.Intersect(sb)
		isEmpty, isSubset := both.IsEmpty(), sa.Subset(sb)
		if isEmpty {
			empty++
		}
		if isSubset {
			subsets++
		}
		sample, ok := both.Sample()
		hasFinal := sample.IsValid() && sample.IsFinal()
		if v := sample; ok == isEmpty || ok && (!a.Contains(v, Allow) || !b.Contains(v, Allow)) {
			t.Fatalf("%s and %s: sample %s, %v", a, b, v, ok)
		}
		for _, v := range append(dense(a, b), lattice...) {
			inA, inB := a.Contains(v, Allow), b.Contains(v, Allow)
			if inA && inB && isEmpty {
				t.Errorf("%s and %s have %s in common", a, b, v)
			}
			if inA && inB && v.IsFinal() && !hasFinal {
				t.Errorf("%s and %s have the final %s in common", a, b, v)
			}
			if inA && !inB && isSubset {
				t.Errorf("%s is not within %s: %s", a, b, v)
			}
			if got := both.Contains(v); got != (inA && inB) {
				t.Errorf("%s and %s: %s", a, b, v)
			}
			if got := sa.Union(sb).Contains(v); got != (inA || inB) {
				t.Errorf("%s or %s: %s", a, b, v)
			}
		}
		if !sa.HasUpperBound() {
			unbounded++
			if !a.Contains(Version{Epoch: 77, Release: []uint64{1}}, Allow) {
				t.Errorf("%s has an upper bound", a)
			}
		}
	}
	if empty < 30 || subsets < 10 || unbounded < 30 {
		t.Errorf("%d empty, %d subsets, %d without an upper bound: too few to tell", empty, subsets, unbounded)
	}
}

func TestSets(t *testing.T) {
	for _, c := range []struct {
		in, words          string
		empty, upper, pins bool
	}{
		{"", "any version", false, false, false},
		{">=2.25.1,<3.0.0", "2.25.1 or newer, below 3.0.0", false, true, false},
		{">=2,>=2.1,<3,<4", "2.1 or newer, below 3", false, true, false},
		{">2,<=3", "newer than 2, up to 3", false, true, false},
		{"<=3", "3 or older", false, true, false},
		{"~=2.1", "2.1 or newer, but still 2.*", false, true, false},
		{"==2.*", "any 2.*", false, true, false},
		{"==2.1", "2.1", false, true, true},
		{"===2.1", "2.1", false, true, true},
		{"!=2.1,>=2", "2 or newer, but not 2.1", false, false, false},
		{">=3,<2", "no version", true, true, false},
		{">=2.0,<2.0", "no version", true, true, false},
		{">=2.0rc1,<2.0", "no version", true, true, false}, // < leaves out pre-releases of its own
		{">=2.0rc1,<2.0rc3", "2.0rc1 or newer, below 2.0rc3", false, true, false},
		{">2.0,<2.0.post1", "no version", true, true, false},
		{"==1.0,!=1.0", "no version", true, true, true},
		{"==1.0,==1.0+cu118", "1.0", false, true, true},
		{"===1.0,==1.0.0", "1.0", false, true, true},
		{"===1.0,!=1.0.0", "no version", true, true, true},
		{"===foo", "no version", true, true, true},
		{">=1,<1!0", "1 or newer, below 1!0", false, true, false},
		{"==1.*,>=1.5,!=1.5.*,!=1.6.*", "any 1.*, 1.5 or newer, but not any 1.5.*, any 1.6.*", false, true, false},
		{"<0", "no version", true, true, false},
		{"<0.dev1", "below 0.dev1", false, true, false},
		{">18446744073709551615", "newer than 18446744073709551615", false, false, false},
	} {
		l := specs(t, c.in)
		s := l.Set()
		if got := s.Words().String(); got != c.words {
			t.Errorf("%q: %q, want %q", c.in, got, c.words)
		}
		if s.IsEmpty() != c.empty || s.HasUpperBound() != c.upper {
			t.Errorf("%q: empty %v, upper %v", c.in, s.IsEmpty(), s.HasUpperBound())
		}
		if _, ok := l.Pin(); ok != c.pins {
			t.Errorf("%q: pin %v", c.in, ok)
		}
	}
	v := func(s string) Version { v, _ := ParseVersion(s); return v }
	affected := Between(v("1.0"), v("2.0")).Union(Between(v("3.0"), Version{}))
	for s, want := range map[string]bool{"0.9": false, "1.0": true, "2.0rc1": true, "2.0": false, "3.0": true, "99": true} {
		if affected.Contains(v(s)) != want {
			t.Errorf("affected %s: %v", s, !want)
		}
	}
	if !specs(t, ">=1,<2").Set().Subset(affected) || specs(t, "==1.*").Set().Subset(affected) || specs(t, ">=1,<2.1").Set().Subset(affected) {
		t.Error("subset of a union")
	}
	if got := affected.Words().String(); got != "1.0 or newer, below 2.0; or 3.0 or newer" {
		t.Error(got)
	}
	if UpTo(Version{}, v("1.0")).Contains(v("1.0+a")) || !Inclusive(v("1.0"), v("2.0")).Contains(v("2.0+a")) {
		t.Error("plain order tells a local build from its version, a clause does not")
	}
	if !Inclusive(v("2.12"), v("2.8")).IsEmpty() || Everything().IsEmpty() || !(Set{}).IsEmpty() {
		t.Error("empty")
	}
}

func BenchmarkSetIsEmpty(b *testing.B) {
	l := specs(b, ">=2.25.1,<3.0.0,!=2.26,~=2.25")
	b.ReportAllocs()
	for b.Loop() {
		if l.Set().IsEmpty() {
			b.Fatal()
		}
	}
}

func BenchmarkSetReallyEmpty(b *testing.B) {
	l := specs(b, ">=3.1,<3.0.0,!=2.26,~=2.25")
	b.ReportAllocs()
	for b.Loop() {
		if !l.Set().IsEmpty() {
			b.Fatal()
		}
	}
}
