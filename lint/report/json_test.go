package report

import (
	"bytes"
	"encoding/json"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/terminal"
	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v5"
)

// validate holds a JSON document against a schema file.
func validate(t *testing.T, schemaFile, doc string) {
	t.Helper()
	data, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.Draft = jsonschema.Draft2020
	c.AssertFormat = true
	if err := c.AddResource("mem://schema.json", bytes.NewReader(data)); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("mem://schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var v any
	d := json.NewDecoder(strings.NewReader(doc))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	if err := s.Validate(v); err != nil {
		t.Errorf("%#v", err)
	}
}

// closed is a schema file in which no object may have members that the schema
// does not name, so that what is written and what is described stay the same.
func closed(t *testing.T, schemaFile string) string {
	t.Helper()
	data, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	var walk func(v any, part bool)
	walk = func(v any, part bool) {
		switch v := v.(type) {
		case map[string]any:
			if v["type"] == "object" && v["properties"] != nil && !part {
				v["unevaluatedProperties"] = false
			}
			for k, w := range v {
				if k == "$defs" {
					for name, def := range w.(map[string]any) {
						// These two are parts of other objects.
						walk(def, name == "counts" || name == "place")
					}
					continue
				}
				walk(w, false)
			}
		case []any:
			for _, w := range v {
				walk(w, false)
			}
		}
	}
	walk(v, false)
	out, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	name := t.TempDir() + "/closed.json"
	if err := os.WriteFile(name, out, 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

const reportSchema = "../../schema/files/report.schema.json"

func TestJSONSchema(t *testing.T) {
	strict := closed(t, reportSchema)
	for name, res := range map[string]*lint.Result{"all": fixture(), "none": empty(), "no plugin": {}} {
		t.Run(name, func(t *testing.T) {
			doc := render(t, "json", Input{Result: res, Options: Options{Version: "1.2.3", ShowIgnored: true}})
			validate(t, reportSchema, doc)
			validate(t, strict, doc)
		})
	}
}

// The schema must refuse what is wrong, or the test above says nothing.
func TestJSONSchemaRefuses(t *testing.T) {
	data, err := os.ReadFile(closed(t, reportSchema))
	if err != nil {
		t.Fatal(err)
	}
	s, err := jsonschema.CompileString("mem://schema.json", string(data))
	if err != nil {
		t.Fatal(err)
	}
	good := render(t, "json", Input{Result: fixture()})
	for _, tt := range [][2]string{
		{`"version": 1`, `"version": 2`},
		{`"gate":"package"`, `"gate":"door"`},
		{`"column":4,`, `"column":0,`},
		{`"offset":3}`, `"offset":"3"}`},
		{`"related":[],`, ``},
		{`"unneeded":true`, `"unneded":true`},
		{`"by":"baseline"`, `"by":"mistake"`},
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

type jsonPlace struct {
	Path       string
	Start, End struct{ Line, Column, Offset int }
}

type jsonDoc struct {
	Summary, Plugins any
	Findings         []struct {
		jsonPlace
		Message, Plugin string
		Related         []struct {
			jsonPlace
			Message string
		}
		Fixes []struct {
			Title string
			Safe  bool
			Edits []struct {
				jsonPlace
				Text string
			}
		}
	}
}

// Lines, columns and offsets of the document must name the same bytes.
func TestJSONPlaces(t *testing.T) {
	var doc jsonDoc
	res := fixture()
	if err := json.Unmarshal([]byte(render(t, "json", Input{Result: res, Options: Options{ShowIgnored: true}})), &doc); err != nil {
		t.Fatal(err)
	}
	fs := res.Findings()
	if len(doc.Findings) != len(fs) {
		t.Fatalf("%d of %d findings", len(doc.Findings), len(fs))
	}
	check := func(what string, f *text.File, s text.Span, p jsonPlace) {
		t.Helper()
		if f == nil {
			if p.Start != p.End || p.Start.Line != 1 || p.Start.Column != 1 || p.Start.Offset != 0 {
				t.Errorf("%s: a place in no text is %+v", what, p)
			}
			return
		}
		got := text.Span{Start: f.OffsetRunes(p.Start.Line, p.Start.Column), End: f.OffsetRunes(p.End.Line, p.End.Column)}
		if d := cmp.Diff(s, got); d != "" {
			t.Errorf("%s: by line and column:\n%s", what, d)
		}
		if d := cmp.Diff(s, text.Span{Start: p.Start.Offset, End: p.End.Offset}); d != "" {
			t.Errorf("%s: by offset:\n%s", what, d)
		}
	}
	for i := range fs {
		f, g := &fs[i], &doc.Findings[i]
		if g.Message != f.Message.String() || g.Path != labelOf(f.Label()) {
			t.Errorf("finding %d is %q at %s", i, g.Message, g.Path)
		}
		check(g.Message, f.File, f.Span, g.jsonPlace)
		for k := range f.Related {
			check(g.Message, f.Related[k].File, f.Related[k].Span, g.Related[k].jsonPlace)
		}
		placed := 0
		for k := range f.Fixes {
			if f.Fixes[k].Edits[0].Path == "tools/unseen.yaml" {
				continue // has no text to count in: left out
			}
			for n, e := range f.Fixes[k].Edits {
				file := f.File
				if e.Path != f.Path {
					file = f.Related[1].File
				}
				check(f.Fixes[k].Title.String(), file, e.Span, g.Fixes[placed].Edits[n].jsonPlace)
			}
			placed++
		}
		if placed != len(g.Fixes) {
			t.Errorf("%s: %d fixes, want %d", g.Message, len(g.Fixes), placed)
		}
	}
}

func TestJSONString(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	samples := []string{"", `"\`, "\x00\x1f\x7f", "天气", "👩‍💻", "\u202e\u2028\ufeff", "\U000e0041", "\xff\xe5\xad", "a\r\n\tb", "\u0085\u009b"}
	for range 2000 {
		var b strings.Builder
		for range rng.IntN(6) {
			b.WriteString(samples[rng.IntN(len(samples))])
		}
		s := b.String()
		out := newDocument(io.Discard, nil).encode(s)
		var got string
		if err := json.Unmarshal(out, &got); err != nil {
			t.Fatalf("%s: %v", out, err)
		}
		if got != string([]rune(s)) { // each invalid byte becomes U+FFFD
			t.Fatalf("%q: got %q", s, got)
		}
		for _, r := range string(out) {
			if terminal.Hidden(r) {
				t.Fatalf("%U stands in %s", r, out)
			}
		}
	}
}
