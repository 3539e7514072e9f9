package publish

import (
	"context"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/difylint/difylint/lint/dify/pkg"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/go-git/go-git/v5/plumbing/format/gitignore"
	"github.com/google/go-cmp/cmp"
)

// TestChecks holds the table against the list of the marketplace's tests.
func TestChecks(t *testing.T) {
	data, err := os.ReadFile("testdata/checks.txt")
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]string{}
	for line := range strings.Lines(string(data)) {
		if id, verdict, ok := strings.Cut(strings.TrimSpace(line), " "); ok && line[0] != '#' {
			listed[id] = verdict
		}
	}
	if len(listed) < 60 {
		t.Fatal("the list is cut off:", len(listed))
	}
	seen := map[string]bool{}
	for _, c := range Checks() {
		verdict := "warns"
		if c.Blocks {
			verdict = "blocks"
		}
		switch {
		case listed[c.ID] == "":
			t.Errorf("%s: no such test of the marketplace", c.ID)
		case listed[c.ID] != verdict:
			t.Errorf("%s: it %s", c.ID, listed[c.ID])
		case seen[c.ID]:
			t.Errorf("%s: told twice", c.ID)
		case c.How != Same && c.Why == "":
			t.Errorf("%s: a difference without a reason", c.ID)
		case len(c.Rules) == 0 && (c.How == Same || c.How == Stricter):
			t.Errorf("%s: no rule", c.ID)
		}
		seen[c.ID] = true
		delete(listed, c.ID)
	}
	for id := range listed {
		t.Errorf("%s: the table says nothing of it", id)
	}
}

func TestIgnores(t *testing.T) {
	ig := &ignores{names: map[string]bool{}, dirs: map[string]bool{}}
	for _, line := range []string{"__pycache__/", ".env", "*.log", "docs/_build/", "/site", "!keep.log", "# no", "a[", "**/deep/*.txt"} {
		ig.add(line)
	}
	for _, c := range []struct {
		name string
		dir  bool
		want bool
	}{
		{"__pycache__", true, true},
		{"__pycache__", false, false},
		{"tools/__pycache__/x.pyc", false, true},
		{".env", false, true},
		{"x/.env", false, true},
		{".envrc", false, false},
		{"a/b.log", false, true},
		{"keep.log", false, true}, // packaging asks each pattern alone
		{"docs/_build/x", false, true},
		{"x/docs/_build", true, false},
		{"site", true, true},
		{"x/site", true, false},
		{"a[", false, false},
		{"q/deep/w.txt", false, true},
		{"main.py", false, false},
	} {
		if got := ig.leaves(c.name, c.dir); got != c.want {
			t.Errorf("%s (folder %v): %v", c.name, c.dir, got)
		}
	}
}

func TestNames(t *testing.T) {
	for base, want := range map[string]string{
		"a.pem": "*.pem", "A.PEM": "*.PEM", ".pem": "", "id_rsa": "id_rsa", ".env": ".env", ".env.prod": ".env.prod", ".env.example": "",
		"x.tar.gz": "*.gz", "main.py": "", "..pem": "", "x.": "", "env": "",
	} {
		if u, _ := unwantedFile(base); u.line != want {
			t.Errorf("%s: %q, want %q", base, u.line, want)
		}
	}
	for base, want := range map[string]bool{
		"dify-plugin-linux-amd64": true, "Dify-Plugin-Darwin-arm64": true, "dify-plugin-windows-amd64.exe": true,
		"dify-plugin-windows-amd64": false, "dify-plugin-linux-": false, "my-dify-plugin-linux-amd64": false,
	} {
		if isDaemon(base) != want {
			t.Errorf("%s: %v", base, !want)
		}
	}
}

func TestRepositories(t *testing.T) {
	for s, want := range map[string]string{
		"git@github.com:acme/demo.git":           "https://github.com/acme/demo",
		"ssh://git@gitlab.com/acme/demo.git":     "https://gitlab.com/acme/demo",
		"github.com/acme/demo":                   "https://github.com/acme/demo",
		"git+https://github.com/acme/demo":       "https://github.com/acme/demo",
		"https://git.acme.example/demo":          "",
		"https://github.com/":                    "",
		"https://evil.example/github.com/acme/x": "",
		"https://github.com.evil.example/acme/x": "",
		"git@github.com.evil.example:acme/x.git": "",
		"https://github.com:8443/acme/demo":      "https://github.com/acme/demo",
	} {
		if got := meantRepository(s); got != want {
			t.Errorf("%s: %q, want %q", s, got, want)
		}
	}
}

func TestLanguages(t *testing.T) {
	for s, want := range map[string]string{
		"zh": "zh_Hans", "CN": "zh_Hans", "zh-CN": "zh_Hans", "zh_tw": "zh_Hant", "ja": "ja_JP", "JP": "ja_JP", "pt_BR": "pt_BR",
		"pt": "pt_BR", "en": "en_US", "EN": "en_US", "de_AT": "de_DE", "old": "", "dev": "", "SIGNING": "",
	} {
		if got, _ := languageOf(s); got != want {
			t.Errorf("%s: %q, want %q", s, got, want)
		}
	}
}

// TestIgnoresAsPackaging holds the quick look-up against the daemon's way: every
// pattern asked about every folder on the way down.
func TestIgnoresAsPackaging(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	parts := []string{"a", "b", "ab", ".env", "x.log", "tools"}
	marks := []string{"a", "b", "a*", "*.log", "?", "**", "tools", "[ab]", ".env"}
	pick := func(from []string, n int, sep string) string {
		out := make([]string, 1+rng.IntN(n))
		for i := range out {
			out[i] = from[rng.IntN(len(from))]
		}
		return strings.Join(out, sep)
	}
	for range 20000 {
		ig := &ignores{names: map[string]bool{}, dirs: map[string]bool{}}
		var patterns []gitignore.Pattern
		var lines []string
		for range 1 + rng.IntN(3) {
			line := pick(marks, 2, "/")
			if rng.IntN(4) == 0 {
				line = "/" + line
			}
			if rng.IntN(3) == 0 {
				line += "/"
			}
			if rng.IntN(8) == 0 {
				line = "!" + line
			}
			lines = append(lines, line)
			ig.add(line)
			patterns = append(patterns, gitignore.ParsePattern(line, nil))
		}
		name := strings.Split(pick(parts, 4, "/"), "/")
		want := false
		for n := 1; n <= len(name) && !want; n++ {
			for _, p := range patterns {
				want = want || p.Match(name[:n], n < len(name)) == gitignore.Exclude
			}
		}
		if got := ig.leaves(strings.Join(name, "/"), false); got != want {
			t.Fatalf("%q under %q: %v, the daemon: %v", name, lines, got, want)
		}
	}
}

// TestContents: what packaging takes in is the same by both ways to find out.
func TestContents(t *testing.T) {
	fsys := fstest.MapFS{}
	for _, name := range []string{
		"manifest.yaml", "main.py", ".env", ".git/HEAD", "tools/a.py", "tools/__pycache__/a.pyc", "lib/x/y.py", "docs/_build/p.html",
		"docs/p.md", "notes.log", "keep.log", "sub/.difyignore", "sub/notes.txt",
	} {
		fsys[name] = &fstest.MapFile{Data: []byte("type: plugin\n")}
	}
	for _, ignore := range []string{"", ".git\n", "*.log\n!keep.log\n.git/\n", "/lib\n__pycache__/\n.git\n", "docs/_build/\n.env\r\n.git\n", "**/x/*.py\n.git\n# c\n  .env  \n"} {
		fsys[".difyignore"] = &fstest.MapFile{Data: []byte(ignore)}
		list, err := pkg.Pack(context.Background(), fsys, pkg.PackOptions{})
		if err != nil {
			t.Fatal(err)
		}
		var want []string
		for _, f := range list.Files {
			want = append(want, f.Path)
		}
		c := ContentsOf(plugin.Open(fsys, "."))
		if d := cmp.Diff(want, c.Files); d != "" {
			t.Errorf("%q: %s", ignore, d)
		}
		if d := cmp.Diff(list.Unwalked, c.Closed); d != "" {
			t.Errorf("%q: %s", ignore, d)
		}
	}
}
