package sdk

import (
	"testing"
	"testing/fstest"

	"github.com/difylint/difylint/lint/dify/plugin"
)

func TestSourceFile(t *testing.T) {
	fsys := fstest.MapFS{}
	for _, name := range []string{"tools/search.py", "tools/my.tool.py", "tools/deep/__init__.py", "tools/a/b.py"} {
		fsys[name] = &fstest.MapFile{Data: []byte("\n")}
	}
	p := plugin.Open(fsys, ".")
	for written, want := range map[string]string{
		"tools/search.py": "tools/search.py", "./tools//search.py": "tools/search.py", "tools/search": "tools/search.py", "tools/search.txt": "tools/search.py",
		"tools/deep": "tools/deep/__init__.py", "tools/a.b.py": "tools/a/b.py", "tools/gone.py": "tools/gone.py",
		"/tools/search.py": "", "tools/../tools/search.py": "", "../search.py": "", "tools/my.tool.py": "", "": "", ".": "", ".py": "",
	} {
		got, ok := SourceFile(p, written)
		if !ok {
			got = ""
		}
		if got != want {
			t.Errorf("%q: %q, want %q", written, got, want)
		}
	}
}
