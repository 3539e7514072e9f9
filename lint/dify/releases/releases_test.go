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
	if got, want := s.Versions(SDK), []string{"0.10.1", "0.10.2"}; !slices.Equal(got, want) {
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
	if _, err := Between(SDK, "0.2.9", ""); err == nil {
		t.Error("a release that does not exist is taken")
	}
}
