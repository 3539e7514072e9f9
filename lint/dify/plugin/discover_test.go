package plugin_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/google/go-cmp/cmp"
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
		"broken, on one line":               {`{author: a, plugins: [`, true},
		"broken, on lines":                  {"x: [\nauthor: a\nresource: b\n", true},
		"a minimum alone":                   {"minimum_dify_version: 1.0.0\n", true},
		"a minimum in meta":                 {"meta: {minimum_dify_version: 1.0.0}\n", true},
		"an author and a resource":          {"author: a\nresource: {}\n", true},
		"plugins alone":                     {"plugins: {tools: []}\n", true},
		"plugins alone, broken":             {"plugins: {tools: [\n", true},
		"a type alone, in quotes, broken":   {"'type' : \"plugin\"\nx: [\n", true},
		"a type that only begins so":        {"type: plugins\nx: [\n", false},
		"another type":                      {"type: other\nx: y\n", false},
		"another type, and two documents":   {"type: other\n---\nx: y\n", false},
		"braces that are YAML":              {"{kind: A, note: 'plugins: x'}\n", false},
		"an author alone":                   {"author: a\nname: b\n", false},
		"a resource alone":                  {"resource: {}\n", false},
		"a bundle":                          {"type: bundle\n", true},
		"another tool's, broken":            {`{kind: A, spec: [`, false},
		"another tool's, broken, on lines":  {"author: a\nspec: [\nresources: b\n", false},
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
	if found, err := (plugin.Finder{}).In(t.Context(), os.DirFS(t.TempDir())); len(found) > 0 || !errors.Is(err, plugin.ErrNoPlugin) {
		t.Errorf("in an empty folder: %v %v", found, err)
	}
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

// TestDiscover: what a command line means, and why it means nothing.
func TestDiscover(t *testing.T) {
	const manifest = "type: plugin\n"
	outside := t.TempDir()
	if err := os.WriteFile(filepath.Join(outside, "manifest.yaml"), []byte(manifest), 0o600); err != nil {
		t.Fatal(err)
	}
	open := func(p string) (plugin.Target, error) {
		if strings.Contains(p, "broken") {
			return plugin.Target{}, fmt.Errorf("%s is broken", p)
		}
		return plugin.Target{Packaged: true}, nil
	}
	for _, tt := range []struct {
		name   string
		files  string // separated by blanks: a plugin's folder with "/" behind it, or name=content, or name->target
		paths  string
		finder plugin.Finder
		want   []string
	}{
		{"a folder of plugins", "a/ b/c/ b/c/d/", ".", plugin.Finder{}, []string{
			`a`,
			`b/c`,
			`b/c/d`,
		}},
		{"a plugin and what is in it", "a/ a/b/", "a", plugin.Finder{}, []string{
			`a`,
			`a/b`,
		}},
		{"one twice", "a/ b/", "a b a/manifest.yaml .", plugin.Finder{}, []string{
			`a`,
			`b`,
		}},
		{"a file of a plugin", "a/ a/tools/t.yaml=x", "a/tools/t.yaml", plugin.Finder{}, []string{`a`}},
		{"a file that is not there", "a/", "a/tools/t.yaml", plugin.Finder{}, []string{`a/tools/t.yaml: no such file or folder`}},
		{"a folder inside a plugin", "a/ a/tools/t.yaml=x", "a/tools", plugin.Finder{}, []string{`a`}},
		{"a file of none", "a/x.yaml=x", "a/x.yaml", plugin.Finder{}, []string{`a/x.yaml: no plugin found: it lies below no folder with a manifest.yaml`}},
		{"a folder of none", "a/x.yaml=x", "a", plugin.Finder{}, []string{`a: no plugin found: there is no manifest.yaml in it or below it`}},
		{"nothing there", "a/", "b c", plugin.Finder{}, []string{
			`b: no such file or folder`,
			`c: no such file or folder`,
		}},
		{"several, in order", "a/ b/ c/", "c a b", plugin.Finder{}, []string{`a`, `b`, `c`}},
		{"a link to what is no plugin", "a/ l->x x/y=z", ".", plugin.Finder{}, []string{`a`}},
		{"below a file", "a/", "a/manifest.yaml/x", plugin.Finder{}, []string{`a/manifest.yaml/x: not a directory`}},
		{"some of several", "a/ b/x.yaml=x", "b a", plugin.Finder{}, []string{
			`a`,
			`b: no plugin found: there is no manifest.yaml in it or below it`,
		}},
		{"another tool's manifest", "a/manifest.yaml=kind:List b/manifest.yaml/", ".", plugin.Finder{}, []string{`b`}},
		{"another tool's manifest, named", "a/manifest.yaml=kind:List", "a", plugin.Finder{}, []string{`a`}},
		{"another tool's manifest, its file", "a/manifest.yaml=kind:List", "a/manifest.yaml", plugin.Finder{}, []string{`a/manifest.yaml: no plugin found: it lies below no folder with a manifest.yaml`}},
		{"nearly the name", "a/manifest.yml=type:plugin b/Manifest.YAML=plugins: c/manifest.yml=kind:List d/ d/manifest.yml=type:plugin", ".", plugin.Finder{}, []string{
			`a`,
			`b`,
			`d`,
		}},
		{"nearly the name, its file", "a/manifest.yml=type:plugin", "a/manifest.yml", plugin.Finder{}, []string{`a`}},
		{"nearly the name, another file", "a/manifest.yml=type:plugin a/x.yaml=x", "a/x.yaml", plugin.Finder{}, []string{`a/x.yaml: no plugin found: it lies below no folder with a manifest.yaml`}},
		{"left out", "node_modules/a/ .git/a/ __pycache__/a/ v/pyvenv.cfg=x v/a/ b/", ".", plugin.Finder{}, []string{`b`}},
		{"left out, but named", "node_modules/a/ v/pyvenv.cfg=x v/a/", "node_modules v", plugin.Finder{}, []string{
			`node_modules/a`,
			`v/a`,
		}},
		{"by .gitignore", ".gitignore=/a b/.gitignore=c a/ b/c/ b/d/ d/c/", ".", plugin.Finder{}, []string{
			`b/d`,
			`d/c`,
		}},
		{"by .gitignore, all the same", ".gitignore=/a a/", ".", plugin.Finder{NoIgnore: true}, []string{`a`}},
		{"by .gitignore, and none else", ".gitignore=/a a/", ".", plugin.Finder{}, []string{`.: no plugin found: there is no manifest.yaml in it or below it, except where .gitignore names the folder; --no-ignore looks there, too`}},
		{"by .gitignore, but named", ".gitignore=/a a/", "a", plugin.Finder{}, []string{`a`}},
		{"by one above, in a repository", ".git/HEAD=x .gitignore=c b/c/ b/d/", "b", plugin.Finder{}, []string{`b/d`}},
		{"by one above, in no repository", ".gitignore=c b/c/ b/d/", "b", plugin.Finder{}, []string{
			`b/c`,
			`b/d`,
		}},
		{"by one above, that names the folder", ".git/HEAD=x .gitignore=b b/d/", "b", plugin.Finder{}, []string{`b/d`}},
		{"by one further above", ".git/HEAD=x a/.gitignore=d a/b/d/ a/b/e/", "a/b", plugin.Finder{}, []string{`a/b/e`}},
		{"links", "a/ l->a", ".", plugin.Finder{}, []string{`a`}},
		{"a link out", "x=x l->OUTSIDE", ".", plugin.Finder{}, []string{
			`link l`,
			`.: no plugin found: there is no manifest.yaml in it or below it; l is a link to a folder, which is not followed: name it to check it`,
		}},
		{"a link, named", "x=x l->OUTSIDE", "l", plugin.Finder{}, []string{`l`}},
		{"a link and its plugin", "a/ l->a", "l a", plugin.Finder{}, []string{`l`}},
		{"a package", "a.difypkg=x b.DIFYPKG=x c.difybndl=x", "a.difypkg b.DIFYPKG c.difybndl a.difypkg", plugin.Finder{Open: open}, []string{
			`a.difypkg!`,
			`b.DIFYPKG!`,
			`c.difybndl!`,
		}},
		{"a package that is broken", "broken.difypkg=x", "broken.difypkg", plugin.Finder{Open: open}, []string{`broken.difypkg is broken`}},
		{"a package beside", "x=x a.difypkg=x", ".", plugin.Finder{Open: open}, []string{`.: no plugin found: there is no manifest.yaml in it or below it; a package is checked where it is named, as a.difypkg`}},
		{"no packages here", "a.difypkg=x", "a.difypkg", plugin.Finder{}, []string{`a.difypkg: packages cannot be read here`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir, write := writer(t)
			for spec := range strings.FieldsSeq(tt.files) {
				if name, target, ok := strings.Cut(spec, "->"); ok {
					if err := os.Symlink(strings.Replace(target, "OUTSIDE", outside, 1), filepath.Join(dir, name)); err != nil {
						t.Fatal(err)
					}
				} else if name, data, ok := strings.Cut(spec, "="); ok {
					write(name, strings.ReplaceAll(data, ":", ": ")+"\n")
				} else if folder := strings.TrimSuffix(spec, "manifest.yaml/"); folder != spec {
					write(folder+"manifest.yaml/x", "") // a folder of that name
				} else {
					write(spec+"manifest.yaml", manifest)
				}
			}
			t.Chdir(dir)
			got := []string{}
			tt.finder.Linked = func(p string) { got = append(got, "link "+p) }
			targets, err := tt.finder.Discover(t.Context(), strings.Fields(tt.paths))
			for _, target := range targets {
				got = append(got, target.Dir)
			}
			if err != nil {
				got = append(got, strings.Split(strings.ReplaceAll(err.Error(), outside, "OUTSIDE"), "\n")...)
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestCommonFolder(t *testing.T) {
	for in, want := range map[string]string{"": "", "a/b": "a/b", "a/b a/c": "a", "a/b a/b/c": "a/b", "a/b/c a/b": "a/b", "a b": ".", "a/b a/bc": "a", "/a/b /c": "/", "a/b/../c a/c/d": "a/c", "a/b/c a/b/d b": "."} {
		var targets []plugin.Target
		for dir := range strings.FieldsSeq(in) {
			targets = append(targets, plugin.Target{Dir: dir})
		}
		if got := plugin.CommonFolder(targets, func(t plugin.Target) string { return t.Dir }); got != want {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
}
