package releases

import "testing"

func TestParseTarget(t *testing.T) {
	newest := Newest(API).Version
	for _, tt := range []struct {
		in, want string
		newer    bool
		err      string
	}{
		{in: "1.9.0", want: "1.9.0"},
		{in: "1.9", want: "1.9.0"},
		{in: "1.6.0..1.7.1", want: "1.6.0 to 1.7.1"},
		{in: ">=1.6.0", want: "1.6.0 to " + newest},
		{in: ">= 1.6.0", want: "1.6.0 to " + newest},
		{in: "1.6.0..", want: "1.6.0 to " + newest},
		{in: "1.9.1..1.9.1", want: "1.9.1"},
		{in: "1.9.9", want: "1.9.2"}, // one that never was is the one before it
		{in: "99.0.0", want: newest, newer: true},
		{in: "1.17.0..99.0.0", want: "1.17.0 to " + newest, newer: true},
		{in: "1.9.2..1.6.0", err: "1.9.2..1.6.0 ends before it begins"},
		{in: "1.0.0", want: "1.0.0"},
		{in: " 1.6.0 .. 1.7.1", err: `" 1.7.1" is not a release of Dify, such as ` + newest},
		{in: newest + "..", want: newest},
		{in: newest, want: newest},
		{in: "1.9.1..1.9.0", err: "1.9.1..1.9.0 ends before it begins"},
		{in: "1.9.9..1.9.8", err: "1.9.9..1.9.8 ends before it begins"},
		{in: "1.6.0..0.1.0", err: "Dify 0.1.0 has no plugins: they came with 1.0.0"},
		{in: "1.9.2..", want: "1.9.2 to " + newest},
		{in: "1.9.2..1.9.2", want: "1.9.2"},
		{in: "1.x.0", err: `"1.x.0" is not a release of Dify, such as ` + newest},
		{in: ">=1.6.0..1.7.0", err: `">=1.6.0" is not a release of Dify, such as ` + newest},
		{in: "0.15.3", err: "Dify 0.15.3 has no plugins: they came with 1.0.0"},
		{in: "latest", err: `"latest" is not a release of Dify, such as ` + newest},
		{in: "", err: `"" is not a release of Dify, such as ` + newest},
		{in: "1..0", err: `"0" is not a release of Dify, such as ` + newest},
		{in: "1.9.0.1", err: `"1.9.0.1" is not a release of Dify, such as ` + newest},
		{in: "99999999999999999999.0.0", err: `"99999999999999999999.0.0" is not a release of Dify, such as ` + newest},
	} {
		set, newer, err := ParseTarget(tt.in)
		msg := ""
		if err != nil {
			msg = err.Error()
		}
		if got := set.Span(API).String(); got != tt.want || newer != tt.newer || msg != tt.err {
			t.Errorf("%q: %s, newer %v, %s; want %s, %v, %s", tt.in, got, newer, msg, tt.want, tt.newer, tt.err)
		}
	}
}

func TestAround(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"0.5.0", "0.5.0"}, {"0.0.1", "0.1.0"}, {"0.5.7", "0.5.1 to 0.6.0"}, {"9.0.0", Newest(SDK).Version},
	} {
		if got := Around(SDK, tt.in).Span(SDK).String(); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.in, got, tt.want)
		}
	}
}

func TestJudge(t *testing.T) {
	set := between(t)
	oldAPI := ScopeOf(API, set(API, "", "1.9.0"))
	oldDaemon := ScopeOf(Daemon, set(Daemon, "", "0.3.0"))
	oldSDK := ScopeOf(SDK, set(SDK, "", "0.6.0"))
	promises := set(API, "1.7.0", "")
	for _, tt := range []struct {
		name     string
		target   Target
		refuses  Scope
		holds    bool
		promised string
		first    Reader
	}{
		{"what nobody enforces", Target{}, Scope{}, true, "", Nobody},
		{"everything is wanted", Target{All: true}, oldAPI, true, "", Nobody},
		{"the newest releases do not refuse", Target{}, oldAPI.Or(oldDaemon).Or(oldSDK), false, "", Nobody},
		{"one of the newest refuses", Target{}, Every(API), true, "", API},
		{"that Dify's API refuses", Target{Dify: set(API, "1.8.1", "1.9.0")}, oldAPI, true, "", API},
		{"that Dify ships a daemon that refuses", Target{Dify: set(API, "1.8.1", "1.9.0")}, oldDaemon, true, "", Daemon},
		{"a daemon of its own that refuses", Target{Dify: set(API, "1.9.0", ""), Daemon: set(Daemon, "0.0.1", "0.3.0")}, oldDaemon, true, "", Daemon},
		{"a daemon of its own that does not refuse", Target{Dify: set(API, "1.8.1", "1.9.0"), Daemon: set(Daemon, "0.6.0", "")}, oldDaemon, false, "", Nobody},
		{"a later Dify", Target{Dify: set(API, "1.9.0", "")}, oldAPI.Or(oldDaemon), false, "", Nobody},
		{"promised ones refuse", Target{Promised: promises}, oldAPI, true, "1.7.0 to 1.8.1", API},
		{"promised ones ship a daemon that refuses", Target{Promised: promises}, oldDaemon, true, "1.7.0 to 1.8.1", Daemon},
		{"older ones than promised refuse", Target{Promised: set(API, "1.9.0", "")}, oldAPI, false, "", Nobody},
		{"the installed SDK refuses", Target{SDK: set(SDK, "0.5.1", "0.6.0")}, oldSDK, true, "", SDK},
		{"the installed SDK takes it, the newest does not", Target{SDK: set(SDK, "0.5.1", "0.6.0")}, ScopeOf(SDK, set(SDK, "0.10.0", "")), false, "", Nobody},
		{"one of two that may be installed takes it", Target{SDK: set(SDK, "0.5.1", "0.6.1")}, oldSDK, false, "", Nobody},
		{"the newest SDK refuses", Target{}, ScopeOf(SDK, Only(len(Of(SDK))-1)), true, "", SDK},
		{"the newest Dify ships a daemon that refuses", Target{}, Every(Daemon), true, "", Daemon},
		{"all refuse", Target{}, Every(Readers...), true, "", Daemon},
		{"the SDK and the API refuse", Target{}, Every(SDK, API), true, "", SDK},
		{"the SDK refuses, and a daemon that only promised ones ship", Target{Promised: promises}, oldDaemon.Or(Every(SDK)), true, "", SDK},
	} {
		holds, promised := tt.target.Judge(tt.refuses)
		if got := promised.Span(API).String(); holds != tt.holds || got != tt.promised {
			t.Errorf("%s: %v %q, want %v %q", tt.name, holds, got, tt.holds, tt.promised)
		}
		if got := tt.target.Reader(tt.refuses); got != tt.first {
			t.Errorf("%s: %s refuses first, want %s", tt.name, got, tt.first)
		}
	}
}

// between is Between of releases that there are.
func between(t *testing.T) func(r Reader, since, until string) Set {
	return func(r Reader, since, until string) Set {
		t.Helper()
		s, err := Between(r, since, until)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
}
