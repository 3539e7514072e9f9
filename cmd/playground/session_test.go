package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// page is a session as the web page uses it.
type page struct {
	t *testing.T
	s session
}

// do makes a request and reads its answer into out; it returns the answer's error.
func (p *page) do(out any, blobs [][]byte, request string) string {
	p.t.Helper()
	answer, _, _ := p.s.serve(p.t.Context(), []byte(request), blobs)
	var bad struct{ Error string }
	if err := json.Unmarshal(answer, &bad); err != nil {
		p.t.Fatalf("%s: %v in %s", request, err, answer)
	}
	if out != nil && bad.Error == "" {
		if err := json.Unmarshal(answer, out); err != nil {
			p.t.Fatalf("%s: %v in %s", request, err, answer)
		}
	}
	return bad.Error
}

// must is do for a request that has no error.
func (p *page) must(out any, blobs [][]byte, request string) {
	p.t.Helper()
	if err := p.do(out, blobs, request); err != "" {
		p.t.Fatalf("%s: %s", request, err)
	}
}

// folder opens a folder of the machine under a name.
func (p *page) folder(dir, name string) {
	p.t.Helper()
	names, blobs := files(p.t, dir, name)
	p.must(nil, blobs, opening("open", names...))
}

func files(t *testing.T, dir, name string) (names []string, blobs [][]byte) {
	t.Helper()
	fsys := os.DirFS(dir)
	err := fs.WalkDir(fsys, ".", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(fsys, file)
		names, blobs = append(names, path.Join(name, file)), append(blobs, data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names, blobs
}

func opening(do string, names ...string) string {
	out, _ := json.Marshal(map[string]any{"do": do, "names": names})
	return string(out)
}

type checkAnswer struct {
	Report struct {
		Findings []struct {
			Rule, Path, Plugin, Message, Fingerprint string
			Fixes                                    []struct{ Safe bool }
			Counted                                  *bool
		}
	}
	Verdicts []struct {
		Gates []struct {
			Gate, State string
			Refusals    int
		}
		Todo, Aside int
	}
}

const (
	broken = "../../testdata/plugins/broken"
	whole  = "../../testdata/plugins/tool"
)

// TestFixes: a finding goes when its fix is made, all safe ones when all are, and
// what is written by hand is seen.
func TestFixes(t *testing.T) {
	p := &page{t: t}
	p.folder(broken, "broken")
	var a checkAnswer
	p.must(&a, nil, `{"do":"check"}`)
	if len(a.Report.Findings) != 7 || a.Report.Findings[0].Path != "broken/manifest.yaml" {
		t.Fatalf("%d findings, want 7, the first in broken/manifest.yaml: %+v", len(a.Report.Findings), a.Report.Findings)
	}
	refused := map[string]int{}
	for _, g := range a.Verdicts[0].Gates {
		refused[g.Gate] = g.Refusals
	}
	if refused["package"] != 2 || refused["install"] != 1 || refused["start"] != 3 || refused["call"] != 0 {
		t.Errorf("verdict: %v", refused)
	}
	f := a.Report.Findings[0]
	one, _ := json.Marshal(map[string]any{"do": "fix", "plugin": f.Plugin, "fingerprint": f.Fingerprint, "fix": 0})
	var done fixed
	p.must(&done, nil, string(one))
	if done.Made != 1 || len(done.Files) != 1 {
		t.Fatalf("one fix: %+v", done)
	}
	p.must(&a, nil, `{"do":"check"}`)
	if len(a.Report.Findings) != 6 {
		t.Errorf("%d findings after a fix of seven", len(a.Report.Findings))
	}
	p.must(&done, nil, `{"do":"fix","unsafe":true}`)
	p.must(&a, nil, `{"do":"check"}`)
	if len(a.Report.Findings) != 0 {
		t.Errorf("left after all fixes: %+v", a.Report.Findings)
	}
	p.must(&a, nil, `{"do":"check","files":{"broken/provider/demo.yaml":"a: [\n"}}`)
	if len(a.Report.Findings) == 0 {
		t.Error("what was typed is not seen")
	}
	p.must(&a, nil, `{"do":"check","files":{"broken/provider/demo.yaml":null}}`)
	if len(a.Report.Findings) == 0 || a.Report.Findings[0].Rule != "file/missing" {
		t.Errorf("a file that was removed: %+v", a.Report.Findings)
	}
}

// TestKeptIsAnew: a check of files that changed one by one finds what a check of
// the same files opened at once finds.
func TestKeptIsAnew(t *testing.T) {
	p := &page{t: t}
	p.folder(broken, "p")
	p.must(nil, nil, `{"do":"check"}`)
	names, blobs := files(t, whole, "p")
	edits := map[string]string{}
	for i := range names {
		edits[names[i]] = string(blobs[i])
	}
	request, _ := json.Marshal(map[string]any{"do": "check", "files": edits})
	kept, _, _ := p.s.serve(t.Context(), request, nil)
	var all listing
	p.must(&all, nil, `{"do":"list"}`)
	anew := &page{t: t}
	var now [][]byte
	var paths []string
	for _, f := range all.Files {
		data, err := p.s.open.file(f.Path)
		if err != nil {
			t.Fatal(err)
		}
		paths, now = append(paths, f.Path), append(now, data)
	}
	anew.must(nil, now, opening("open", paths...))
	want, _, _ := anew.s.serve(t.Context(), []byte(`{"do":"check"}`), nil)
	if !bytes.Equal(kept, want) {
		t.Errorf("kept:\n%s\nanew:\n%s", kept, want)
	}
}

// TestReports: every tab has its answer.
func TestReports(t *testing.T) {
	p := &page{t: t}
	p.folder(whole, "tool")
	for _, do := range []string{"requires", "capabilities", "risk"} {
		var a struct {
			Version int
			Plugins []any
		}
		p.must(&a, nil, `{"do":"`+do+`"}`)
		if a.Version != 1 || len(a.Plugins) != 1 {
			t.Errorf("%s: %+v", do, a)
		}
		var s content
		p.must(&s, nil, `{"do":"`+do+`","format":"markdown"}`)
		if s.Text == "" {
			t.Errorf("%s: no Markdown", do)
		}
	}
	var a checkAnswer
	for _, format := range []string{"sarif", "markdown"} {
		var c struct{ Report content }
		p.must(&c, nil, `{"do":"check","format":"`+format+`"}`)
		if c.Report.Text == "" {
			t.Errorf("no %s", format)
		}
	}
	p.must(&a, nil, `{"do":"check","profile":"marketplace"}`)
	for _, f := range a.Report.Findings {
		if f.Counted != nil {
			t.Errorf("%s does not count with the profile marketplace", f.Rule)
		}
	}
	if err := p.do(nil, nil, `{"do":"check","dify":"one"}`); err == "" {
		t.Error("a release of Dify that is none is taken")
	}
	var d struct{ Answers []struct{ Rule string } }
	p.must(&d, nil, `{"do":"diagnose","text":"plugin verification has been enabled, and the plugin you want to install has a bad signature"}`)
	if len(d.Answers) == 0 {
		t.Error("the daemon's words are not known")
	}
	names, blobs := files(t, whole, "old")
	var c struct{ Plugins []struct{ State string } }
	p.must(&c, blobs, opening("compare", names...))
	if len(c.Plugins) != 1 || c.Plugins[0].State != "same" {
		t.Errorf("compared with itself: %+v", c)
	}
}

// TestLanguage: an answer is the same in each language, and beside it lies what its
// texts are in the reader's.
func TestLanguage(t *testing.T) {
	names, blobs := files(t, whole, "old")
	p := &page{t: t}
	p.folder(broken, "broken")
	message, _ := json.Marshal("plugin verification has been enabled, and the plugin you want to install has a bad signature")
	for _, tt := range []struct {
		request string // but for its end
		blobs   [][]byte
		says    string // the keys of texts for the reader
	}{
		{`{"do":"check"`, nil, "message title"},
		{`{"do":"diagnose","text":` + string(message), nil, "message means todo"},
		{`{"do":"requires"`, nil, "message"},
		{`{"do":"capabilities"`, nil, "title"},
		{`{"do":"risk"`, nil, "title"},
		{strings.TrimSuffix(opening("compare", names...), "}"), blobs, "message"},
	} {
		english, none, _ := p.s.serve(t.Context(), []byte(tt.request+"}"), tt.blobs)
		answer, said, _ := p.s.serve(t.Context(), []byte(tt.request+`,"lang":"zh-Hans"}`), tt.blobs)
		if !bytes.Equal(answer, english) || string(none) != "{}" {
			t.Errorf("%s: the answer differs: %s, and in English %s; the words of English: %s", tt.request, answer, english, none)
		}
		words := map[string]string{}
		var v any
		if json.Unmarshal(said, &words) != nil || json.Unmarshal(answer, &v) != nil {
			t.Fatalf("%s: %s %s", tt.request, answer, said)
		}
		var look func(key string, v any)
		look = func(key string, v any) {
			switch v := v.(type) {
			case string:
				if v != "" && slices.Contains(strings.Fields(tt.says), key) && !strings.ContainsFunc(words[v], func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
					t.Errorf("%s: %s %q is %q", tt.request, key, v, words[v])
				}
			case []any:
				for _, c := range v {
					look(key, c)
				}
			case map[string]any:
				for k, c := range v {
					look(k, c)
				}
			}
		}
		look("", v)
	}
	var c content
	p.must(&struct{ Report *content }{&c}, nil, `{"do":"check","format":"markdown","lang":"zh-Hans"}`)
	if !strings.Contains(c.Text.(string), "缺少 description") {
		t.Errorf("Markdown in Chinese: %v", c.Text)
	}
	if err := p.do(nil, nil, `{"do":"nothing","lang":"zh-Hans"}`); !strings.Contains(err, "请求") {
		t.Errorf("an error in Chinese: %s", err)
	}
}

// TestOpen: what a page may be given, and what it says of it.
func TestOpen(t *testing.T) {
	archive := func(content string, names ...string) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for _, name := range names {
			w, err := z.Create(name)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := w.Write([]byte(content)); err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	manifest := "type: plugin\nauthor: acme\nname: demo\nversion: 0.0.1\n"
	bomb := archive(strings.Repeat("\x00", 65<<20), "b")
	for _, tt := range []struct {
		about   string
		names   []string
		blobs   [][]byte
		err     string
		plugins string
		rule    string // that finds something
	}{
		{"nothing", nil, nil, "there are no files", "", ""},
		{"no plugin", []string{"a.txt"}, [][]byte{nil}, "no plugin found", "", ""},
		{"a way out", []string{"../manifest.yaml"}, [][]byte{[]byte(manifest)}, "is not a path", "", ""},
		{"names without contents", []string{"manifest.yaml"}, nil, "differ in number", "", ""},
		{"files at the top", []string{"manifest.yaml"}, [][]byte{[]byte(manifest)}, "", ".", "schema/required"},
		{"two plugins", []string{"a/manifest.yaml", "b/manifest.yaml"}, [][]byte{[]byte(manifest), []byte(manifest)}, "", "a b", "schema/required"},
		{"an ignored folder", []string{".gitignore", "a/manifest.yaml", "b/manifest.yaml"}, [][]byte{[]byte("b/\n"), []byte(manifest), []byte(manifest)}, "", "a", "schema/required"},
		{"a package", []string{"x.difypkg"}, [][]byte{archive(manifest, "manifest.yaml")}, "", "x.difypkg!", "schema/required"},
		{"no package", []string{"x.difypkg"}, [][]byte{[]byte("text")}, "", "x.difypkg!", "archive/damaged"},
		{"a bomb of a package", []string{"x.difypkg"}, [][]byte{bomb}, "", "x.difypkg!", "archive/bomb"},
		{"a zip", []string{"x.zip"}, [][]byte{archive(manifest, "p/manifest.yaml")}, "", "p", "schema/required"},
		{"no zip", []string{"x.zip"}, [][]byte{[]byte("text")}, "x.zip: ", "", ""},
		{"a bomb of a zip", []string{"x.zip"}, [][]byte{bomb}, "x.zip: ", "", ""},
		{"a zip that leads out", []string{"x.zip"}, [][]byte{archive(manifest, "../manifest.yaml", "manifest.yaml")}, "", ".", "schema/required"},
		{"deep YAML", []string{"manifest.yaml"}, [][]byte{[]byte(manifest + "label: " + strings.Repeat("[", 20000) + "\n")}, "", ".", "yaml/syntax"},
		{"not UTF-8", []string{"manifest.yaml"}, [][]byte{[]byte(manifest + "label: \xff\n")}, "", ".", "yaml/syntax"},
	} {
		t.Run(tt.about, func(t *testing.T) {
			p := &page{t: t}
			var l listing
			err := p.do(&l, tt.blobs, opening("open", tt.names...))
			if tt.err == "" && err != "" || !strings.Contains(err, tt.err) {
				t.Fatalf("error %q, want %q", err, tt.err)
			}
			if got := strings.Join(l.Plugins, " "); got != tt.plugins {
				t.Fatalf("plugins %q, want %q", got, tt.plugins)
			}
			if tt.err != "" {
				return
			}
			for _, f := range l.Files {
				p.must(nil, nil, `{"do":"read","path":"`+f.Path+`"}`)
			}
			var a checkAnswer
			p.must(&a, nil, `{"do":"check"}`)
			for _, f := range a.Report.Findings {
				if f.Rule == tt.rule {
					return
				}
			}
			t.Errorf("no finding of %s in %+v", tt.rule, a.Report.Findings)
		})
	}
}

// TestPackage: a package is read, not written; unpacked, it is a folder.
func TestPackage(t *testing.T) {
	p := &page{t: t}
	p.folder(broken, "broken")
	_, _, zipped := p.s.serve(t.Context(), []byte(`{"do":"zip"}`), nil)
	p.must(nil, [][]byte{zipped}, opening("open", "all.zip"))
	var l listing
	p.must(&l, nil, `{"do":"list"}`)
	if len(l.Files) != 10 || l.Files[0].Path != "broken/PRIVACY.md" {
		t.Errorf("what was zipped and opened: %+v", l)
	}
	p.must(nil, [][]byte{zipped}, opening("open", "all.difypkg"))
	if err := p.do(nil, nil, `{"do":"check","files":{"all.difypkg!/main.py":"x"}}`); err == "" {
		t.Error("a package was written")
	}
	p.must(&l, nil, `{"do":"unpack"}`)
	if len(l.Plugins) != 1 || l.Plugins[0] != "all/broken" || l.Package {
		t.Errorf("unpacked: %+v", l)
	}
}

// TestConfiguration: the configuration and the baseline among the files hold.
func TestConfiguration(t *testing.T) {
	names, blobs := files(t, broken, "p/broken")
	for _, tt := range []struct {
		name, text string
		findings   int
	}{
		{"p/.difylint.yaml", "rules:\n  schema/*: off\n", 4},
		{"p/broken/.difylint.yaml", "rules:\n  schema/*: off\n", 4},
		{"other/.difylint.yaml", "rules:\n  schema/*: off\n", 7},
	} {
		p := &page{t: t}
		p.must(nil, append(blobs[:len(blobs):len(blobs)], []byte(tt.text)), opening("open", append(names[:len(names):len(names)], tt.name)...))
		var a checkAnswer
		p.must(&a, nil, `{"do":"check"}`)
		if len(a.Report.Findings) != tt.findings {
			t.Errorf("%s: %d findings, want %d", tt.name, len(a.Report.Findings), tt.findings)
		}
	}
}

// TestRequests: what is no request is an error, never a panic.
func TestRequests(t *testing.T) {
	for _, raw := range []string{``, `[]`, `{}`, `{"do":"check"}`, `{"do":"nothing"}`, `{"do":"about","names":1}`, `{"do":"open","names":["a"]}`, `{"do":"compare"}`} {
		p := &page{t: t}
		if err := p.do(nil, nil, raw); err == "" {
			t.Errorf("%s: no error", raw)
		}
	}
	p := &page{t: t}
	var a struct{ Rules, Dify []any }
	p.must(&a, nil, `{"do":"about"}`)
	if len(a.Rules) == 0 || len(a.Dify) == 0 {
		t.Error("about tells nothing")
	}
}
