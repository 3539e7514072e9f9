package messages

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestClean: what programs and editors put around a text is taken away.
func TestClean(t *testing.T) {
	wide := func(s string, order ...int) string {
		var b strings.Builder
		for _, r := range s {
			for _, shift := range order {
				b.WriteByte(byte(r >> shift))
			}
		}
		return b.String()
	}
	for in, want := range map[string]string{
		"plain é":                     "plain é",
		wide("\ufeffwide é", 0, 8):    "wide é",
		wide("\ufeffwide é", 8, 0):    "wide é",
		wide("\ufeffodd", 0, 8) + "x": "odd�",
		"\x1b[31mred\x1b[0m":          "red",
		"a\r\nb\rc":                   "a\nb\nc",
		"a\tb\x00c\x7f":               "a b c ",
		"bad \xff":                    "bad �",
		"“a”：b，c":                     `"a":b,c`,
		"api-1  | x":                  "x",
		"plugin_daemon-1  | 2026-06-11T01:01:36.175Z [ERROR]x": "[ERROR]x",
		"> > quoted":                       "quoted",
		"> > > > > > seven":                "> seven",
		"stdout F x":                       "x",
		"E   x":                            "x",
		"##[error]x":                       "x",
		"::error file=a::x":                "x",
		"2026-06-11 01:01:36,175 x":        "x",
		"[01:01:36] x":                     "x",
		"Jun  1 01:01:36 host dify[12]: x": "x",
		"[pod/a/b] x":                      "x",
		"#12 0.123 x":                      "x",
		"no: prefix here":                  "no: prefix here",
	} {
		if got := clean([]byte(in)); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestUnescape(t *testing.T) {
	for in, want := range map[string]string{
		`plain`: "plain", `a\nb\rc\td`: "a\nb\nc d", `\"a\" \'b\' c\/d`: `"a" 'b' c/d`, `a\\nb`: `a\nb`, `\u0041\u4e2d`: "A中", `\u00zz \u12`: `\u00zz \u12`, `\ud800`: `\ud800`, `end\`: `end\`, `\d+`: `\d+`, "\\`x": "`x",
	} {
		if got := unescape(in); got != want {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
}

// TestViews: a text with its escapes undone, as often as there are any, and the line
// of each line.
func TestViews(t *testing.T) {
	for in, want := range map[string][]string{
		"a\nb":          {"a\nb [1 2]"},
		"a\\nB\nc":      {"a\\nB\nc [1 2]", "a\nB\nc [1 1 2]"},
		`a\\\\nb`:       {`a\\\\nb [1]`, `a\\nb [1]`, `a\nb [1]`, "a\nb [1 1]"},
		"a &lt;b&gt;":   {"a &lt;b&gt; [1]", "a <b> [1]"},
		"a<br>b<br />c": {"a<br>b<br />c [1]", "a\nb\nc [1 1 1]"},
		"a%0Ab":         {"a%0Ab [1]", "a\nb [1 1]"},
	} {
		var got []string
		for _, v := range views(in) {
			got = append(got, fmt.Sprint(v.text, " ", v.lines))
			if v.lower != strings.ToLower(v.text) {
				t.Errorf("%q: %q in lower case is %q", in, v.text, v.lower)
			}
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%q: %s", in, d)
		}
	}
}

// TestAbout: texts that speak of Dify's plugins, and others.
func TestAbout(t *testing.T) {
	for in, want := range map[string]bool{
		"dify": true, "a dify b": true, "modify": false, "modify dify": true, "modify, modify": false, "": false,
		"plugin_daemon": true, "manager.go:12: [error]x": true, "manager.go:12: [debug]x": false, "[panic]x": true, "plugin acme/search:0.0.1": true, "plugin acme/search": false, "a plugin of something": false,
	} {
		if got := about(in); got != want {
			t.Errorf("%q: %v", in, got)
		}
	}
}

// TestCompile: what a pattern matches, and the words by which it is found.
func TestCompile(t *testing.T) {
	for _, tt := range []struct{ pattern, text, anchors, part, shown string }{
		{"no space left", "No  space\nleft", "left space", "", "no space left"},
		{"open {file}: no such file", "open tools/a.yaml: no such file", "file: such", "file=tools/a.yaml", "open …: no such file"},
		{"got {value} here", "got this one here", "here", "value=this one", "got … here"},
		{"ends with {value}", "ends with the rest", "with", "value=the rest", "ends with …"},
		{"{:a|b} word", "b word", "word", "", "word"},
		{"x{name:[a-z]{2}}y", "xaby", "x", "name=ab", "x…y"},
		{`{name:a\}b}`, "a}b", "a}b", "name=a}b", "…"},
		{"{name} and {name}", "one and two", "and", "name=one", "… and …"},
		{"{:one|two}", "two", "one two", "", ""},
		{"{name:(?:word)+}", "wordword", "word", "name=wordword", "…"},
		{"{name:(?:word)*}", "word", "", "name=word", "…"},
		{"{value:killed|terminated} by", "Killed by", "by killed terminated", "value=Killed", "… by"},
	} {
		p := compile(tt.pattern)
		m := p.re.FindStringSubmatch(tt.text)
		if m == nil {
			t.Errorf("%s does not match %q", tt.pattern, tt.text)
			continue
		}
		part := ""
		for i, name := range p.re.SubexpNames() {
			if name != "" {
				part += name + "=" + m[i]
			}
		}
		if part != tt.part {
			t.Errorf("%s: %q, want %q", tt.pattern, part, tt.part)
		}
		if tt.anchors == "" && p.anchors != nil {
			t.Errorf("%s: found by %q", tt.pattern, p.anchors)
		}
		for _, a := range p.anchors {
			if !strings.Contains(tt.anchors, a) && !strings.Contains(strings.ToLower(tt.text), a) {
				t.Errorf("%s: found by %q, which %q has not", tt.pattern, p.anchors, tt.text)
			}
		}
		if tt.anchors != "" && p.anchors == nil {
			t.Errorf("%s: found by nothing", tt.pattern)
		}
		if got := show(tt.pattern, nil); got != tt.shown {
			t.Errorf("%s is shown as %q, want %q", tt.pattern, got, tt.shown)
		}
	}
	if got := show("signal: {value}", map[string]string{"value": "killed|terminated"}); got != "signal: killed" {
		t.Error(got)
	}
	if got := show("signal: {value}", map[string]string{"value": ".*"}); got != "signal: …" {
		t.Error(got)
	}
}

// TestApart: of what overlaps, what says more stays, else the longer.
func TestApart(t *testing.T) {
	at := func(id string, w weight, from, to int) Match {
		return Match{Message: &Message{ID: id, Weight: w}, at: from, end: to}
	}
	for _, tt := range []struct {
		name string
		in   []Match
		want string
	}{
		{"beside", []Match{at("b", plain, 5, 9), at("a", plain, 0, 5)}, "a b"},
		{"weight", []Match{at("a", wrapper, 0, 9), at("b", exact, 8, 12)}, "b"},
		{"length", []Match{at("a", plain, 0, 5), at("b", plain, 4, 12)}, "b"},
		{"the first of equal ones", []Match{at("a", plain, 0, 5), at("b", plain, 4, 9)}, "a"},
		{"two within one", []Match{at("a", plain, 0, 9), at("b", exact, 1, 2), at("c", exact, 4, 5)}, "b c"},
	} {
		var got []string
		for _, m := range apart(tt.in) {
			got = append(got, m.ID)
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, s, tt.want)
		}
	}
}

func TestSay(t *testing.T) {
	long := strings.Repeat("é", maxSaid)
	for in, want := range map[string]string{" a\n b ": "a b", long: long, long + "x": long + "…", "key sk-abcdefghijklmnop1234": "key ***"} {
		if got := say(in); got != want {
			t.Errorf("%q: %q", in, got)
		}
	}
}
