package release_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/release"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "write what is found into the test data")

// TestChanges compares the two plugins of each archive in testdata, below old/
// and new/, with the changes that the archive wants: what is told, where it was
// (-) and where it is (+), or what held it (~).
func TestChanges(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no test data", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			old, cur, want := fstest.MapFS{}, fstest.MapFS{}, -1
			for i, f := range a.Files {
				if path, ok := strings.CutPrefix(f.Name, "old/"); ok {
					old[path] = &fstest.MapFile{Data: f.Data}
				} else if path, ok := strings.CutPrefix(f.Name, "new/"); ok {
					cur[path] = &fstest.MapFile{Data: f.Data}
				} else {
					want = i
				}
			}
			var got bytes.Buffer
			for _, c := range release.Diff(plugin.Open(old, "."), plugin.Open(cur, ".")) {
				fmt.Fprintf(&got, "%s: %s\n", c.ID(), c.Message)
				writePlace(&got, "-", c.Old)
				writePlace(&got, map[bool]string{false: "+", true: "~"}[c.Gone], c.New)
			}
			if *update {
				a.Files[want].Data = got.Bytes()
				if err := os.WriteFile(name, txtar.Format(a), 0o600); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(a.Files[want].Data), got.String()); diff != "" {
				t.Errorf("want (-) and got (+); go test -update writes what was got:\n%s", diff)
			}
		})
	}
}

func writePlace(b *bytes.Buffer, mark string, p plugin.Place) {
	if p.File == nil {
		return
	}
	first, _, _ := strings.Cut(p.File.Slice(p.Span), "\n")
	fmt.Fprintf(b, "  %s %s:%d: %s\n", mark, p.Path, p.File.LineAt(p.Span.Start), first)
}

// TestSetVersion gives the plugin the version 1.1.0.
func TestSetVersion(t *testing.T) {
	const (
		manifest = "-- manifest.yaml --\nname: demo\nversion: 1.0.0 # the next\n"
		project  = "-- pyproject.toml --\n[tool.x]\nversion = \"1.0.0\"\n[project]\nname = \"demo\"\nversion = \"1.0.0\"\n"
		other    = "-- uv.lock --\nversion = 1\n[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nsource = { registry = \"https://pypi.org/simple\" }\n[[package]]\nname = \"b\"\nversion = \"1.0.0\"\nsource = { editable = \"lib\" }\n"
	)
	own := func(version, source string) string {
		return "[[package]]\nname = \"demo\"\nversion = \"" + version + "\"\nsource = { " + source + " }\n[[package]]\nname = \"z\"\nversion = \"1.0.0\"\n"
	}
	for _, c := range []struct {
		name, files string
		want        []string
	}{
		{"the manifest alone", manifest, []string{"manifest.yaml: 1.1.0"}},
		{"with the project", manifest + project, []string{"manifest.yaml: 1.1.0", "pyproject.toml:5"}},
		{"with the lock", manifest + project + other + own("1.0.0", `virtual = "."`), []string{"manifest.yaml: 1.1.0", "pyproject.toml:5", "uv.lock:12"}},
		{"an editable project", manifest + project + other + own("1.0", `editable = "./"`), []string{"manifest.yaml: 1.1.0", "pyproject.toml:5", "uv.lock:12"}},
		{"a project of another version", manifest + strings.ReplaceAll(project, "1.0.0", "0.9.0") + other + own("1.0.0", `virtual = "."`), []string{"manifest.yaml: 1.1.0"}},
		{"a lock of another version", manifest + project + other + own("0.9.0", `virtual = "."`), []string{"manifest.yaml: 1.1.0", "pyproject.toml:5"}},
		{"a lock that has it already", manifest + strings.ReplaceAll(project, "1.0.0", "1.0") + other + own("1.0.0", `virtual = "."`), []string{"manifest.yaml: 1.1.0", "pyproject.toml:5", "uv.lock:12"}},
		{"a lock without the project", manifest + project + other, []string{"manifest.yaml: 1.1.0", "pyproject.toml:5"}},
		{"a lock whose source is not written as a table", manifest + project + other + strings.Replace(own("1.0.0", "x"), "{ x }", `"."`, 1), []string{"manifest.yaml: 1.1.0", "pyproject.toml:5"}},
		{"a version that is no text", manifest + strings.ReplaceAll(project, `"1.0.0"`, "1.0"), []string{"manifest.yaml: 1.1.0"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := open(c.files)
			edits, also := release.SetVersion(p, p.Manifest().Root.Get("version"), "1.1.0")
			got := []string{"manifest.yaml: " + edits[0][0].New}
			for i, at := range also {
				got = append(got, fmt.Sprintf("%s:%d", at.Path, at.File.LineAt(at.Span.Start)))
				if e := edits[i+1][0]; e.New != `"1.1.0"` || e.Span != at.Span || e.Path != at.Path {
					t.Errorf("%s: the edit is %v", at.Path, e)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" || len(edits) != len(also)+1 {
				t.Errorf("%d edits: %s", len(edits), diff)
			}
		})
	}
}

// hashed knows the Git hashes of some of its files.
type hashed struct {
	fstest.MapFS
	hashes map[string]string
}

func (h hashed) BlobHash(name string) (string, bool) {
	s, ok := h.hashes[name]
	return s, ok
}

// TestSameFile compares one file in two file systems. The hashes are those that
// "git hash-object" gives.
func TestSameFile(t *testing.T) {
	const (
		sha1A   = "78981922613b2afb6025042ff6bd878ac1994e85" // "a\n"
		sha256A = "f8625e43f9e04f24291f77cdbe4c71b3c2a3b0003f60419b3ed06a058d766c8b"
		sha1NUL = "29cd267315316baf2f931f924b0a01c73593ad53" // "\x00a\n"
	)
	long := strings.Repeat("x", 100_000)
	for _, c := range []struct {
		name         string
		old, cur     string
		oldIs, newIs string
		same         bool
	}{
		{"equal", "a\n", "a\n", "", "", true},
		{"another length", "a\n", "aa\n", "", "", false},
		{"another text", "a\n", "b\n", "", "", false},
		{"another end of a long text", long + "a", long + "b", "", "", false},
		{"equal and long", long, long, "", "", true},
		{"empty", "", "", "", "", true},
		{"by the hash of the old", "", "a\n", sha1A, "", true},
		{"by the hash of the new", "a\n", "", "", sha1A, true},
		{"not by the hash of the old", "", "b\n", sha1A, "", false},
		{"by the hashes alone", "x", "y", "1", "1", true},
		{"not by the hashes alone", "x", "x", "1", "2", false},
		{"by a hash of SHA-256", "", "a\n", sha256A, "", true},
		{"with ends of lines of Windows", "", "a\r\n", sha1A, "", true},
		{"binary with the same bytes", "", "\x00a\r\n", sha1NUL, "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			side := func(data, hash string) *plugin.Plugin {
				h := hashed{fstest.MapFS{"f": {Data: []byte(data)}}, map[string]string{}}
				if hash != "" {
					h.hashes["f"] = hash
				}
				return plugin.Open(h, ".")
			}
			if got := release.Files(side(c.old, c.oldIs), side(c.cur, c.newIs)); (len(got) == 0) != c.same {
				t.Errorf("%v; the same: %v", got, c.same)
			}
		})
	}
}

// TestPacked adds one file to a plugin: whether it counts as changed.
func TestPacked(t *testing.T) {
	const difyignore = "-- .difyignore --\nbuild/\n"
	for _, c := range []struct {
		name, ignores string
		counts        bool
	}{
		{"a.txt", "", true},
		{"lib/a.so", "", true},
		{".DS_Store", "", false},
		{"lib/Thumbs.db", "", false},
		{".venv/lib/a.py", "", false},
		{"a.pyc", "", false},
		{"dist/demo.difypkg", "", false},
		{"out/a.txt", difyignore, true},
		{"build/a.txt", difyignore, false},
		{"out/a.txt", difyignore + "-- .gitignore --\nout/\n", false},
		{"out/a.txt", "-- .gitignore --\nout/\n", false},
		{"b.txt", difyignore + "-- .gitignore --\nout/\n", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			base := "-- manifest.yaml --\nname: demo\n" + c.ignores
			got := release.Files(open(base), open(base+"-- "+c.name+" --\nx\n"))
			if counts := len(got) > 0; counts != c.counts {
				t.Errorf("%v with %q", got, c.ignores)
			}
		})
	}
}

func TestReadable(t *testing.T) {
	for _, c := range []struct{ files, want string }{
		{"-- manifest.yaml --\nname: demo\n", ""},
		{"-- a.txt --\n", "manifest.yaml cannot be read"},
		{"-- manifest.yaml --\n", "manifest.yaml is not YAML with keys"},
		{"-- manifest.yaml --\n- name\n", "manifest.yaml is not YAML with keys"},
		{"-- manifest.yaml --\nplugins: {tools: [a.yaml, b.yaml]}\n-- a.yaml --\nx: [\n", "a.yaml is not YAML"},
	} {
		if got := release.Readable(open(c.files)).String(); got != c.want {
			t.Errorf("%q: %q, want %q", c.files, got, c.want)
		}
	}
}

// TestReport compares a plugin with one that has several files more, and one
// change that is accepted.
func TestReport(t *testing.T) {
	old := open(withTool("", "  - {name: x, type: string}") + "-- a.txt --\na\n-- main.py --\nimport requests\n\nrequests.get(\"https://a.acme.dev\")\n")
	cur := open(strings.Replace(withTool("", ""), "1.0.0", "1.1.0", 1) + "-- b.txt --\n-- c.txt --\n-- d.txt --\n-- main.py --\nimport subprocess\nimport requests\n\nsubprocess.run([])\nrequests.get(\"https://a.acme.dev\")\nrequests.get(\"https://b.acme.dev\")\n-- z.txt --\n")
	for _, c := range []struct {
		name string
		opts release.Options
		want []string
	}{
		{"as it is", release.Options{}, []string{
			"too-little 2.0.0",
			"parameter-removed tools/demo/search/x: major, covered false",
			"capability-added capability/commands: none, covered true",
			"host-added host/b.acme.dev: none, covered true",
			"files-changed files: patch, covered true",
			"gravest parameter-removed tools/demo/search/x",
		}},
		{"accepted", release.Options{Accept: func(c *release.Change) string {
			return map[bool]string{true: "nobody used it"}[c.Kind == release.ParameterRemoved]
		}}, []string{
			"enough 1.0.1",
			"parameter-removed tools/demo/search/x: major, covered true",
			"capability-added capability/commands: none, covered true",
			"host-added host/b.acme.dev: none, covered true",
			"files-changed files: patch, covered true",
			"gravest files-changed files",
		}},
		{"with other bumps", release.Options{Bump: func(c *release.Change) release.Bump {
			return map[release.Kind]release.Bump{release.ParameterRemoved: release.Minor, release.HostAdded: release.Minor}[c.Kind]
		}}, []string{
			"enough 1.1.0",
			"parameter-removed tools/demo/search/x: minor, covered true",
			"capability-added capability/commands: none, covered true",
			"host-added host/b.acme.dev: minor, covered true",
			"files-changed files: none, covered true",
			"gravest parameter-removed tools/demo/search/x",
			"gravest host-added host/b.acme.dev",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := release.Compare(old, cur, c.opts)
			got := []string{fmt.Sprintf("%s %s", r.Verdict.State, r.Verdict.Version)}
			for i := range r.Changes {
				c := &r.Changes[i]
				got = append(got, fmt.Sprintf("%s: %s, covered %v", c.ID(), r.Bump(c), r.Covered(c)))
			}
			for _, c := range r.Gravest() {
				got = append(got, "gravest "+c.ID())
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
			if r.Zerover() != release.Strict {
				t.Errorf("versions before 1.0.0 are judged %q", r.Zerover())
			}
			const files = "8 files changed: a.txt (gone), b.txt (new), c.txt (new), d.txt (new), and 4 more"
			if m := r.Changes[len(r.Changes)-1].Message.String(); m != files {
				t.Errorf("got %q, want %q", m, files)
			}
		})
	}
	same := release.Compare(old, old, release.Options{})
	if same.Verdict.State != release.Same || len(same.Changes) != 0 {
		t.Errorf("a plugin differs from itself: %+v", same.Verdict)
	}
}
