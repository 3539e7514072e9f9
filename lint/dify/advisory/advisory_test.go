package advisory

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/difylint/difylint/lint/source/requirement"
)

func record1(id, name, ranges, versions, more string) string {
	return fmt.Sprintf(`{"id": %q, "summary": "Made up", "affected": [{"package": {"ecosystem": "PyPI", "name": %q, "purl": "pkg:pypi/x"}, "ranges": [%s], "versions": [%s]}]%s}`, id, name, ranges, versions, more)
}

func ecosystem(events string) string { return `{"type": "ECOSYSTEM", "events": [` + events + `]}` }

func load(t *testing.T, records ...string) map[string][]*Advisory {
	t.Helper()
	files := fstest.MapFS{}
	for i, r := range records {
		files[fmt.Sprintf("%03d.json", i)] = &fstest.MapFile{Data: []byte(r)}
	}
	got, err := FS(files).For(context.Background(), map[string]bool{"demo": true, "demo-two": true})
	if err != nil {
		t.Fatal(err)
	}
	return got.Advisories
}

func version(t *testing.T, s string) requirement.Version {
	t.Helper()
	v, ok := requirement.ParseVersion(s)
	if !ok {
		t.Fatalf("%q is no version", s)
	}
	return v
}

func TestAffects(t *testing.T) {
	for _, c := range []struct {
		name, ranges, versions string
		yes, no                string
		from, fixed            string
	}{
		{"from the beginning", ecosystem(`{"introduced": "0"}, {"fixed": "1.5.0"}`), "", "0.0.1 1.4.9 1.5.0rc1 1.4.9+local", "1.5.0 2.0", "1.0", "1.5.0"},
		{"no fix", ecosystem(`{"introduced": "0"}`), "", "0.1 99.0", "", "1.0", ""},
		{"the last one affected", ecosystem(`{"introduced": "1.0"}, {"last_affected": "1.9"}`), "", "1.0 1.9 1.9.0", "0.9 1.9.1 2.0", "1.0", ""},
		{"two branches", ecosystem(`{"introduced": "1.0"}, {"fixed": "1.5"}, {"introduced": "2.0"}, {"fixed": "2.3"}`), "", "1.2 2.0 2.2", "0.9 1.5 1.9 2.3", "1.2", "1.5"},
		{"not in order", ecosystem(`{"fixed": "2.3"}, {"introduced": "2.0"}, {"fixed": "1.5"}, {"introduced": "0"}`), "", "1.2 2.1", "1.5 2.3", "2.1", "2.3"},
		{"one by one", "", `"1.0", "1.0.1"`, "1.0 1.0.0 1.0.1", "1.0.2", "", ""},
		{"git alone", `{"type": "GIT", "repo": "https://example.com", "events": [{"introduced": "0"}]}`, "", "", "1.0", "", ""},
		{"an end that is no version", ecosystem(`{"introduced": "0"}, {"fixed": "soon"}`), "", "", "1.0", "", ""},
		{"an epoch", ecosystem(`{"introduced": "0"}, {"fixed": "1!1.0"}`), "", "5.0 1!0.9", "1!1.0", "5.0", "1!1.0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			list := load(t, record1("X-1", "Demo", c.ranges, c.versions, ""))["demo"]
			if len(list) != 1 {
				t.Fatalf("%d advisories", len(list))
			}
			for _, s := range strings.Fields(c.yes) {
				if !list[0].Affects(version(t, s)) {
					t.Errorf("%s is affected", s)
				}
			}
			for _, s := range strings.Fields(c.no) {
				if list[0].Affects(version(t, s)) {
					t.Errorf("%s is not affected", s)
				}
			}
			if c.from == "" {
				return
			}
			fixed, ok := list[0].FixedAfter(version(t, c.from))
			if ok != (c.fixed != "") || ok && !fixed.Equal(version(t, c.fixed)) {
				t.Errorf("fixed in %v %v, want %q", fixed, ok, c.fixed)
			}
		})
	}
}

func TestRanges(t *testing.T) {
	a := load(t, record1("X-1", "demo", ecosystem(`{"introduced": "0"}, {"fixed": "2.0"}`), "", ""))["demo"][0]
	for _, c := range []struct {
		specifiers string
		all        bool
		fixed      string
	}{
		{"<1.0", true, "2.0"}, {">=1.0,<2.0", true, "2.0"}, {">=1.0", false, ""}, {"~=1.4", true, "2.0"}, {"==1.*", true, "2.0"}, {"==2.0", false, ""}, {">2,<1", false, ""},
	} {
		s, _ := requirement.ParseSpecifiers(c.specifiers)
		if got := a.AffectsAll(s.Set()); got != c.all {
			t.Errorf("%s: %v", c.specifiers, got)
		}
		if fixed, ok := a.FixedOutside(s.Set()); c.all && (!ok || fixed.String() != c.fixed) {
			t.Errorf("%s: fixed in %v", c.specifiers, fixed)
		}
	}
}

func TestMerge(t *testing.T) {
	events := ecosystem(`{"introduced": "0"}, {"fixed": "2.0"}`)
	list := load(t,
		record1("PYSEC-1", "demo", events, "", `, "aliases": ["CVE-1"]`),
		record1("GHSA-a", "demo", events, "", `, "aliases": ["CVE-1"], "database_specific": {"severity": "HIGH"}`),
		record1("GHSA-b", "demo", events, "", `, "aliases": ["CVE-2"], "database_specific": {"severity": "MODERATE"}`),
		record1("GHSA-gone", "demo", events, "", `, "withdrawn": "2025-01-01T00:00:00Z"`),
		record1("GHSA-c", "demo_two", events, "", ""),
		record1("GHSA-d", "other", events, "", ""),
	)
	if len(list["demo"]) != 3 || len(list["demo-two"]) != 1 || len(list) != 2 {
		t.Fatalf("%v", list)
	}
	got := Merge(list["demo"])
	if len(got) != 2 || got[0].IDs[0] != "CVE-1" || got[0].Severity != "high" || !slices.Equal(got[0].IDs, []string{"CVE-1", "GHSA-a", "PYSEC-1"}) || got[1].IDs[0] != "CVE-2" {
		t.Errorf("%+v", got)
	}
}

// TestRecords: what is read of a record, and what is passed over.
func TestRecords(t *testing.T) {
	events := ecosystem(`{"introduced": "0"}, {"fixed": "2.0"}`)
	for name, c := range map[string]struct {
		record string
		want   string // summary and severity, "" where the record says nothing of the package
		unread bool
	}{
		"as it is":               {record1("X-1", "demo", events, "", ""), "Made up, ", false},
		"with a mark":            {"\ufeff" + record1("X-1", "other", events, "", ""), "", false},
		"another spelling":       {record1("X-1", "DEMO", events, "", ""), "Made up, ", false},
		"an escape in the name":  {strings.Replace(record1("X-1", "demo", events, "", ""), `"demo"`, `"d\u0065mo"`, 1), "Made up, ", false},
		"another ecosystem":      {strings.Replace(record1("X-1", "demo", events, "", ""), "PyPI", "npm", 1), "", false},
		"in capitals":            {strings.Replace(record1("X-1", "demo", events, "", ""), "PyPI", "PYPI", 1), "Made up, ", false},
		"withdrawn":              {record1("X-1", "demo", events, "", `, "withdrawn": "2025-01-01T00:00:00Z"`), "", false},
		"without an ID":          {record1("", "demo", events, "", ""), "", false},
		"critical":               {record1("X-1", "demo", events, "", `, "database_specific": {"severity": "CRITICAL"}`), "Made up, critical", false},
		"medium":                 {record1("X-1", "demo", events, "", `, "database_specific": {"severity": "Medium"}`), "Made up, moderate", false},
		"of another kind":        {record1("X-1", "demo", events, "", `, "database_specific": {"severity": 7}`), "Made up, ", false},
		"unknown":                {record1("X-1", "demo", events, "", `, "database_specific": {"severity": "dire"}`), "Made up, ", false},
		"large":                  {record1("X-1", "demo", events, "", `, "details": "`+strings.Repeat("x", 100<<10)+`"`), "Made up, ", false},
		"a summary of lines":     {strings.Replace(record1("X-1", "demo", events, "", ""), "Made up", ` one \ntwo`, 1), "one , ", false},
		"a long summary":         {strings.Replace(record1("X-1", "demo", events, "", ""), "Made up", strings.Repeat("ä", 150), 1), strings.Repeat("ä", 100) + "…, ", false},
		"a summary that fits":    {strings.Replace(record1("X-1", "demo", events, "", ""), "Made up", strings.Repeat("ä", 100), 1), strings.Repeat("ä", 100) + ", ", false},
		"no object":              {`["package", "name", "demo"]`, "", true},
		"another's, cut off":     {`{"affected": [{"package": {"name": "other"}}, `, "", true},
		"cut off":                {`{"affected": [{"package": {"name": "demo"`, "", true},
		"cut off behind a name":  {`{"affected": [{"package": {"name": "demo`, "", true},
		"a name of a kind":       {`{"id": "X-1", "affected": [{"package": {"name": 1}}]}`, "", true},
		"no name":                {`{"id": "X-1", "affected": [{"package": {"ecosystem": "PyPI"}}]}`, "", false},
		"a package that is none": {`{"id": "X-1", "affected": [{"package": {"name": "other"}}, {"package": {"name": "demo", "ecosystem": "PyPI"}}]}`, ", ", false},
	} {
		got, err := FS(fstest.MapFS{"a/x.JSON": {Data: []byte(c.record)}, "a.txt": {Data: []byte("{")}}).For(t.Context(), map[string]bool{"demo": true})
		if err != nil || got.Records != 1 || got.Unread > 0 != c.unread {
			t.Errorf("%s: %+v, %v", name, got, err)
			continue
		}
		says := ""
		for _, a := range got.Advisories["demo"] {
			says += a.Summary + ", " + a.Severity
		}
		if says != c.want {
			t.Errorf("%s: %q, want %q", name, says, c.want)
		}
	}
}

// TestBounds: of a record that names too many packages only the first count, and one
// that is too large is not read; one that cannot be opened ends the reading.
func TestBounds(t *testing.T) {
	const demo = `{"package": {"ecosystem": "PyPI", "name": "demo"}, "versions": ["1.0"]}`
	for before, want := range map[int]int{maxAffected - 1: 1, maxAffected: 0} {
		if list := load(t, `{"id": "X-1", "affected": [`+strings.Repeat(`{}, `, before)+demo+`]}`)["demo"]; len(list) != want {
			t.Errorf("behind %d others: %d", before, len(list))
		}
	}
	record := `{"id": "X-1", "affected": [` + demo + `]}`
	for size, unread := range map[int]int{MaxRecord: 0, MaxRecord + 1: 1} {
		data := record + strings.Repeat(" ", size-len(record))
		got, err := FS(fstest.MapFS{"a.json": {Data: []byte(data)}}).For(t.Context(), map[string]bool{"demo": true})
		if err != nil || got.Unread != unread || len(got.Advisories["demo"]) != 1-unread {
			t.Errorf("%d bytes: %+v, %v", size, got, err)
		}
	}
	files := fstest.MapFS{"a.json": {Data: []byte("none.json"), Mode: fs.ModeSymlink}, "b.json": {Data: []byte(record)}}
	if _, err := FS(files).For(t.Context(), map[string]bool{"demo": true}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a record that is not there: %v", err)
	}
}

// TestTwice: a record that names a package twice says one thing of it.
func TestTwice(t *testing.T) {
	part := func(ranges, versions string) string {
		return fmt.Sprintf(`{"package": {"ecosystem": "PyPI", "name": "demo"}, "ranges": [%s], "versions": [%s]}`, ranges, versions)
	}
	list := load(t, `{"id": "X-1", "affected": [`+part(ecosystem(`{"introduced": "1.0"}, {"fixed": "1.5"}`), "")+`, `+part("", `"3.0", "no version"`)+`, `+
		part(`{"type": "SEMVER", "events": [{"introduced": "4.0"}, {"last_affected": "4.2"}, {"limit": "5"}]}`, "")+`]}`)["demo"]
	if len(list) != 1 {
		t.Fatalf("%v", list)
	}
	for s, want := range map[string]bool{"0.9": false, "1.0": true, "1.5": false, "3.0": true, "3.0.0": true, "3.0.1": false, "4.0": true, "4.2": true, "4.2.1": false} {
		if got := list[0].Affects(version(t, s)); got != want {
			t.Errorf("%s: %v", s, got)
		}
	}
}

func TestLast(t *testing.T) {
	for _, c := range []struct{ events, last, fixed string }{
		{`{"introduced": "0"}, {"last_affected": "1.9"}`, "1.9", ""},
		{`{"introduced": "0"}, {"last_affected": "1.9"}, {"introduced": "2.1"}, {"last_affected": "2.3"}`, "2.3", ""},
		{`{"introduced": "0"}, {"last_affected": "1.9"}, {"introduced": "2.1"}`, "", ""},
		{`{"introduced": "0"}, {"fixed": "1.9"}`, "", "1.9"},
		{`{"introduced": "0"}`, "", ""},
		{`{"introduced": "0"}, {"fixed": "1.5"}, {"introduced": "2.0"}, {"fixed": "2.5"}`, "", "1.5"},
		{`{"fixed": "1.5"}, {"last_affected": "1.9"}`, "1.9", "1.5"},
		{`{"introduced": "0"}, {"fixed": "1.5"}, {"introduced": "1.5"}, {"fixed": "1.7"}`, "", "1.7"},
	} {
		a := load(t, record1("X-1", "demo", ecosystem(c.events), "", ""))["demo"][0]
		last, ok := a.Last()
		if ok != (c.last != "") || ok && last.String() != c.last {
			t.Errorf("%s: the last one is %v %v, want %q", c.events, last, ok, c.last)
		}
		fixed, ok := a.FixedAfter(version(t, "0.1"))
		if ok != (c.fixed != "") || ok && fixed.String() != c.fixed {
			t.Errorf("%s: fixed in %v %v, want %q", c.events, fixed, ok, c.fixed)
		}
	}
}

// TestMergeJoins: records that a third one names are one vulnerability, the gravest
// first; its names begin with the one of the CVE list.
func TestMergeJoins(t *testing.T) {
	record := func(id, severity, summary string, aliases ...string) *Advisory {
		return &Advisory{ID: id, Severity: severity, Summary: summary, Aliases: aliases}
	}
	got := Merge([]*Advisory{
		record("PYSEC-2", "low", ""), record("GHSA-b", "", "b"), record("OTHER-1", "critical", "o"),
		record("GHSA-a", "high", "a", "PYSEC-2", "GHSA-b", "CVE-9"), record("CVE-1", "high", "c"), record("X-2", "", ""), record("X-1", "", ""),
	})
	var lines []string
	for _, v := range got {
		s := strings.Join(v.IDs, " ") + ": " + v.Severity + ", " + v.Summary + ","
		for _, a := range v.Records {
			s += " " + a.ID
		}
		lines = append(lines, s)
	}
	want := []string{
		"OTHER-1: critical, o, OTHER-1", "CVE-1: high, c, CVE-1", "CVE-9 GHSA-a GHSA-b PYSEC-2: high, a, GHSA-a GHSA-b PYSEC-2", "X-1: , , X-1", "X-2: , , X-2",
	}
	if !slices.Equal(lines, want) {
		t.Errorf("%q", lines)
	}
}

// TestZip: what is no record is counted, and stops nothing.
func TestZip(t *testing.T) {
	name := filepath.Join(t.TempDir(), "all.zip")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(f)
	for n, data := range map[string]string{
		"PYSEC-1.json": record1("PYSEC-1", "demo", ecosystem(`{"introduced": "0"}`), "", ""), "broken.json": `{"affected": [{"package": {"name": "demo"`, "half.json": `{"id": "PYSEC-2", "affec`, "readme.txt": "no record", "empty.json": "",
	} {
		e, err := w.Create(n)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := e.Write([]byte(data)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	s, err := Open(name)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // it can be read again
		got, err := s.For(context.Background(), map[string]bool{"demo": true})
		if err != nil || len(got.Advisories["demo"]) != 1 || got.Records != 4 || got.Unread != 3 {
			t.Fatalf("%+v, %v", got, err)
		}
	}
	if _, err := Open(filepath.Join(filepath.Dir(name), "none")); err == nil {
		t.Error("a source that is not there opens")
	}
	if err := os.WriteFile(name, []byte("no zip"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(name); err == nil {
		t.Error("a text opens as a zip")
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	files := fstest.MapFS{"a.json": &fstest.MapFile{Data: []byte("{}")}}
	if _, err := FS(files).For(ctx, nil); err == nil {
		t.Error("a cancelled reading ends without an error")
	}
}

// BenchmarkZip reads a dump of 15,000 records of the usual size.
func BenchmarkZip(b *testing.B) {
	name := filepath.Join(b.TempDir(), "all.zip")
	f, err := os.Create(name)
	if err != nil {
		b.Fatal(err)
	}
	w := zip.NewWriter(f)
	details := strings.Repeat("An attacker who can make the package read a file of their own may learn more than they should. ", 30)
	var versions []string
	for i := range 80 {
		versions = append(versions, fmt.Sprintf(`"%d.%d.%d"`, i/20, i%20, i%7))
	}
	for i := range 15000 {
		e, err := w.Create(fmt.Sprintf("GHSA-%05d.json", i))
		if err != nil {
			b.Fatal(err)
		}
		r := record1(fmt.Sprintf("GHSA-%05d", i), fmt.Sprintf("package-%d", i%5000), ecosystem(`{"introduced": "0"}, {"fixed": "2.0"}`), strings.Join(versions, ", "), fmt.Sprintf(`, "details": %q`, details))
		if _, err := e.Write([]byte(r)); err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		b.Fatal(err)
	}
	_ = f.Close()
	s, err := Open(name)
	if err != nil {
		b.Fatal(err)
	}
	names := map[string]bool{}
	for i := range 300 {
		names[fmt.Sprintf("package-%d", i)] = true
	}
	b.ReportAllocs()
	for b.Loop() {
		if got, err := s.For(context.Background(), names); err != nil || got.Records != 15000 {
			b.Fatal(got, err)
		}
	}
}

func FuzzRecord(f *testing.F) {
	f.Add(record1("X-1", "demo", ecosystem(`{"introduced": "0"}, {"fixed": "2.0"}`), `"1.0"`, ""))
	f.Add(`{"affected": [{"package": {"name": "d\u0065mo", "ecosystem": "PyPI"}}], "id": "x"}`)
	f.Add(`{"package"`)
	wanted := map[string]bool{"demo": true}
	f.Fuzz(func(t *testing.T, data string) {
		list, err := decode([]byte(data), wanted)
		if err == nil && len(list) > 0 && strings.Contains(data, `"package"`) && !concerns([]byte(data), wanted) {
			t.Errorf("a record about the package is passed over: %q", data)
		}
		Merge(list)
	})
}
