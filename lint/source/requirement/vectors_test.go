package requirement

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint/source/text"
)

// vector is one answer of packaging; see testdata/make_vectors.py.
type vector struct {
	T, S, A, B, V string
	E             int
	R             json.RawMessage
}

type vectorHeader struct {
	Packaging    string
	Rows         int
	Lattice      []string
	Environments []Environment
}

func readVectors(tb testing.TB) (vectorHeader, []vector) {
	tb.Helper()
	f, err := os.Open("testdata/vectors.jsonl.gz")
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	z, err := gzip.NewReader(f)
	if err != nil {
		tb.Fatal(err)
	}
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<20)
	var header vectorHeader
	var rows []vector
	for lines.Scan() {
		var target any = &header
		if header.Packaging != "" {
			rows = append(rows, vector{})
			target = &rows[len(rows)-1]
		}
		if err := json.Unmarshal(lines.Bytes(), target); err != nil {
			tb.Fatal(err)
		}
	}
	if lines.Err() != nil || len(rows) != header.Rows || len(rows) < 2000 {
		tb.Fatalf("%d rows, the header says %d: %v", len(rows), header.Rows, lines.Err())
	}
	return header, rows
}

// evaluate makes every comparison, as packaging does; Over leaves open what it cannot know.
func evaluate(m *Marker, e Environment) (holds, defined bool) {
	if m.Kind == Comparison {
		return m.compare(e)
	}
	holds, defined = m.Kind == And, true
	for i := range m.Terms {
		h, d := evaluate(&m.Terms[i], e)
		defined = defined && d
		if m.Kind == And {
			holds = holds && h
		} else {
			holds = holds || h
		}
	}
	return holds, defined
}

// dump writes a marker as make_vectors.py does.
func dump(n *Marker) any {
	if n.Kind == Comparison {
		side := func(v MarkerValue) []any {
			if v.Variable != "" {
				return []any{"$", v.Variable}
			}
			return []any{"s", v.Text}
		}
		return []any{"cmp", side(n.Left), n.Op, side(n.Right)}
	}
	list := []any{map[MarkerKind]string{And: "and", Or: "or"}[n.Kind]}
	for i := range n.Terms {
		list = append(list, dump(&n.Terms[i]))
	}
	return list
}

func TestVectors(t *testing.T) {
	header, rows := readVectors(t)
	lattice := make([]Version, len(header.Lattice))
	for i, s := range header.Lattice {
		lattice[i], _ = ParseVersion(s)
	}
	count := map[string]int{}
	for _, row := range rows {
		count[row.T]++
		got := answer(t, row, lattice, header)
		var want any
		if err := json.Unmarshal(row.R, &want); err != nil {
			t.Fatal(err)
		}
		a, b := canonical(t, got), canonical(t, want)
		if a != b {
			t.Errorf("%s %q %q %q %q:\n  got  %s\n  want %s", row.T, row.S, row.A, row.B, row.V, a, b)
		}
	}
	for _, kind := range []string{"version", "pair", "clause", "contains", "lattice", "requirement", "marker", "evaluate", "name"} {
		if count[kind] == 0 {
			t.Errorf("no vectors for %s", kind)
		}
	}
}

func canonical(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func answer(t *testing.T, row vector, lattice []Version, header vectorHeader) any {
	t.Helper()
	flag := func(ok bool) string {
		if ok {
			return "T"
		}
		return "F"
	}
	switch row.T {
	case "version":
		v, ok := ParseVersion(row.S)
		if !ok {
			return nil
		}
		if again, ok := ParseVersion(v.String()); !ok || !again.Equal(v) || again.String() != v.String() {
			t.Errorf("%q does not read as itself", v)
		}
		return []any{v.String(), v.Public().String(), v.Base().String(), v.IsPreRelease(), v.HasPost}
	case "pair":
		a, _ := ParseVersion(row.A)
		b, _ := ParseVersion(row.B)
		if a.Compare(b) != -b.Compare(a) {
			t.Errorf("%s and %s do not compare alike both ways", a, b)
		}
		return a.Compare(b)
	case "clause":
		s := trimSpace(row.S)
		c, ok := scanClause(s, 0)
		if !ok || c.Span.End != len(s) {
			return nil
		}
		return []any{c.Op.String(), c.Text}
	case "contains":
		list, ok := ParseSpecifiers(row.S)
		v, valid := ParseVersion(row.V)
		if !ok || !valid {
			return nil
		}
		return flag(list.Contains(v, Auto)) + flag(list.Contains(v, Allow)) + flag(list.Contains(v, Forbid))
	case "lattice":
		list, ok := ParseSpecifiers(row.S)
		if !ok {
			return nil
		}
		var b strings.Builder
		for _, v := range lattice {
			b.WriteString(flag(list.Contains(v, Allow)))
		}
		return b.String()
	case "requirement":
		r := ParseRequirement(row.S)
		checkSpans(t, row.S, r)
		if !r.Valid() {
			return nil
		}
		extras, specs := []string{}, []string{}
		for _, e := range r.Extras {
			extras = append(extras, e.Name)
		}
		for _, c := range r.Specifiers {
			specs = append(specs, c.String())
		}
		var url, marker any
		if r.URL != "" {
			url = r.URL
		}
		if r.Marker != nil {
			marker = dump(r.Marker)
		}
		return []any{r.Name, sorted(extras), sorted(dedupe(specs)), url, marker}
	case "marker":
		m, problems := ParseMarker(row.S)
		if len(problems) > 0 {
			return nil
		}
		again, problems := ParseMarker(m.String())
		if len(problems) > 0 || again.String() != m.String() {
			t.Errorf("marker %s does not read as itself: %v", m, problems)
		}
		return dump(m)
	case "evaluate":
		m, problems := ParseMarker(row.S)
		if len(problems) > 0 {
			return "E"
		}
		holds, defined := evaluate(m, header.Environments[row.E])
		if !defined {
			return "E"
		}
		return flag(holds)
	case "name":
		return NormalizeName(row.S)
	}
	t.Fatalf("unknown kind %q", row.T)
	return nil
}

func sorted(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

// dedupe drops clauses that packaging holds to be the same: it keeps the first
// of those whose version is equal when written canonically.
func dedupe(list []string) []string {
	seen := map[string]bool{}
	var out []string
	for _, s := range list {
		c, _ := scanClause(s, 0)
		key := c.Text
		if v, ok := ParseVersion(c.Text); ok {
			if c.Op != Compatible {
				for len(v.Release) > 1 && v.Release[len(v.Release)-1] == 0 {
					v.Release = v.Release[:len(v.Release)-1]
				}
			}
			key = v.String()
		}
		if key = c.Op.String() + key; !seen[key] {
			seen[key] = true
			out = append(out, s)
		}
	}
	if out == nil {
		return []string{}
	}
	return out
}

// checkSpans holds every span to the text it stands for.
func checkSpans(tb testing.TB, s string, r *Requirement) {
	tb.Helper()
	within := func(what string, span text.Span) bool {
		if span.Start < 0 || span.End < span.Start || span.End > len(s) {
			tb.Errorf("%q: %s at %v", s, what, span)
			return false
		}
		return true
	}
	is := func(what string, span text.Span, want string) {
		if within(what, span) && r.Valid() && s[span.Start:span.End] != want {
			tb.Errorf("%q: %s at %v is %q, not %q", s, what, span, s[span.Start:span.End], want)
		}
	}
	within("all", r.Span)
	is("name", r.NameSpan, r.Name)
	is("URL", r.URLSpan, r.URL)
	within("extras", r.ExtrasSpan)
	within("specifiers", r.SpecifiersSpan)
	for _, e := range r.Extras {
		is("extra", e.Span, e.Name)
	}
	for _, c := range r.Specifiers {
		is("operator", c.OpSpan, c.Op.String())
		is("version", c.VersionSpan, c.Text)
		if !c.Span.Encloses(c.OpSpan) || !c.Span.Encloses(c.VersionSpan) || r.Valid() && !r.SpecifiersSpan.Encloses(c.Span) {
			tb.Errorf("%q: clause %v outside", s, c)
		}
	}
	if r.Marker != nil {
		r.Marker.Walk(func(n *Marker) {
			within("comparison", n.Span)
			if n.Left.Variable != "" {
				is("variable", n.Left.Span, n.Left.Text)
			}
			within("value", n.Right.Span)
		})
	}
	for _, p := range r.Problems {
		within(fmt.Sprint("problem ", p.Code), p.Span)
		if p.Edit != nil {
			within("edit", p.Edit.Span)
		}
		if m := p.Message(); strings.Contains(m, "%!") && !strings.Contains(s, "%") {
			tb.Errorf("%q: message %q", s, m)
		}
	}
}
