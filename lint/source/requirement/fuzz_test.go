package requirement

import (
	"testing"
)

func FuzzVersion(f *testing.F) {
	_, rows := readVectors(f)
	for i, r := range rows {
		if r.T == "version" && i%5 == 0 {
			f.Add(r.S)
		}
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, ok := ParseVersion(s)
		if !ok {
			return
		}
		again, ok := ParseVersion(v.String())
		if !ok || !again.Equal(v) || again.String() != v.String() {
			t.Fatalf("%q reads as %s, that as %s", s, v, again)
		}
		for _, c := range []Clause{{Op: Equal, Version: v}, {Op: LessEqual, Version: v.Public()}, {Op: Arbitrary, Text: v.String()}} {
			if !allow(&c, &v) {
				t.Fatalf("%s does not allow its own version", c)
			}
		}
	})
}

func FuzzRequirement(f *testing.F) {
	_, rows := readVectors(f)
	for i, r := range rows {
		if r.T == "requirement" && i%5 == 0 {
			f.Add(r.S)
		}
	}
	f.Fuzz(func(t *testing.T, s string) {
		r := ParseRequirement(s)
		checkSpans(t, s, r)
		if r.Valid() && !wordEnd(r.Name) {
			t.Fatalf("%q: name %q", s, r.Name)
		}
		ParseSpecifiers(s)
	})
}

// wordEnd: packaging lets a name end in an underscore.
func wordEnd(name string) bool {
	for len(name) > 1 && name[len(name)-1] == '_' {
		name = name[:len(name)-1]
	}
	return len(name) > 0 && isAlnum(name[0])
}

func FuzzMarker(f *testing.F) {
	header, rows := readVectors(f)
	for i, r := range rows {
		if r.T == "marker" && i%3 == 0 {
			f.Add(r.S)
		}
	}
	e := header.Environments[0]
	f.Fuzz(func(t *testing.T, s string) {
		m, problems := ParseMarker(s)
		if (m == nil) != (len(problems) > 0) {
			t.Fatalf("%q: %v and %v", s, m, problems)
		}
		if m == nil {
			return
		}
		again, problems := ParseMarker(m.String())
		if len(problems) > 0 || again.String() != m.String() {
			t.Fatalf("%q is %s, which is %v", s, m, problems)
		}
		want, defined := evaluate(m, e)
		if got, again := evaluate(again, e); got != want || again != defined {
			t.Fatalf("%q and %s differ", s, m)
		}
		over := m.Over([]Environment{e})
		if defined && (over == Always) != want {
			t.Fatalf("%q: %v over the one environment in which it is %v", s, over, want)
		}
	})
}
