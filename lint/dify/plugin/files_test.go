package plugin

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/difylint/difylint/lint/source/text"
	"github.com/google/go-cmp/cmp"
)

// base are the files of TestLaidOver, laid what is laid over them: nil hides.
var (
	base = map[string]string{"manifest.yaml": "type: plugin\n", "a/b.yaml": "b", "a/c.yaml": "c", "a/d/e.py": "e = 1\n", "z.txt": "z"}
	laid = map[string][]byte{"manifest.yaml": []byte("type: bundle\n"), "a/b.yaml": nil, "a/d/f.toml": []byte("f = 1\n"), "a/empty.md": {}, "new/deep/g.yaml": []byte("g"), "new/h.txt": []byte("h"), "none.yaml": nil, "z.txt": []byte("z")}
	both = map[string]string{"manifest.yaml": "type: bundle\n", "a/c.yaml": "c", "a/d/e.py": "e = 1\n", "a/d/f.toml": "f = 1\n", "a/empty.md": "", "new/deep/g.yaml": "g", "new/h.txt": "h", "z.txt": "z"}
)

func mapFS(files map[string]string) fstest.MapFS {
	out := fstest.MapFS{}
	for name, data := range files {
		out[name] = &fstest.MapFile{Data: []byte(data)}
	}
	return out
}

func dirOfFiles(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range files {
		must(t, os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o755))
		must(t, os.WriteFile(filepath.Join(dir, name), []byte(data), 0o600))
	}
	return dir
}

// alikeIn holds one file system against another, at each path of either and some of none.
func alikeIn(t *testing.T, name string, got, want fs.FS) {
	t.Helper()
	paths := map[string]bool{".": true, "no": true, "a/no": true, "a/c.yaml/no": true, "ne": true, "../a": true}
	for _, files := range []map[string]string{base, both} {
		for p := range files {
			for ; p != "."; p = filepath.ToSlash(filepath.Dir(p)) {
				paths[p] = true
			}
		}
	}
	list := func(fsys fs.FS, dir string) (out []string) {
		entries, _ := fs.ReadDir(fsys, dir)
		for _, e := range entries {
			info, err := e.Info()
			if err != nil {
				t.Error(name, dir, err)
				continue
			}
			s := e.Name()
			if !e.IsDir() {
				s += " " + info.Mode().Type().String()
			}
			out = append(out, s)
		}
		return out
	}
	for p := range paths {
		a, aerr := fs.Stat(got, p)
		b, berr := fs.Stat(want, p)
		if (aerr == nil) != (berr == nil) || errors.Is(berr, fs.ErrNotExist) && !errors.Is(aerr, fs.ErrNotExist) && fs.ValidPath(p) && p != "a/c.yaml/no" {
			t.Errorf("%s: %s is there: %v, want %v", name, p, aerr, berr)
			continue
		}
		if aerr == nil && (a.IsDir() != b.IsDir() || a.Name() != filepath.Base(p) || a.Mode().IsRegular() == a.IsDir() || !a.IsDir() && a.Size() != b.Size()) {
			t.Errorf("%s: %s is %v, want %v", name, p, a, b)
		}
		if l, ok := got.(fs.ReadLinkFS); ok {
			if info, err := l.Lstat(p); (err == nil) != (berr == nil) || err == nil && (info.IsDir() != b.IsDir() || info.Size() != b.Size() && !b.IsDir()) {
				t.Errorf("%s: %s by itself: %v, %v", name, p, info, err)
			}
		}
		data, aerr := readFile(got, p)
		wanted, berr := readFile(want, p)
		if string(data) != string(wanted) || (aerr == nil) != (berr == nil) || errors.Is(aerr, ErrIsDir) != errors.Is(berr, ErrIsDir) {
			t.Errorf("%s: %s reads as %q %v, want %q %v", name, p, data, aerr, wanted, berr)
		}
		if d := cmp.Diff(list(want, p), list(got, p)); d != "" {
			t.Errorf("%s: in %s lies:\n%s", name, p, d)
		}
	}
}

// TestLaidOver: files laid over a folder, a package or a snapshot read as if they lay there.
func TestLaidOver(t *testing.T) {
	dir := dirOfFiles(t, base)
	for name, files := range map[string]func() fs.FS{
		"a file system": func() fs.FS { return mapFS(base) }, "a folder": func() fs.FS { return Dir(dir) },
	} {
		alikeIn(t, name, files(), mapFS(base))
		alikeIn(t, name+", overlaid", Overlay(files(), laid), mapFS(both))
		alikeIn(t, name+", a snapshot", NewSnapshot(files()), mapFS(base))
		alikeIn(t, name+", a snapshot, overlaid", Overlay(NewSnapshot(files()), laid), mapFS(both))
		alikeIn(t, name+", drafts", NewSnapshot(files()).WithDrafts(laid), mapFS(both))
		one := NewSnapshot(files())
		for file, data := range laid {
			one = one.With(map[string][]byte{file: data})
		}
		alikeIn(t, name+", one by one", one, mapFS(both))
		alikeIn(t, name+", and taken away", one.Without(slices.Collect(maps.Keys(laid))...), mapFS(base))
		alikeIn(t, name+", read anew", one.Reload(), mapFS(both))
		if one.Without("no") == nil || one.Without("no").Listing() != one.Listing() {
			t.Error("what was not laid over it is taken away")
		}
	}
}

// Listing is a snapshot's, as a plugin has it.
func (s *Snapshot) Listing() *Listing { return Open(s, ".").Listing() }

// TestSnapshotKeeps: what is the same in two snapshots is one file, and the paths
// are walked again only where they differ.
func TestSnapshotKeeps(t *testing.T) {
	dir := dirOfFiles(t, map[string]string{"a.yaml": "a: 1\n", "bad.yaml": "a: [\n", "b.py": "b = 1\n", "bad.py": "b = (\n", "c.toml": "c = 1\n", "d.txt": "d", "in/e.yaml": "e: 1\n"})
	s := NewSnapshot(Dir(dir))
	file := func(s *Snapshot, name string) *text.File {
		t.Helper()
		f, err := s.file(name)
		must(t, err)
		return f
	}
	read := func(name string) []byte { return slices.Clone(file(s, name).Data) }
	for name, want := range map[string]bool{"a.yaml": true, "bad.yaml": false, "b.py": true, "bad.py": false, "c.toml": false, "d.txt": true} {
		next := s.WithDrafts(map[string][]byte{name: read(name)})
		if got := file(next, name) == file(s, name); got != want {
			t.Errorf("%s as a draft is the file: %v", name, got)
		}
		if next.Listing() != s.Listing() {
			t.Errorf("%s as a draft: walked again", name)
		}
		if again := next.WithDrafts(map[string][]byte{name: read(name)}); file(again, name) != file(next, name) {
			t.Errorf("%s: a draft that stays the same is made anew", name)
		}
		if other := next.WithDrafts(map[string][]byte{name: []byte("other")}); file(other, name) == file(next, name) || string(file(next, name).Data) == "other" {
			t.Errorf("%s: a draft that changes is not made anew, or the one before changes", name)
		}
	}
	for name, data := range map[string][]byte{"new.yaml": []byte("x"), "d.txt": nil} {
		next := s.With(map[string][]byte{name: data})
		if next.Listing() == s.Listing() || next.Listing().Has(name) != (data != nil) {
			t.Errorf("%s: not walked again", name)
		}
		if back := next.Without(name); back.Listing() == next.Listing() || back.Listing().Has(name) == (data != nil) {
			t.Errorf("%s: not walked again after it was taken away", name)
		}
	}
	// What changes on the disk is seen where it is read anew.
	before := map[string]*text.File{"a.yaml": file(s, "a.yaml"), "d.txt": file(s, "d.txt"), "in/e.yaml": file(s, "in/e.yaml")}
	_, _ = fs.Stat(s, "a.yaml")
	_, _ = fs.ReadDir(s, "in")
	must(t, os.WriteFile(filepath.Join(dir, "a.yaml"), []byte("a: 2, longer\n"), 0o600))
	must(t, os.WriteFile(filepath.Join(dir, "in/e.yaml"), []byte("e: 2\n"), 0o600))
	must(t, os.MkdirAll(filepath.Join(dir, "in/f"), 0o755))
	must(t, os.WriteFile(filepath.Join(dir, "in/f/g.yaml"), []byte("g: 1\n"), 0o600))
	if file(s, "a.yaml") != before["a.yaml"] {
		t.Error("a snapshot changes")
	}
	one := s.Reload("a.yaml")
	info, err := fs.Stat(one, "a.yaml")
	if err != nil || info.Size() != 13 || string(file(one, "a.yaml").Data) != "a: 2, longer\n" || file(one, "in/e.yaml") != before["in/e.yaml"] || file(one, "d.txt") != before["d.txt"] {
		t.Errorf("one file read anew: %v %q", info, file(one, "a.yaml").Data)
	}
	if one.Listing() == s.Listing() || one.Listing().Has("in/f/g.yaml") {
		t.Error("one file read anew: the paths", one.Listing().Files)
	}
	if deep := s.Reload("in/f/g.yaml"); !deep.Listing().Has("in/f/g.yaml") || string(file(deep, "in/f/g.yaml").Data) != "g: 1\n" {
		t.Error("a new file in a new folder:", deep.Listing().Files)
	}
	all := s.Reload()
	if file(all, "d.txt") != before["d.txt"] || file(all, "in/e.yaml") == before["in/e.yaml"] || string(file(all, "a.yaml").Data) != "a: 2, longer\n" || !all.Listing().Has("in/f/g.yaml") {
		t.Error("all read anew:", all.Listing().Files)
	}
	must(t, os.RemoveAll(filepath.Join(dir, "in")))
	gone := all.Reload("in")
	if l := gone.Listing(); l.Has("in/e.yaml") || l.HasDir("in/f") {
		t.Error("a folder that is gone:", l.Files)
	}
	if f := file(gone.Reload(), "d.txt"); f != before["d.txt"] {
		t.Error("a file is made anew that stays the same")
	}
}

// TestSnapshotFacts: a fact is computed again where what it follows from differs.
func TestSnapshotFacts(t *testing.T) {
	count := 0
	fact := NewFact(func(p *Plugin) int { count++; return int(p.Size("a.yaml")) }).From(func(p *Plugin) []any {
		f, _ := p.Read("a.yaml")
		return []any{f}
	})
	s := NewSnapshot(mapFS(map[string]string{"a.yaml": "a: 1\n", "b.yaml": "b"}))
	for _, tt := range []struct {
		s           *Snapshot
		want, times int
	}{
		{s, 5, 1}, {s, 5, 1}, {s.With(map[string][]byte{"b.yaml": []byte("c")}), 5, 1},
		{s.With(map[string][]byte{"a.yaml": []byte("a: 12\n")}), 6, 2}, {s, 5, 3}, {s.Reload(), 5, 3},
	} {
		if got := fact.Of(Open(tt.s, ".")); got != tt.want || count != tt.times {
			t.Errorf("%d after %d times, want %d after %d", got, count, tt.want, tt.times)
		}
	}
	p := Open(mapFS(map[string]string{"a.yaml": "a: 1\n"}), ".")
	if first, again := fact.Of(p), fact.Of(p); first != 5 || again != 5 || count != 4 {
		t.Errorf("a plugin without a snapshot: %d times", count)
	}
}

func TestLabel(t *testing.T) {
	for _, tt := range []struct{ dir, name, want string }{
		{"a", "b.yaml", "a/b.yaml"}, {"a", "", "a"}, {"a", ".", "a"}, {".", "b", "b"}, {"", "b", "b"}, {"a.difypkg!", "b", "a.difypkg!/b"}, {"/", "b", "/b"},
	} {
		if got := Open(nil, tt.dir).Label(tt.name); got != tt.want {
			t.Errorf("%q of %q: %q, want %q", tt.name, tt.dir, got, tt.want)
		}
	}
}

// TestWalk: what a listing enters, and what it leaves out.
func TestWalk(t *testing.T) {
	files := map[string]string{
		"manifest.yaml": "", "b/Main.py": "", "b/main.py": "", "b/x.txt": "", ".git/config": "", ".hg/x": "", ".svn/x": "", "node_modules/a.js": "", "b/node_modules/a.py": "",
		"venv/pyvenv.cfg": "", "venv/a.py": "", ".venv/pyvenv.cfg": "", "env/pyvenv.cfg": "", ".tools/pyvenv.cfg": "", "myvenv2/pyvenv.cfg": "", "lib/pyvenv.cfg": "", "venv3/a.py": "", ".github/a.yml": "",
	}
	p := Open(mapFS(files), ".")
	l := p.Listing()
	if d := cmp.Diff("manifest.yaml b/Main.py b/main.py b/x.txt lib/pyvenv.cfg venv3/a.py .github/a.yml", strings.Join(slices.SortedFunc(slices.Values(l.Files), func(a, b string) int {
		order := "manifest.yaml b/Main.py b/main.py b/x.txt lib/pyvenv.cfg venv3/a.py .github/a.yml"
		return strings.Index(order, a) - strings.Index(order, b)
	}), " ")); d != "" {
		t.Error(d)
	}
	var skipped []string
	for _, name := range slices.Sorted(maps.Keys(l.Skipped)) {
		skipped = append(skipped, name+": "+l.Skipped[name])
	}
	if d := cmp.Diff([]string{
		".git: version control", ".hg: version control", ".svn: version control", ".tools: virtual environment", ".venv: virtual environment", "b/node_modules: node modules",
		"env: virtual environment", "myvenv2: virtual environment", "node_modules: node modules", "venv: virtual environment",
	}, skipped); d != "" {
		t.Error(d)
	}
	if !slices.IsSorted(l.Files) || l.Truncated || !l.HasDir("b") || l.HasDir("b/x.txt") || l.Has("b") || strings.Join(l.Fold("B/MAIN.py"), " ") != "b/Main.py b/main.py" {
		t.Error(l)
	}
	if got := strings.Join(p.Sources(), " "); got != "b/Main.py b/main.py venv3/a.py" {
		t.Error(got)
	}
	for _, p := range []*Plugin{p, Open(mapFS(files), ".")} { // listed, and not
		if !p.Exists("b/x.txt") || p.Exists("b") || p.Exists("../x") || p.Exists("no") || p.Size("b/x.txt") != 0 || p.Size("no") != -1 {
			t.Error("what is there, or its size, is wrong")
		}
	}
	read := Open(mapFS(files), ".")
	_, _ = read.Read("b/x.txt")
	_, _ = read.Read("no")
	_, _ = read.Read("b")
	if !read.Exists("b/x.txt") || read.Exists("no") || len(read.Opened()) != 1 || read.Unread() != "" {
		t.Error("what was read is wrong:", read.Opened(), read.Unread())
	}
	deep := Open(mapFS(map[string]string{strings.Repeat("d/", MaxDepth) + "x": ""}), ".").Listing()
	deeper := Open(mapFS(map[string]string{strings.Repeat("d/", MaxDepth+1) + "x": ""}), ".").Listing()
	if deep.Truncated || len(deep.Files) != 1 || !deeper.Truncated || len(deeper.Files) != 0 {
		t.Error("the depth of a listing:", deep.Truncated, deeper.Truncated)
	}
}

// unreadable fails for some files of a file system, and says why.
type unreadable struct {
	fstest.MapFS
	why map[string]error
}

func (u unreadable) Open(name string) (fs.File, error) {
	if err := u.why[name]; err != nil {
		return nil, err
	}
	return u.MapFS.Open(name)
}

// TestUnread: the first file that is there and could not be read, not one that is not
// there, is none, or is too large.
func TestUnread(t *testing.T) {
	damaged := errors.New("damaged")
	p := Open(unreadable{mapFS(map[string]string{"d/x": "", "a": "a"}), map[string]error{"c": damaged, "b": damaged, "e": ErrTooLarge}}, ".")
	for _, name := range []string{"none", "../x", "d", "e", "a"} {
		_, _ = p.Read(name)
	}
	if got := p.Unread(); got != "" {
		t.Error(got)
	}
	for _, name := range []string{"c", "b", "c"} {
		_, _ = p.Read(name)
	}
	if got := p.Unread(); got != "b" {
		t.Error(got)
	}
}

// TestSnapshotForgets: what was computed of a file that a buffer hides is dropped, and
// nothing of one that it does not.
func TestSnapshotForgets(t *testing.T) {
	s := NewSnapshot(mapFS(map[string]string{"a.yaml": "a: 1\n", "b.yaml": "b: 1\n"}))
	count := map[string]int{}
	use := func(s *Snapshot, name string) {
		t.Helper()
		f, err := s.file(name)
		must(t, err)
		f.Memo("count", func() any { count[name]++; return nil })
	}
	for range 2 {
		use(s, "a.yaml")
		use(s, "b.yaml")
	}
	s.Forget("a.yaml", "b.yaml", "none.yaml")
	use(s, "a.yaml")
	laid := s.With(map[string][]byte{"a.yaml": []byte("a: 2\n")})
	laid.Forget("a.yaml", "b.yaml")
	use(s, "a.yaml")
	use(s, "b.yaml")
	if count["a.yaml"] != 2 || count["b.yaml"] != 1 {
		t.Error(count)
	}
	again := laid.Reload() // the files of before are kept beside until they are read
	again.Forget("a.yaml", "b.yaml")
	use(again.Without("a.yaml"), "a.yaml")
	use(again, "b.yaml")
	if count["a.yaml"] != 3 || count["b.yaml"] != 1 {
		t.Error("after a reload:", count)
	}
}
