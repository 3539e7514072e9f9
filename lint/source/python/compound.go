package python

import "github.com/difylint/difylint/lint/source/text"

// Statements that hold blocks.

// body reads the colon and the block of a statement.
func (p *parser) body(k BlockKind, stmt int32, guard Guard) BlockID {
	return p.bodyIn(k, stmt, guard, p.scope)
}

func (p *parser) bodyIn(k BlockKind, stmt int32, guard Guard, scope ScopeID) BlockID {
	id := BlockID(len(p.m.Blocks))
	p.m.Blocks = append(p.m.Blocks, Block{Kind: k, Guard: guard, Scope: scope, Parent: p.block, Stmt: stmt})
	outer := p.block
	p.block = id
	p.blockBody(stmt)
	p.block = outer
	return id
}

func (p *parser) blockBody(stmt int32) {
	broken := p.kind == tBad
	if broken {
		// The head is told already; its block is still read.
		p.recover()
	}
	p.settle()
	if p.kind == tColon {
		p.next()
	} else if !broken {
		p.fail("expected a colon")
		p.recover()
	}
	indented := p.kind == tNewline
	if indented {
		p.next()
		if p.kind != tIndent {
			p.report(p.here(), "an indented block is missing behind %s", stmtNames[p.m.Stmts[stmt].Kind])
			return
		}
		p.next()
	}
	switch p.m.Blocks[p.block].Kind {
	case FunctionBlock:
		p.docstring(&p.m.Functions[p.ctx.fn].Doc)
	case ClassBlock:
		p.docstring(&p.m.Classes[p.m.Scopes[p.scope].Index].Doc)
	}
	if indented {
		p.stmts()
		return
	}
	p.simpleStmts()
	p.settle()
}

var stmtNames = map[StmtKind]string{
	IfStmt: "if", ElifStmt: "elif", ElseStmt: "else", ForStmt: "for", WhileStmt: "while",
	TryStmt: "try", ExceptStmt: "except", FinallyStmt: "finally", WithStmt: "with",
	MatchStmt: "match", CaseStmt: "case", DefStmt: "def", ClassStmt: "class",
}

// docstring notes the docstring that a block is about to begin with: its
// string will be the next expression.
func (p *parser) docstring(doc *ExprID) {
	i := p.i
	for p.toks[i].kind == tString {
		if pre, _ := p.prefix(i); pre.bytes {
			return
		}
		i++
	}
	if k := p.toks[i].kind; i > p.i && (k == tNewline || k == tSemi) {
		*doc = ExprID(len(p.m.Exprs))
	}
}

func (p *parser) ifStmt() {
	first := p.newStmt(IfStmt)
	i := first
	for {
		p.next()
		cond := p.named()
		p.m.Stmts[i].A = cond
		guard, otherwise := p.checkingGuards(cond)
		p.body(IfBlock, i, guard)
		if p.kind == kwElif {
			before := i
			i = p.newStmt(ElifStmt)
			p.m.Stmts[i].Index = before
			continue
		}
		p.elseBlock(otherwise)
		for i != first {
			p.endStmt(i)
			i = p.m.Stmts[i].Index
		}
		p.endStmt(first)
		return
	}
}

// checkingGuards are the guards of the blocks under a condition and under its
// opposite.
func (p *parser) checkingGuards(cond ExprID) (Guard, Guard) {
	m := p.m
	isFlag := func(e ExprID) bool {
		return m.Ident(e) == "TYPE_CHECKING" || m.Exprs[e].Kind == FalseLit
	}
	if isFlag(cond) {
		return TypeCheckingGuard, 0
	}
	switch x := m.Exprs[cond]; {
	case x.Kind == UnaryOp && x.op == kwNot && isFlag(x.A):
		return ConditionGuard, TypeCheckingGuard
	case x.Kind == BinaryOp && x.op == kwAnd && (isFlag(x.A) || isFlag(x.B)):
		return TypeCheckingGuard, ConditionGuard
	}
	return ConditionGuard, ConditionGuard
}

func (p *parser) elseBlock(guard Guard) {
	if p.kind != kwElse {
		return
	}
	i := p.newStmt(ElseStmt)
	p.next()
	p.body(ElseBlock, i, guard)
	p.endStmt(i)
}

func (p *parser) forStmt(i int32) {
	p.next()
	target := p.targets()
	p.checkTarget(target, forTarget, true)
	p.expect(kwIn, "in")
	iter := p.starExprs()
	s := &p.m.Stmts[i]
	s.A, s.B = iter, target
	p.bind(Binding{Kind: ForBind, Value: iter}, target)
	p.loopBody(ForBlock, i)
}

func (p *parser) loopBody(k BlockKind, i int32) {
	outer := p.ctx.loop
	p.ctx.loop = true
	p.body(k, i, ConditionGuard)
	p.ctx.loop = outer
	p.endStmt(i)
	p.elseBlock(ConditionGuard)
	p.endStmt(i)
}

func (p *parser) whileStmt() {
	i := p.newStmt(WhileStmt)
	p.next()
	cond := p.named()
	p.m.Stmts[i].A = cond
	p.loopBody(WhileBlock, i)
}

func (p *parser) tryStmt() {
	i := p.newStmt(TryStmt)
	p.next()
	body := p.body(TryBlock, i, 0)
	p.endStmt(i)
	var guard Guard
	var plain, group, final bool
	bare := span(-1, -1) // the except without a type
	for p.kind == kwExcept {
		h := p.newStmt(ExceptStmt)
		p.next()
		at := p.toks[p.i-1]
		if bare.Start >= 0 {
			p.report(bare, "an except without a type must be the last")
		}
		if p.accept(tStar) {
			group = true
			if p.kind == tColon {
				p.fail("except* needs a type")
			}
		} else {
			plain = true
		}
		if plain && group {
			p.report(span(int(at.start), int(at.end)), "except and except* in one try")
		}
		catches, name := p.exceptHead(h)
		if p.m.Stmts[h].A == 0 {
			bare = span(int(at.start), int(at.end))
		}
		guard |= TryGuard | catches
		p.bindName(ExceptBind, name, p.m.Stmts[h].A)
		p.body(ExceptBlock, h, HandlerGuard)
		p.endStmt(h)
	}
	handled := plain || group
	if handled {
		p.elseBlock(0)
	}
	if p.kind == kwFinally {
		final = true
		f := p.newStmt(FinallyStmt)
		p.next()
		p.body(FinallyBlock, f, 0)
		p.endStmt(f)
	}
	if !handled && !final && p.kind != tBad {
		p.report(p.here(), "try without except or finally")
	}
	p.m.Blocks[body].Guard |= guard
	if group {
		p.m.Stmts[i].Index = 1
	}
	p.endStmt(i)
}

// exceptHead reads what a handler catches, up to the colon.
func (p *parser) exceptHead(h int32) (Guard, Name) {
	if p.kind == tColon {
		return ImportErrorGuard, Name{}
	}
	start := p.start()
	e := p.expression()
	if p.kind == tComma {
		comma := p.toks[p.i]
		e = p.tuple(start, e, p.expression)
		if p.kind == kwAs {
			p.fail("several exception types before as need parentheses")
		} else if p.kind != tBad {
			p.m.Features = append(p.m.Features, Feature{Span: comma.span(), Minor: 14, Name: text.Msg("several exception types without parentheses")})
		}
	}
	p.m.Stmts[h].A = e
	var name Name
	if p.accept(kwAs) {
		name = p.name()
	}
	return p.catches(e), name
}

// catches is ImportErrorGuard where a handler of this type catches a failed import.
func (p *parser) catches(e ExprID) Guard {
	switch p.m.Exprs[e].Kind {
	case TupleExpr:
		var g Guard
		for _, kid := range p.m.Kids(e) {
			if p.m.Exprs[kid].Kind != TupleExpr {
				g |= p.catches(kid)
			}
		}
		return g
	case NameExpr:
		switch p.m.Ident(e) {
		case "ImportError", "ModuleNotFoundError", "Exception", "BaseException":
			return ImportErrorGuard
		}
	}
	return 0
}

func (p *parser) withStmt(i int32) {
	p.next()
	if !p.parenthesisedItems() {
		for p.withItem(); p.accept(tComma); {
			p.withItem()
		}
	}
	var guard Guard
	if p.suppresses(i) {
		guard = TryGuard | ImportErrorGuard
	}
	p.body(WithBlock, i, guard)
	p.endStmt(i)
}

// suppresses reports whether one of the calls in the head of a with statement
// is contextlib.suppress of ImportError.
func (p *parser) suppresses(i int32) bool {
	m := p.m
	for c := len(m.Calls) - 1; c >= 0 && m.Calls[c].Expr >= m.Stmts[i].firstExpr; c-- {
		if call := m.Exprs[m.Calls[c].Expr]; m.Ident(call.A) == "suppress" {
			for _, a := range m.Args(m.Calls[c].Expr) {
				if p.catches(a.Value) != 0 {
					return true
				}
			}
		}
	}
	return false
}

func (p *parser) withItem() {
	value := p.expression()
	if !p.accept(kwAs) {
		return
	}
	target := p.binary(precBitOr)
	p.checkTarget(target, withTarget, true)
	p.bind(Binding{Kind: WithBind, Value: value}, target)
}

// parenthesisedItems reads `(item, item):`, or nothing where the parenthesis
// belongs to an expression.
func (p *parser) parenthesisedItems() bool {
	if p.kind != tLParen {
		return false
	}
	depth, i := 0, p.i
	for ; ; i++ {
		switch p.toks[i].kind {
		case tLParen, tLBracket, tLBrace:
			depth++
		case tRParen, tRBracket, tRBrace:
			depth--
		case tNewline, tEOF:
			return false
		}
		if depth == 0 {
			break
		}
	}
	if p.toks[i+1].kind != tColon {
		return false
	}
	before := p.mark()
	p.next()
	for p.kind != tRParen && p.kind != tBad {
		p.withItem()
		if !p.accept(tComma) {
			break
		}
	}
	if p.kind == tRParen && p.i == i && i > before.i+1 {
		p.next()
		return true
	}
	p.reset(before)
	return false
}

func (p *parser) decorated() {
	i := p.newStmt(DefStmt)
	start := p.start()
	base := len(p.stack)
	for p.accept(tAt) {
		p.push(p.named())
		if p.kind != tBad {
			p.expect(tNewline, "the end of the line")
		}
	}
	if p.kind == tBad {
		return
	}
	decorators := p.list(base)
	switch p.kind {
	case kwDef:
		p.defStmt(i, start, decorators)
	case kwClass:
		p.m.Stmts[i].Kind = ClassStmt
		p.classStmt(i, start, decorators)
	case kwAsync:
		if p.peek() == kwDef {
			p.next()
			p.m.Stmts[i].Async = true
			p.defStmt(i, start, decorators)
			return
		}
		fallthrough
	default:
		p.fail("a decorator is followed by a function or class")
	}
}

func (p *parser) async() {
	start := p.start()
	i := p.newStmt(DefStmt)
	p.m.Stmts[i].Async = true
	p.next()
	if p.kind == kwDef {
		p.defStmt(i, start, nil)
		return
	}
	if p.kind != kwFor && p.kind != kwWith {
		p.fail("expected def, for or with behind async")
		return
	}
	if !p.ctx.async || p.ctx.kind != FunctionScope {
		p.report(span(int(start), int(p.toks[p.i].end)), "async %s outside an async function", p.tokenText(p.i))
	}
	if p.kind == kwFor {
		p.m.Stmts[i].Kind = ForStmt
		p.forStmt(i)
		return
	}
	p.m.Stmts[i].Kind = WithStmt
	p.withStmt(i)
}

func (p *parser) defStmt(i int32, start int32, decorators []ExprID) {
	p.next()
	fn := int32(len(p.m.Functions))
	p.m.Functions = append(p.m.Functions, Function{})
	async := p.m.Stmts[i].Async
	p.m.Stmts[i].Index = fn
	name := p.name()
	scope := p.newScope(FunctionScope, fn)
	if p.kind == tLBracket {
		p.typeParams(scope)
	}
	p.expect(tLParen, "(")
	params := p.parameters(tRParen, false)
	p.expect(tRParen, "a comma or )")
	var returns ExprID
	if p.accept(tArrow) {
		returns = p.expression()
	}
	p.m.Scopes[scope].first = ExprID(len(p.m.Exprs))

	f := &p.m.Functions[fn]
	*f = Function{
		Name: p.m.Text(name), NameSpan: name.Span(), Async: async, Decorators: decorators, Params: params,
		Returns: returns, Scope: scope, Parent: p.scope, Block: p.block, Stmt: i,
	}
	savedScope, savedCtx := p.scope, p.ctx
	firstStmt := len(p.m.Stmts)
	p.ctx = context{kind: FunctionScope, async: async, fn: fn}
	p.scope = scope
	body := p.bodyIn(FunctionBlock, i, 0, scope)
	returnsAt := p.ctx.returns
	p.scope, p.ctx = savedScope, savedCtx
	p.m.Scopes[scope].last = ExprID(len(p.m.Exprs))
	p.endStmt(i)
	p.m.Stmts[i].Start = start

	f = &p.m.Functions[fn]
	f.Body = body
	f.Span = span(int(start), int(p.m.Stmts[i].End))
	if async && f.Generator && !returnsAt.IsEmpty() {
		p.report(returnsAt, "return with a value in an async generator")
	}
	f.Raises = p.raises(f, firstStmt)
}

// raises reports whether the statements from first on, a function's body, raise
// NotImplementedError and do nothing else.
func (p *parser) raises(f *Function, first int) (raises bool) {
	m := p.m
	for i := first; i < len(m.Stmts); i++ {
		switch s := &m.Stmts[i]; s.Kind {
		case PassStmt:
		case ExprStmt:
			if s.A != f.Doc && m.Exprs[s.A].Kind != EllipsisLit || s.A == 0 {
				return false
			}
		case RaiseStmt:
			e := s.A
			if m.Exprs[e].Kind == CallExpr {
				e = m.Exprs[e].A
			}
			if m.Ident(e) != "NotImplementedError" {
				return false
			}
			raises = true
		default:
			return false
		}
	}
	return raises
}

func (p *parser) classStmt(i int32, start int32, decorators []ExprID) {
	p.next()
	id := int32(len(p.m.Classes))
	p.m.Classes = append(p.m.Classes, Class{})
	p.m.Stmts[i].Index = id
	name := p.name()
	scope := p.newScope(ClassScope, id)
	if p.kind == tLBracket {
		p.typeParams(scope)
	}
	var args []Arg
	if p.kind == tLParen {
		open := p.start()
		p.next()
		base := len(p.args)
		p.arguments(open)
		p.expect(tRParen, ")")
		first := len(p.m.args)
		p.m.args = append(p.m.args, p.args[base:]...)
		args = p.m.args[first:len(p.m.args):len(p.m.args)]
		p.args = p.args[:base]
	}
	p.m.Scopes[scope].first = ExprID(len(p.m.Exprs))
	p.m.Classes[id] = Class{
		Name: p.m.Text(name), NameSpan: name.Span(), Decorators: decorators, Args: args,
		Scope: scope, Parent: p.scope, Block: p.block,
	}
	savedScope, savedCtx := p.scope, p.ctx
	p.ctx = context{kind: ClassScope}
	p.scope = scope
	body := p.bodyIn(ClassBlock, i, 0, scope)
	p.scope, p.ctx = savedScope, savedCtx
	p.m.Scopes[scope].last = ExprID(len(p.m.Exprs))
	p.endStmt(i)
	p.m.Stmts[i].Start = start
	c := &p.m.Classes[id]
	c.Body = body
	c.Span = span(int(start), int(p.m.Stmts[i].End))
}
