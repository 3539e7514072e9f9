package version

import "testing"

func TestReaders(t *testing.T) {
	for _, c := range []struct {
		version                string
		daemon, python, semver bool
		nearest                string
		sure                   bool
	}{
		{"1.2.3", true, true, true, "1.2.3", true},
		{"0.0.1", true, true, true, "0.0.1", true},
		{"1.2", false, true, false, "1.2.0", true},
		{"1", false, true, false, "1.0.0", true},
		{"v1.2.3", false, true, false, "1.2.3", true},
		{"V1.2", false, true, false, "1.2.0", true},
		{"1.2.3-beta1", true, true, true, "1.2.3-beta1", true},
		{"1.2.3-beta.1", false, true, true, "1.2.3-beta1", true},
		{"1.2.3b1", false, true, false, "1.2.3-b1", true},
		{"1.2.3-rc.0", false, true, true, "1.2.3-rc0", true},
		{"1.2.3-rc01", true, true, true, "1.2.3-rc1", true},
		{"1.2.3+build", false, true, true, "1.2.3", true},
		{"1.2.3-nightly", true, false, true, "1.2.3-dev", false},
		{"1.2.3-nightly.20240101", false, false, true, "1.2.3-dev20240101", false},
		{"1.2.3-stable", true, false, true, "1.2.3", false},
		{"01.2.3", true, true, false, "1.2.3", true},
		{"1.2.3-1", true, true, true, "1.2.4", false},
		{"1.2.9-1", true, true, true, "1.2.10", false},
		{"1.2.3.post1", false, true, false, "1.2.4", false},
		{"1.2.3-a_1", true, true, false, "1.2.3-a1", true},
		{"12345.0.0", false, true, true, "", false},
		{"9999.9999.9999", true, true, true, "9999.9999.9999", true},
		{"1.2.9999-1", true, true, true, "", false},
		{"1.2.3.4", false, true, false, "1.2.3", false},
		{"1.2.3.0", false, true, false, "1.2.3", true},
		{" 1.2.3", false, true, false, "1.2.3", true},
		{"1..3", false, false, false, "", false},
		{"1.2.", false, false, false, "1.2.0", true},
		{"1.2.3-", false, false, false, "1.2.3", true},
		{"bogus", false, false, false, "", false},
		{"", false, false, false, "", false},
		{"1.2.x", false, false, false, "1.2.0", false},
		{"1.2.3-abcdefghijklmnopq", false, false, true, "1.2.3", false},
		{"１.2.3", false, false, false, "", false},
	} {
		if got := takenByDaemon(c.version); got != c.daemon {
			t.Errorf("%q: the daemon: %v", c.version, got)
		}
		if got := takenByPython(c.version); got != c.python {
			t.Errorf("%q: Python: %v", c.version, got)
		}
		if got := takenBySemver(c.version); got != c.semver {
			t.Errorf("%q: semver: %v", c.version, got)
		}
		got, sure := nearest(c.version)
		if got != c.nearest || sure != c.sure {
			t.Errorf("%q: nearest %q, %v; want %q, %v", c.version, got, sure, c.nearest, c.sure)
		}
		if got != "" && !takenByAll(got) {
			t.Errorf("%q: %q is not taken by all", c.version, got)
		}
		if m := flaw(c.version); m.Format == "" {
			t.Errorf("%q: no flaw named", c.version)
		}
	}
}
