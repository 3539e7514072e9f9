package report

// The formats of continuous integration, read back as their readers do.

import (
	"bufio"
	"encoding/json"
	"encoding/xml"
	"strconv"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/terminal"
	"github.com/google/go-cmp/cmp"
)

// plain are the findings that are not ignored.
func plain(res *lint.Result) []lint.Finding {
	var out []lint.Finding
	for _, f := range res.Findings() {
		if f.IgnoredBy == lint.NotIgnored {
			out = append(out, f)
		}
	}
	return out
}

var githubUnescape = strings.NewReplacer("%25", "%", "%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",")

func TestGitHub(t *testing.T) {
	res := fixture()
	fs := plain(res)
	lines := strings.Split(strings.TrimSuffix(render(t, "github", Input{Result: res}), "\n"), "\n")
	if len(lines) != len(fs) {
		t.Fatalf("%d commands for %d findings", len(lines), len(fs))
	}
	for i, line := range lines {
		f := &fs[i]
		command, rest, _ := strings.Cut(strings.TrimPrefix(line, "::"), " ")
		props, message, ok := strings.Cut(rest, "::")
		if !ok || !strings.HasPrefix(line, "::") {
			t.Fatalf("not a command: %s", line)
		}
		if want := map[lint.Severity]string{lint.Error: "error", lint.Warning: "warning", lint.Info: "notice"}[f.Severity]; command != want {
			t.Errorf("%s: want %s", line, want)
		}
		got := map[string]string{}
		for _, p := range strings.Split(props, ",") {
			k, v, _ := strings.Cut(p, "=")
			got[k] = githubUnescape.Replace(v)
		}
		want := map[string]string{"file": terminal.Visible(labelOf(f.Label())), "title": f.Rule.ID + (&view{}).gateNote(f)}
		if f.File != nil {
			start, end := f.File.Position(f.Span.Start), f.File.Position(f.Span.End)
			want["line"], want["endLine"] = strconv.Itoa(start.Line), strconv.Itoa(end.Line)
			if start.Line == end.Line {
				want["col"], want["endColumn"] = strconv.Itoa(start.UTF16+1), strconv.Itoa(end.UTF16+1)
			}
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s\n%s", line, d)
		}
		if first, _, _ := strings.Cut(githubUnescape.Replace(message), "\n"); first != terminal.Visible(f.Message.String()) {
			t.Errorf("the message is %q, want %q", first, terminal.Visible(f.Message.String()))
		}
	}
}

func TestGitLab(t *testing.T) {
	res := fixture()
	// Two plugins with the same finding, and twice the same fingerprint.
	res.Plugins = append(res.Plugins, res.Plugins[1], res.Plugins[1])
	res.Plugins[4].Findings = append([]lint.Finding(nil), res.Plugins[1].Findings...)
	for i := range res.Plugins[4].Findings {
		res.Plugins[4].Findings[i].Plugin = "elsewhere"
	}
	var got []struct {
		Description, Fingerprint, Severity string
		CheckName                          string `json:"check_name"`
		Location                           struct {
			Path  string
			Lines struct{ Begin, End int }
		}
	}
	if err := json.Unmarshal([]byte(render(t, "gitlab", Input{Result: res})), &got); err != nil {
		t.Fatal(err)
	}
	fs := plain(res)
	if len(got) != len(fs) {
		t.Fatalf("%d issues for %d findings", len(got), len(fs))
	}
	seen := map[string]bool{}
	for i, g := range got {
		f := &fs[i]
		if g.Fingerprint == "" || seen[g.Fingerprint] {
			t.Errorf("issue %d: fingerprint %q is empty or not unique", i, g.Fingerprint)
		}
		seen[g.Fingerprint] = true
		want := map[lint.Severity]string{lint.Error: "critical", lint.Warning: "minor", lint.Info: "info"}[f.Severity]
		if g.Severity != want || g.CheckName != f.Rule.ID || g.Location.Path != labelOf(f.Label()) {
			t.Errorf("issue %d is %+v", i, g)
		}
		begin, end := 1, 1
		if f.File != nil {
			begin = f.File.LineAt(f.Span.Start)
			end = f.File.LineAt(max(f.Span.Start, f.Span.End-1))
		}
		if g.Location.Lines.Begin != begin || g.Location.Lines.End != end {
			t.Errorf("issue %d: lines %+v, want %d to %d", i, g.Location.Lines, begin, end)
		}
	}
	if doc := render(t, "gitlab", Input{Result: empty()}); doc != "[]\n" {
		t.Errorf("a clean report is %q", doc)
	}
}

func TestJUnit(t *testing.T) {
	type cases struct {
		Name      string `xml:"name,attr"`
		ClassName string `xml:"classname,attr"`
		Failure   []struct {
			Message string `xml:"message,attr"`
			Type    string `xml:"type,attr"`
			Text    string `xml:",chardata"`
		} `xml:"failure"`
		Error   []struct{} `xml:"error"`
		Skipped []struct{} `xml:"skipped"`
		Out     string     `xml:"system-out"`
	}
	type suite struct {
		Name     string  `xml:"name,attr"`
		Tests    int     `xml:"tests,attr"`
		Failures int     `xml:"failures,attr"`
		Errors   int     `xml:"errors,attr"`
		Skipped  int     `xml:"skipped,attr"`
		Cases    []cases `xml:"testcase"`
	}
	var doc struct {
		XMLName  xml.Name `xml:"testsuites"`
		Tests    int      `xml:"tests,attr"`
		Failures int      `xml:"failures,attr"`
		Errors   int      `xml:"errors,attr"`
		Suites   []suite  `xml:"testsuite"`
	}
	res := fixture()
	if err := xml.Unmarshal([]byte(render(t, "junit", Input{Result: res, Options: Options{ShowIgnored: true}})), &doc); err != nil {
		t.Fatal(err)
	}
	tests, failures, errors := 0, 0, 0
	for i, s := range doc.Suites {
		var f, e, k int
		names := map[string]bool{}
		for _, c := range s.Cases {
			f, e, k = f+len(c.Failure), e+len(c.Error), k+len(c.Skipped)
			if names[c.Name] || c.ClassName != s.Name {
				t.Errorf("%s: the case %q of %q is there twice or misplaced", s.Name, c.Name, c.ClassName)
			}
			names[c.Name] = true
		}
		if s.Name != labelOf(res.Plugins[i].Dir) || s.Tests != len(s.Cases) || s.Failures != f || s.Errors != e || s.Skipped != k {
			t.Errorf("suite %s: %d tests, %d failures, %d errors, %d skipped; there are %d, %d, %d, %d", s.Name, s.Tests, s.Failures, s.Errors, s.Skipped, len(s.Cases), f, e, k)
		}
		c := countPlugin(&res.Plugins[i])
		if f != c.Error+c.Warning {
			t.Errorf("suite %s: %d failures, want %d", s.Name, f, c.Error+c.Warning)
		}
		tests, failures, errors = tests+s.Tests, failures+f, errors+e
	}
	if doc.Tests != tests || doc.Failures != failures || doc.Errors != errors || errors != 1 {
		t.Errorf("%d tests, %d failures, %d errors; there are %d, %d, %d", doc.Tests, doc.Failures, doc.Errors, tests, failures, errors)
	}
	if got, want := doc.Suites[0].Cases[0].Failure[0].Message, "the list is not closed"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestCheckstyle(t *testing.T) {
	var doc struct {
		XMLName xml.Name `xml:"checkstyle"`
		Version string   `xml:"version,attr"`
		Files   []struct {
			Name   string `xml:"name,attr"`
			Errors []struct {
				Line     int    `xml:"line,attr"`
				Column   int    `xml:"column,attr"`
				Severity string `xml:"severity,attr"`
				Message  string `xml:"message,attr"`
				Source   string `xml:"source,attr"`
			} `xml:"error"`
		} `xml:"file"`
	}
	res := fixture()
	if err := xml.Unmarshal([]byte(render(t, "checkstyle", Input{Result: res})), &doc); err != nil {
		t.Fatal(err)
	}
	fs := plain(res)
	for _, file := range doc.Files {
		for _, e := range file.Errors {
			f := &fs[0]
			fs = fs[1:]
			want := text.Position{Line: 1, Column: 1}
			if f.File != nil {
				want = f.File.Position(f.Span.Start)
			}
			if e.Line != want.Line || e.Column != want.Column || e.Severity != f.Severity.String() || e.Source != "difylint."+f.Rule.ID {
				t.Errorf("%s: %+v", file.Name, e)
			}
			if name := strings.ReplaceAll(f.Label(), "\x1b", "␛"); file.Name != name {
				t.Errorf("the file is %q, want %q", file.Name, name)
			}
		}
	}
	if len(fs) != 0 {
		t.Errorf("%d findings are missing", len(fs))
	}
}

func TestXMLText(t *testing.T) {
	for in, want := range map[string]string{
		"plain":            "plain",
		`<a b="c">&'`:      "&lt;a b=&#34;c&#34;&gt;&amp;&#39;",
		"a\r\n\tb":         "a&#13;&#10;&#9;b",
		"\x00\x1b\u202e":   "␀␛&lt;U+202E&gt;",
		"天气\xff\ufffe]]>x": "天气\ufffd\ufffd]]&gt;x",
	} {
		if got := xmlText(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestRDJSONL(t *testing.T) {
	type position struct{ Line, Column int }
	type span struct{ Start, End position }
	type location struct {
		Path  string
		Range *span
	}
	// bytesOf reads a range as reviewdog does: lines, and columns in bytes.
	bytesOf := func(f *text.File, r span) text.Span {
		return text.Span{Start: f.LineStart(r.Start.Line) + r.Start.Column - 1, End: f.LineStart(r.End.Line) + r.End.Column - 1}
	}
	res := fixture()
	fs := plain(res)
	lines := bufio.NewScanner(strings.NewReader(render(t, "rdjsonl", Input{Result: res})))
	n := 0
	for ; lines.Scan(); n++ {
		var d struct {
			Message, Severity string
			Location          location
			Code              struct{ Value, URL string }
			Suggestions       []struct {
				Range span
				Text  string
			}
			RelatedLocations []struct {
				Message  string
				Location location
			}
		}
		if err := json.Unmarshal(lines.Bytes(), &d); err != nil {
			t.Fatal(err)
		}
		f := &fs[n]
		if d.Severity != strings.ToUpper(f.Severity.String()) || d.Code.Value != f.Rule.ID || d.Location.Path != labelOf(f.Label()) {
			t.Errorf("diagnostic %d is %+v", n, d)
		}
		if (f.File == nil) != (d.Location.Range == nil) {
			t.Errorf("%s: range %v", d.Message, d.Location.Range)
		} else if f.File != nil && bytesOf(f.File, *d.Location.Range) != f.Span {
			t.Errorf("%s: range %v, want %v", d.Message, *d.Location.Range, f.Span)
		}
		for i, r := range d.RelatedLocations {
			if r.Location.Range != nil && bytesOf(f.Related[i].File, *r.Location.Range) != f.Related[i].Span {
				t.Errorf("%s: range %v, want %v", r.Message, *r.Location.Range, f.Related[i].Span)
			}
		}
		for _, s := range d.Suggestions {
			if got := f.File.Slice(bytesOf(f.File, s.Range)); got != "strng" && !strings.HasPrefix(got, "  - name: città") {
				t.Errorf("%s: a suggestion replaces %q by %q", d.Message, got, s.Text)
			}
		}
	}
	if n != len(fs) {
		t.Errorf("%d diagnostics for %d findings", n, len(fs))
	}
}

func TestMerged(t *testing.T) {
	f := text.NewFile("a.yaml", []byte("one two three"))
	other := text.NewFile("b.yaml", []byte("x"))
	edit := func(file *text.File, start, end int, with string) placedEdit {
		return placedEdit{Edit: text.Edit{Span: text.Span{Start: start, End: end}, New: with}, File: file}
	}
	fd := &lint.Finding{Place: plugin.AtSpan(f, text.Span{})}
	span, got, ok := merged(fd, []placedEdit{edit(f, 8, 13, "3"), edit(f, 0, 3, "1"), edit(f, 3, 3, ",")})
	if !ok || got != "1, two 3" || span != (text.Span{End: 13}) {
		t.Errorf("got %q for %v, %v", got, span, ok)
	}
	for name, edits := range map[string][]placedEdit{
		"another file": {edit(other, 0, 1, "")},
		"overlap":      {edit(f, 0, 5, ""), edit(f, 4, 6, "")},
		"too much":     {edit(f, 0, 1, ""), edit(f, maxSuggestion+1, maxSuggestion+2, "")},
	} {
		if _, _, ok := merged(fd, edits); ok {
			t.Errorf("%s: merged", name)
		}
	}
}

func TestMarkdownTables(t *testing.T) {
	doc := render(t, "markdown", Input{Result: fixture(), Options: Options{ShowIgnored: true}})
	cells, rows := 0, 0
	for _, line := range strings.Split(doc, "\n") {
		if !strings.HasPrefix(line, "|") {
			cells = 0
			continue
		}
		n := strings.Count(strings.ReplaceAll(line, `\|`, ""), "|")
		if cells != 0 && n != cells {
			t.Errorf("%d cells under a head of %d: %s", n-1, cells-1, line)
		}
		cells = n
		rows++
	}
	if want := 5 + 2 + 3*2 + len(fixture().Findings()); rows != want { // gates, their head, the plugins' heads, findings
		t.Errorf("%d rows, want %d", rows, want)
	}
	if strings.Contains(doc, "<script>") || strings.Contains(doc, "@you") {
		t.Error("markup or a mention came through")
	}
}

func TestMarkdownIsBounded(t *testing.T) {
	res := many(3000)
	for range 3 {
		res.Plugins = append(res.Plugins, res.Plugins[0])
	}
	doc := render(t, "markdown", Input{Result: res, Options: Options{ShowIgnored: true}})
	if len(doc) > 1<<20 {
		t.Errorf("%d bytes", len(doc))
	}
	tail := doc[len(doc)-60:]
	if !strings.Contains(tail, " of 12000 findings are not shown here.") || strings.Count(doc, "<details>") != strings.Count(doc, "</details>") {
		t.Errorf("the end is %q", tail)
	}
}
