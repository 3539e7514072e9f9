package lint_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/difylint/difylint/"

// floors says what the packages of a folder may import of this module, from the
// bottom up: whole folders, by their beginning. A folder that is named apart
// counts for itself. Tests and the programs for development may import anything.
var floors = []struct {
	folder string
	may    []string
}{
	{"lint/near", nil},
	{"lint/terminal", nil},
	{"lint/source/text", nil},
	{"lint/lang", []string{"lint/source/text"}},
	{"lint/source", []string{"lint/near", "lint/source"}},
	{"lint/dify", []string{"lint/near", "lint/source", "lint/dify", "schema"}},
	{"schema", []string{"lint/near", "lint/source", "lint/dify/plugin", "lint/dify/releases"}},
	{"lint", []string{"lint/source/text", "lint/source/comment", "lint/source/yaml", "lint/source/yamledit", "lint/dify/plugin", "lint/dify/releases"}},
	{"rules", []string{"lint", "schema", "lint/near", "lint/source", "lint/dify", "lint/config", "rules"}},
	{"lint/config", []string{"lint", "lint/lang", "lint/terminal", "lint/near", "lint/source", "lint/dify"}},
	{"lint/fix", []string{"lint", "lint/lang", "lint/near", "lint/source", "lint/dify"}},
	{"lint/report", []string{"lint", "lint/lang", "schema", "lint/near", "lint/source", "lint/dify", "lint/terminal"}},
	{"lint/kit", []string{"lint", "lint/lang", "lint/terminal", "lint/config", "lint/fix", "lint/report", "lint/near", "lint/source", "lint/dify", "lint/kit"}},
	{"lint/lsp", []string{"lint", "lint/lang", "schema", "lint/config", "lint/fix", "lint/report", "lint/near", "lint/source", "lint/dify", "lint/kit"}},
}

// TestFloors holds every import to floors: no package looks up, and no family of
// rules is another's library.
func TestFloors(t *testing.T) {
	root := ".."
	found := map[string]bool{}
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, name)
		rel = filepath.ToSlash(rel)
		switch {
		case d.IsDir() && (strings.HasPrefix(d.Name(), ".") && d.Name() != ".." || d.Name() == "testdata" || d.Name() == "node_modules" || rel == "lint/internal"):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || strings.HasPrefix(rel, "cmd/"):
			return nil
		}
		src, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, src, parser.ImportsOnly)
		if err != nil {
			return err
		}
		dir := path.Dir(rel)
		folder, may := floorOf(dir)
		found[folder] = true
		for _, im := range f.Imports {
			what, _ := strconv.Unquote(im.Path.Value)
			what, ours := strings.CutPrefix(what, module)
			if ours && !allowed(dir, what, may) {
				t.Errorf("%s imports %s, which lies above it or beside it; %s may import %s", rel, what, folder, strings.Join(may, ", "))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range floors {
		if !found[f.folder] {
			t.Errorf("there is no package in %s", f.folder)
		}
	}
}

// floorOf is the entry of floors with the longest folder that holds dir.
func floorOf(dir string) (string, []string) {
	best, may := "", []string(nil)
	for _, f := range floors {
		if (dir == f.folder || strings.HasPrefix(dir, f.folder+"/")) && len(f.folder) > len(best) {
			best, may = f.folder, f.may
		}
	}
	return best, may
}

func allowed(dir, what string, may []string) bool {
	if strings.HasPrefix(dir, "rules/") && strings.HasPrefix(what, "rules/") {
		return false // no family is another's library
	}
	for _, m := range may {
		if what == m || m != "lint" && strings.HasPrefix(what, m+"/") {
			return true
		}
	}
	return false
}
