package main

// What programs may build on: each public package says whether it is stable, and
// docs/stability.md lists what they say.

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const modulePath = "github.com/difylint/difylint"

// statement is how a package comment says it: "Stable: …" or "Not stable: …".
var statement = regexp.MustCompile(`(?m)^(Stable|Not stable): \S`)

// public is a package that other modules can import.
type public struct {
	dir, synopsis string
	// said are its statements: there should be one.
	said  []string
	files []*ast.File
}

func (p *public) stable() bool { return len(p.said) == 1 && p.said[0] == "Stable" }

func publicPackages(t *testing.T, root string) []*public {
	t.Helper()
	byDir := map[string]*public{}
	fset := token.NewFileSet()
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := d.Name()
		if d.IsDir() {
			if name != root && (base[0] == '.' || base[0] == '_' || slices.Contains([]string{"internal", "testdata", "node_modules"}, base)) {
				return fs.SkipDir
			}
			return nil
		}
		if filepath.Ext(base) != ".go" || strings.HasSuffix(base, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(fset, name, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil || f.Name.Name == "main" {
			return err
		}
		dir, err := filepath.Rel(root, filepath.Dir(name))
		if err != nil {
			return err
		}
		dir = filepath.ToSlash(dir)
		p := byDir[dir]
		if p == nil {
			p = &public{dir: dir}
			byDir[dir] = p
		}
		p.files = append(p.files, f)
		if f.Doc != nil {
			for _, m := range statement.FindAllStringSubmatch(f.Doc.Text(), -1) {
				p.said = append(p.said, m[1])
			}
			p.synopsis = (&doc.Package{}).Synopsis(f.Doc.Text())
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var out []*public
	for _, p := range byDir {
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b *public) int { return strings.Compare(a.dir, b.dir) })
	return out
}

func TestStability(t *testing.T) {
	dir := root(t)
	list := publicPackages(t, dir)
	if len(list) < 40 {
		t.Fatalf("%d packages", len(list))
	}
	unstable := map[string]bool{}
	for _, p := range list {
		if len(p.said) != 1 {
			t.Errorf("the comment of package %s must have one line that begins with \"Stable: \" or \"Not stable: \"; it has %d", p.dir, len(p.said))
		}
		unstable[modulePath+"/"+p.dir] = !p.stable()
	}
	for _, p := range list {
		if p.stable() {
			for _, use := range exposed(p.files, unstable) {
				t.Errorf("%s is stable, and %s", p.dir, use)
			}
		}
	}
	name := filepath.Join(dir, "docs", "stability.md")
	page, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for kind, stable := range map[string]bool{"stable": true, "not stable": false} {
		begin, end := "<!-- packages: "+kind+" -->\n", "<!-- end -->"
		before, rest, ok := bytes.Cut(page, []byte(begin))
		_, after, ok2 := bytes.Cut(rest, []byte(end))
		if !ok || !ok2 {
			t.Fatalf("%s has no %q", name, begin)
		}
		var table bytes.Buffer
		table.WriteString("| package | what |\n| --- | --- |\n")
		for _, p := range list {
			if p.stable() == stable {
				fmt.Fprintf(&table, "| [`%s`](../%[1]s) | %s |\n", p.dir, strings.TrimPrefix(p.synopsis, "Package "))
			}
		}
		page = slices.Concat(before, []byte(begin), table.Bytes(), []byte(end), after)
	}
	hold(t, name, page)
}

// exposed says which of the packages named stand in what files export.
func exposed(files []*ast.File, of map[string]bool) []string {
	var out []string
	for _, f := range files {
		names := map[string]string{}
		for _, im := range f.Imports {
			p, _ := strconv.Unquote(im.Path.Value)
			n := path.Base(p)
			if im.Name != nil {
				n = im.Name.Name
			}
			if of[p] {
				names[n] = p
			}
		}
		look := func(what string, n ast.Node) {
			ast.Inspect(n, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.Field:
					if len(n.Names) > 0 && !slices.ContainsFunc(n.Names, func(i *ast.Ident) bool { return i.IsExported() || what[0] == 'f' }) {
						return false
					}
				case *ast.SelectorExpr:
					if id, ok := n.X.(*ast.Ident); ok && names[id.Name] != "" {
						out = append(out, what+" shows "+id.Name+"."+n.Sel.Name)
					}
				case *ast.FuncLit, *ast.BlockStmt:
					return false
				}
				return true
			})
		}
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Name.IsExported() {
					look("func "+d.Name.Name, d.Type)
				}
			case *ast.GenDecl:
				for _, s := range d.Specs {
					switch s := s.(type) {
					case *ast.TypeSpec:
						if s.Name.IsExported() {
							look("type "+s.Name.Name, s.Type)
						}
					case *ast.ValueSpec:
						if s.Names[0].IsExported() && s.Type != nil {
							look("var "+s.Names[0].Name, s.Type)
						}
					}
				}
			}
		}
	}
	return out
}

// TestExposed: the look at what is exported sees what it must, and no more.
func TestExposed(t *testing.T) {
	const source = `package p
import ("m/young"; old "m/grown"; other "m/else")
func F(x young.T) {}
func G() *other.T { return nil }
func h(young.T) { _ = young.V }
type A struct { B []old.T; c young.T }
type D interface { M(map[string]young.T) }
var V func(old.T)
type e struct { F young.T }
`
	f, err := parser.ParseFile(token.NewFileSet(), "p.go", source, 0)
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Join(exposed([]*ast.File{f}, map[string]bool{"m/young": true, "m/grown": true}), "\n")
	if want := "func F shows young.T\ntype A shows old.T\ntype D shows young.T\nvar V shows old.T"; got != want {
		t.Errorf("got\n%s", got)
	}
}
