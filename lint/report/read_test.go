package report

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/schema"
	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v5"
)

var catalogue = []*lint.Rule{ruleValue, ruleMissing, ruleStyle, ruleDouble, ruleOff, ruleBroken}

// TestReadBack: a report that was read says the same again, in the forms for
// programs to the byte.
func TestReadBack(t *testing.T) {
	for name, res := range map[string]*lint.Result{"all": fixture(), "none": empty(), "no plugin": {}} {
		for _, from := range []string{"json", "jsonl"} {
			written := render(t, from, Input{Result: res, Options: Options{ShowIgnored: true}})
			past, err := Read(strings.NewReader(written), catalogue)
			if err != nil {
				t.Errorf("%s as %s: %v", name, from, err)
				continue
			}
			for _, to := range []string{"json", "jsonl", "gitlab", "junit", "checkstyle"} {
				want := render(t, to, Input{Result: res, Options: Options{ShowIgnored: true}})
				got := render(t, to, Input{Result: &lint.Result{Plugins: past.Plugins}, Options: Options{ShowIgnored: true}})
				if d := cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")); d != "" {
					t.Errorf("%s from %s to %s:\n%s", name, from, to, d)
				}
			}
			for _, to := range Formats() {
				render(t, to, Input{Result: &lint.Result{Plugins: past.Plugins}, Options: Options{ShowIgnored: true, Verdicts: true}})
			}
		}
	}
}

// TestColumns: each format counts columns in its own way, from a report, too.
func TestColumns(t *testing.T) {
	f := text.NewFile("manifest.yaml", []byte("\xef\xbb\xbfa: 1\nb: 字𝄞x\n"))
	res := &lint.Result{Plugins: []lint.PluginResult{{Dir: "p", Findings: []lint.Finding{{
		Rule: ruleValue, Severity: lint.Error, Gate: lint.Package, Message: lint.Msg("no"), Plugin: "p", Fingerprint: "1", Place: spot(f, "x", 0),
	}, {
		Rule: ruleValue, Severity: lint.Error, Gate: lint.Package, Message: lint.Msg("no"), Plugin: "p", Fingerprint: "2", Place: plugin.AtSpan(f, text.Span{Start: 3, End: 4}),
	}}}}}
	past, err := Read(strings.NewReader(render(t, "jsonl", Input{Result: res})), catalogue)
	if err != nil {
		t.Fatal(err)
	}
	for _, to := range []string{"github", "rdjsonl", "concise", "markdown"} {
		if d := cmp.Diff(render(t, to, Input{Result: res}), render(t, to, Input{Result: &lint.Result{Plugins: past.Plugins}})); d != "" {
			t.Errorf("%s:\n%s", to, d)
		}
	}
}

// TestLineSchema: every line is as the schema says.
func TestLineSchema(t *testing.T) {
	name := filepath.Join(t.TempDir(), "line.json")
	if err := os.WriteFile(name, schema.ReportLine(), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := jsonschema.Compile("file://" + filepath.ToSlash(name))
	if err != nil {
		t.Fatal(err)
	}
	doc := render(t, "jsonl", Input{Result: fixture(), Options: Options{Version: "1.2.3", ShowIgnored: true, Shard: "1/4", Rules: []string{"a/b"}}})
	for line := range strings.Lines(doc) {
		var v any
		if err := json.Unmarshal([]byte(line), &v); err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(v); err != nil {
			t.Errorf("%s%v", line, err)
		}
		if m, ok := v.(map[string]any); ok {
			m["line"] = "other"
		}
		if s.Validate(v) == nil {
			t.Errorf("a line of no kind is taken")
		}
	}
}

// TestReadHostile: what is no report is refused in a sentence; what was cut is
// told, and what is whole of it is read.
func TestReadHostile(t *testing.T) {
	lines := strings.SplitAfter(render(t, "jsonl", Input{Result: fixture(), Options: Options{ShowIgnored: true}}), "\n")
	lines = lines[:len(lines)-1]
	whole, doc := strings.Join(lines, ""), render(t, "json", Input{Result: fixture()})
	head, last := lines[0], lines[len(lines)-1]
	swap := func(s, old, with string) string {
		t.Helper()
		if !strings.Contains(s, old) {
			t.Fatalf("no %s", old)
		}
		return strings.Replace(s, old, with, 1)
	}
	for name, tt := range map[string]struct{ report, want string }{
		"text":               {"3 errors\n", "it is not a report"},
		"a list":             {"[]", "it is not a report"},
		"another's":          {`{"a": 1}`, "it is not a report"},
		"a later version":    {swap(whole, `"version":1`, `"version":2`), "version 2"},
		"a later document":   {swap(doc, `"version": 1`, `"version": 7`), "version 7"},
		"cut document":       {doc[:len(doc)/2], "cut off"},
		"two documents":      {doc + doc, "something follows"},
		"deep":               {head + strings.Repeat(`{"a":`, 100000) + "\n", "line 2: it is not JSON"},
		"deep document":      {"{\n" + strings.Repeat(`"a":{`, 100000), ""},
		"long line":          {head + `{"line":"finding","message":"` + strings.Repeat("x", longestLine) + "\"}\n", "longer than"},
		"garbage":            {head + "\x00\x1b[31m\n" + last, "line 2: it is not JSON"},
		"another kind":       {head + `{"line":"` + strings.Repeat("x", 1000) + "\"}\n", "is not a kind of line"},
		"wrong type":         {head + `{"line":"plugin","path":3}` + "\n", "wrong kind"},
		"a line is missing":  {strings.Join(append([]string{head}, lines[2:]...), ""), "are announced"},
		"twice":              {whole + last, "something follows"},
		"a plugin twice":     {head + strings.Repeat(`{"line":"plugin","findings":0,"path":"p"}`+"\n", 2), "there twice"},
		"a plugin too few":   {head + last, "another number of plugins"},
		"severity":           {swap(whole, `"severity":"error"`, `"severity":"fatal"`), "is not a severity"},
		"gate":               {swap(whole, `"gate":"package"`, `"gate":"door"`), "is not a gate"},
		"rule":               {swap(whole, `"rule":"schema/value"`, `"rule":"../../etc"`), "is not the id of a rule"},
		"negative":           {swap(whole, `"line":2,`, `"line":-2,`), "no file has"},
		"column behind all":  {swap(whole, `"column":4,`, `"column":4000000,`), "no file has"},
		"huge number":        {swap(whole, `"column":4,`, `"column":99999999999999999999,`), "wrong kind"},
		"state":              {swap(whole, `"state":"skipped"`, `"state":"lost"`), "is not the state"},
		"fails on":           {head + `{"line":"plugin","findings":0,"path":"p","fail_on":"often"}` + "\n", "is not a severity"},
		"a finding of none":  {head + `{"line":"finding","rule":"a/b","severity":"info","gate":"none","path":"p"}` + "\n" + `{"line":"plugin","findings":1,"path":"p"}` + "\n", "no message"},
		"ignored by nothing": {swap(whole, `"by":"baseline"`, `"by":"luck"`), "does not ignore"},
	} {
		past, err := Read(strings.NewReader(tt.report), catalogue)
		if err == nil || !strings.Contains(err.Error(), tt.want) || len(err.Error()) > 300 || strings.ContainsAny(err.Error(), "\n\x1b") {
			t.Errorf("%s: %v, %v", name, err, past)
		}
	}
	for cut := 0; cut < len(whole); cut += 41 {
		past, err := Read(strings.NewReader(whole[:cut]), catalogue)
		if err != nil || !past.Unended {
			t.Fatalf("cut at %d: %v", cut, err)
		}
	}
}
