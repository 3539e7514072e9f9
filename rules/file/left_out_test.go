package file_test

import (
	"context"
	"fmt"
	"testing"
	"testing/fstest"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/rules/file"
	"github.com/google/go-cmp/cmp"
)

func TestLeftOut(t *testing.T) {
	for name, tt := range map[string]struct {
		ignores map[string]string
		want    []string
	}{
		"nothing":                    {nil, nil},
		"what is not needed":         {map[string]string{".difyignore": "tests/\n*.log\n!main.py\n# tools/\n"}, nil},
		"the manifest":               {map[string]string{".difyignore": "*.yaml\n"}, []string{"install .difyignore:1 manifest.yaml, provider/demo.yaml, tools/a.yaml"}},
		"a declaration":              {map[string]string{".difyignore": "\n  /tools/a.yaml  \n"}, []string{"install .difyignore:2 tools/a.yaml"}},
		"in every folder":            {map[string]string{".difyignore": "tools\n"}, []string{"install .difyignore:1 tools/a.yaml, tools/a.py"}},
		"a source, and what follows": {map[string]string{".difyignore": "*.py\n*.svg\n"}, []string{"start .difyignore:1 lib/words.py, main.py, provider/demo.py and 1 more", "install .difyignore:2 _assets/icon.svg"}},
		"the first line counts":      {map[string]string{".difyignore": "lib/\nlib/words.py\n"}, []string{"start .difyignore:1 lib/words.py"}},
		"Git's, where there is none": {map[string]string{".gitignore": "README.md\n"}, []string{"none .gitignore:1 README.md"}},
		"Git's, where there is one":  {map[string]string{".gitignore": "README.md\n", ".difyignore": "x\n"}, nil},
		"one list of two":            {map[string]string{".difyignore": "requirements.txt\n", "pyproject.toml": "[project]\nname = \"demo\"\n"}, nil},
		"the only list":              {map[string]string{".difyignore": "requirements.txt\n"}, []string{"start .difyignore:1 requirements.txt"}},
	} {
		fsys := fstest.MapFS{}
		for path, data := range map[string]string{
			"manifest.yaml":      "icon: icon.svg\nplugins:\n  tools: [provider/demo.yaml]\nmeta: {runner: {entrypoint: main}}\n",
			"provider/demo.yaml": "tools: [tools/a.yaml]\nextra: {python: {source: provider/demo.py}}\n",
			"tools/a.yaml":       "extra: {python: {source: tools/a.py}}\n",
			"provider/demo.py":   "x = 1\n", "tools/a.py": "from lib.words import split\n", "lib/words.py": "split = 1\n", "main.py": "x = 1\n",
			"README.md": "# Demo\n", "_assets/icon.svg": "<svg/>", "requirements.txt": "dify_plugin\n", "tests/a.py": "", "a.log": "",
		} {
			fsys[path] = &fstest.MapFile{Data: []byte(data)}
		}
		for path, data := range tt.ignores {
			fsys[path] = &fstest.MapFile{Data: []byte(data)}
		}
		for _, packaged := range []bool{false, true} {
			res, err := lint.Run(context.Background(), []plugin.Target{{FS: fsys, Dir: ".", Packaged: packaged}}, lint.Options{Rules: []*lint.Rule{file.LeftOut}})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range res.Findings() {
				s := fmt.Sprintf("%s %s:%d %s", f.Gate, f.Path, f.Position().Line, f.Message.Args[1])
				if len(f.Message.Args) > 2 {
					s += fmt.Sprintf(" and %v more", f.Message.Args[2])
				}
				got = append(got, s)
			}
			want := tt.want
			if packaged {
				want = nil
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("%s, packaged %v: %s", name, packaged, d)
			}
		}
	}
}
