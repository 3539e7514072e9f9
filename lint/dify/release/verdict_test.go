package release

import "testing"

func TestOrder(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
		ok   bool
	}{
		{"1.0.0", "1.0.0", 0, true},
		{"1.0.0", "1.0.1", -1, true},
		{"1.10.0", "1.9.0", 1, true},
		{"1.0.0-rc1", "1.0.0", -1, true},
		{"1.0.0", "1.0.0-rc1", 1, true},
		{"1.0.0-beta", "1.0.0-alpha", 1, true},
		{"1.2", "1.2.0", 0, true},
		{"3.12", "3.9", 1, true},
		{"1.2.3.4", "1.2.3.5", -1, true},
		{"bogus", "1.0.0", 0, false},
		{"", "", 0, false},
	} {
		got, ok := Order(c.a, c.b)
		if got != c.want || ok != c.ok {
			t.Errorf("Order(%q, %q) = %d, %v; want %d, %v", c.a, c.b, got, ok, c.want, c.ok)
		}
	}
}

func TestRaisedAskedNext(t *testing.T) {
	for _, c := range []struct {
		old, new string
		raised   Bump
	}{
		{"1.2.3", "2.0.0", Major}, {"1.2.3", "1.3.0", Minor}, {"1.2.3", "1.2.4", Patch}, {"1.2.3", "1.2.3", None}, {"1.2.3", "1.2.2", None},
		{"1.2.3", "2.0.0-rc1", Major}, {"1.2.3", "1.2.4-rc1", Patch},
		{"1.2.3-rc1", "1.2.3", Major}, {"1.2.3-rc1", "1.2.3-rc2", Major}, {"1.2.3-rc2", "1.2.3-rc1", None},
		{"0.0.1", "0.0.2", Patch}, {"0.0.9", "0.1.0", Minor}, {"0.9.0", "1.0.0", Major},
		{"bogus", "1.0.0", None},
	} {
		if got := Raised(c.old, c.new); got != c.raised {
			t.Errorf("Raised(%s, %s) = %s, want %s", c.old, c.new, got, c.raised)
		}
	}
	for _, c := range []struct {
		old     string
		class   Bump
		zerover Zerover
		asked   Bump
		next    string
	}{
		{"1.2.3", Major, Strict, Major, "2.0.0"},
		{"1.2.3", Minor, Strict, Minor, "1.3.0"},
		{"1.2.3", Patch, Strict, Patch, "1.2.4"},
		{"1.2.3", None, Strict, None, "1.2.3"},
		{"0.4.2", Major, Strict, Minor, "0.5.0"},
		{"0.4.2", Major, Shift, Minor, "0.5.0"},
		{"0.4.2", Minor, Strict, Patch, "0.4.3"},
		{"0.0.7", Major, Strict, Minor, "0.1.0"},
		{"0.0.7", Major, Shift, Patch, "0.0.8"},
		{"0.0.7", Minor, Shift, Patch, "0.0.8"},
		{"0.0.7", None, Shift, None, "0.0.7"},
		{"1.2.3-rc1", Major, Strict, Major, "1.2.3"},
		{"1.2.9999", Patch, Strict, Patch, ""},
		{"1.2.9998", Patch, Strict, Patch, "1.2.9999"},
		{"9999.2.3", Minor, Strict, Minor, "9999.3.0"},
		{"9999.2.3", Major, Strict, Major, ""},
		{"1.9999.3", Minor, Strict, Minor, ""},
		{"1.2.3-rc1", None, Strict, None, "1.2.3"},
		{"1.2.3.post1", Patch, Strict, Patch, "1.2.4"},
		{"1.2.3a1", Patch, Strict, Patch, "1.2.3"},
		{"bogus", Major, Strict, Major, ""},
	} {
		asked := Asked(c.old, c.class, c.zerover)
		if next := Next(c.old, asked); asked != c.asked || next != c.next {
			t.Errorf("%s, %s, %s: asked %s, next %q; want %s, %q", c.old, c.class, c.zerover, asked, next, c.asked, c.next)
		}
	}
}

func TestJudge(t *testing.T) {
	broke, added, fixed := Change{Kind: ItemRemoved}, Change{Kind: ItemAdded}, Change{Kind: TextChanged}
	accepted := broke
	accepted.Accepted = "agreed"
	for _, c := range []struct {
		old, new string
		changes  []Change
		changed  bool
		zerover  Zerover
		want     State
	}{
		{"1.0.0", "1.0.0", nil, false, Strict, Same},
		{"1.0.0", "1.0.0", nil, true, Strict, Unchanged},
		{"1.0.0", "1.0.0", []Change{fixed}, false, Strict, Unchanged},
		{"1.0.0", "1.0.1", nil, false, Strict, Enough},
		{"1.0.0", "0.9.0", nil, false, Strict, Back},
		{"1.0.0", "1.0.0", []Change{fixed}, true, Strict, Unchanged},
		{"1.0.0", "01.0.0", nil, true, Strict, Unchanged},
		{"1.0.0", "0.9.0", nil, true, Strict, Back},
		{"1.0.0", "1.0.0-rc1", nil, true, Strict, Back},
		{"1.0.0", "1.0.1", []Change{fixed}, true, Strict, Enough},
		{"1.0.0", "1.0.1", []Change{added}, true, Strict, TooLittle},
		{"1.0.0", "1.1.0", []Change{added}, true, Strict, Enough},
		{"1.0.0", "1.1.0", []Change{added, broke}, true, Strict, TooLittle},
		{"1.0.0", "1.1.0", []Change{added, accepted}, true, Strict, Enough},
		{"1.0.0", "2.0.0", []Change{broke}, true, Strict, Enough},
		{"0.0.1", "0.0.2", []Change{broke}, true, Strict, TooLittle},
		{"0.0.1", "0.0.2", []Change{broke}, true, Shift, Enough},
		{"0.0.1", "0.0.2", []Change{added}, true, Strict, Enough},
		{"0.0.1", "0.1.0", []Change{broke}, true, Strict, Enough},
		{"1.0.0-rc1", "1.0.0-rc2", []Change{broke}, true, Strict, Enough},
		{"x", "1.0.0", []Change{broke}, true, Strict, Unreadable},
	} {
		if got := Judge(c.old, c.new, c.changes, c.changed, c.zerover, func(c *Change) Bump { return c.Kind.Bump() }); got.State != c.want {
			t.Errorf("%s -> %s (%d changes, %v, %s): %s, want %s", c.old, c.new, len(c.changes), c.changed, c.zerover, got.State, c.want)
		}
	}
	for class, want := range map[Bump]bool{None: true, Patch: true, Minor: true, Major: false} {
		if v := (&Verdict{State: TooLittle, Old: "1.0.0", Raised: Minor}); v.Covers(class, Strict) != want {
			t.Errorf("a minor release covers a change of the class %s: %v", class.Class(), !want)
		}
	}
	if (&Verdict{State: Unreadable, Old: "1.0.0", Raised: Major}).Covers(None, Strict) {
		t.Error("what cannot be read covers nothing")
	}
	for i, words := range []string{"none none none", "patch patch fix", "minor minor added", "major major breaking"} {
		b := Bump(i)
		if got := b.String() + " " + b.Said().String() + " " + b.Class(); got != words {
			t.Errorf("%d: %s, want %s", i, got, words)
		}
		if got, err := ParseBump(b.String()); got != b || err != nil {
			t.Errorf("%s: %s, %v", b, got, err)
		}
	}
	if _, err := ParseBump("all"); err == nil || err.Error() != `invalid level "all": use none, patch, minor or major` {
		t.Error(err)
	}
	for _, word := range []string{"strict", "shift"} {
		if got, err := ParseZerover(word); string(got) != word || err != nil {
			t.Errorf("%s: %s, %v", word, got, err)
		}
	}
	if _, err := ParseZerover(""); err == nil {
		t.Error("nothing is a way to judge")
	}
	none := func(*Change) Bump { return None }
	if v := Judge("1.0.0", "1.0.1", []Change{broke}, true, Strict, none); v.State != Enough || v.Class != Patch {
		t.Errorf("a kind that counts for nothing: %+v", v)
	}
}
