package rules

// Every bound of a check has a finding, or the status of a rule, that says what
// was left unjudged.

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/packing"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/kit"
)

// repeated joins n lines, with # in each for its number.
func repeated(n int, format string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(format, "#", fmt.Sprint(i)))
	}
	return b.String()
}

// chain is n functions that each return what the next does.
func chain(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "def f%d():\n    return f%d()\n", i, i+1)
	}
	return b.String()
}

func TestBounds(t *testing.T) {
	manifest := string((&kit.Example{Bad: "-- README.md --\n# Demo\n"}).BadPlugin().FS["manifest.yaml"].Data)
	for name, tt := range map[string]struct {
		change fstest.MapFS
		rule   string // that says so
		says   string // of its finding, or else of its status
	}{
		"sources that nest too deeply": {
			fstest.MapFS{"lib.py": {Data: []byte("x = " + strings.Repeat("not ", 1500) + "1\n")}},
			"file/unjudged", "lib.py is not judged whole",
		},
		"values that take too many steps": {
			fstest.MapFS{"lib.py": {Data: []byte(repeated(3000, "def g#(a):\n    return g(a) or h(a)\n") +
				"def g(a):\n" + repeated(60, "    if a: return g#(a)\n") + "def h(a):\n" + repeated(60, "    if a: return g1#(a)\n") + repeated(3000, "g(#).x()\nh(#).x()\n"))}},
			"file/unjudged", "more steps to follow",
		},
		"a name with many definitions": {
			fstest.MapFS{"tools/search.py": {Data: []byte("import requests\nu = ''\n" + repeated(70, "u = 'https://a.example/'\n") + "def f():\n    requests.get(u)\n")}},
			"file/unjudged", "very many definitions",
		},
		"a function with many calls": {
			fstest.MapFS{"tools/search.py": {Data: []byte("import requests\ndef f(u):\n    requests.get(u)\n" + repeated(140, "f('https://a.example/')\n"))}},
			"file/unjudged", "very many definitions",
		},
		"a value through many others": {
			fstest.MapFS{"tools/search.py": {Data: []byte("import requests\n" + chain(100) + "f0().x()\n")}},
			"file/unjudged", "very many definitions",
		},
		"a folder of many files":       {many("data/f#.txt", plugin.MaxFiles), "file/unjudged", "the folder is not judged whole"},
		"folders inside one another":   {fstest.MapFS{strings.Repeat("d/", plugin.MaxDepth+2) + "f.txt": {}}, "file/unjudged", "the folder is not judged whole"},
		"an ignore file of many lines": {fstest.MapFS{".difyignore": {Data: []byte(repeated(packing.MaxPatterns+1, "a#\n"))}}, "file/unjudged", ".difyignore is not judged whole"},
		"a long ignore file":           {fstest.MapFS{".difyignore": {Data: []byte(repeated(packing.MaxIgnoreSize/8, "# 345678\n"))}}, "file/unjudged", ".difyignore is not judged whole"},
		"many patterns for many files": {with(many("data/f#.txt", 2000), ".difyignore", repeated(9000, "[a-z]*/?\n")), "file/unjudged", ".difyignore is not judged whole"},
		"many violations": {
			fstest.MapFS{"manifest.yaml": {Data: []byte(manifest + "tags: [" + repeated(lint.MaxFindings+200, "serach#, ") + "]\n")}},
			"schema/enum", "more findings of this rule",
		},
		"many dependencies and imports": {
			with(fstest.MapFS{"lib.py": {Data: []byte(repeated(3000, "import zq#ab\n"))}}, "requirements.txt", "dify_plugin>=0.9.0,<1.0.0\n"+repeated(3000, "lib#-word#x\n")),
			"import/undeclared", "too many to compare",
		},
		"texts that look like secrets": {
			fstest.MapFS{"a.py": {Data: []byte(repeated(11000, "k = 'sk-proj-Zq7Lm2Xw9Rt4Vb8Np3Kd#'\n"))}, "b.py": {Data: []byte(repeated(11000, "k = 'sk-proj-Zq7Lm2Xw9Rt4Vb8Np3Ke#'\n"))}},
			"secret/token", "is not scanned",
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := (&kit.Example{Bad: "-- README.md --\n# Demo\n"}).BadPlugin()
			for file, data := range tt.change {
				p.FS[file] = data
			}
			res := checked(t, plugin.Target{FS: p.FS, Dir: "p"}, lint.Options{})
			found := res.Findings()
			if slices.ContainsFunc(found, func(f lint.Finding) bool {
				return f.Rule.ID == tt.rule && strings.Contains(f.Message.String(), tt.says)
			}) {
				return
			}
			for _, st := range res.Plugins[0].Statuses {
				if st.Rule.ID == tt.rule && strings.Contains(st.Why, tt.says) {
					return
				}
			}
			t.Errorf("%s says nothing of it", tt.rule)
		})
	}
	for _, f := range run(t, (&kit.Example{Bad: "-- README.md --\n# Demo\n"}).BadPlugin()) {
		if f.Rule.ID == "file/unjudged" {
			t.Errorf("a small plugin: %s", f.Message)
		}
	}
}

func many(name string, n int) fstest.MapFS {
	out := fstest.MapFS{}
	for i := range n {
		out[strings.ReplaceAll(name, "#", fmt.Sprint(i))] = &fstest.MapFile{}
	}
	return out
}

func with(files fstest.MapFS, name, data string) fstest.MapFS {
	files[name] = &fstest.MapFile{Data: []byte(data)}
	return files
}
