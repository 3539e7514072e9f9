package python_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/text"
)

func parse(source string) *python.Module {
	return python.Parse(text.NewFile("x.py", []byte(source)))
}

func TestGuards(t *testing.T) {
	data, err := os.ReadFile("testdata/src/imports.py")
	if err != nil {
		t.Fatal(err)
	}
	data = append(data, `
with contextlib.suppress(ImportError):
    import suppressed
with other(ImportError):
    import unsuppressed
try:
    import a1
finally:
    pass
try:
    import a2
except KeyError:
    import a3
try:
    def f():
        import a4
except:
    pass
if TYPE_CHECKING and x:
    def g():
        import a5
while x:
    import a6
`...)
	m := python.Parse(text.NewFile("imports.py", data))
	words := []struct {
		guard python.Guard
		word  string
	}{
		{python.TypeCheckingGuard, "types"}, {python.TryGuard, "try"}, {python.ImportErrorGuard, "import"},
		{python.HandlerGuard, "handler"}, {python.ConditionGuard, "condition"},
	}
	got := map[string]string{}
	for _, im := range m.Imports {
		var s []string
		for _, w := range words {
			if m.GuardOf(im.Block)&w.guard != 0 {
				s = append(s, w.word)
			}
		}
		if m.Scopes[im.Scope].Kind == python.FunctionScope {
			s = append(s, "function")
		}
		if len(s) > 0 {
			got[im.Bind()] = strings.Join(s, " ")
		}
	}
	want := map[string]string{
		"Tool": "types", "only": "types", "real": "condition", "unreal": "types",
		"fast": "handler", "etree": "try import", "inside": "function", "h": "function", "deep": "function",
		"run": "function", "suppressed": "try import", "a2": "try", "a3": "handler", "a4": "function",
		"a5": "types function", "a6": "condition",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestFeatures(t *testing.T) {
	m := parse("t'{x}'\ntry: pass\nexcept A, B: pass\ndef f[T = int](): pass\n")
	var got []string
	for _, f := range m.Features {
		got = append(got, fmt.Sprintf("%d 3.%d %s", m.File.LineAt(f.Span.Start), f.Minor, f.Name))
	}
	want := []string{
		"1 3.14 a template string", "3 3.14 several exception types without parentheses", "4 3.13 a default of a type parameter",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestEncodings(t *testing.T) {
	tests := []struct{ source, encoding, err string }{
		{"x = 'é'", "utf-8", ""},
		{"# coding: UTF_8\n", "utf-8", ""},
		{"\xef\xbb\xbfx = 1", "utf-8", ""},
		{"# vim: set fileencoding=latin-1 :\nx = '\xe9'\n", "iso-8859-1", ""},
		{"#!/bin/sh\n# -*- coding: gbk -*-\nx = '\xc4\xe3'\n", "gbk", ""},
		{"x = 1\n# coding: gbk\n", "utf-8", ""},
		{"# coding: ascii\nx = '\xe9'", "ascii", "a byte that is not ASCII in a source that says it is"},
		{"x = '\xe9'", "utf-8", "a byte that is not UTF-8"},
		{"# \xff\nx = 'é'\n", "utf-8", ""},
		{"# \xff\nx = '\xe9'\n", "utf-8", "a byte that is not UTF-8"},
		{"x = 1\x00", "utf-8", "the source holds a null byte"},
		{"# coding: klingon\n", "utf-8", "unknown encoding: klingon"},
	}
	for _, test := range tests {
		m := parse(test.source)
		got := ""
		if m.Err != nil {
			got = m.Err.Error()
		}
		if m.Encoding != test.encoding || got != test.err {
			t.Errorf("%q: %s, %q", test.source, m.Encoding, got)
		}
	}
	m := parse("# coding: latin-1\ncaf\xe9('\xe9')\n")
	c := m.Calls[0].Expr
	if s, _ := m.String(m.Positional(c, 0)); s != "é" || m.Ident(m.Exprs[c].A) != "café" {
		t.Errorf("latin-1: %q %q", s, m.Ident(m.Exprs[c].A))
	}
}

func TestArguments(t *testing.T) {
	m := parse("f(a, 'b', k='v', *c, d, **e)\n")
	call := m.Calls[0].Expr
	source := func(e python.ExprID) string { return m.File.Slice(m.Exprs[e].Span()) }
	got := []string{
		source(m.Positional(call, 0)), source(m.Positional(call, 1)), source(m.Positional(call, 2)),
		source(m.Keyword(call, "k")), source(m.Keyword(call, "l")),
	}
	if diff := cmp.Diff([]string{"a", "'b'", "", "'v'", ""}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	parents := m.Parents()
	if p := parents[m.Positional(call, 1)]; p != call || parents[call] != 0 {
		t.Errorf("parents %v", parents)
	}
}

func TestScopeOf(t *testing.T) {
	m := parse(`
a1(lambda x=b0: c2(lambda: d3(), e2))
class F:
    g = h4(lambda: i5)
    def j(self, k=l4, m=lambda: n): o = p
q0
`)
	got := map[string]python.ScopeKind{}
	for e := range m.Exprs {
		if m.Exprs[e].Kind == python.NameExpr {
			got[m.Ident(python.ExprID(e))] = m.Scopes[m.ScopeOf(python.ExprID(e))].Kind
		}
	}
	want := map[string]python.ScopeKind{
		"a1": python.ModuleScope, "b0": python.ModuleScope, "c2": python.LambdaScope, "d3": python.LambdaScope,
		"e2": python.LambdaScope, "g": python.ClassScope, "h4": python.ClassScope, "i5": python.LambdaScope,
		"l4": python.ClassScope, "n": python.LambdaScope, "o": python.FunctionScope, "p": python.FunctionScope, "q0": python.ModuleScope,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestComments(t *testing.T) {
	m := parse("# a\nx = '# no' # b\nf(  # c\n)\nf'''{\n1 # d\n}'''#e\r\n    #f")
	var got []string
	for _, c := range m.Comments {
		got = append(got, m.File.Slice(c))
	}
	if diff := cmp.Diff([]string{"# a", "# b", "# c", "# d", "#e", "#f"}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestPrefix(t *testing.T) {
	for source, want := range map[string]string{
		`"a" "b"`: "ab", `f"https://x/{y}"`: "https://x/...", `"p" + q`: "p...", `f"{x}"`: "...", `b"x"`: "...", `x`: "...", `f"{{a}}"`: "{a}",
	} {
		m := parse(source)
		s, whole := m.Prefix(m.Stmts[0].A)
		if !whole {
			s += "..."
		}
		if s != want {
			t.Errorf("%s: %q, want %q", source, s, want)
		}
	}
}

// TestRecovery reads what stands around an error.
func TestRecovery(t *testing.T) {
	for _, broken := range []string{
		"x = (1, 2))", "def g(:\n    inner()", "if x\n    inner()", "print x", "x = 'abc", "x = f'{", "class A(B:\n    y()",
		"for x in:\n    y()", "@x\n1", "match x:\n    y()", "   x = 1", "try:\n    y()", "x = $", "import a.", "a b c d",
	} {
		m := parse("import before\nf()\n" + broken + "\nimport after\ndef h(): i()\n")
		if m.Err == nil {
			t.Errorf("%q: no error", broken)
		}
		if line := m.File.LineAt(m.Err.Span.Start); line < 3 || line > 5 {
			t.Errorf("%q: line %d: %v", broken, line, m.Err)
		}
		var names []string
		for _, im := range m.Imports {
			names = append(names, im.Module)
		}
		if !strings.HasPrefix(strings.Join(names, " "), "before") || names[len(names)-1] != "after" {
			t.Errorf("%q: imports %v", broken, names)
		}
		if f := m.Functions[len(m.Functions)-1]; f.Name != "h" {
			t.Errorf("%q: function %s", broken, f.Name)
		}
	}
}

// TestHostile gives sources that would overflow the stack, or take hours, if
// read or followed naively. It fails by not ending.
func TestHostile(t *testing.T) {
	repeat := strings.Repeat
	each := func(n int, f func(int) string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(f(i))
		}
		return b.String()
	}
	tests := map[string]string{
		"parentheses":  repeat("(", 20000),
		"brackets":     repeat("f([{", 50000),
		"not":          repeat("not ", 20000) + "x",
		"lambda":       repeat("lambda: ", 20000) + "x",
		"conditional":  repeat("a if b else ", 20000) + "c",
		"attributes":   "x" + repeat(".y", 20000),
		"calls":        "x" + repeat("()", 20000),
		"sum":          "x" + repeat(" + y", 20000),
		"power":        "x" + repeat(" ** y", 20000),
		"strings":      repeat("'a' ", 20000),
		"f-strings":    repeat("f'{", 20000),
		"blocks":       each(500, func(i int) string { return repeat(" ", i) + "if x:\n" }),
		"globals":      "def f():\n" + repeat("  a.b\n", 3000) + repeat("  global x\n", 3000),
		"parameters":   "def f(" + each(3000, func(i int) string { return fmt.Sprintf("a%d, ", i) }) + "): pass",
		"comprehended": "def f():\n  [" + repeat("x, ", 50000) + "1]\n" + repeat("  global y\n", 2000),
		"backslashes":  "'''" + repeat("\\", 20001) + "'''",
		"quotes":       "'''" + repeat("\\'''", 20000),
		"rebound":      repeat("x = f(x)\n", 3000),
		"in a loop":    "while y:\n" + repeat("  x = f(x)\n", 3000),
		"methods":      "class A(A):\n" + repeat("  def a(self, b): self.a(b.c)\n", 1000),
		"stars":        repeat("from x import *\n", 1000) + repeat("y()\n", 1000),
		"sites":        "def f(x): x.y()\n" + repeat("f(g(1))\n", 3000),
		"values":       repeat("if y: x = a\n", 3000) + repeat("x()\n", 3000),
	}
	nested := map[string]bool{
		"parentheses": true, "brackets": true, "not": true, "lambda": true, "conditional": true, "power": true, "f-strings": false,
	}
	for name, source := range tests {
		m := parse(source)
		p := python.NewProgram([]*python.Module{m})
		for k := range m.Calls {
			_ = p.Target(0, k)
		}
		if nested[name] != m.Incomplete {
			t.Errorf("%s: incomplete is %v", name, m.Incomplete)
		}
	}
}
