package releases

import (
	"regexp"
	"slices"
	"testing"
)

func TestTable(t *testing.T) {
	form := regexp.MustCompile(`^\d+\.\d+\.\d+$`)
	date := regexp.MustCompile(`^\d{4}-\d\d(-\d\d)?$`)
	for _, r := range Readers {
		list := Of(r)
		if len(list) == 0 || len(list) > 128 {
			t.Fatalf("%s has %d releases; a Set has room for 128", r, len(list))
		}
		for i, x := range list {
			if !form.MatchString(x.Version) || !date.MatchString(x.Date) {
				t.Errorf("%s: %+v", r, x)
			}
			if i > 0 && Compare(list[i-1].Version, x.Version) >= 0 {
				t.Errorf("%s: %s stands behind %s", r, x.Version, list[i-1].Version)
			}
			if r == API && Index(Daemon, x.Daemon) < 0 {
				t.Errorf("Dify %s ships the daemon %s, which is not in the table", x.Version, x.Daemon)
			}
		}
	}
}

func TestSets(t *testing.T) {
	s, err := Between(SDK, "0.10.1", "")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := s.Versions(SDK), []string{"0.10.1", "0.10.2"}; !slices.Equal(got, want) || s.Len() != 2 {
		t.Errorf("since 0.10.1: %v, want %v", got, want)
	}
	until, err := Between(SDK, "0.2.0", "0.2.2")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := until.Versions(SDK), []string{"0.2.0", "0.2.1"}; !slices.Equal(got, want) {
		t.Errorf("from 0.2.0 to before 0.2.2: %v, want %v", got, want)
	}
	if all := All(SDK); all.Minus(s).Or(s) != all || !s.And(until).IsEmpty() || all.Len() != len(Of(SDK)) {
		t.Error("the operations on sets disagree")
	}
	for _, n := range []int{-1, 0, 1, 63, 64, 65, 70, 127, 128} {
		s := below(n)
		if s.Len() != max(n, 0) || n > 0 && (!s.Has(0) || !s.Has(n-1)) || n >= 0 && n < 128 && s.Has(n) {
			t.Errorf("the first %d: %b", n, s.bits)
		}
	}
	for _, i := range []int{0, 63, 64, 127} {
		if s := Only(i); s.Len() != 1 || !s.Has(i) || s.And(s.Not()) != (Set{}) || s.Not().Len() != 127 || s.Not().Has(i) {
			t.Errorf("the one at %d: %b", i, s.bits)
		}
	}
	newest := len(Of(SDK)) - 1
	if !Only(newest).Newest(SDK) || Only(newest-1).Newest(SDK) {
		t.Error("the newest one is not told from the one before it")
	}
}

func TestBetween(t *testing.T) {
	for _, tt := range []struct{ since, until, want, err string }{
		{"", "", "0.1.0 to " + Newest(SDK).Version, ""},
		{"0.2.0", "0.2.2", "0.2.0 to 0.2.1", ""},
		{"", "0.2.1", "0.1.0 to 0.2.0", ""},
		{"0.2.0", "0.2.0", "", ""},
		{"0.2.2", "0.2.0", "", ""},
		{"0.2.9", "", "", `sdk has no release "0.2.9"`},
		{"", "0.2.9", "", `sdk has no release "0.2.9"`},
		{"0.2.0", "0.2.9", "", `sdk has no release "0.2.9"`},
	} {
		s, err := Between(SDK, tt.since, tt.until)
		msg := ""
		if err != nil {
			msg = err.Error()
		}
		if got := s.Span(SDK).String(); got != tt.want || msg != tt.err {
			t.Errorf("from %q to before %q: %q %q, want %q %q", tt.since, tt.until, got, msg, tt.want, tt.err)
		}
	}
}

func TestWords(t *testing.T) {
	list := Of(SDK)
	last := len(list) - 1
	at := func(indices ...int) (s Set) {
		for _, i := range indices {
			s = s.Or(Only(i))
		}
		return s
	}
	v := func(i int) string { return list[i].Version }
	for _, tt := range []struct {
		set         Set
		words, span string
	}{
		{Set{}, "", ""},
		{at(0), "before " + v(1), v(0)},
		{at(0, 1), "before " + v(2), v(0) + " to " + v(1)},
		{at(2), v(2), v(2)},
		{at(2, 3, 4), "from " + v(2) + " to " + v(4), v(2) + " to " + v(4)},
		{at(last), v(last), v(last)},
		{at(last-1, last), "since " + v(last-1), v(last-1) + " to " + v(last)},
		{All(SDK), "since " + v(0), v(0) + " to " + v(last)},
		{All(SDK).Not(), "", ""},
		{at(0, 2, 4, 5), "before " + v(1) + ", " + v(2) + ", from " + v(4) + " to " + v(5), v(0) + ", " + v(2) + ", " + v(4) + " to " + v(5)},
	} {
		if words, span := tt.set.Words(SDK).String(), tt.set.Span(SDK).String(); words != tt.words || span != tt.span {
			t.Errorf("%b: %q and %q, want %q and %q", tt.set.bits, words, span, tt.words, tt.span)
		}
	}
}

func TestCompare(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{{"1.2.3", "1.2.3", 0}, {"1.2.3", "1.2.4", -1}, {"1.10.0", "1.9.9", 1}, {"2.0.0", "10.0.0", -8}, {"1.2", "1.2.0", 0}, {"1.2", "1.2.1", -1}, {"1.2.1", "1.2", 1}, {"", "", 0}} {
		if got := Compare(tt.a, tt.b); got != tt.want {
			t.Errorf("%s and %s: %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}

func TestScopes(t *testing.T) {
	sdk, err := Between(SDK, "0.5.0", "")
	if err != nil {
		t.Fatal(err)
	}
	s := ScopeOf(SDK, sdk)
	if ScopeOf(Nobody, sdk) != (Scope{}) || !s.Newest() || ScopeOf(SDK, Only(0)).Newest() || (Scope{}).Newest() || !(Scope{}).IsEmpty() || s.IsEmpty() {
		t.Error("a scope is not that of its reader")
	}
	if got := s.Or(Every(Daemon)); got[SDK] != sdk || got[Daemon] != All(Daemon) || got[API] != (Set{}) || got.And(Every(SDK)) != s {
		t.Errorf("%v", got)
	}
	if Of(Nobody) != nil {
		t.Error("nobody has releases")
	}
	for _, r := range append(Readers, Nobody) {
		got, ok := ParseReader(r.String())
		if got != r || ok != (r != Nobody) {
			t.Errorf("%s is read as %s", r, got)
		}
	}
}

// TestDify: a release of Dify takes what both its API and its daemon take, and
// refuses what one of them does.
func TestDify(t *testing.T) {
	api, _ := Between(API, "1.8.0", "1.9.2")
	daemon, _ := Between(Daemon, "", "0.3.0") // ships up to 1.8.1
	for _, tt := range []struct {
		scope           Scope
		takes, refuseds string
	}{
		{Scope{}, "", ""},
		{ScopeOf(API, api), "", "1.8.0 to 1.9.1"},
		{ScopeOf(Daemon, daemon), "", "1.0.0 to 1.8.1"},
		{ScopeOf(API, api).Or(ScopeOf(Daemon, daemon)), "1.8.0 to 1.8.1", "1.0.0 to 1.9.1"},
	} {
		if takes, refuses := Dify(tt.scope).Span(API).String(), RefusedBy(tt.scope).Span(API).String(); takes != tt.takes || refuses != tt.refuseds {
			t.Errorf("%q and %q, want %q and %q", takes, refuses, tt.takes, tt.refuseds)
		}
	}
}
