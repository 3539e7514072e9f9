package plugin

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/difylint/difylint/lint/source/text"
	"github.com/google/go-cmp/cmp"
)

const manifest = "plugins:\n  models: [provider/m.yaml]\n  tools: [provider/t.yaml, provider/t.yaml]\n"

func sample() fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, data := range map[string]string{
		"manifest.yaml":             manifest,
		"provider/t.yaml":           "tools: [tools/a.yaml, {identity: {name: b}}, tools/gone.yaml, tools/a.yaml]\n",
		"tools/a.yaml":              "identity: {name: a}\n",
		"provider/m.yaml":           "models:\n  llm:\n    position: models/llm/_position.yaml\n    predefined: [\"models/llm/*.yaml\", \"models/[\"]\n",
		"models/llm/_position.yaml": "- x\n",
		"models/llm/x.yaml":         "model: x\n",
		"models/llm/deep/y.yaml":    "model: y\n",
		"node_modules/z/z.js":       "",
		"Readme.md":                 "",
	} {
		fsys[name] = &fstest.MapFile{Data: []byte(data)}
	}
	return fsys
}

func TestDocuments(t *testing.T) {
	p := Open(sample(), "somewhere")
	var got []string
	for _, d := range p.Documents() {
		s := string(d.Kind) + " " + d.Path
		if d.Inline {
			s += " inline"
		}
		if errors.Is(d.Err, fs.ErrNotExist) {
			s += " missing"
		}
		got = append(got, s)
	}
	want := []string{
		"manifest manifest.yaml", "tool-provider provider/t.yaml", "tool tools/a.yaml", "tool provider/t.yaml inline", "tool tools/gone.yaml missing",
		"model-provider provider/m.yaml", "position models/llm/_position.yaml", "model models/llm/x.yaml",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if p.Label("tools/a.yaml") != "somewhere/tools/a.yaml" || Open(nil, ".").Label("a") != "a" {
		t.Error("labels are wrong")
	}
	if d := cmp.Diff([]string{"models/llm/_position.yaml", "models/llm/x.yaml"}, globOf(p)); d != "" {
		t.Error(d)
	}
}

func globOf(p *Plugin) []string {
	for _, r := range p.References() {
		if r.Glob {
			return r.Matches
		}
	}
	return nil
}

func TestListing(t *testing.T) {
	l := Open(sample(), ".").Listing()
	if l.Has("node_modules/z/z.js") || l.Skipped["node_modules"] == "" || !l.Has("Readme.md") || l.Has("README.md") {
		t.Error("what is entered or left out is wrong:", l.Files, l.Skipped)
	}
	if d := cmp.Diff([]string{"Readme.md"}, l.Fold("README.md")); d != "" {
		t.Error(d)
	}
}

func TestCleanPath(t *testing.T) {
	for in, want := range map[string]string{"a/b": "a/b", "./a": "a", "/a": "a", "a//b/": "a/b", "../a": "../a", "a/../../b": "../b"} {
		if got := CleanPath(in); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}

func TestReadErrors(t *testing.T) {
	dir := t.TempDir()
	outside := filepath.Join(t.TempDir(), "secret")
	must(t, os.WriteFile(outside, []byte("x"), 0o600))
	must(t, os.Mkdir(filepath.Join(dir, "folder.yaml"), 0o755))
	must(t, os.Symlink(outside, filepath.Join(dir, "out.yaml")))
	must(t, os.WriteFile(filepath.Join(dir, "in.yaml"), []byte("a: 1\n"), 0o600))
	must(t, os.Symlink("in.yaml", filepath.Join(dir, "link.yaml")))
	must(t, os.Symlink("loop.yaml", filepath.Join(dir, "loop.yaml")))
	must(t, os.Symlink("folder.yaml", filepath.Join(dir, "also.yaml")))
	big, err := os.Create(filepath.Join(dir, "big.yaml"))
	must(t, err)
	must(t, big.Truncate(MaxFileSize+1)) // sparse: nothing is written
	must(t, big.Close())
	p := Open(Dir(dir), ".")
	for name, want := range map[string]error{
		"folder.yaml": ErrIsDir, "big.yaml": ErrTooLarge, "none.yaml": fs.ErrNotExist, "../x": fs.ErrInvalid,
	} {
		if _, err := p.Read(name); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", name, err, want)
		}
	}
	for _, name := range []string{"out.yaml", "loop.yaml"} {
		if f, err := p.Read(name); err == nil {
			t.Errorf("%s: read %q", name, f.Data)
		}
	}
	if f, err := p.Read("link.yaml"); err != nil || string(f.Data) != "a: 1\n" {
		t.Error("a link inside the plugin must be followed:", err)
	}
	l := p.Listing()
	if d := cmp.Diff([]string{"big.yaml", "in.yaml", "link.yaml"}, l.Files); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"also.yaml", "link.yaml", "loop.yaml", "out.yaml"}, l.Links); d != "" {
		t.Error(d)
	}
	if p.Exists("also.yaml") || !p.Exists("link.yaml") || Open(Dir(dir), ".").Exists("also.yaml") {
		t.Error("a link to a folder is a file")
	}
}

// TestNoFolder: what a folder that is not there is asked for is not there.
func TestNoFolder(t *testing.T) {
	none := Dir(filepath.Join(t.TempDir(), "none"))
	_, open := none.Open("a")
	_, stat := fs.Stat(none, "a")
	_, list := fs.ReadDir(none, ".")
	_, lstat := fs.Lstat(none, "a")
	for what, err := range map[string]error{"open": open, "stat": stat, "list": list, "lstat": lstat} {
		if !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := fs.ReadLink(none, "a"); err == nil {
		t.Error("a link is read")
	}
	for _, name := range []string{"../a", "/a", "a/../b", ""} {
		if _, err := Dir(t.TempDir()).Open(name); !errors.Is(err, fs.ErrInvalid) {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// TestShare: a file that is the same in two states of a plugin is one, with its tree.
func TestShare(t *testing.T) {
	was, is := sample(), sample()
	is["tools/a.yaml"] = &fstest.MapFile{Data: []byte("identity: {name: c}\n")}
	old, cur := Open(was, "."), Open(is, ".")
	old.Share(cur)
	cur.Share(old) // does nothing: who shares with whom is settled
	old.Share(Open(sample(), "."))
	trees := map[string]any{}
	for _, d := range cur.Documents() {
		trees[d.Path] = d.Tree
	}
	for _, d := range old.Documents() {
		f, err := cur.Read(d.Path)
		if err != nil {
			continue
		}
		if same := d.Path != "tools/a.yaml"; (f == d.File) != same || (trees[d.Path] == any(d.Tree)) != same {
			t.Errorf("%s: one file %v, one tree %v", d.Path, f == d.File, trees[d.Path] == any(d.Tree))
		}
	}
}

// TestTop: the place of what a document lacks is its first key, else its beginning
// behind a mark.
func TestTop(t *testing.T) {
	for data, want := range map[string]text.Span{"a: 1\n": {Start: 0, End: 1}, "\ufeff# c\n": {Start: 3, End: 3}, "": {}, "\ufeffa: 1\n": {Start: 3, End: 4}, "[\n": {}} {
		d := Open(fstest.MapFS{"manifest.yaml": {Data: []byte(data)}}, ".").Manifest()
		if at := AtTop(d); at.Span != want || at.File != d.File || at.Path != "manifest.yaml" {
			t.Errorf("%q: %v, want %v", data, at.Span, want)
		}
	}
	if at := AtTop(Open(fstest.MapFS{}, ".").Manifest()); at.File != nil || at.Span != (text.Span{}) || at.Path != "manifest.yaml" || at.Position() != (text.Position{Line: 1, Column: 1}) {
		t.Errorf("%+v", at)
	}
}

// Files are opened within the folder that was asked for last: links out of that
// folder, and a folder that takes its place, are seen all the same.
func TestFolders(t *testing.T) {
	dir := t.TempDir()
	write := func(name, data string) {
		must(t, os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o755))
		must(t, os.WriteFile(filepath.Join(dir, name), []byte(data), 0o600))
	}
	write("a/x.yaml", "x")
	write("b/c/y.yaml", "y")
	must(t, os.Symlink("../../a/x.yaml", filepath.Join(dir, "b/c/link.yaml")))
	must(t, os.Symlink(filepath.Join(dir, "a/x.yaml"), filepath.Join(dir, "b/c/whole.yaml")))
	must(t, os.Symlink("b/c", filepath.Join(dir, "d")))
	p := Open(Dir(dir), ".")
	for name, want := range map[string]string{"a/x.yaml": "x", "b/c/y.yaml": "y", "b/c/link.yaml": "x", "d/y.yaml": "y"} {
		if f, err := p.Read(name); err != nil || string(f.Data) != want || p.Size(name) != 1 {
			t.Error(name, f, err)
		}
	}
	if _, err := p.Read("b/c/whole.yaml"); err == nil {
		t.Error("a link to a whole path leaves the plugin")
	}
	if _, err := p.Read("b/c/none.yaml"); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	snap := NewSnapshot(Dir(dir))
	for _, want := range []string{"y", "z"} {
		if data, err := fs.ReadFile(snap, "b/c/y.yaml"); err != nil || string(data) != want {
			t.Errorf("%q, want %q: %v", data, want, err)
		}
		must(t, os.Rename(filepath.Join(dir, "b"), filepath.Join(dir, "old"+want)))
		write("b/c/y.yaml", "z")
		snap = snap.Reload()
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestOverlay(t *testing.T) {
	o := Overlay(sample(), map[string][]byte{"tools/a.yaml": []byte("new"), "Readme.md": nil, "extra/deep/f.yaml": []byte("f")})
	if b, err := fs.ReadFile(o, "tools/a.yaml"); err != nil || string(b) != "new" {
		t.Error(string(b), err)
	}
	l := Open(o, ".").Listing()
	if l.Has("Readme.md") || !l.Has("extra/deep/f.yaml") || !l.Has("tools/a.yaml") || !l.HasDir("extra/deep") {
		t.Error(l.Files)
	}
	if _, err := fs.Stat(o, "Readme.md"); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}
