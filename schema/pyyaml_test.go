package schema

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"math"
	"os"
	"strconv"
	"testing"

	"github.com/difylint/difylint/lint/source/yaml"
)

// vector is one line of testdata/pyyaml/vectors.jsonl.gz, which
// make_vectors.py beside it writes.
type vector struct {
	text, tag, kind string
	value           any
}

func vectors(tb testing.TB) []vector {
	tb.Helper()
	f, err := os.Open("testdata/pyyaml/vectors.jsonl.gz")
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	z, err := gzip.NewReader(f)
	if err != nil {
		tb.Fatal(err)
	}
	var out []vector
	for s := bufio.NewScanner(z); s.Scan(); {
		var row [4]any
		if err := json.Unmarshal(s.Bytes(), &row); err != nil {
			tb.Fatal(err)
		}
		text, _ := row[0].(string)
		tag, _ := row[1].(string)
		kind, _ := row[2].(string)
		out = append(out, vector{text, tag, kind, row[3]})
	}
	return out
}

func (v vector) node() *yaml.Node {
	return &yaml.Node{Kind: yaml.Scalar, Value: v.text, Tag: v.tag, Tagged: v.tag != ""}
}

func TestPyYAMLScalars(t *testing.T) {
	list := vectors(t)
	if len(list) < 5000 {
		t.Fatalf("only %d vectors", len(list))
	}
	for _, v := range list {
		got, why := pyScalar(v.node())
		if v.kind == "error" {
			if why == "" {
				t.Errorf("%s %q is %#v; PyYAML refuses it", v.tag, v.text, got)
			}
			continue
		}
		if why != "" {
			t.Errorf("%s %q is refused (%s); PyYAML makes %s %v of it", v.tag, v.text, why, v.kind, v.value)
			continue
		}
		if !same(got, v) {
			t.Errorf("%s %q is %#v; PyYAML makes %s %v of it", v.tag, v.text, got, v.kind, v.value)
		}
	}
}

func same(got any, v vector) bool {
	switch v.kind {
	case "null":
		return got == nil
	case "str", "bool":
		return got == v.value
	case "date", "bytes":
		m, ok := got.(map[string]any)
		return ok && foreign(m)
	case "int":
		s, _ := v.value.(string)
		if n, ok := got.(json.Number); ok {
			return string(n) == s
		}
		i, ok := got.(int)
		return ok && strconv.Itoa(i) == s
	case "float":
		s, _ := v.value.(string)
		f, err := strconv.ParseFloat(s, 64)
		if math.IsNaN(f) || math.IsInf(f, 0) {
			return got == notFinite
		}
		g, ok := got.(float64)
		return ok && err == nil && (g == f || math.Abs(g-f) < 1e-9*math.Abs(f))
	}
	return false
}

func TestIsText(t *testing.T) {
	n := root(t, "{a: text, b: 1, c: '1', d: 1e30, e: [x], f: {g: h}, i: , j: !!binary aGk=, k: !!binary '////', l: =, m: !!str 5, n: yes}")
	for _, e := range n.Entries() {
		want := map[string]bool{"a": true, "c": true, "d": true, "j": true, "m": true}[e.Key.Value]
		if got := IsText(e); got != want {
			t.Errorf("%s: %v", e.Key.Value, got)
		}
	}
	if IsText(nil) {
		t.Error("nothing is text")
	}
}
