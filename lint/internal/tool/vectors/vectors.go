// Package vectors compares what pysrc reads from Python sources with what
// CPython's ast said of the same bytes (testdata/make_vectors.py).
package vectors

import (
	"cmp"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/difylint/difylint/lint/source/python"
)

// Vector is what ast said of one file.
type Vector struct {
	Path      string   `json:"path"`
	SHA       string   `json:"sha"`
	Error     *string  `json:"error"`
	Line      int      `json:"line"`
	Opaque    bool     `json:"opaque"` // in an encoding other than UTF-8
	Imports   rows     `json:"imports"`
	Classes   rows     `json:"classes"`
	Functions rows     `json:"functions"`
	Calls     rows     `json:"calls"`
	Strings   rows     `json:"strings"`
	Targets   rows     `json:"targets"`
	Doc       bool     `json:"doc"`
	Exprs     string   `json:"exprs"`
	Stmts     string   `json:"stmts"`
	ExprList  []string `json:"expr_list"`
	StmtList  []string `json:"stmt_list"`
}

// Read reads a file that make_vectors.py wrote.
func Read(r io.Reader) ([]Vector, error) {
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, err
	}
	var vectors []Vector
	d := json.NewDecoder(z)
	for {
		var v Vector
		switch err := d.Decode(&v); {
		case errors.Is(err, io.EOF):
			return vectors, nil
		case err != nil:
			return nil, err
		}
		vectors = append(vectors, v)
	}
}

// Diff is what differs between a vector and a module, a line each: "-" is what
// ast has, "+" what the module has.
func Diff(v *Vector, m *python.Module) []string {
	sum := sha256.Sum256(m.File.Data)
	if hex.EncodeToString(sum[:]) != v.SHA {
		return []string{"the source is not the one that the vector was made from"}
	}
	switch {
	case v.Error != nil && m.Err == nil:
		return []string{fmt.Sprintf("- error in line %d: %s", v.Line, *v.Error)}
	case v.Error == nil && m.Err != nil:
		return []string{fmt.Sprintf("+ error in line %d: %v", m.File.Position(m.Err.Span.Start).Line, m.Err)}
	case v.Error != nil || v.Opaque:
		return nil
	}
	var out []string
	compare := func(what string, want, got rows) {
		i, j := 0, 0
		for n := 0; (i < len(want) || j < len(got)) && n < 3; {
			if i < len(want) && j < len(got) && want[i] == got[j] {
				i, j = i+1, j+1
				continue
			}
			n++
			if i < len(want) {
				out = append(out, "- "+what+" "+want[i])
				i++
			}
			if j < len(got) {
				out = append(out, "+ "+what+" "+got[j])
				j++
			}
		}
	}
	f := facts{m}
	compare("import", v.Imports, f.imports())
	compare("class", v.Classes.sorted(), f.classes().sorted())
	compare("function", v.Functions.sorted(), f.functions().sorted())
	compare("call", v.Calls, f.calls())
	compare("target", v.Targets, f.targets())
	compare("string", v.Strings, f.strings(v.Strings))
	if v.Doc != (m.Doc != 0) {
		out = append(out, fmt.Sprintf("- docstring %v", v.Doc))
	}
	exprs, stmts := f.exprs(), f.stmts()
	if d := digest(exprs); d != v.Exprs {
		out = append(out, "! expressions differ")
		out = append(out, listDiff(v.ExprList, exprs)...)
	}
	if d := digest(stmts); d != v.Stmts {
		out = append(out, "! statements differ")
		out = append(out, listDiff(v.StmtList, stmts)...)
	}
	return out
}

func listDiff(want, got []string) []string {
	var out []string
	slices.Sort(got)
	for _, w := range want {
		if _, ok := slices.BinarySearch(got, w); !ok && len(out) < 6 {
			out = append(out, "- "+w)
		}
	}
	slices.Sort(want)
	for _, g := range got {
		if _, ok := slices.BinarySearch(want, g); !ok && len(out) < 12 && want != nil {
			out = append(out, "+ "+g)
		}
	}
	return out
}

func digest(lines []string) string {
	slices.Sort(lines)
	sum := sha256.Sum256([]byte(strings.Join(lines, "\n")))
	return hex.EncodeToString(sum[:])[:16]
}

// facts renders a module as make_vectors.py does.
type facts struct{ m *python.Module }

// rows are facts, each a line of JSON as Go writes it, whatever program wrote it before.
type rows []string

// UnmarshalJSON reads what Python wrote.
func (r *rows) UnmarshalJSON(data []byte) error {
	var values []any
	if err := json.Unmarshal(data, &values); err != nil {
		return err
	}
	for _, v := range values {
		*r = append(*r, line(v))
	}
	return nil
}

func (r rows) sorted() rows { return slices.Sorted(slices.Values(r)) }

func row(values ...any) string { return line(values) }

func line(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err) // of lists, texts, numbers and booleans there is none
	}
	return string(data)
}

func short(s string) string {
	if utf8.RuneCountInString(s) <= 40 {
		return s
	}
	sum := sha256.Sum256([]byte(s))
	return "#" + hex.EncodeToString(sum[:])[:16]
}

func (f facts) literal(e python.ExprID) string {
	if s, ok := f.m.String(e); ok && !f.m.IsFormat(e) {
		if strings.Contains(s, `\N{`) {
			s = `\N`
		}
		return "'" + short(s) + "'"
	}
	return ""
}

func (f facts) chain(e python.ExprID) string {
	m := f.m
	x := m.Exprs[e]
	switch x.Kind {
	case python.NameExpr:
		return m.Ident(e)
	case python.Attribute:
		return f.chain(x.A) + "." + m.Ident(e)
	case python.CallExpr:
		return f.chain(x.A) + "()"
	case python.Subscript:
		return f.chain(x.A) + "[" + f.literal(x.B) + "]"
	case python.Await:
		return "await(" + f.chain(x.A) + ")"
	case python.StringLit:
		if _, ok := m.String(e); ok && !f.m.IsFormat(e) {
			return "str"
		}
	}
	return "?"
}

func (f facts) chains(es []python.ExprID) string {
	var out []string
	for _, e := range es {
		out = append(out, f.chain(e))
	}
	return strings.Join(out, ",")
}

// scopeName is the qualified name of a scope, each part with a dot before it.
func (f facts) scopeName(s python.ScopeID) string {
	name := ""
	for s != 0 {
		sc := f.m.Scopes[s]
		switch sc.Kind {
		case python.FunctionScope:
			name = "." + f.m.Functions[sc.Index].Name + name
		case python.ClassScope:
			name = "." + f.m.Classes[sc.Index].Name + name
		}
		s = sc.Parent
	}
	return name
}

type placed struct {
	start, end int
	row        string
}

func inOrder(ps []placed) rows {
	slices.SortStableFunc(ps, func(a, b placed) int {
		return cmp.Or(a.start-b.start, a.end-b.end, strings.Compare(a.row, b.row))
	})
	out := make(rows, len(ps))
	for i, p := range ps {
		out[i] = p.row
	}
	return out
}

func (f facts) imports() rows {
	var ps []placed
	for _, im := range f.m.Imports {
		s := im.ModuleSpan
		var name, as any
		if im.From {
			s = im.NameSpan
			name = im.Name
		}
		if im.As != "" {
			s.End = im.AsSpan.End
			as = im.As
		}
		ps = append(ps, placed{s.Start, s.End, row(s.Start, s.End, f.scopeName(im.Scope), im.Module, im.Level, name, as)})
	}
	return inOrder(ps)
}

func (f facts) classes() rows {
	var out rows
	for _, c := range f.m.Classes {
		var bases, keywords []string
		for _, a := range c.Args {
			switch {
			case a.Star == 2:
				keywords = append(keywords, "**="+f.chain(a.Value))
			case !a.Name.IsEmpty():
				keywords = append(keywords, f.m.Text(a.Name)+"="+f.chain(a.Value))
			case a.Star == 1:
				bases = append(bases, "?")
			default:
				bases = append(bases, f.chain(a.Value))
			}
		}
		out = append(out, row(c.Span.End, f.scopeName(c.Scope), strings.Join(append(bases, keywords...), ","), f.chains(c.Decorators), c.Doc != 0))
	}
	return out
}

func (f facts) functions() rows {
	var out rows
	for _, fn := range f.m.Functions {
		if fn.Stmt < 0 {
			continue
		}
		var params []string
		for _, p := range fn.Params {
			s := map[python.ParamKind]string{python.PositionalOnly: "/", python.VarPositional: "*", python.KeywordOnly: "!", python.VarKeyword: "**"}[p.Kind]
			s += f.m.Text(p.Name)
			if p.Default != 0 {
				s += "="
			}
			if p.Annotation != 0 {
				s += ":"
			}
			params = append(params, s)
		}
		out = append(out, row(fn.Span.End, f.scopeName(fn.Scope), fn.Async, strings.Join(params, ","), f.chains(fn.Decorators), fn.Doc != 0))
	}
	return out
}

func (f facts) calls() rows {
	var ps []placed
	for _, c := range f.m.Calls {
		var args []string
		for _, a := range f.m.Args(c.Expr) {
			s := f.literal(a.Value)
			switch {
			case a.Star == 2:
				s = "**" + s
			case a.Star == 1:
				s = "*" + s
			case !a.Name.IsEmpty():
				s = f.m.Text(a.Name) + "=" + s
			}
			args = append(args, s)
		}
		s := f.m.Exprs[c.Expr].Span()
		ps = append(ps, placed{s.Start, s.End, row(s.Start, s.End, f.chain(f.m.Exprs[c.Expr].A), strings.Join(args, ","))})
	}
	return inOrder(ps)
}

func (f facts) targets() rows {
	var starts []int
	for _, b := range f.m.Bindings {
		if b.Target != 0 {
			starts = append(starts, f.m.Exprs[b.Target].Span().Start)
		}
		// The name of a type statement is an expression to ast.
		if b.Kind == python.TypeBind {
			starts = append(starts, b.Name.Span().Start)
		}
	}
	slices.Sort(starts)
	out := make(rows, len(starts))
	for i, s := range starts {
		out[i] = line(s)
	}
	return out
}

// strings renders the strings; where the vector does not say the value of
// one, neither does it.
func (f facts) strings(want rows) rows {
	m := f.m
	unknown := map[string]bool{}
	for _, w := range want {
		if s, ok := strings.CutSuffix(w, ",null]"); ok {
			unknown[s] = true
		}
	}
	var ps []placed
	for i, e := range m.Exprs {
		id := python.ExprID(i)
		if e.Kind != python.StringLit {
			continue
		}
		var b strings.Builder
		isBytes := false
		for _, p := range m.Parts(id) {
			switch p.Kind {
			case python.FieldPart:
				b.WriteByte(0)
			case python.BytesPart:
				isBytes = true
			case python.PlainPart, python.FormatPart:
				b.WriteString(m.PartText(p))
			}
		}
		if isBytes {
			continue
		}
		s := e.Span()
		r := row(s.Start, s.End, short(b.String()))
		if unknown[fmt.Sprintf("[%d,%d", s.Start, s.End)] {
			r = row(s.Start, s.End, nil)
		}
		ps = append(ps, placed{s.Start, s.End, r})
	}
	return inOrder(ps)
}

var exprKinds = map[python.ExprKind]string{
	python.NameExpr: "Name", python.Attribute: "Attribute", python.CallExpr: "Call", python.Subscript: "Subscript",
	python.Lambda: "Lambda", python.TupleExpr: "Tuple", python.ListExpr: "List", python.DictExpr: "Dict", python.SetExpr: "Set",
	python.GeneratorExp: "GeneratorExp", python.ListComp: "ListComp", python.SetComp: "SetComp", python.DictComp: "DictComp",
	python.Await: "Await", python.Starred: "Starred", python.Conditional: "IfExp", python.Walrus: "NamedExpr",
	python.Yield: "Yield", python.YieldFrom: "YieldFrom", python.SliceExpr: "Slice",
}

func (f facts) exprs() []string {
	var out []string
	add := func(start, end int, kind, extra string) {
		out = append(out, fmt.Sprintf("%d %d %s %s", start, end, kind, extra))
	}
	for i, e := range f.m.Exprs {
		if kind, ok := exprKinds[e.Kind]; ok {
			add(int(e.Start), int(e.End), kind, f.m.Ident(python.ExprID(i)))
		}
	}
	// The name of a type statement is an expression to ast.
	for _, b := range f.m.Bindings {
		if b.Kind == python.TypeBind {
			add(int(b.Name.Start), int(b.Name.End), "Name", f.m.Text(b.Name))
		}
	}
	return out
}

var stmtKinds = map[python.StmtKind]string{
	python.ExprStmt: "Expr", python.AssignStmt: "Assign", python.AugAssignStmt: "AugAssign", python.AnnAssignStmt: "AnnAssign",
	python.ReturnStmt: "Return", python.RaiseStmt: "Raise", python.DelStmt: "Delete", python.PassStmt: "Pass",
	python.BreakStmt: "Break", python.ContinueStmt: "Continue", python.GlobalStmt: "Global", python.NonlocalStmt: "Nonlocal",
	python.AssertStmt: "Assert", python.TypeStmt: "TypeAlias", python.IfStmt: "If", python.ElifStmt: "If", python.ForStmt: "For",
	python.WhileStmt: "While", python.TryStmt: "Try", python.WithStmt: "With", python.MatchStmt: "Match",
}

func (f facts) stmts() []string {
	from := map[int]bool{}
	for _, im := range f.m.Imports {
		from[im.Stmt.Start] = im.From
	}
	var out []string
	for i, s := range f.m.Stmts {
		kind, ok := stmtKinds[s.Kind]
		switch {
		case s.Kind == python.ImportStmt:
			kind, ok = "Import", true
			if from[int(s.Start)] {
				kind = "ImportFrom"
			}
		case s.Kind == python.TryStmt && f.m.IsGroup(i):
			kind = "TryStar"
		case s.Async:
			kind = "Async" + kind
		}
		if ok {
			out = append(out, fmt.Sprintf("%d %d %s", s.Start, s.End, kind))
		}
	}
	return out
}
