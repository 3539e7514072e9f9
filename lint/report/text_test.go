package report

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/lang"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/terminal"
)

func TestDraw(t *testing.T) {
	for _, tt := range []struct {
		name, line, span string
		wide             int
		source, carets   string
	}{
		{"whole", "name: x", "name: x", 80, "name: x", "^^^^^^^"},
		{"inside", "name: x", "x", 80, "name: x", "      ^"},
		{"wide before", "标签: x", "x", 80, "标签: x", "      ^"},
		{"wide under", "a 标签 b", "标签", 80, "a 标签 b", "  ^^^^"},
		{"emoji before", "👩‍💻👍🏽 x", "x", 80, "👩‍💻👍🏽 x", "     ^"},
		{"accent under", "e\u0301x", "e\u0301", 80, "e\u0301x", "^"},
		{"tab before", "\tx", "x", 80, "    x", "    ^"},
		{"point at the end", "name:", "", 80, "name:", "     ^"},
		{"hidden under", "a\u202eb", "\u202e", 80, "a<U+202E>b", " ^^^^^^^^"},
		{"cut right", "abc: " + strings.Repeat("d", 100), "abc", 20, "abc: dddddddddddddd…", "^^^"},
		{"cut both", strings.Repeat("a", 100) + "XY" + strings.Repeat("b", 100), "XY", 20, "…aaaaaaXYbbbbbbbbbb…", "       ^^"},
		{"cut left", strings.Repeat("a", 100) + "XY", "XY", 20, "…aaaaaaXY", "       ^^"},
		{"cut span", "key: " + strings.Repeat("v", 100), strings.Repeat("v", 100), 20, "key: vvvvvvvvvvvvvv…", "     ^^^^^^^^^^^^^^"},
		{"cut wide", strings.Repeat("字", 100) + "XY", "XY", 20, "…字字字XY", "       ^^"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			i := strings.Index(tt.line, tt.span)
			if tt.span == "" {
				i = len(tt.line)
			}
			// The line stands in a file: offsets do not begin at 0.
			data := []byte("#\n" + tt.line + "\n")
			line := text.Span{Start: 2, End: 2 + len(tt.line)}
			source, carets := draw(data, line, text.Span{Start: 2 + i, End: 2 + i + len(tt.span)}, tt.wide)
			if source != tt.source || carets != tt.carets {
				t.Errorf("got\n%s\n%s\nwant\n%s\n%s", source, carets, tt.source, tt.carets)
			}
		})
	}
}

func FuzzDraw(f *testing.F) {
	f.Add([]byte("标签: 👩‍💻\tx\x1b"), 3, 9, 40)
	f.Add([]byte("\u200dx"), 0, 0, 40)
	f.Add([]byte(strings.Repeat("字\u0301", 500)), 700, 1400, 40)
	f.Fuzz(func(t *testing.T, data []byte, start, end, wide int) {
		if wide < minWidth || wide > maxWidth {
			return
		}
		source, carets := draw(data, text.Span{End: len(data)}, text.Span{Start: start, End: end}, wide)
		if !utf8.ValidString(source) {
			t.Errorf("%q is not UTF-8", source)
		}
		width := 0
		for _, c := range terminal.Cells(source, 0) {
			width += c.Width
			if c.StandIn {
				t.Errorf("%q is drawn as it is", c.Text)
			}
		}
		if width > wide || len(carets) > wide+1 {
			t.Errorf("%d cells and %d of carets in %d", width, len(carets), wide)
		}
		if !strings.HasSuffix(carets, "^") || strings.Trim(carets, " ") != strings.Repeat("^", strings.Count(carets, "^")) {
			t.Errorf("the carets are %q", carets)
		}
	})
}

// A path must not make a line a command to the runner of a workflow.
func TestTextIsNoCommand(t *testing.T) {
	f := text.NewFile("::error file=x::y.yaml", []byte("::notice::z\n"))
	res := &lint.Result{Plugins: []lint.PluginResult{{Dir: ".", Findings: []lint.Finding{
		{Rule: ruleValue, Severity: lint.Error, Gate: lint.Package, Message: lint.Msg("::warning::a\n::warning::b"), Place: spot(f, "::", 0), Plugin: "."},
	}}}}
	for _, format := range []string{"text", "concise"} {
		for _, line := range strings.Split(render(t, format, Input{Result: res}), "\n") {
			if strings.HasPrefix(strings.TrimSpace(line), "::") {
				t.Errorf("%s: %s", format, line)
			}
		}
	}
}

func TestTextBoundsNotes(t *testing.T) {
	f := text.NewFile("a.yaml", []byte("x: y\n"))
	fd := lint.Finding{Rule: ruleValue, Severity: lint.Error, Gate: lint.Package, Message: lint.Msg("m"), Place: spot(f, "y", 0)}
	for range 20 {
		fd.Related = append(fd.Related, lint.Related{Place: spot(f, "x", 0), Message: lint.Msg("there")})
		fd.Fixes = append(fd.Fixes, lint.Fix{Title: lint.Msg("Mend"), Safe: true})
	}
	got := render(t, "text", Input{Result: &lint.Result{Plugins: []lint.PluginResult{{Findings: []lint.Finding{fd}}}}})
	if strings.Count(got, "note: a.yaml") != maxRelated || !strings.Contains(got, "note: and 14 more places") || strings.Count(got, "fix: Mend") != maxFixes {
		t.Errorf("got\n%s", got)
	}
}

// findingAt is a finding at a word of a file.
func findingAt(r *lint.Rule, s lint.Severity, f *text.File, word, format string, args ...any) lint.Finding {
	return lint.Finding{Rule: r, Severity: s, Gate: r.Gate, Message: lint.Msg(format, args...), Place: spot(f, word, 0), Plugin: "p"}
}

func TestTextOrderAndFolds(t *testing.T) {
	f := text.NewFile("a.yaml", []byte("one: 1\ntwo: 2\nsix: 6\nten: 0\n"))
	advice := findingAt(ruleStyle, lint.Info, f, "one", "cut")
	start := findingAt(ruleDouble, lint.Error, f, "two", "twice")
	install := findingAt(ruleMissing, lint.Error, f, "ten", "gone")
	same := []lint.Finding{
		findingAt(ruleBroken, lint.Warning, f, "one", "%s is old", "one"), findingAt(ruleBroken, lint.Warning, f, "two", "%s is old", "two"), findingAt(ruleBroken, lint.Warning, f, "six", "%s is old", "six"),
	}
	for i := range same {
		same[i].Fixes = []lint.Fix{{Title: lint.Msg("Mend"), Safe: true}}
	}
	aside := findingAt(ruleOff, lint.Error, f, "six", "not for the marketplace")
	aside.Gate, aside.Uncounted = lint.Publish, true
	p := lint.PluginResult{Dir: "p", Author: "acme", Name: "demo", Version: "0.1.0", Findings: append([]lint.Finding{advice, start, install, aside}, same...)}
	for _, r := range []*lint.Rule{ruleValue, ruleMissing, ruleDouble, ruleBroken} {
		p.Statuses = append(p.Statuses, lint.Status{Rule: r, State: lint.Ran})
	}
	in := Input{Result: &lint.Result{Plugins: []lint.PluginResult{p}}, Options: Options{Verdicts: true, Program: "prog"}}
	got := render(t, "text", in)
	at := -1
	for _, want := range []string{
		"gone [file/missing] (gate: install)\n", "prog explain file/missing\n", "twice [name/double]", "one is old [call/broken]",
		"= also: p/a.yaml:2:1: two is old\n", "= also: p/a.yaml:3:1: six is old\n", "= fix: Mend (--fix; the same for 3 of these)\n", "cut [text/length]\n",
		"acme/demo 0.1.0: packages ✓  installs ✗ (1)  starts ✗ (1)  calls ✓ · for the marketplace: 1 thing, see --profile marketplace\n",
	} {
		i := strings.Index(got, want)
		if i <= at {
			t.Errorf("%q must follow what stands before it:\n%s", want, got)
		}
		at = i
	}
	if strings.Contains(got, "not for the marketplace") {
		t.Errorf("what does not count is left to the verdict:\n%s", got)
	}
	in.Options.Sort, in.Options.MaxFindings, in.Options.Height = "path", 2, 5
	got = render(t, "text", in)
	if !strings.HasPrefix(got, "acme/demo 0.1.0: ") || !strings.Contains(got, "\n\nand 4 more\n") || strings.Index(got, "cut") > strings.Index(got, "twice") {
		t.Errorf("by path, two of six, on a small screen:\n%s", got)
	}
}

func TestTextWraps(t *testing.T) {
	f := text.NewFile("a.yaml", []byte("one: 1\n"))
	fd := findingAt(ruleStyle, lint.Info, f, "one", strings.Repeat("天气 word ", 30))
	got := render(t, "text", Input{Result: &lint.Result{Plugins: []lint.PluginResult{{Findings: []lint.Finding{fd}}}}, Options: Options{Wrap: true, Width: 60, Color: true}})
	for i, line := range strings.Split(got, "\n") {
		if n := terminal.Width(unstyled(line)); n > 60 {
			t.Errorf("%d cells: %q", n, line)
		}
		if i > 0 && strings.Contains(line, "word") && !strings.HasPrefix(line, "    ") {
			t.Errorf("no hanging indent: %q", line)
		}
	}
}

// TestTextInChinese: the carets stand under what they mean behind wide characters, and
// a note has one wide colon, and no space, between its word and its text.
func TestTextInChinese(t *testing.T) {
	zh, _ := lang.Of("zh-Hans")
	f := text.NewFile("a.yaml", []byte("label: {zh_Hans: 查询天气, oen: 1}\n"))
	fd := findingAt(ruleStyle, lint.Info, f, "oen", "the version is empty")
	fd.Related = []lint.Related{{Place: spot(f, "label", 0), Message: lint.Msg("first declared here")}}
	for _, color := range []bool{false, true} {
		for _, wrap := range []bool{false, true} {
			got := unstyled(render(t, "text", Input{Result: &lint.Result{Plugins: []lint.PluginResult{{Findings: []lint.Finding{fd}}}}, Options: Options{Lang: zh, Wrap: wrap, Width: 60, Color: color}}))
			lines := strings.Split(got, "\n")
			source := slices.IndexFunc(lines, func(l string) bool { return strings.Contains(l, "查询天气") })
			if source < 0 || source+1 >= len(lines) {
				t.Fatal(got)
			}
			before, _, _ := strings.Cut(lines[source], "oen")
			blank, _, _ := strings.Cut(lines[source+1], "^^^")
			if terminal.Width(before) != terminal.Width(blank) {
				t.Errorf("the carets are at %d, what they mean at %d:\n%s", terminal.Width(blank), terminal.Width(before), got)
			}
			notes := 0
			for _, l := range lines {
				if strings.HasPrefix(l, "  = ") {
					notes++
					if _, text, ok := strings.Cut(l, "："); !ok || strings.HasPrefix(text, " ") {
						t.Errorf("%q", l)
					}
				}
				if n := terminal.Width(l); wrap && n > 60 {
					t.Errorf("%d cells: %q", n, l)
				}
			}
			if notes < 2 {
				t.Errorf("%d notes:\n%s", notes, got)
			}
		}
	}
}
