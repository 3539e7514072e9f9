package pkg

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/difylint/difylint/lint/dify/packing"
	"github.com/google/go-cmp/cmp"
)

func tree(files ...string) fstest.MapFS {
	out := fstest.MapFS{}
	for i := 0; i < len(files); i += 2 {
		out[files[i]] = &fstest.MapFile{Data: []byte(files[i+1]), Mode: 0o644}
	}
	return out
}

func pack(t *testing.T, fsys fs.FS, opts PackOptions) *Listing {
	t.Helper()
	l, err := Pack(context.Background(), fsys, opts)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// taken and left are a listing's paths; what is left out with its pattern.
func taken(l *Listing) (out []string) {
	for _, f := range l.Files {
		out = append(out, f.Path)
	}
	return out
}

func left(l *Listing) (out []string) {
	for _, f := range l.LeftOut {
		out = append(out, f.Path+" <- "+l.Patterns[f.Pattern].Text)
	}
	return out
}

func TestPack(t *testing.T) {
	for _, c := range []struct {
		name        string
		files       fstest.MapFS
		taken, left []string
	}{
		{"no ignore file", tree("b", "", "a/x", "", "a.b", ""), []string{"a.b", "a/x", "b"}, nil},
		{"difyignore over gitignore", tree(".difyignore", "x\n", ".gitignore", "y\n", "x", "", "y", ""),
			[]string{".difyignore", ".gitignore", "y"}, []string{"x <- x"}},
		{"empty difyignore", tree(".difyignore", "", ".gitignore", "y\n", "y", ""), []string{".difyignore", ".gitignore", "y"}, nil},
		{"gitignore alone", tree(".gitignore", "y\n", "y", "", "d/y/z", ""), []string{".gitignore"}, []string{"d/y <- y", "y <- y"}},
		{"nested ignore files do not count", tree("d/.difyignore", "x\n", "d/.gitignore", "x\n", "d/x", ""),
			[]string{"d/.difyignore", "d/.gitignore", "d/x"}, nil},
		{"negation does nothing", tree(".difyignore", "*.log\n!keep.log\n", "keep.log", ""),
			[]string{".difyignore"}, []string{"keep.log <- *.log"}},
		{"the first pattern is named", tree(".difyignore", "*.log\nx.log\n", "x.log", ""),
			[]string{".difyignore"}, []string{"x.log <- *.log"}},
		{"folders", tree(".difyignore", "build/\n", "build/x", "", "a/build/x", "", "c/build", ""),
			[]string{".difyignore", "c/build"}, []string{"a/build <- build/", "build <- build/"}},
		{"anchored", tree(".difyignore", "/site\na/*.txt\n**/deep/x\n", "site/x", "", "b/site/x", "", "a/1.txt", "", "b/a/1.txt", "", "q/r/deep/x", ""),
			[]string{".difyignore", "b/a/1.txt", "b/site/x"}, []string{"a/1.txt <- a/*.txt", "q/r/deep/x <- **/deep/x", "site <- /site"}},
		{"spaces, comments, CRLF", tree(".difyignore", "\r\n  # no\r\n  x  \r\n\ty\r\n", "x", "", "y", "", "# no", ""),
			[]string{"# no", ".difyignore"}, []string{"x <- x", "y <- y"}},
		{"byte order", tree("Z", "", "_", "", "a-b", "", "a/b", "", "a.b", "", "é", ""), []string{"Z", "_", "a-b", "a.b", "a/b", "é"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := pack(t, c.files, PackOptions{})
			if diff := cmp.Diff(c.taken, taken(l)); diff != "" {
				t.Errorf("taken in (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.left, left(l)); diff != "" {
				t.Errorf("left out (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPackPatterns(t *testing.T) {
	source := "# c\r\n  *.log \n!x.log\n[a\nsub/a**b\nnever\n"
	l := pack(t, tree(".difyignore", source, "x.log", "", "y.log", ""), PackOptions{})
	if l.IgnoreFile != ".difyignore" {
		t.Errorf("ignore file %q", l.IgnoreFile)
	}
	type row struct {
		Text         string
		Negated, Bad bool
		Matches      int
	}
	var got []row
	for _, p := range l.Patterns {
		if source[p.Span.Start:p.Span.End] != p.Text {
			t.Errorf("%q has the span of %q", p.Text, source[p.Span.Start:p.Span.End])
		}
		got = append(got, row{p.Text, p.Negated, p.Bad, p.Matches})
	}
	want := []row{{"*.log", false, false, 2}, {"!x.log", true, false, 0}, {"[a", false, true, 0}, {"sub/a**b", false, true, 0}, {"never", false, false, 0}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestPackGitFolder(t *testing.T) {
	files := tree(".git/HEAD", "ref", ".git/objects/x", "blob", "a", "1")
	l := pack(t, files, PackOptions{})
	if diff := cmp.Diff([]string{".git"}, l.Unwalked); diff != "" || len(l.Files) != 1 {
		t.Errorf("unwalked %q, %d files", l.Unwalked, len(l.Files))
	}
	if _, err := l.Checksum(context.Background()); !errors.Is(err, ErrIncomplete) {
		t.Errorf("a checksum without .git: %v", err)
	}
	l = pack(t, files, PackOptions{WalkGit: true})
	if len(l.Unwalked) != 0 || len(l.Files) != 3 || l.Total != 8 {
		t.Errorf("walked: %+v", l)
	}
	if l = pack(t, tree(".git", "gitdir: elsewhere", "a", "1"), PackOptions{}); len(l.Files) != 2 {
		t.Errorf("a .git file is a file: %q", taken(l))
	}
}

func TestPackBounds(t *testing.T) {
	files := tree("a", "1", "b", "2", "c", "3")
	if l := pack(t, files, PackOptions{Files: 2}); !l.Truncated || len(l.Files) != 2 {
		t.Errorf("two files: %+v", l)
	}
	if l := pack(t, files, PackOptions{Files: 3}); l.Truncated {
		t.Error("three files do not fit in three")
	}
	l := pack(t, tree(".difyignore", strings.Repeat("x\n", packing.MaxPatterns+1), "a", "1"), PackOptions{})
	if !l.Truncated || len(l.Patterns) != packing.MaxPatterns {
		t.Errorf("%d patterns", len(l.Patterns))
	}
	if err := l.Write(context.Background(), io.Discard); !errors.Is(err, ErrIncomplete) {
		t.Errorf("a package of a truncated listing: %v", err)
	}
	if l = pack(t, tree(".difyignore", strings.Repeat("x", packing.MaxIgnoreSize+1)), PackOptions{}); !l.Truncated {
		t.Error("an ignore file without end was read")
	}
	large := fstest.MapFS{"a": {Data: make([]byte, MaxPackageSize+1), Mode: 0o644}}
	if err := pack(t, large, PackOptions{}).Write(context.Background(), io.Discard); err == nil {
		t.Error("a package that is too large was written")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Pack(ctx, files, PackOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled context: %v", err)
	}
	if _, err := Pack(context.Background(), os.DirFS(filepath.Join(t.TempDir(), "absent")), PackOptions{}); err == nil {
		t.Error("an absent folder was listed")
	}
}

func TestPackGenerated(t *testing.T) {
	for _, c := range []struct {
		name  string
		files fstest.MapFS
		want  []string
	}{
		{"uv", tree("pyproject.toml", "", "uv.lock", ""), []string{"requirements.txt"}},
		{"no lock", tree("pyproject.toml", ""), nil},
		{"both", tree("pyproject.toml", "", "uv.lock", "", "requirements.txt", ""), nil},
		{"there, though left out", tree("pyproject.toml", "", "uv.lock", "", "requirements.txt", "", ".difyignore", "requirements.txt"), nil},
		{"lock left out", tree("pyproject.toml", "", "uv.lock", "", ".difyignore", "uv.lock"), []string{"requirements.txt"}},
	} {
		if diff := cmp.Diff(c.want, pack(t, c.files, PackOptions{}).Generated); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestPackLinks(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Log("links need a privilege there; only plain files are tested")
		return
	}
	dir := t.TempDir()
	for _, err := range []error{
		os.Mkdir(filepath.Join(dir, "d"), 0o755),
		os.WriteFile(filepath.Join(dir, "d", "real"), []byte("12345"), 0o600),
		os.Symlink("d/real", filepath.Join(dir, "link")),
		os.Symlink("d", filepath.Join(dir, "folder")),
		os.Symlink("nowhere", filepath.Join(dir, "broken")),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	l := pack(t, os.DirFS(dir), PackOptions{})
	want := []PackFile{{"d/real", 5, false}, {"link", 5, true}}
	if diff := cmp.Diff(want, l.Files); diff != "" {
		t.Error(diff)
	}
	if len(l.Trouble) != 2 || l.Trouble[0].Path != "broken" || l.Trouble[1].Path != "folder" {
		t.Errorf("trouble %+v", l.Trouble)
	}
}

// TestChecksum holds the checksum against one computed by the platform's own
// command line from the same files.
func TestChecksum(t *testing.T) {
	ctx := context.Background()
	files := tree("manifest.yaml", "version: 0.0.1\n", "a/b.txt", "b\n", "a.txt", "a\n", ".difyignore", "*.log\n", "x.log", "no\n")
	l := pack(t, files, PackOptions{})
	got, err := l.Checksum(ctx)
	if err != nil || got != checksumByPlatform {
		t.Errorf("folder: %s, %v; want %s", got, err, checksumByPlatform)
	}
	var b bytes.Buffer
	if err := l.Write(ctx, &b); err != nil {
		t.Fatal(err)
	}
	p := open(t, b.Bytes())
	if problems := allProblems(t, p); len(problems) != 0 {
		t.Errorf("our own package: %q", problems)
	}
	if got, err := p.Checksum(ctx); err != nil || got != checksumByPlatform {
		t.Errorf("package: %s, %v; want %s", got, err, checksumByPlatform)
	}
	var names []string
	for _, e := range p.Entries() {
		names = append(names, e.Name)
	}
	if diff := cmp.Diff([]string{".difyignore", "a.txt", "a/b.txt", "manifest.yaml"}, names); diff != "" {
		t.Error(diff)
	}
	if _, err := open(t, with(stored("../x", "x")).bytes()).Checksum(ctx); !errors.Is(err, ErrIncomplete) {
		t.Errorf("a refused package has a checksum: %v", err)
	}
}

const checksumByPlatform = "11a43c0c9f7a4f6d554af080080ea07779f7123090128b36e26d56a8662f13e3"

// TestPackChanged changes a folder after it was listed.
func TestPackChanged(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(fstest.MapFS)
		want   string
	}{
		{"gone", func(f fstest.MapFS) { delete(f, "a.txt") }, "a.txt: open a.txt: file does not exist"},
		{"grown", func(f fstest.MapFS) { f["a.txt"] = &fstest.MapFile{Data: make([]byte, MaxPackageSize+1)} }, "a.txt: the file is too large"},
	} {
		files := tree("a.txt", "a\n", "b.txt", "b\n")
		l := pack(t, files, PackOptions{})
		c.change(files)
		if _, err := l.Checksum(context.Background()); err == nil || err.Error() != c.want {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	l := pack(t, tree("a.txt", "a\n"), PackOptions{})
	if _, err := l.Checksum(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled checksum: %v", err)
	}
	if err := l.Write(ctx, io.Discard); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled package: %v", err)
	}
	if _, err := open(t, with().bytes()).Checksum(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled checksum of a package: %v", err)
	}
}

// shut is a folder in which one folder and one file cannot be looked at.
type shut struct{ fstest.MapFS }

func (s shut) ReadDir(name string) ([]fs.DirEntry, error) {
	if name == "locked" {
		return nil, fs.ErrPermission
	}
	return s.MapFS.ReadDir(name)
}

func TestPackTrouble(t *testing.T) {
	files := tree("locked/a", "1", "z", "2", ".difyignore", "*.log\n", "x.log", "12345")
	files["pipe"] = &fstest.MapFile{Mode: fs.ModeNamedPipe}
	l := pack(t, shut{files}, PackOptions{})
	if len(l.Trouble) != 2 || l.Trouble[0].Path != "locked" || !errors.Is(l.Trouble[0].Err, fs.ErrPermission) || l.Trouble[1].Path != "pipe" {
		t.Errorf("trouble %+v", l.Trouble)
	}
	if diff := cmp.Diff([]string{".difyignore", "z"}, taken(l)); diff != "" || l.Total != 7 {
		t.Errorf("%d bytes: %s", l.Total, diff)
	}
	if l.LeftOut[0].Size != 5 || l.LeftOut[0].Dir {
		t.Errorf("left out: %+v", l.LeftOut)
	}
	if _, err := l.Checksum(context.Background()); !errors.Is(err, ErrIncomplete) || !strings.HasSuffix(err.Error(), "locked: permission denied") {
		t.Errorf("a checksum: %v", err)
	}
}
