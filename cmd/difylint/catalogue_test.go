package main

// The catalogues of lint/lang: every text that difylint says, by the source.
// A difference fails; "go test ./cmd/difylint -update" repairs it.

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/messages"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/risk"
	"github.com/difylint/difylint/lint/kit"
	"github.com/difylint/difylint/lint/kit/driver"
	"github.com/difylint/difylint/lint/lang"
	"github.com/difylint/difylint/lint/source/requirement/pydata"
	"github.com/difylint/difylint/rules"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/tools/txtar"
)

// whole is set by the release check: nothing is stale, and nothing is missing.
var whole = flag.Bool("whole", false, "fail where a catalogue is stale or lacks a text")

// TestCatalogues holds the catalogues to the texts of the source: none lost a verb,
// and each has a constant format. A text without a translation is shown in English;
// the release check fails where there are some, or stale ones.
func TestCatalogues(t *testing.T) {
	texts := collect(t)
	for _, tag := range lang.Tags()[1:] {
		dir := filepath.Join("../../lint/lang", tag)
		had, files := map[string]lang.Entry{}, map[string]string{}
		names, _ := filepath.Glob(filepath.Join(dir, "*.po"))
		for _, name := range names {
			data := read(t, name)
			files[filepath.Base(name)] = data
			entries, err := lang.Parse([]byte(data))
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			for _, e := range entries {
				if before, twice := had[e.ID]; !twice || before.Text == "" {
					had[e.ID] = e
				}
				if why := wrongVerbs(e); why != "" {
					t.Errorf("%s: %q: %s", name, e.Text, why)
				}
			}
		}
		want := map[string][]lang.Entry{}
		missing := 0
		for _, e := range texts {
			e.Text, e.Comment = had[e.ID].Text, had[e.ID].Comment
			if e.Text == "" {
				missing++
			}
			section := sectionOf(e)
			want[section] = append(want[section], e)
		}
		t.Logf("%s: %d of %d texts are not translated", tag, missing, len(texts))
		if *whole && missing > 0 {
			t.Errorf("%s: %d of %d texts are not translated", tag, missing, len(texts))
		}
		for _, name := range slices.Sorted(maps.Keys(files)) {
			if want[name] == nil {
				if *update {
					_ = os.Remove(filepath.Join(dir, name))
					continue
				}
				t.Logf("%s/%s has no text that is said; %s", tag, name, repair)
			}
		}
		for name, entries := range want {
			data := lang.Write(tag, entries)
			switch {
			case string(data) == files[name]:
			case *update:
				hold(t, filepath.Join(dir, name), data)
			case *whole:
				t.Errorf("%s/%s is not what the source says; %s", tag, name, repair)
			default: // a rule may be written in English alone
				t.Logf("%s/%s is not what the source says; %s", tag, name, repair)
			}
		}
	}
}

// TestGlossary holds the Chinese texts to the glossary: one whose English has a term
// has no word for it that the term's row says not to write (不写“…”).
func TestGlossary(t *testing.T) {
	row := regexp.MustCompile(`(?m)^\| (.+?) \| (.+?) \| .*?不写((?:“[^”]+”)+)`)
	aside := regexp.MustCompile(` \([^)]*\)`)
	literal := regexp.MustCompile("`[^`]*`|\"[^\"]*\"")
	zh, _ := lang.Of("zh-Hans")
	texts := collect(t)
	rows := row.FindAllStringSubmatch(read(t, "../../docs/zh/glossary.md"), -1)
	if len(rows) < 20 {
		t.Fatalf("%d rows say what not to write", len(rows))
	}
	for _, m := range rows {
		var terms []string
		for _, term := range strings.Split(aside.ReplaceAllString(m[1], ""), ", ") {
			terms = append(terms, regexp.QuoteMeta(term))
		}
		has := regexp.MustCompile(`(?i)(?:^|[^\w./-])(?:` + strings.Join(terms, "|") + `)(?:e?s|d|ed)?(?:$|[^\w/-])`)
		wrong := strings.Split(strings.Trim(m[3], "“”"), "”“")
		used := 0
		for _, e := range texts {
			if !has.MatchString(literal.ReplaceAllString(e.ID, "")) || !zh.Has(e.ID) {
				continue
			}
			says := zh.Words(e.ID)
			for _, word := range wrong {
				if strings.Contains(says, word) {
					t.Errorf("%s is %s, not %s: %q", m[1], m[2], word, says)
				}
			}
			if slices.ContainsFunc(strings.Split(m[2], "、"), func(w string) bool { return strings.Contains(says, w) }) {
				used++
			}
		}
		if used == 0 {
			t.Errorf("no text has %s for %s", m[2], m[1])
		}
	}
}

// sectionOf is the file of a text, by where it stands first.
func sectionOf(e lang.Entry) string {
	at := e.Refs[0]
	parts := strings.Split(at, "/")
	switch {
	case parts[0] == "rules" && len(parts) > 2:
		return "rules-" + parts[1] + ".po"
	case strings.HasPrefix(at, "lint/dify/"):
		return parts[2] + ".po"
	case strings.HasPrefix(at, "lint/kit/driver"), parts[0] == "cmd":
		return "command.po"
	case strings.HasPrefix(at, "lint/source"):
		return "source.po"
	case parts[0] == "lint" && len(parts) > 2:
		return parts[1] + ".po"
	case parts[0] == "lint":
		return "engine.po"
	}
	return parts[0] + ".po"
}

var verb = regexp.MustCompile(`%[-+# 0]*\d*(?:\.\d+)?(\[\d+\])?([a-zA-Z%])`) // fmt takes an index behind the width and the precision only

// wrongVerbs says what a translation does to the verbs of a text: each argument
// is shown once or more, in the same way.
func wrongVerbs(e lang.Entry) string {
	if e.Text == "" || !e.Format {
		return ""
	}
	verbs := func(s string) map[string]bool {
		out := map[string]bool{}
		n := 0
		for _, m := range verb.FindAllStringSubmatch(s, -1) {
			if m[2] == "%" {
				continue
			}
			n++
			if m[1] != "" {
				n, _ = strconv.Atoi(strings.Trim(m[1], "[]"))
			}
			out[fmt.Sprintf("%d %s", n, strings.ReplaceAll(m[2], "w", "v"))] = true
		}
		return out
	}
	if want, got := verbs(e.ID), verbs(e.Text); !maps.Equal(want, got) {
		return fmt.Sprintf("has the arguments %v, must have %v of %q", slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)), e.ID)
	}
	return ""
}

// texts gathers entries, each once.
type texts struct {
	t    *testing.T
	by   map[string]*lang.Entry
	list []*lang.Entry
}

func (x *texts) add(at, note, s string, format bool) {
	if strings.TrimSpace(s) == "" || !strings.ContainsFunc(verb.ReplaceAllString(s, ""), func(r rune) bool { return r != ' ' && r != '`' && r != '"' }) {
		return
	}
	e := x.by[s]
	if e == nil {
		e = &lang.Entry{ID: s}
		x.by[s] = e
		x.list = append(x.list, e)
	}
	e.Format = e.Format || format && verb.MatchString(s)
	if !slices.Contains(e.Refs, at) {
		e.Refs = append(e.Refs, at)
	}
	if note != "" && !slices.Contains(e.Note, note) {
		e.Note = append(e.Note, note)
	}
}

// collect lists every text that difylint says to people.
func collect(t *testing.T) []lang.Entry {
	t.Helper()
	x := &texts{t: t, by: map[string]*lang.Entry{}}
	for _, r := range rules.All() {
		at := "rules/" + strings.ReplaceAll(r.ID, "-", "_") + ".go"
		if _, err := os.Stat("../../" + at); err != nil {
			at = "rules/" + r.Family() + "/" + r.Family() + ".go"
		}
		x.add(at, r.ID+": title", r.Title, false)
		x.add(at, r.ID+": why", r.Why, false)
		for _, o := range r.Options {
			x.add(at, r.ID+": option "+o.Name, o.Doc, false)
		}
		for _, e := range kit.Examples(r) {
			x.add(at, r.ID+": title of an example", e.Name, false)
			for _, archive := range []string{e.Bad, e.Good} {
				x.add(at, r.ID+": text of an example", kit.Text(txtar.Parse([]byte(archive)).Comment), false)
			}
		}
	}
	for _, m := range messages.All() {
		at := "lint/dify/messages/" + string(m.By) + ".go"
		x.add(at, m.ID+": what happened", m.Means, false)
		for _, c := range m.Causes {
			x.add(at, m.ID+": cause", c.Why, false)
			x.add(at, m.ID+": what to do", c.Todo, false)
		}
	}
	names, _ := filepath.Glob("../../schema/files/*.json")
	for _, name := range names {
		if unseen[filepath.Base(name)] {
			continue
		}
		var v any
		if err := json.Unmarshal([]byte(read(t, name)), &v); err != nil {
			t.Fatal(err)
		}
		x.schema("schema/files/"+filepath.Base(name), v)
	}
	for _, s := range risk.Titles() {
		x.add("lint/dify/risk/risk.go", "the plugin …", s, false)
	}
	for _, s := range pydata.Purposes() {
		x.add("lint/source/requirement/pydata/pydata.go", "… is a development tool (…)", s, false)
	}
	for _, g := range lint.Gates() {
		x.add("lint/rule.go", "what happens at the gate "+string(g), g.Refusal(), false)
	}
	for _, f := range plugin.Families() {
		x.add("lint/dify/plugin/documents.go", "one of its kind", f.Word, false)
	}
	x.command(complete())
	x.source()
	out := make([]lang.Entry, len(x.list))
	for i, e := range x.list {
		slices.Sort(e.Refs)
		out[i] = *e
	}
	slices.SortStableFunc(out, func(a, b lang.Entry) int { return strings.Compare(a.Refs[0], b.Refs[0]) })
	return out
}

// complete is the root command with what the driver adds to it.
func complete() *cobra.Command {
	var root *cobra.Command
	e := env{Name: "difylint", Stdout: io.Discard, Stderr: io.Discard}
	driver.Execute(context.Background(), e, func(e env) *cobra.Command { root = newRoot(e); return root }, nil)
	return root
}

// unseen are the schemas of difylint's own files: their words are for programs and
// for those who read the schema, and difylint does not show them.
var unseen = map[string]bool{"config.schema.json": true, "report.schema.json": true}

// schema takes what editors show of a schema, and the words of its violations.
func (x *texts) schema(at string, v any) {
	switch v := v.(type) {
	case []any:
		for _, c := range v {
			x.schema(at, c)
		}
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(v)) {
			s, isText := v[k].(string)
			says, _ := v[k].(map[string]any)
			switch {
			case isText && (k == "title" || k == "description"):
				x.add(at, "schema", s, false)
			case k == "x-says" && isText:
				x.add(at, "it must be …", s, false)
			case k == "x-says":
				for _, w := range slices.Sorted(maps.Keys(says)) {
					s, _ := says[w].(string)
					x.add(at, "it must be …", s, false)
				}
			default:
				x.schema(at, v[k])
			}
		}
	}
}

func (x *texts) command(c *cobra.Command) {
	at := "cmd/difylint/root.go"
	x.add(at, c.CommandPath()+": short", c.Short, false)
	x.add(at, c.CommandPath()+": long", c.Long, false)
	c.LocalFlags().VisitAll(func(f *pflag.Flag) {
		if f.Name != "help" { // which the driver says
			x.add(at, c.CommandPath()+" --"+f.Name, f.Usage, false)
		}
	})
	for _, sub := range c.Commands() {
		x.command(sub)
	}
}

// said are the functions whose texts are said, with the positions of these texts.
var said = map[string][]int{
	"Msg": {0}, "And": {0}, "Errorf": {0}, "Say": {0}, "Phrase": {0}, "Words": {0}, "Count": {1, 2}, "Reportf": {1}, "Fprintf": {1},
}

// source reads the texts in the source: what is given to the functions of said,
// and to functions that hand their parameter named format on.
func (x *texts) source() {
	byDir := map[string][]string{}
	root := "../.."
	_ = filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			x.t.Fatal(err)
		}
		rel, _ := filepath.Rel(root, name)
		rel = filepath.ToSlash(rel)
		switch {
		case d.IsDir() && (strings.HasPrefix(d.Name(), ".") && len(d.Name()) > 2 || d.Name() == "testdata" || d.Name() == "node_modules" || rel == "lint/internal" || rel == "lint/lang"):
			return fs.SkipDir
		case !d.IsDir() && strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go"):
			byDir[path.Dir(rel)] = append(byDir[path.Dir(rel)], rel)
		}
		return nil
	})
	for _, dir := range slices.Sorted(maps.Keys(byDir)) {
		x.pkg(root, byDir[dir])
	}
}

func (x *texts) pkg(root string, names []string) {
	set := token.NewFileSet()
	files := map[string]*ast.File{}
	consts := map[string]ast.Expr{}
	for _, name := range names {
		f, err := parser.ParseFile(set, filepath.Join(root, name), nil, parser.SkipObjectResolution)
		if err != nil {
			x.t.Fatal(err)
		}
		files[name] = f
		ast.Inspect(f, func(n ast.Node) bool {
			if d, ok := n.(*ast.GenDecl); ok && d.Tok == token.CONST {
				for _, spec := range d.Specs {
					v := spec.(*ast.ValueSpec)
					for i, id := range v.Names {
						if i >= len(v.Values) {
							continue
						}
						consts[id.Name] = v.Values[i]
						// A sentence that is a constant of a type of its own is said by its name.
						if s, ok := constant(v.Values[i], nil); ok && v.Type != nil && strings.Contains(s, " ") {
							x.add(name, "", s, true)
						}
					}
				}
			}
			return true
		})
	}
	own := map[string][]int{}
	for id, at := range said {
		own[id] = at
	}
	for again := true; again; {
		again = false
		for _, name := range names {
			for _, d := range files[name].Decls {
				f, ok := d.(*ast.FuncDecl)
				if !ok || f.Body == nil {
					continue
				}
				i := formatParameter(f.Type)
				if id := f.Name.Name; i >= 0 && said[id] == nil && !slices.Contains(own[id], i) && handsOn(f.Body, own) {
					own[id], again = append(own[id], i), true
				}
			}
		}
	}
	for _, name := range names {
		for _, d := range files[name].Decls {
			x.declaration(set, name, d, own, consts)
		}
	}
}

// declaration reads one declaration of a file. Functions within it are known in it
// alone.
func (x *texts) declaration(set *token.FileSet, name string, d ast.Decl, of map[string][]int, consts map[string]ast.Expr) {
	own := maps.Clone(of)
	for range 2 {
		ast.Inspect(d, func(n ast.Node) bool {
			if id, typ, body := closure(n); body != nil && said[id] == nil {
				delete(own, id)
				if i := formatParameter(typ); i >= 0 && handsOn(body, own) {
					own[id] = []int{i}
				}
			}
			return true
		})
	}
	at := func(list ...ast.Expr) {
		found := false
		for _, e := range list {
			if s, ok := constant(e, consts); ok && (len(list) == 1 || !isName(e)) {
				x.add(name, "", s, true)
				found = true
			}
			found = found || isFormat(e)
		}
		if !found && len(list) > 0 {
			x.t.Errorf("%s: this text is not a constant, so that no catalogue can translate it", set.Position(list[0].Pos()))
		}
	}
	ast.Inspect(d, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			id, on := called(n.Fun)
			var list []ast.Expr
			for _, i := range own[id] {
				if i < len(n.Args) {
					list = append(list, n.Args[i])
				}
			}
			switch {
			case len(list) == 0 || on == "fmt" || on == "bytes" || on == "strings":
			case id == "Phrase" || id == "Words" || id == "And" && len(n.Args) == 1: // may take what a table says, or be of another type
				if s, ok := constant(list[0], consts); ok {
					x.add(name, "", s, id == "And")
				}
			case id == "Count":
				at(list[0])
				at(list[1])
			default:
				at(list...)
			}
		case *ast.CompositeLit:
			if id, ok := n.Type.(*ast.Ident); ok && id.Name == "Document" {
				return true
			}
			for _, e := range n.Elts {
				if kv, ok := e.(*ast.KeyValueExpr); ok {
					if k, ok := kv.Key.(*ast.Ident); ok && isField(k.Name) {
						at(kv.Value)
					}
				}
			}
		case *ast.AssignStmt:
			for i, l := range n.Lhs {
				if i >= len(n.Rhs) || !isName(l) || !isFormat(l) {
					continue
				}
				// What is named format may be something else.
				field, isField := l.(*ast.SelectorExpr)
				if _, ok := constant(n.Rhs[i], consts); ok || isField && field.Sel.Name == "Format" || n.Tok == token.ADD_ASSIGN {
					if n.Tok == token.ADD_ASSIGN {
						x.t.Errorf("%s: a format is added to; add a part with And", set.Position(n.Pos()))
					}
					at(n.Rhs[i])
				}
			}
		}
		return true
	})
}

func isName(e ast.Expr) bool {
	switch e.(type) {
	case *ast.Ident, *ast.SelectorExpr:
		return true
	}
	return false
}

// closure is the name, the type and the body of a function that a variable holds.
func closure(n ast.Node) (name string, typ *ast.FuncType, body *ast.BlockStmt) {
	if n, ok := n.(*ast.AssignStmt); ok {
		if id, ok := n.Lhs[0].(*ast.Ident); ok && len(n.Rhs) == 1 {
			if f, ok := n.Rhs[0].(*ast.FuncLit); ok {
				return id.Name, f.Type, f.Body
			}
		}
	}
	return "", nil, nil
}

// formatParameter is the position of the parameter named format, or -1.
func formatParameter(t *ast.FuncType) int {
	i := 0
	for _, f := range t.Params.List {
		for _, id := range f.Names {
			if id.Name == "format" {
				if typ, ok := f.Type.(*ast.Ident); ok && typ.Name == "string" {
					return i
				}
			}
			i++
		}
	}
	return -1
}

// handsOn reports whether a body gives its format to a function that says it.
func handsOn(body *ast.BlockStmt, own map[string][]int) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			id, on := called(n.Fun)
			if on == "fmt" {
				return true
			}
			for _, i := range own[id] {
				found = found || i < len(n.Args) && isFormat(n.Args[i])
			}
		case *ast.KeyValueExpr:
			if k, ok := n.Key.(*ast.Ident); ok && isField(k.Name) {
				found = found || isFormat(n.Value)
			}
		case *ast.AssignStmt:
			for i, l := range n.Lhs {
				if _, ok := l.(*ast.SelectorExpr); ok && isFormat(l) && i < len(n.Rhs) {
					found = found || isFormat(n.Rhs[i])
				}
			}
		}
		return true
	})
	return found
}

// isFormat reports whether an expression is a format handed on: a variable or a
// field of that name.
func isFormat(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name == "format"
	case *ast.SelectorExpr:
		return isField(e.Sel.Name)
	}
	return false
}

// isField reports whether a field of this name holds a format.
func isField(name string) bool { return name == "Format" || name == "format" }

// called is the name of what is called, and what it is selected from.
func called(e ast.Expr) (name, on string) {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name, ""
	case *ast.SelectorExpr:
		if x, ok := e.X.(*ast.Ident); ok {
			on = x.Name
		}
		return e.Sel.Name, on
	}
	return "", ""
}

// constant is the text of a constant expression.
func constant(e ast.Expr, consts map[string]ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			s, err := strconv.Unquote(e.Value)
			return s, err == nil
		}
	case *ast.ParenExpr:
		return constant(e.X, consts)
	case *ast.BinaryExpr:
		if e.Op == token.ADD {
			a, ok := constant(e.X, consts)
			b, also := constant(e.Y, consts)
			return a + b, ok && also
		}
	case *ast.Ident:
		if c := consts[e.Name]; c != nil {
			return constant(c, consts)
		}
	}
	return "", false
}
