package report

import (
	"encoding/json"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v5"
)

// sarifSubset describes, closed, the part of SARIF 2.1.0 that is written here;
// the whole of it is what .ci/validate-formats holds real documents against.
const sarifSubset = "testdata/sarif-subset.schema.json"

func TestSARIFSchema(t *testing.T) {
	for name, res := range map[string]*lint.Result{"all": fixture(), "none": empty(), "no plugin": {}} {
		t.Run(name, func(t *testing.T) {
			validate(t, sarifSubset, render(t, "sarif", Input{Result: res, Options: Options{Version: "1.2.3", ShowIgnored: true}}))
		})
	}
}

func TestSARIFSchemaRefuses(t *testing.T) {
	data, err := os.ReadFile(sarifSubset)
	if err != nil {
		t.Fatal(err)
	}
	s, err := jsonschema.CompileString("mem://schema.json", string(data))
	if err != nil {
		t.Fatal(err)
	}
	good := render(t, "sarif", Input{Result: fixture()})
	for _, tt := range [][2]string{
		{`"level": "note"`, `"level": "info"`},
		{`"startLine":1,`, `"startLine":0,`},
		{`"columnKind": "utf16CodeUnits"`, `"columnKind": "utf16"`},
		{`"byteOffset":3`, `"byteOfset":3`},
		{`"version": "2.1.0"`, `"version": "2.0.0"`},
		{`"uri":"manifest.yaml"`, `"uri":"a b"`},
		{`"executionSuccessful": false`, `"executionSuccessful": "no"`},
	} {
		if !strings.Contains(good, tt[0]) {
			t.Fatalf("the document has no %s", tt[0])
		}
		var v any
		if err := json.Unmarshal([]byte(strings.Replace(good, tt[0], tt[1], 1)), &v); err != nil {
			t.Fatal(err)
		}
		if s.Validate(v) == nil {
			t.Errorf("%s is accepted", tt[1])
		}
	}
}

type sarifRegion struct {
	StartLine, StartColumn, EndLine, EndColumn, ByteOffset, ByteLength int
	Snippet                                                            *struct{ Text string }
}

type sarifLocation struct {
	ID               int
	PhysicalLocation struct {
		ArtifactLocation struct {
			URI   string
			Index *int
		}
		Region *sarifRegion
	}
	Message struct{ Text string }
}

type sarifDoc struct {
	Runs []struct {
		Tool struct {
			Driver struct{ Rules []struct{ ID string } }
		}
		Artifacts []struct {
			Location    struct{ URI string }
			ParentIndex *int
		}
		Results []struct {
			RuleID              string
			RuleIndex           int
			Level               string
			Message             struct{ Text string }
			Locations           []sarifLocation
			RelatedLocations    []sarifLocation
			PartialFingerprints map[string]string
			BaselineState       string
			Suppressions        []struct{ Kind, Justification string }
			Fixes               []struct {
				ArtifactChanges []struct {
					ArtifactLocation struct{ URI string }
					Replacements     []struct {
						DeletedRegion   sarifRegion
						InsertedContent struct{ Text string }
					}
				}
			}
		}
	}
}

func decodeSARIF(t *testing.T, in Input) sarifDoc {
	t.Helper()
	var doc sarifDoc
	if err := json.Unmarshal([]byte(render(t, "sarif", in)), &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

// span reads a region as a viewer does: by lines and UTF-16 columns.
func (r *sarifRegion) span(f *text.File) text.Span {
	return text.Span{Start: f.OffsetUTF16(r.StartLine-1, r.StartColumn-1), End: f.OffsetUTF16(r.EndLine-1, r.EndColumn-1)}
}

// The help of a rule has the words by which the platform refuses what it finds.
func TestSARIFSays(t *testing.T) {
	for id, want := range map[string]string{
		"schema/required":   "failed on the",
		"yaml/syntax":       "yaml",
		"import/undeclared": "No module named",
		"identity/name":     "",
	} {
		help := ruleOf(&lint.Rule{ID: id, Title: "a title", Gate: lint.Install}, nil).Help
		quotes := Saids(id)
		if want != "" && len(quotes) == 0 {
			t.Errorf("%s: nothing is said", id)
		}
		for _, text := range []string{help.Text, help.Markdown} {
			if len(quotes) > 0 && (!strings.Contains(text, "You will see:") || !strings.Contains(text, quotes[0]) || !strings.Contains(text, want)) {
				t.Errorf("%s: %s", id, text)
			}
		}
	}
}

func TestSARIFResults(t *testing.T) {
	res := fixture()
	run := decodeSARIF(t, Input{Result: res, Options: Options{ShowIgnored: true}}).Runs[0]
	fs := res.Findings()
	if len(run.Results) != len(fs) {
		t.Fatalf("%d of %d findings", len(run.Results), len(fs))
	}
	check := func(what string, p *plugin.Place, label string, l sarifLocation) {
		t.Helper()
		a := l.PhysicalLocation.ArtifactLocation
		path, err := url.PathUnescape(a.URI)
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
		if a.Index != nil && run.Artifacts[*a.Index].ParentIndex != nil {
			outer, err := url.PathUnescape(run.Artifacts[*run.Artifacts[*a.Index].ParentIndex].Location.URI)
			if err != nil {
				t.Errorf("%s: %v", what, err)
			}
			path = outer + "!" + path
		} else if a.Index != nil {
			path += "!"
		}
		if path != labelOf(label) {
			t.Errorf("%s: the URI is of %q, want %q", what, path, label)
		}
		r := l.PhysicalLocation.Region
		if r == nil {
			t.Fatalf("%s: no region", what)
		}
		if p.File == nil {
			if d := cmp.Diff(sarifRegion{StartLine: 1, StartColumn: 1, EndLine: 1, EndColumn: 1}, *r); d != "" {
				t.Errorf("%s: the region of no text:\n%s", what, d)
			}
			return
		}
		if d := cmp.Diff(p.Span, r.span(p.File)); d != "" {
			t.Errorf("%s: by columns:\n%s", what, d)
		}
		if d := cmp.Diff(p.Span, text.Span{Start: r.ByteOffset, End: r.ByteOffset + r.ByteLength}); d != "" {
			t.Errorf("%s: by bytes:\n%s", what, d)
		}
		if want := string([]rune(p.File.Slice(p.Span))); r.Snippet != nil && r.Snippet.Text != want {
			t.Errorf("%s: snippet %q, want %q", what, r.Snippet.Text, want)
		}
	}
	for i := range fs {
		f, r := &fs[i], &run.Results[i]
		if r.RuleID != f.Rule.ID || run.Tool.Driver.Rules[r.RuleIndex].ID != f.Rule.ID {
			t.Errorf("result %d has rule %s, index %d", i, r.RuleID, r.RuleIndex)
		}
		check(r.Message.Text, &f.Place, f.Label(), r.Locations[0])
		if r.PartialFingerprints["difylint/v1"] != f.Fingerprint {
			t.Errorf("result %d: fingerprints %v", i, r.PartialFingerprints)
		}
		for k := range f.Related {
			l := r.RelatedLocations[k]
			check(r.Message.Text, &f.Related[k].Place, f.LabelOf(&f.Related[k]), l)
			if l.ID != k+1 || !strings.Contains(r.Message.Text, "]("+string(rune('0'+l.ID))+")") {
				t.Errorf("related location %d is not linked from %q", l.ID, r.Message.Text)
			}
		}
		state, kinds := "new", []string(nil)
		switch f.IgnoredBy {
		case lint.ByComment:
			kinds = []string{"inSource"}
		case lint.ByBaseline:
			state, kinds = "unchanged", []string{"external"}
		}
		var got []string
		for _, s := range r.Suppressions {
			got = append(got, s.Kind)
		}
		if r.BaselineState != state || cmp.Diff(kinds, got) != "" {
			t.Errorf("%s: %s, suppressions %v", r.Message.Text, r.BaselineState, got)
		}
		for k := range r.Fixes {
			for _, c := range r.Fixes[k].ArtifactChanges {
				for _, rep := range c.Replacements {
					s := rep.DeletedRegion
					file := f.File
					if strings.HasSuffix(c.ArtifactLocation.URI, "other.yaml") {
						file = f.Related[1].File
					}
					if d := cmp.Diff(text.Span{Start: s.ByteOffset, End: s.ByteOffset + s.ByteLength}, s.span(file)); d != "" {
						t.Errorf("%s: fix:\n%s", r.Message.Text, d)
					}
				}
			}
		}
	}
}

func TestSARIFClean(t *testing.T) {
	doc := render(t, "sarif", Input{Result: empty()})
	if !strings.Contains(doc, `"results": []`) || !strings.Contains(doc, `"executionSuccessful": true`) {
		t.Errorf("got\n%s", doc)
	}
	if strings.Contains(doc, "baselineState") {
		t.Error("there is no baseline to compare with")
	}
}

// A message cannot make links of its own.
func TestSARIFLinks(t *testing.T) {
	f := lint.Finding{Rule: ruleValue, Message: lint.Msg("[click](https://evil.example)"), Related: []lint.Related{{Message: lint.Msg(`a](2)\`)}}}
	if got, want := (&sarif{view: &view{}}).linked(&f), `[click\](https://evil.example) (see: [a\](2)\\](1))`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestURI(t *testing.T) {
	for in, want := range map[string]string{
		"a/b.yaml":     "a/b.yaml",
		"../a b.yaml":  "../a%20b.yaml",
		"C:/a b":       "file:///C:/a%20b",
		"a:b/c":        "a%3Ab/c",
		"//host/a":     "file://host/a",
		"天气/100%?#":    "%E5%A4%A9%E6%B0%94/100%25%3F%23",
		"a\\b\x1b":     "a%5Cb%1B",
		"/abs/é":       "file:///abs/%C3%A9",
		"a+b@c!d(e)'f": "a+b@c!d(e)'f",
	} {
		if got := fileURI(in); got != want {
			t.Errorf("%q: got %s, want %s", in, got, want)
		}
		if _, err := url.Parse(fileURI(in)); err != nil {
			t.Error(err)
		}
	}
}

func TestCut(t *testing.T) {
	for _, tt := range []struct {
		in   string
		n    int
		want string
	}{
		{"short", 10, "short"},
		{"one two three", 9, "one two…"},
		{"天气天气天气", 4, "天气天…"},
		{"exactly 10", 10, "exactly 10"},
	} {
		if got := cut(tt.in, tt.n); got != tt.want {
			t.Errorf("%q: got %q", tt.in, got)
		}
	}
}
