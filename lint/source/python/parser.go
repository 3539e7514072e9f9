package python

import (
	"slices"
	"strings"

	"github.com/difylint/difylint/lint/source/internal/draft"
	"github.com/difylint/difylint/lint/source/text"
)

// The parser: recursive descent over the token slice. A function that meets
// something it does not expect calls fail, which puts the parser into a state
// (kind tBad) that no function accepts, so that all of them return; the
// statement loop then goes on with the next line.

// maxDepth bounds how deep expressions nest, brackets or not. CPython stops
// at 200 brackets and some thousand other levels.
const maxDepth = 1200

// context is what the innermost scope lets a statement do.
type context struct {
	kind  ScopeKind
	async bool
	loop  bool
	fn    int32 // the Function; valid within functions and lambdas
	// returns is the place of the first return with a value.
	returns text.Span
}

func (c *context) inFunction() bool { return c.kind == FunctionScope || c.kind == LambdaScope }

type parser struct {
	m    *Module
	src  string
	toks []token
	i    int
	kind kind // of toks[i], or tBad

	depth int
	scope ScopeID
	block BlockID
	ctx   context

	stack  []ExprID     // children of unfinished expressions
	args   []Arg        // arguments of unfinished calls
	params []Param      // of the unfinished function
	parts  []StringPart // of unfinished f-strings
	awaits []text.Span  // awaits that only a comprehension around them would allow
	budget int          // steps left for checks that look back
	// captured are the names that the patterns of the case being read bind.
	captured []Name
	// yielded is the last yield, yieldScope the scope that it stands in.
	yielded    ExprID
	yieldScope ScopeID
	late       bool // a statement has been seen that no future import may follow
}

// Parse reads one file; of a draft that is broken, what can be read without the
// broken lines. The module is shared where the file is kept, and must not be
// changed.
func Parse(f *text.File) *Module { return modules.Of(f) }

var modules = text.NewFact(func(f *text.File) *Module {
	m := parse(f)
	if m.Err == nil || !f.Draft() {
		return m
	}
	mended, lines := draft.Mend(f, m, (*Module).breaks, parse, "0", "if 1:")
	if mended.Err != nil {
		return m
	}
	mended.File, mended.Broken, mended.Mended = f, m.Err, lines
	return mended
})

// breaks is the offset of the syntax error.
func (m *Module) breaks() int {
	if m.Err == nil {
		return draft.Whole
	}
	return m.Err.Span.Start
}

func parse(f *text.File) *Module {
	m := &Module{File: f, Encoding: "utf-8"}
	// Sizes for a source as it is on average, so that few slices grow.
	m.Exprs = make([]Expr, 1, 16+len(f.Data)/13)
	m.Stmts = make([]Stmt, 0, 4+len(f.Data)/64)
	m.Calls = make([]Call, 0, len(f.Data)/128)
	m.Bindings = make([]Binding, 0, len(f.Data)/180)
	m.args = make([]Arg, 0, len(f.Data)/90)
	m.parts = make([]StringPart, 0, len(f.Data)/85)
	m.Scopes = append(m.Scopes, Scope{})
	m.Blocks = append(m.Blocks, Block{Stmt: -1})
	if len(f.Data) > MaxSize {
		m.Err = &SyntaxError{Format: "the file is larger than %d bytes", Args: []any{MaxSize}}
		m.Incomplete = true
		return m
	}
	l := lexer{n: len(f.Data)}
	var b strings.Builder
	b.Grow(len(f.Data) + 4)
	b.Write(f.Data)
	b.WriteString("\x00\x00\x00\x00")
	l.src = b.String()
	m.src = l.src[:l.n]
	m.readEncoding(&l)
	l.pos = f.BOMLen()
	l.run()
	if l.broken {
		m.checkUTF8(&l)
	}

	p := parser{m: m, src: l.src, toks: l.toks}
	m.Err = l.err
	m.Features = l.features
	m.Comments = l.comments
	p.kind = p.toks[0].kind
	p.budget = 1<<20 + 8*l.n
	p.docstring(&m.Doc)
	for p.kind != tEOF {
		p.stmts()
	}
	m.Scopes[0].last = ExprID(len(m.Exprs))
	for i := range m.Scopes {
		if m.Scopes[i].Kind == LambdaScope {
			m.lambdas = append(m.lambdas, ScopeID(i))
		}
	}
	m.spreadGuards()
	m.checkNonlocals(func(n Name, format string, args ...any) { p.report(n.Span(), format, args...) })
	return m
}

// spreadGuards lets each block inherit the guards around it.
func (m *Module) spreadGuards() {
	for i := 1; i < len(m.Blocks); i++ {
		b := &m.Blocks[i]
		inherit := m.Blocks[b.Parent].Guard
		if b.Kind == FunctionBlock {
			inherit &= TypeCheckingGuard
		}
		b.Guard |= inherit
	}
}

func (p *parser) next() {
	if p.kind > tEOF {
		p.i++
		p.kind = p.toks[p.i].kind
	}
}

// peek is the kind of the token behind the current one.
func (p *parser) peek() kind {
	if p.kind > tEOF {
		return p.toks[p.i+1].kind
	}
	return p.kind
}

func (p *parser) start() int32 { return p.toks[p.i].start }

// lastEnd is the end of the last token that is not layout.
func (p *parser) lastEnd() int32 {
	for i := p.i - 1; i >= 0; i-- {
		if k := p.toks[i].kind; k != tNewline && k != tIndent && k != tDedent {
			return p.toks[i].end
		}
	}
	return 0
}

// prevEnd is the end of the token before the current one, within a line.
func (p *parser) prevEnd() int32 {
	if p.i == 0 {
		return 0
	}
	return p.toks[p.i-1].end
}

// prefix is the prefix of the string that is the i-th token, and its end.
func (p *parser) prefix(i int) (prefix, int32) {
	t := p.toks[i]
	end := t.start
	for byteClass[p.src[end]] == cIdent {
		end++
	}
	return readPrefix(p.src[t.start:end]), end
}

func (p *parser) tokenText(i int) string { return p.src[p.toks[i].start:p.toks[i].end] }

// report keeps the first error of the file and goes on.
func (p *parser) report(at text.Span, format string, args ...any) {
	if p.m.Incomplete {
		return // what is not followed cannot be judged
	}
	if p.m.Err == nil || at.Start < p.m.Err.Span.Start {
		p.m.Err = &SyntaxError{Span: at, Format: format, Args: args}
	}
}

// fail reports an error at the current token and gives up the statement.
func (p *parser) fail(format string, args ...any) {
	if p.kind == tBad {
		return
	}
	p.report(p.here(), format, args...)
	p.kind = tBad
}

// here is the place of the current token; at the end of the file it is the end
// of the last line.
func (p *parser) here() text.Span {
	t := p.toks[p.i]
	n := len(p.m.src)
	if int(t.start) >= n && n > 0 && (p.src[n-1] == '\n' || p.src[n-1] == '\r') {
		return span(n-1, n-1)
	}
	return t.span()
}

// failAt reports an error at an expression and gives up the statement.
func (p *parser) failAt(e ExprID, format string, args ...any) {
	if p.kind == tBad {
		return
	}
	p.report(p.m.Exprs[e].Span(), format, args...)
	p.kind = tBad
}

// unexpected fails at a token that cannot stand where it does.
func (p *parser) unexpected() {
	switch k := p.kind; {
	case k == tBad:
	case k == tNewline || k == tEOF:
		p.fail("the statement is incomplete")
	case k == tIndent:
		p.fail("unexpected indent")
	case k.isKeyword() || k >= tLParen:
		p.fail("unexpected %q", p.tokenText(p.i))
	default:
		p.fail("invalid syntax")
	}
}

func (p *parser) accept(k kind) bool {
	if p.kind == k {
		p.next()
		return true
	}
	return false
}

func (p *parser) expect(k kind, format string) {
	if p.kind == k {
		p.next()
		return
	}
	p.fail("expected %s", text.Phrase(format))
}

// deeper counts a level of nesting; it is false, and the statement given up,
// where that is too deep.
func (p *parser) deeper() bool {
	if p.depth >= maxDepth {
		p.m.Incomplete = true
		p.kind = tBad
		return false
	}
	p.depth++
	return true
}

// name takes an identifier.
func (p *parser) name() Name {
	t := p.toks[p.i]
	if p.kind != tName {
		if p.kind.isKeyword() {
			p.fail("%q is a keyword", p.tokenText(p.i))
		} else {
			p.fail("expected a name")
		}
		return Name{}
	}
	p.next()
	return Name{t.start, t.end}
}

func (p *parser) expr(k ExprKind, start, end int32, a, b ExprID) ExprID {
	id := ExprID(len(p.m.Exprs))
	p.m.Exprs = append(p.m.Exprs, Expr{Kind: k, Start: start, End: max(start, end), A: a, B: b})
	return id
}

// listExpr makes an expression of the children on the stack from base on.
func (p *parser) listExpr(k ExprKind, start, end int32, base int) ExprID {
	first := len(p.m.kids)
	p.m.kids = append(p.m.kids, p.stack[base:]...)
	id := p.expr(k, start, end, 0, ExprID(first))
	p.m.Exprs[id].N = int32(len(p.stack) - base)
	p.stack = p.stack[:base]
	return id
}

// list is the children on the stack from base on, to be kept.
func (p *parser) list(base int) []ExprID {
	if len(p.stack) == base {
		return nil
	}
	first := len(p.m.kids)
	p.m.kids = append(p.m.kids, p.stack[base:]...)
	p.stack = p.stack[:base]
	return p.m.kids[first:len(p.m.kids):len(p.m.kids)]
}

func (p *parser) push(e ExprID) { p.stack = append(p.stack, e) }

// mark is a state at the level of statements to come back to.
type mark struct {
	i                                                                     int
	kind                                                                  kind
	exprs, kids, args, params, parts, calls, bindings, scopes, fns, await int
	err                                                                   *SyntaxError
}

func (p *parser) mark() mark {
	m := p.m
	return mark{p.i, p.kind, len(m.Exprs), len(m.kids), len(m.args), len(m.params), len(m.parts),
		len(m.Calls), len(m.Bindings), len(m.Scopes), len(m.Functions), len(p.awaits), m.Err}
}

func (p *parser) reset(k mark) {
	m := p.m
	p.i, p.kind, m.Err = k.i, k.kind, k.err
	m.Exprs, m.kids, m.args, m.params = m.Exprs[:k.exprs], m.kids[:k.kids], m.args[:k.args], m.params[:k.params]
	m.parts, m.Calls, m.Bindings = m.parts[:k.parts], m.Calls[:k.calls], m.Bindings[:k.bindings]
	p.stack, p.args, p.params, p.parts, p.depth = p.stack[:0], p.args[:0], p.params[:0], p.parts[:0], 0
	m.Scopes, m.Functions, p.awaits = m.Scopes[:k.scopes], m.Functions[:k.fns], p.awaits[:k.await]
}

// duplicate is the first name that stands a second time.
func (m *Module) duplicate(names []Name) (Name, bool) {
	seen := make(map[string]bool, len(names))
	for _, n := range names {
		s := m.Text(n)
		if seen[s] {
			return n, true
		}
		seen[s] = true
	}
	return Name{}, false
}

// bind records what an assignment does to its targets.
func (p *parser) bind(b Binding, target ExprID) {
	m := p.m
	t := &m.Exprs[target]
	switch t.Kind {
	case NameExpr, Attribute, Subscript:
		b.Target, b.Scope, b.Block = target, p.scope, p.block
		m.Bindings = append(m.Bindings, b)
	case Starred:
		b.Unpacked = true
		p.bind(b, t.A)
	case TupleExpr, ListExpr:
		targets := m.Kids(target)
		var values []ExprID
		if !b.Unpacked && b.Value != 0 && (b.Kind == AssignBind || b.Kind == AnnBind) {
			if k := m.Exprs[b.Value].Kind; k == TupleExpr || k == ListExpr {
				values = m.Kids(b.Value)
			}
		}
		starred := func(e ExprID) bool { return m.Exprs[e].Kind == Starred }
		paired := len(values) == len(targets) && len(values) > 0 &&
			!slices.ContainsFunc(values, starred) && !slices.ContainsFunc(targets, starred)
		for i, e := range targets {
			inner := b
			if paired {
				inner.Value = values[i]
			} else {
				inner.Unpacked = true
			}
			p.bind(inner, e)
		}
	}
}

// bindName records the binding of a name that is not an expression.
func (p *parser) bindName(k BindKind, n Name, value ExprID) {
	if !n.IsEmpty() {
		p.m.Bindings = append(p.m.Bindings, Binding{Kind: k, Name: n, Value: value, Scope: p.scope, Block: p.block})
	}
}

// The kinds of target, which differ in what they take.
type targetKind uint8

const (
	assignTarget targetKind = iota
	forTarget
	withTarget
	deleteTarget
)

// checkTarget fails where e cannot be assigned to (or deleted).
func (p *parser) checkTarget(e ExprID, k targetKind, top bool) {
	if p.kind == tBad || e == 0 {
		return
	}
	x := &p.m.Exprs[e]
	format := "cannot assign to %s"
	if k == deleteTarget {
		format = "cannot delete %s"
	}
	switch x.Kind {
	case NameExpr:
		if p.src[x.Start:x.End] == "__debug__" {
			p.failAt(e, format, "__debug__")
		}
	case Attribute, Subscript:
	case TupleExpr, ListExpr:
		stars := 0
		for _, kid := range p.m.Kids(e) {
			if p.m.Exprs[kid].Kind == Starred {
				stars++
			}
			p.checkTarget(kid, k, false)
		}
		if stars > 1 {
			p.failAt(e, "more than one starred target in an assignment")
		}
	case Starred:
		switch {
		case k == deleteTarget:
			p.failAt(e, "cannot delete %s", exprNames[Starred])
		case top:
			p.failAt(e, "a starred target stands in a list or tuple only")
		default:
			p.checkTarget(x.A, k, false)
		}
	default:
		p.failAt(e, format, exprNames[x.Kind])
	}
}

// exprNames says what an expression is, with its article.
var exprNames = [...]text.Message{
	NoExpr: text.Msg("nothing"), NameExpr: text.Msg("a name"), NumberLit: text.Msg("a literal"), StringLit: text.Msg("a literal"),
	TrueLit: text.Msg("%s", "True"), FalseLit: text.Msg("%s", "False"), NoneLit: text.Msg("%s", "None"), EllipsisLit: text.Msg("an ellipsis"),
	Attribute: text.Msg("an attribute"), CallExpr: text.Msg("a function call"), Subscript: text.Msg("a subscript"),
	SliceExpr: text.Msg("a slice"), Await: text.Msg("an await expression"), UnaryOp: text.Msg("an expression"),
	BinaryOp: text.Msg("an expression"), Compare: text.Msg("a comparison"), Conditional: text.Msg("a conditional expression"),
	Lambda: text.Msg("a lambda"), Walrus: text.Msg("a named expression"), Starred: text.Msg("a starred expression"),
	TupleExpr: text.Msg("a tuple"), ListExpr: text.Msg("a list"), SetExpr: text.Msg("a set display"), DictExpr: text.Msg("a dict literal"),
	GeneratorExp: text.Msg("a generator expression"), ListComp: text.Msg("a list comprehension"),
	SetComp: text.Msg("a set comprehension"), DictComp: text.Msg("a dict comprehension"),
	Yield: text.Msg("a yield expression"), YieldFrom: text.Msg("a yield expression"),
}
