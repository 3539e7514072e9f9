package lint_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sort"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/fix"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/google/go-cmp/cmp"
)

// seek is a rule that finds a word wherever it stands, as a bare span.
func seek(id, word string) *lint.Rule {
	return &lint.Rule{ID: id, Title: "the word " + word, Gate: lint.None, Severity: lint.Warning, Run: func(p *lint.Pass) {
		for _, name := range p.Plugin.Listing().Files {
			f, err := p.Plugin.Read(name)
			if err != nil {
				continue
			}
			for from := 0; ; {
				i := strings.Index(string(f.Data[from:]), word)
				if i < 0 {
					break
				}
				from += i + len(word)
				p.Reportf(plugin.AtSpan(f, text.Span{Start: from - len(word), End: from}), "here is %s", word)
			}
		}
	}}
}

// tell is a rule that tells which rules' ignores were not used.
var tell = &lint.Rule{ID: "ignore/tell", Title: "t", Gate: lint.None, Severity: lint.Info, RunsBroken: true, RunIgnores: func(p *lint.IgnorePass) {
	for _, g := range p.Ignores {
		for _, r := range g.Rules {
			if !r.Used && !strings.HasPrefix(r.ID, "ignore/") && p.Judged(r.ID, g.File.Path) {
				p.Report(lint.Finding{Place: plugin.AtSpan(g.File, r.Span), Message: lint.Msg("unused")})
			}
		}
	}
}}

func runOn(t *testing.T, files map[string]string, cfg *lint.Config, rules ...*lint.Rule) *lint.Result {
	t.Helper()
	fsys := fstest.MapFS{"manifest.yaml": {Data: []byte("name: x\n")}}
	for name, data := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(data)}
	}
	res, err := lint.Run(context.Background(), []plugin.Target{{FS: fsys, Dir: "."}}, lint.Options{
		Rules: rules, Config: func(string) *lint.Config { return cfg }, Jobs: 1,
		Now: time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC),
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, st := range res.Plugins[0].Statuses {
		if st.State == lint.Failed {
			t.Fatal(st.Why)
		}
	}
	return res
}

// told is the findings as path:line:id, ignored ones with their reason.
func told(res *lint.Result) []string {
	var out []string
	for _, f := range res.Findings() {
		s := fmt.Sprintf("%s:%d:%s", f.Path, f.File.Position(f.Span.Start).Line, f.Rule.ID)
		if f.IgnoredBy != lint.NotIgnored {
			s += " (" + string(f.IgnoredBy) + ": " + f.Ignored + ")"
		}
		out = append(out, s)
	}
	sort.Strings(out)
	return out
}

func TestIgnores(t *testing.T) {
	x, y := seek("a/x", "XX"), seek("b/y", "YY")
	hard := seek("a/hard", "HH")
	hard.Unignorable = true
	for _, tt := range []struct{ name, file, in, want string }{
		{"own line", "a.yaml", "a: XX # difylint: ignore[a/x] why\n", "a.yaml:1:a/x (comment: why)"},
		{"line above", "a.yaml", "# difylint: ignore[a/x]\na: XX\n", "a.yaml:2:a/x (comment: )"},
		{"above a comment", "a.yaml", "# difylint: ignore[a/x] r\n# more\na: XX\n", "a.yaml:3:a/x (comment: r)"},
		{"not above a blank line", "a.yaml", "# difylint: ignore[a/x] r\n\na: XX\n", "a.yaml:1:ignore/tell a.yaml:3:a/x"},
		{"not the line below another's", "a.yaml", "a: 1 # difylint: ignore[a/x] r\nb: XX\n", "a.yaml:1:ignore/tell a.yaml:2:a/x"},
		{"another rule's", "a.yaml", "a: XX # difylint: ignore[b/y] r\n", "a.yaml:1:a/x a.yaml:1:ignore/tell"},
		{"several", "a.yaml", "a: XX YY # difylint: ignore[a/x, b/y] r\n", "a.yaml:1:a/x (comment: r) a.yaml:1:b/y (comment: r)"},
		{"family", "a.yaml", "a: XX # difylint: ignore[a/*] r\n", "a.yaml:1:a/x (comment: r)"},
		{"file", "a.yaml", "a: XX\n# difylint: ignore-file[a/x] r\nb: XX\n", "a.yaml:1:a/x (comment: r) a.yaml:3:a/x (comment: r)"},
		{"until today", "a.yaml", "a: XX # difylint: ignore[a/x, until=2026-11-01] r\n", "a.yaml:1:a/x (comment: r)"},
		{"until yesterday", "a.yaml", "a: XX # difylint: ignore[until=2026-10-31, a/x] r\n", "a.yaml:1:a/x a.yaml:1:ignore/tell"},
		{"behind another comment", "a.yaml", "a: XX # noqa # difylint:ignore[a/x]: r\n", "a.yaml:1:a/x (comment: r)"},
		{"prose", "a.yaml", "a: XX # see difylint: ignore[a/x]\n", "a.yaml:1:a/x"},
		{"text in quotes", "a.yaml", "a: 'XX # difylint: ignore[a/x]'\n", "a.yaml:1:a/x"},
		{"text in a block", "a.yaml", "a: |\n  XX\n  # difylint: ignore[a/x]\n", "a.yaml:2:a/x"},
		{"above a block", "a.yaml", "# difylint: ignore[a/x] r\na: |\n  b\n  XX\n", "a.yaml:4:a/x (comment: r)"},
		{"unignorable", "a.yaml", "a: HH # difylint: ignore[a/hard] r\n", "a.yaml:1:a/hard a.yaml:1:ignore/tell"},
		{"an ignore of a rule about ignores", "a.yaml", "# difylint: ignore[ignore/tell] r\na: 1 # difylint: ignore[a/x]\n", "a.yaml:2:ignore/tell (comment: r)"},
		{"broken YAML", "a.yaml", "# difylint: ignore[a/x] r\na: 'XX\n", "a.yaml:2:a/x (comment: r)"},
		{"crlf", "a.yaml", "\ufeff# difylint: ignore[a/x] r\r\na: XX\r\n", "a.yaml:2:a/x (comment: r)"},
		{"requirements", "requirements.txt", "XX==1 # difylint: ignore[a/x] r\nXX#difylint: ignore[a/x]\n", "requirements.txt:1:a/x (comment: r) requirements.txt:2:a/x"},
		{"requirements over lines", "requirements.txt", "# difylint: ignore[a/x] r\nb==1 \\\n  --hash=XX\n", "requirements.txt:3:a/x (comment: r)"},
		{"toml", "pyproject.toml", "a = \"# difylint: ignore[b/y]\"\nb = 'XX' # difylint: ignore[a/x] r\n", "pyproject.toml:2:a/x (comment: r)"},
		{"toml, long string", "pyproject.toml", "a = \"\"\"\n# difylint: ignore[a/x]\nXX\\\"\"\"\"\" # difylint: ignore[a/x] r\n", "pyproject.toml:3:a/x (comment: r)"},
		{"python", "m.py", "s = '# difylint: ignore[b/y]'\nXX = 1  # difylint: ignore[a/x] r\n", "m.py:2:a/x (comment: r)"},
		{"python, long string", "m.py", "s = \"\"\"\n# difylint: ignore[b/y]\nXX\n\"\"\"  # difylint: ignore[a/x] r\n", "m.py:3:a/x (comment: r)"},
		{"patterns", ".difyignore", "# difylint: ignore[a/x] r\nXX\nb\nXX # difylint: ignore[a/x]\n", ".difyignore:2:a/x (comment: r) .difyignore:4:a/x"},
		{"no comments here", "a.md", "XX # difylint: ignore[a/x] r\n", "a.md:1:a/x"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			res := runOn(t, map[string]string{tt.file: tt.in}, nil, x, hard, y, tell)
			if d := cmp.Diff(tt.want, strings.Join(told(res), " ")); d != "" {
				t.Error(d)
			}
		})
	}
}

// TestIgnoreWithoutJudges: where no rule looks at ignores, they still work.
func TestIgnoreWithoutJudges(t *testing.T) {
	res := runOn(t, map[string]string{"a.yaml": "a: XX # difylint: ignore[a/x] r\n"}, nil, seek("a/x", "XX"))
	if got := told(res); len(got) != 1 || got[0] != "a.yaml:1:a/x (comment: r)" {
		t.Error(got)
	}
	if res.Worst() != lint.Inherit {
		t.Error("what is ignored must not fail the check")
	}
}

// TestIgnoreRelated: a comment at a related place counts as one at the finding.
func TestIgnoreRelated(t *testing.T) {
	rule := &lint.Rule{ID: "a/r", Severity: lint.Error, Run: func(p *lint.Pass) {
		a, _ := p.Plugin.Read("a.yaml")
		b, _ := p.Plugin.Read("b.yaml")
		p.Report(lint.Finding{Place: plugin.AtSpan(a, text.Span{Start: 0, End: 1}), Message: lint.Msg("m"),
			Related: []lint.Related{{Place: plugin.AtSpan(b, text.Span{Start: 0, End: 1}), Message: lint.Msg("r")}}})
	}}
	for in, want := range map[string]lint.Ignorer{
		"a: 1 # difylint: ignore[a/r] r\nb: 2\n": "comment",
		"a: 1\nb: 2 # difylint: ignore[a/r] r\n": "",
	} {
		res := runOn(t, map[string]string{"a.yaml": "a: 1\n", "b.yaml": in}, nil, rule)
		if got := res.Findings()[0].IgnoredBy; got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// TestCovers: an ignore covers what it names, where it looks, as long as it holds.
func TestCovers(t *testing.T) {
	file, other := text.NewFile("a.yaml", []byte("a: 1\n# difylint: ignore[a/x, b/*, until=2026-11-01] r\nb: 2\nc: 3\n")), text.NewFile("b.yaml", []byte("x: 1\ny: 2\n"))
	whole := text.NewFile("c.yaml", []byte("# difylint: ignore-file[a/x]\n"))
	on := func(f *text.File, line int) plugin.Place { return plugin.AtSpan(f, f.LineSpan(line)) }
	x := &lint.Rule{ID: "a/x"}
	day := time.Date(2026, 11, 1, 23, 59, 59, 0, time.UTC)
	for _, tt := range []struct {
		name    string
		in      *text.File
		finding lint.Finding
		now     time.Time
		want    bool
	}{
		{"its own line", file, lint.Finding{Rule: x, Place: on(file, 2)}, day, true},
		{"the next line", file, lint.Finding{Rule: x, Place: on(file, 3)}, day, true},
		{"a span over it", file, lint.Finding{Rule: x, Place: plugin.AtSpan(file, text.Span{Start: 0, End: len(file.Data)})}, day, true},
		{"the line before", file, lint.Finding{Rule: x, Place: on(file, 1)}, day, false},
		{"the line after next", file, lint.Finding{Rule: x, Place: on(file, 4)}, day, false},
		{"another rule", file, lint.Finding{Rule: &lint.Rule{ID: "a/y"}, Place: on(file, 3)}, day, false},
		{"a family", file, lint.Finding{Rule: &lint.Rule{ID: "b/y"}, Place: on(file, 3)}, day, true},
		{"one that cannot be ignored", file, lint.Finding{Rule: &lint.Rule{ID: "a/x", Unignorable: true}, Place: on(file, 3)}, day, false},
		{"the day after", file, lint.Finding{Rule: x, Place: on(file, 3)}, day.Add(time.Second), false},
		{"another file", file, lint.Finding{Rule: x, Place: on(other, 2)}, day, false},
		{"a file without text", file, lint.Finding{Rule: x, Place: plugin.Place{Path: "a.yaml"}}, day, false},
		{"a related place", file, lint.Finding{Rule: x, Place: on(other, 1), Related: []lint.Related{{Place: on(other, 2)}, {Place: on(file, 3)}}}, day, true},
		{"a related place elsewhere", file, lint.Finding{Rule: x, Place: on(other, 1), Related: []lint.Related{{Place: on(file, 4)}}}, day, false},
		{"a related place in another file", file, lint.Finding{Rule: x, Place: on(other, 1), Related: []lint.Related{{Place: on(other, 2)}}}, day, false},
		{"a related place in another plugin", file, lint.Finding{Rule: x, Place: on(other, 1), Related: []lint.Related{{Place: on(file, 3), Plugin: "q"}}}, day, false},
		{"a related place without text", file, lint.Finding{Rule: x, Place: on(other, 1), Related: []lint.Related{{Place: plugin.Place{Path: "a.yaml"}}}}, day, false},
		{"anywhere in the file", whole, lint.Finding{Rule: x, Place: plugin.Place{Path: "c.yaml"}}, day, true},
		{"not in another file", whole, lint.Finding{Rule: x, Place: on(other, 1)}, day, false},
	} {
		if got := lint.Ignores(tt.in)[0].Covers(&tt.finding, tt.now); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

// TestIgnorePass: what a rule that looks at ignores can ask about them.
func TestIgnorePass(t *testing.T) {
	x, y := seek("a/x", "XX"), seek("a/y", "YY")
	near := map[string]int{}
	watch := &lint.Rule{ID: "ignore/watch", Severity: lint.Info, RunIgnores: func(p *lint.IgnorePass) {
		if d := cmp.Diff([]string{"a/*", "a/x", "a/y", "ignore/*", "ignore/watch"}, p.Patterns()); d != "" {
			t.Error(d)
		}
		for pattern, want := range map[string]int{"a/*": 2, "a/x": 1, "a/z": 0, "b/*": 0} {
			if named := p.Named(pattern); len(named) != want || p.Judged(pattern, "a.yaml") != (want > 0) {
				t.Errorf("%s: %v", pattern, named)
			}
		}
		for _, g := range p.Ignores {
			for _, r := range g.Rules {
				near[fmt.Sprintf("%s:%d:%s", g.File.Path, g.File.LineAt(g.Span.Start), r.ID)] = p.Near(r.ID, g)
			}
		}
		p.Report(lint.Finding{Place: plugin.AtSpan(p.Ignores[0].File, p.Ignores[0].Span), Message: lint.Msg("seen")})
	}}
	in := map[string]string{
		"a.yaml": "a: XX\nb: YY\n\n# difylint: ignore[a/y, a/x, a/*, a/z]\n\nf: XX\ng: XX # difylint: ignore[a/x]\n# difylint: ignore[a/x]\n",
		"b.yaml": "# difylint: ignore[a/x]\n\nc: XX\n",
		"c.yaml": "# difylint: ignore[a/x]\n",
	}
	runOn(t, in, nil, x, y, watch)
	if d := cmp.Diff(map[string]int{"a.yaml:4:a/y": 2, "a.yaml:4:a/x": 6, "a.yaml:4:a/*": 2, "a.yaml:4:a/z": 0, "a.yaml:7:a/x": 6, "a.yaml:8:a/x": 6, "b.yaml:1:a/x": 3, "c.yaml:1:a/x": 0}, near); d != "" {
		t.Error(d)
	}
	for name, cfg := range map[string]*lint.Config{
		"left out for its file": {Overrides: []lint.Override{{Files: lint.Globs{Patterns: []string{"a.yaml"}}, Rules: map[string]lint.Setting{"ignore/watch": {Off: true}}}}},
		"told":                  {},
	} {
		got := 0
		for _, f := range runOn(t, in, cfg, x, y, watch).Findings() {
			if f.Rule == watch {
				got++
			}
		}
		if want := len(cfg.Overrides) ^ 1; got != want {
			t.Errorf("%s: %d", name, got)
		}
	}
}

// TestIgnoreWithoutText: a finding in a file that is no text is at no line.
func TestIgnoreWithoutText(t *testing.T) {
	rule := &lint.Rule{ID: "a/x", Severity: lint.Error, Run: func(p *lint.Pass) {
		p.Report(lint.Finding{Place: plugin.Place{Path: "a.yaml"}, Message: lint.Msg("m")})
	}}
	for in, want := range map[string]lint.Ignorer{"a: 1 # difylint: ignore[a/x]\n": lint.NotIgnored, "# difylint: ignore-file[a/x]\n": lint.ByComment} {
		if got := runOn(t, map[string]string{"a.yaml": in}, nil, rule, tell).Findings()[0]; got.Rule != rule || got.IgnoredBy != want {
			t.Errorf("%q: %s %q, want %q", in, got.Rule.ID, got.IgnoredBy, want)
		}
	}
}

// TestIgnoreNotJudged: an ignore of what did not run is not told as unused.
func TestIgnoreNotJudged(t *testing.T) {
	x := seek("a/x", "XX")
	in := map[string]string{"a.yaml": "a: 1 # difylint: ignore[a/x] r\n"}
	for name, cfg := range map[string]*lint.Config{
		"off":          {Rules: map[string]lint.Setting{"a/x": {Off: true}}},
		"excluded":     {Exclude: lint.Globs{Patterns: []string{"*.yaml"}}},
		"off for path": {Overrides: []lint.Override{{Files: lint.Globs{Patterns: []string{"a.yaml"}}, Rules: map[string]lint.Setting{"a/*": {Off: true}}}}},
	} {
		if got := told(runOn(t, in, cfg, x, tell)); len(got) != 0 {
			t.Errorf("%s: %v", name, got)
		}
	}
	if got := told(runOn(t, in, nil, x, tell)); len(got) != 1 {
		t.Errorf("with the defaults it is unused: %v", got)
	}
}

func TestMarkdownIgnores(t *testing.T) {
	x := seek("a/x", "XX")
	for name, tt := range map[string]struct {
		in   string
		want []string
	}{
		"behind":             {"XX <!-- difylint: ignore[a/x] r -->\nXX\n", []string{"a.md:1:a/x (comment: r)", "a.md:2:a/x"}},
		"before":             {"<!-- difylint: ignore[a/x] r --> XX\n", []string{"a.md:1:a/x (comment: r)"}},
		"above":              {"<!-- difylint: ignore[a/x] -->\nXX\n", []string{"a.md:2:a/x (comment: )"}},
		"file":               {"XX\n<!-- difylint: ignore-file[a/x] r -->\n", []string{"a.md:1:a/x (comment: r)"}},
		"one of two":         {"<!-- c --> XX <!-- difylint: ignore[a/x] r --> d\n", []string{"a.md:1:a/x (comment: r)"}},
		"in code":            {"```\n<!-- difylint: ignore-file[a/x] r -->\n```\nXX\n", []string{"a.md:4:a/x"}},
		"a longer fence":     {"````\n```\n<!-- difylint: ignore-file[a/x] r -->\n````\nXX\n", []string{"a.md:5:a/x"}},
		"not closed":         {"XX <!-- difylint: ignore[a/x] r\n-->\n", []string{"a.md:1:a/x"}},
		"a heading":          {"# difylint: ignore-file[a/x]\nXX\n", []string{"a.md:2:a/x"}},
		"prose of a comment": {"XX <!-- see difylint: ignore[a/x] -->\n", []string{"a.md:1:a/x"}},
	} {
		if d := cmp.Diff(tt.want, told(runOn(t, map[string]string{"a.md": tt.in}, nil, x))); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
	for in, want := range map[string]string{
		"a <!-- difylint: ignore[a/x] r --> b\n": "a b\n",
		"<!-- difylint: ignore[a/x] r --> b\n":   " b\n",
		"<!-- difylint: ignore[a/x] r -->\nb\n":  "b\n",
	} {
		f := text.NewFile("a.md", []byte(in))
		if got := apply(t, f, lint.Ignores(f)[0].Remove()); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestMalformedIgnores(t *testing.T) {
	for in, want := range map[string]string{
		"# difylint: ignore":                                          "ignore: name what to ignore in brackets: ignore[family/name]",
		"# difylint: ignore a/x":                                      "ignore: name what to ignore in brackets: ignore[family/name]",
		"# difylint: ignore-file":                                     "ignore-file: name what to ignore in brackets: ignore-file[family/name]",
		"# difylint: ignore[a/x":                                      `[a/x: the closing "]" is missing`,
		"# difylint: ignore[ , ]":                                     "[ , ]: name what to ignore in brackets: ignore[family/name]",
		"# difylint: ignore[until=2027-01-31]":                        "[until=2027-01-31]: name what to ignore in brackets: ignore[family/name]",
		"# difylint: disable[a/x]":                                    `disable: "disable" asks nothing of difylint; write ignore[family/name] or ignore-file[family/name]`,
		"# difylint: 2":                                               `2: "2" asks nothing of difylint; write ignore[family/name] or ignore-file[family/name]`,
		"# difylint: ignore[a/x, until=31.1.2027] r":                  "until=31.1.2027: until=31.1.2027 names no day; write until=2027-01-31",
		"# difylint: ignore[until=2027-01-31, until=2027-02-01, a/x]": "until=2027-02-01: until=2027-02-01 names no day; write until=2027-01-31",
		"# difylint: ignore[a/x] r":                                   ": ",
	} {
		f := text.NewFile("a.yaml", []byte("a: 1 "+in+"\n"))
		g := lint.Ignores(f)
		if len(g) != 1 {
			t.Fatalf("%q: %d ignores", in, len(g))
		}
		if got := f.Slice(g[0].MalformedSpan) + ": " + g[0].Malformed.String(); got != want {
			t.Errorf("%q: %s, want %s", in, got, want)
		}
	}
	g := lint.Ignores(text.NewFile("a.yaml", []byte("# difylint:\tignore[ a/x\t,b/*,\tuntil=2027-01-31 ,] :\twhy\t\n")))[0]
	if len(g.Rules) != 2 || g.Rules[0].ID != "a/x" || g.Rules[1].ID != "b/*" || g.Until.Format(time.DateOnly) != "2027-01-31" || g.Reason != "why" {
		t.Errorf("%+v", g)
	}
}

func TestRemoveIgnores(t *testing.T) {
	for _, tt := range []struct {
		in   string
		rule int // -1 for the comment
		want string
	}{
		{"a: 1  # difylint: ignore[a/x] r\nb: 2\n", 0, "a: 1\nb: 2\n"},
		{"a: 1 # c # difylint: ignore[a/x] r\n", -1, "a: 1 # c\n"},
		{"a:\n  # difylint: ignore[a/x] r\r\n  b: 2\n", -1, "a:\n  b: 2\n"},
		{"\ufeff# difylint: ignore[a/x] r\na: 1\n", -1, "\ufeffa: 1\n"},
		{"a: 1 # difylint: ignore[a/x, b/y, c/z] r\n", 1, "a: 1 # difylint: ignore[a/x, c/z] r\n"},
		{"a: 1 # difylint: ignore[a/x, b/y] r\n", 1, "a: 1 # difylint: ignore[a/x] r\n"},
		{"a: 1 # difylint: ignore[a/x, b/y, until=2027-01-01] r\n", 1, "a: 1 # difylint: ignore[a/x, until=2027-01-01] r\n"},
		{"a: 1 # difylint: ignore[a/x, until=2027-01-01] r\n", 0, "a: 1\n"},
		{"a: | # difylint: ignore[a/x]\n  x\n", 0, "a: |\n  x\n"},
	} {
		file := text.NewFile("a.yaml", []byte(tt.in))
		g := lint.Ignores(file)[0]
		edits := g.Remove()
		if tt.rule >= 0 {
			edits = g.RemoveRule(tt.rule)
		}
		if got := apply(t, file, edits); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.in, got, tt.want)
		}
	}
}

// TestIgnoreEdits: what is written ignores what it was written for, and the
// file is otherwise as it was.
func TestIgnoreEdits(t *testing.T) {
	x, y := seek("a/x", "XX"), seek("b/y", "YY")
	for _, tt := range []struct{ name, file, in, want string }{
		{"line", "a.yaml", "a: XX\nb: 1\n", "a: XX  # difylint: ignore[a/x] why\nb: 1\n"},
		{"two on one line", "a.yaml", "a: XX YY XX\r\n", "a: XX YY XX  # difylint: ignore[a/x, b/y] why\r\n"},
		{"behind a comment", "a.yaml", "a: XX # c", "a: XX # c  # difylint: ignore[a/x] why"},
		{"one is there", "a.yaml", "a: YY XX # difylint: ignore[b/y, until=2027-01-01] r\n", "a: YY XX # difylint: ignore[b/y, a/x, until=2027-01-01] r\n"},
		{"one is there above", "a.yaml", "# difylint: ignore[b/y] r\na: YY XX\n", "# difylint: ignore[b/y, a/x] r\na: YY XX\n"},
		{"block scalar", "a.yaml", "a:\n  - b: |\n      c\n      XX\n  - d\n", "a:\n  # difylint: ignore[a/x] why\n  - b: |\n      c\n      XX\n  - d\n"},
		{"last line of a block scalar", "a.yaml", "b: 1\na: |\n  XX", "b: 1\n# difylint: ignore[a/x] why\na: |\n  XX"},
		{"header of a block scalar", "a.yaml", "XX: |\n  c\n", "# difylint: ignore[a/x] why\nXX: |\n  c\n"},
		{"quotes over lines", "a.yaml", "a: 'b\n  XX\n\n  c'\n", "# difylint: ignore[a/x] why\na: 'b\n  XX\n\n  c'\n"},
		{"plain over lines", "a.yaml", "a: b\n  XX\n", "a: b\n  XX  # difylint: ignore[a/x] why\n"},
		{"flow", "a.yaml", "a: [\n  XX,\n  b]\n", "a: [\n  XX,  # difylint: ignore[a/x] why\n  b]\n"},
		{"python", "m.py", "XX = 1\n", "XX = 1  # difylint: ignore[a/x] why\n"},
		{"python string", "m.py", "def f():\n    s = \"\"\"a\n    XX\n    \"\"\"\n", "def f():\n    # difylint: ignore[a/x] why\n    s = \"\"\"a\n    XX\n    \"\"\"\n"},
		{"python joined lines", "m.py", "a = 1 + \\\n    XX + \\\n    2\n", "# difylint: ignore[a/x] why\na = 1 + \\\n    XX + \\\n    2\n"},
		{"requirements", "requirements.txt", "XX==1 \\\n  --hash=a\nXX", "# difylint: ignore[a/x] why\nXX==1 \\\n  --hash=a\nXX  # difylint: ignore[a/x] why"},
		{"toml string", "a.toml", "a = '''\nXX\n'''\n", "# difylint: ignore[a/x] why\na = '''\nXX\n'''\n"},
		{"markdown", "a.md", "# XX\ntext\n", "# XX  <!-- difylint: ignore[a/x] why -->\ntext\n"},
		{"markdown, one is there", "a.md", "XX YY <!-- difylint: ignore[b/y] r -->\n", "XX YY <!-- difylint: ignore[b/y, a/x] r -->\n"},
		{"markdown code", "a.md", "a\n\n```sh\nXX\n```\n", "a\n\n<!-- difylint: ignore[a/x] why -->\n```sh\nXX\n```\n"},
		{"markdown code at the end", "a.md", "~~~~\nXX\n~~~~", "<!-- difylint: ignore[a/x] why -->\n~~~~\nXX\n~~~~"},
		{"markdown table", "a.md", "| a |\n| - |\n| XX |", "<!-- difylint: ignore[a/x] why -->\n| a |\n| - |\n| XX |"},
		{"patterns", ".difyignore", "a\nXX\n", "a\n# difylint: ignore[a/x] why\nXX\n"},
		{"patterns, the first", ".difyignore", "XX\n", "# difylint: ignore[a/x] why\nXX\n"},
		{"a block at the beginning, behind a mark", "a.yaml", "\ufeffa: |\n  XX\n", "\ufeff# difylint: ignore[a/x] why\na: |\n  XX\n"},
		{"a whole file's says nothing of one place", "a.yaml", "# difylint: ignore-file[b/y] r\na: XX\n", "# difylint: ignore-file[b/y] r\na: XX  # difylint: ignore[a/x] why\n"},
		{"one that names nothing", "a.yaml", "# difylint: ignore[]\na: XX\n", "# difylint: ignore[]\na: XX  # difylint: ignore[a/x] why\n"},
		{"patterns, indented", ".difyignore", "  XX\n", "# difylint: ignore[a/x] why\n  XX\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			findings := runOn(t, map[string]string{tt.file: tt.in}, nil, x, y).Findings()
			edits, left := lint.IgnoreEdits(findings, " why ")
			if len(left) > 0 {
				t.Fatalf("left: %+v", left)
			}
			f := text.NewFile(tt.file, []byte(tt.in))
			got := apply(t, f, edits)
			if got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
			for _, f := range runOn(t, map[string]string{tt.file: got}, nil, x, y).Findings() {
				if f.IgnoredBy == lint.NotIgnored {
					t.Errorf("not ignored: %s:%d", f.Path, f.File.Position(f.Span.Start).Line)
				}
			}
		})
	}
	findings := runOn(t, map[string]string{"a.csv": "XX\n", "b.yaml": "a: 'XX\n", "c.yaml": "a: XX # difylint: ignore[a/x, until=2020-01-01] r\n"}, nil, x).Findings()
	if edits, left := lint.IgnoreEdits(findings, ""); len(edits) != 0 || len(left) != 3 {
		t.Errorf("no comment can stand there: %v %v", edits, left)
	}
}

// FuzzIgnores: no comment ends the program, and every place lies in the file.
func FuzzIgnores(f *testing.F) {
	f.Add("a: 1 # difylint: ignore[a/x, until=2027-01-01] r\n")
	f.Add("# difylint: ignore-file[,]#difylint:\n\"\"\"\\\n'''")
	f.Fuzz(func(t *testing.T, in string) {
		for _, name := range []string{"a.yaml", "a.py", "a.toml", "requirements.txt", ".difyignore", "a.md"} {
			file := text.NewFile(name, []byte(in))
			for _, g := range lint.Ignores(file) {
				for i, r := range g.Rules {
					if r.Span.End > len(in) || file.Slice(r.Span) != r.ID || g.RemoveRule(i) == nil {
						t.Fatalf("%q: %+v", in, g)
					}
				}
			}
		}
	})
}

func apply(t *testing.T, f *text.File, edits []text.Edit) string {
	t.Helper()
	out, err := fix.Apply(f, edits)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// TestIgnoresOneByOne: whatever stands where, the findings that are ignored are
// those that some ignore covers, asked one by one, and the ignores that are told as
// unused are the others.
func TestIgnoresOneByOne(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same each time
	pieces := []string{
		"k#: bad\n", "k#: worse\n", "k#: fine\n", "k#: [bad,\n  worse]\n", "\n", "# words\n", "k#: |\n  bad\n  # difylint: ignore[a/bad] in a text\n",
		"# difylint: ignore[a/bad] r\n", "# difylint: ignore[a/*] r\n", "# difylint: ignore[b/worse, a/bad] r\n", "k#: bad # difylint: ignore[a/bad] r\n",
		"k#: worse # difylint: ignore[a/bad, b/*] r\n", "# difylint: ignore[b/worse, until=2026-10-31] r\n", "# difylint: ignore[b/worse, until=2026-11-01] r\n",
	}
	now := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	for range 300 {
		var b strings.Builder
		for i := range 1 + random.IntN(12) {
			b.WriteString(strings.ReplaceAll(pieces[random.IntN(len(pieces))], "#: ", fmt.Sprintf("%d: ", i)))
		}
		if random.IntN(8) == 0 {
			b.WriteString("# difylint: ignore-file[a/bad] r\n")
		}
		res := runOn(t, map[string]string{"x.yaml": b.String()}, nil, seek("a/bad", "bad"), seek("b/worse", "worse"), tell)
		type used struct {
			start int
			rule  string
		}
		covering, unused := map[used]bool{}, map[used]bool{}
		var ignores []*lint.Ignore
		for _, f := range res.Findings() {
			if f.Path == "x.yaml" && ignores == nil {
				ignores = lint.Ignores(f.File)
			}
			if f.Rule == tell {
				unused[used{f.Span.Start, f.File.Slice(f.Span)}] = true
				continue
			}
			covered := false
			for _, g := range ignores {
				if !g.Covers(&f, now) {
					continue
				}
				covered = true
				for _, r := range g.Rules {
					if r.ID == f.Rule.ID || r.ID == f.Rule.Family()+"/*" {
						covering[used{r.Span.Start, r.ID}] = true
					}
				}
			}
			if covered != (f.IgnoredBy != lint.NotIgnored) {
				t.Fatalf("%s: %s at %d: covered %v, ignored by %q", b.String(), f.Rule.ID, f.Span.Start, covered, f.IgnoredBy)
			}
		}
		for _, g := range ignores {
			for _, r := range g.Rules {
				if at := (used{r.Span.Start, r.ID}); covering[at] == unused[at] {
					t.Fatalf("%s: %s at %d: it covers something: %v, and is told as unused: %v", b.String(), r.ID, r.Span.Start, covering[at], unused[at])
				}
			}
		}
	}
}
