package python_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint/internal/tool/vectors"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/text"
)

// sources are the files of testdata/src by name.
func sources(tb testing.TB) map[string][]byte {
	tb.Helper()
	paths, err := filepath.Glob("testdata/src/*.py")
	if err != nil || len(paths) < 20 {
		tb.Fatalf("sources: %d, %v", len(paths), err)
	}
	files := map[string][]byte{}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			tb.Fatal(err)
		}
		files[filepath.Base(path)] = data
	}
	return files
}

// TestVectors holds the facts of testdata/src against those of CPython's ast.
func TestVectors(t *testing.T) {
	f, err := os.Open("testdata/src.jsonl.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	vs, err := vectors.Read(f)
	if err != nil {
		t.Fatal(err)
	}
	files := sources(t)
	if len(vs) != len(files) {
		t.Errorf("%d vectors for %d sources: run make_vectors.py", len(vs), len(files))
	}
	for i := range vs {
		m := python.Parse(text.NewFile(vs[i].Path, files[vs[i].Path]))
		for _, d := range vectors.Diff(&vs[i], m) {
			t.Errorf("%s: %s", vs[i].Path, d)
		}
		if m.Incomplete {
			t.Errorf("%s: incomplete", vs[i].Path)
		}
	}
}

// verdict is a line of testdata/verdicts.txt.
type verdict struct {
	line   int
	source string
}

func verdicts(tb testing.TB) []verdict {
	tb.Helper()
	data, err := os.ReadFile("testdata/verdicts.txt")
	if err != nil {
		tb.Fatal(err)
	}
	var out []verdict
	for row := range strings.Lines(string(data)) {
		if row = strings.TrimSpace(row); row == "" || row[0] == '#' {
			continue
		}
		number, quoted, _ := strings.Cut(row, "\t")
		var v verdict
		v.line, err = strconv.Atoi(number)
		if err == nil {
			err = json.Unmarshal([]byte(quoted), &v.source)
		}
		if err != nil {
			tb.Fatalf("%s: %v", row, err)
		}
		out = append(out, v)
	}
	if len(out) < 600 {
		tb.Fatalf("%d verdicts", len(out))
	}
	return out
}

// differently are the verdicts that this package knows to give otherwise: the
// line that it names, 0 where it says nothing.
var differently = map[string]int{
	"\n# coding: nonsense\n": 2, // CPython names no line of its own
	"f'{x:\n}'\n":            0, // Python 3.12 takes it
	"f'\\N{x}'\n":            0, // the names of characters are not known here
}

// TestVerdicts holds the syntax errors against those of CPython: the same
// sources are refused, in the same line.
func TestVerdicts(t *testing.T) {
	for _, v := range verdicts(t) {
		m := python.Parse(text.NewFile("x.py", []byte(v.source)))
		got := 0
		if m.Err != nil {
			got = m.File.Position(m.Err.Span.Start).Line
			if s := m.Err.Error(); strings.Contains(s, "%!") {
				t.Errorf("%q: message %s", v.source, s)
			}
		}
		want := v.line
		if line, ok := differently[v.source]; ok {
			want = line
		}
		if got != want {
			t.Errorf("%.80q: error in line %d (%v), want %d", v.source, got, m.Err, want)
		}
	}
}
