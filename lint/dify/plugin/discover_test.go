package plugin_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint/dify/plugin"
)

// writer makes a folder, and what writes files into it.
func writer(t *testing.T) (dir string, write func(name, text string)) {
	t.Helper()
	dir = t.TempDir()
	return dir, func(name, text string) {
		t.Helper()
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// TestWalkBounds: folders that are too deep to be looked into are named, and of a
// .gitignore that is not read whole no line keeps a plugin from being found.
func TestWalkBounds(t *testing.T) {
	const manifest = "name: a\nauthor: acme\nversion: 0.1.0\ntype: plugin\nplugins: {tools: []}\n"
	dir, write := writer(t)
	var patterns strings.Builder
	for i := range 2100 {
		fmt.Fprintf(&patterns, "left%d/\n", i)
	}
	write("many/.gitignore", patterns.String())
	write("many/left1/manifest.yaml", manifest)
	write("few/.gitignore", "left1/\n")
	write("few/left1/manifest.yaml", manifest)
	write("few/kept/manifest.yaml", manifest)
	write("deep/"+strings.Repeat("d/", plugin.MaxDepth+2)+"manifest.yaml", manifest)
	targets, err := plugin.Discover(t.Context(), []string{dir}, nil)
	var found []string
	for _, target := range targets {
		rel, _ := filepath.Rel(dir, target.Dir)
		found = append(found, filepath.ToSlash(rel))
	}
	if got := strings.Join(found, " "); got != "few/kept many/left1" {
		t.Errorf("found %q", got)
	}
	if err == nil || !strings.Contains(err.Error(), "not looked into") || strings.Count(err.Error(), "\n") > 0 {
		t.Errorf("%v", err)
	}
}

// TestIsManifest: a manifest is known however it is written and encoded.
func TestIsManifest(t *testing.T) {
	const manifest = "name: n\nauthor: acme\ntype: plugin\nplugins:\n  tools: []\n"
	wide := func(order []int, bom bool) string {
		var b strings.Builder
		s := manifest
		if bom {
			s = "\ufeff" + s
		}
		for _, r := range s {
			for _, shift := range order {
				b.WriteByte(byte(r >> shift))
			}
		}
		return b.String()
	}
	for name, tt := range map[string]struct {
		data string
		want bool
	}{
		"as it is":                          {manifest, true},
		"UTF-8 with a mark":                 {"\ufeff" + manifest, true},
		"UTF-16 LE with a mark":             {wide([]int{0, 8}, true), true},
		"UTF-16 BE with a mark":             {wide([]int{8, 0}, true), true},
		"UTF-16 LE":                         {wide([]int{0, 8}, false), true},
		"UTF-16 BE":                         {wide([]int{8, 0}, false), true},
		"UTF-32 LE with a mark":             {wide([]int{0, 8, 16, 24}, true), true},
		"UTF-32 BE with a mark":             {wide([]int{24, 16, 8, 0}, true), true},
		"UTF-32 LE":                         {wide([]int{0, 8, 16, 24}, false), true},
		"UTF-32 BE":                         {wide([]int{24, 16, 8, 0}, false), true},
		"CR":                                {strings.ReplaceAll(manifest, "\n", "\r"), true},
		"NEL":                               {strings.ReplaceAll(manifest, "\n", "\u0085"), true},
		"a second document":                 {"---\n---\n" + manifest, true},
		"a second document of something":    {"a: 1\n---\n" + manifest, true},
		"behind what is indented":           {"  name: n\n" + manifest, true},
		"escaped keys":                      {`{"\u0074ype": "plu\x67in"}`, true},
		"tags":                              {"!!str type: !!str bundle\n", true},
		"a merge key":                       {"<<: {type: plugin}\n", true},
		"an alias":                          {"x: &a plugin\ntype: *a\n", true},
		"broken":                            {manifest + "x: [\n", true},
		"another tool's":                    {"apiVersion: v1\nkind: List\n", false},
		"another tool's, several documents": {"kind: A\nspec:\n  plugins: []\n---\nkind: B\ndata: |\n  type: plugin\n", false},
		"another tool's, in UTF-32":         {"k\x00\x00\x00:\x00\x00\x00 \x00\x00\x001\x00\x00\x00", false},
		"nothing":                           {"", false},
	} {
		if got := plugin.IsManifest([]byte(tt.data)); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestGitignore: the lines of a .gitignore hide from a walk what they hide from
// Git, and nothing else. What Git says was looked up with git check-ignore.
func TestGitignore(t *testing.T) {
	const all = "a a/b b build dist/p keep x[!a]"
	for lines, want := range map[string]string{
		"build":           "a a/b b dist/p keep x[!a]",
		"build/":          "a a/b b dist/p keep x[!a]",
		"/b":              "a a/b build dist/p keep x[!a]",
		"**/b":            "a build dist/p keep x[!a]",
		"[!a]":            "a build keep x[!a]",
		"[^a]":            "a build keep x[!a]",
		"x\\[!a]":         "a a/b b build dist/p keep",
		"a//b":            all,
		"dist/*\n!dist/p": all,
		"*\n!keep":        "keep",
		"# a\n\n\\#h":     all,
		"a/b\r":           "a b build dist/p keep x[!a]",
	} {
		dir, write := writer(t)
		write(".gitignore", lines+"\n")
		for name := range strings.FieldsSeq(all) {
			write(name+"/manifest.yaml", "type: plugin\n")
		}
		found, err := plugin.Finder{}.In(t.Context(), os.DirFS(dir))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range found {
			got = append(got, f.Dir)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %v, want %s", lines, got, want)
		}
	}
}
