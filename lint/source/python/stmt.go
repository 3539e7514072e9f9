package python

import (
	"github.com/difylint/difylint/lint/source/text"
)

// Statements.

// stmts reads statements up to the dedent that ends their block (which it
// takes) or the end of the file.
func (p *parser) stmts() {
	for {
		switch p.kind {
		case tEOF:
			return
		case tDedent:
			p.next()
			return
		case tNewline:
			p.next()
		case tIndent:
			p.report(span(int(p.start()), int(p.start())), "unexpected indent")
			p.next()
			p.stmts()
		default:
			p.stmt()
			p.settle()
		}
	}
}

// settle ends a statement: it goes on behind a broken one with the next line.
func (p *parser) settle() {
	if len(p.awaits) > 0 {
		if p.kind != tBad {
			p.report(p.awaits[0], "await or an asynchronous comprehension outside an async function")
		}
		p.awaits = p.awaits[:0]
	}
	if p.kind != tBad {
		return
	}
	p.recover()
	p.accept(tNewline)
}

// recover goes to the end of the line.
func (p *parser) recover() {
	for p.toks[p.i].kind != tNewline && p.toks[p.i].kind != tEOF {
		p.i++
	}
	p.kind = p.toks[p.i].kind
	p.depth = 0
	p.stack, p.args, p.params, p.parts = p.stack[:0], p.args[:0], p.params[:0], p.parts[:0]
}

func (p *parser) newStmt(k StmtKind) int32 {
	p.m.Stmts = append(p.m.Stmts, Stmt{Kind: k, Block: p.block, Start: p.start(), End: p.start(), firstExpr: ExprID(len(p.m.Exprs))})
	return int32(len(p.m.Stmts) - 1)
}

// endStmt notes the end of a statement.
func (p *parser) endStmt(i int32) {
	s := &p.m.Stmts[i]
	s.End = max(s.Start, p.lastEnd())
}

func (p *parser) stmt() {
	switch p.kind {
	case kwIf:
		p.ifStmt()
	case kwFor:
		p.forStmt(p.newStmt(ForStmt))
	case kwWhile:
		p.whileStmt()
	case kwTry:
		p.tryStmt()
	case kwWith:
		p.withStmt(p.newStmt(WithStmt))
	case kwDef:
		p.defStmt(p.newStmt(DefStmt), p.start(), nil)
	case kwClass:
		p.classStmt(p.newStmt(ClassStmt), p.start(), nil)
	case tAt:
		p.decorated()
	case kwAsync:
		p.async()
	default:
		if p.isMatch() {
			p.matchStmt()
		} else {
			p.simpleStmts()
			return
		}
	}
	p.late = true
}

// isMatch reports whether the name match begins a match statement: its line
// ends in a colon and an indented block follows.
func (p *parser) isMatch() bool {
	if p.kind != tName || p.tokenText(p.i) != "match" {
		return false
	}
	switch p.peek() {
	case tNewline, tEOF, tDot, tAssign, tComma, tColon, tSemi, tRParen:
		return false
	}
	i := p.i
	for p.toks[i].kind != tNewline && p.toks[i].kind != tEOF {
		i++
	}
	return p.toks[i].kind == tNewline && p.toks[i-1].kind == tColon && p.toks[i+1].kind == tIndent
}

// simpleStmts is one line of simple statements.
func (p *parser) simpleStmts() {
	for {
		p.simpleStmt()
		if p.kind == tSemi {
			p.next()
			if p.kind != tNewline {
				continue
			}
		}
		if p.kind == tEOF {
			return
		}
		if p.kind != tNewline {
			p.junk()
			return
		}
		p.next()
		return
	}
}

// junk fails at something behind a complete statement.
func (p *parser) junk() {
	if p.kind == tBad {
		return
	}
	last := p.m.Stmts[len(p.m.Stmts)-1]
	if last.Kind == ExprStmt && p.startsExpr() {
		if e := p.m.Exprs[last.A]; e.Kind == NameExpr {
			switch name := p.src[e.Start:e.End]; name {
			case "print", "exec":
				p.report(e.Span(), "missing parentheses in call to %s", name)
				p.kind = tBad
				return
			}
		}
	}
	p.unexpected()
}

func (p *parser) simpleStmt() {
	i := p.newStmt(ExprStmt)
	// No future import follows anything but the docstring and its like, which
	// fromStmt knows by itself.
	if p.kind != kwFrom && (p.i > 0 || p.m.Doc == 0) {
		p.late = true
	}
	set := func(k StmtKind) *Stmt {
		p.m.Stmts[i].Kind = k
		return &p.m.Stmts[i]
	}
	switch p.kind {
	case kwPass:
		set(PassStmt)
		p.next()
	case kwBreak, kwContinue:
		set(BreakStmt)
		if p.kind == kwContinue {
			set(ContinueStmt)
		}
		if !p.ctx.loop {
			p.report(p.toks[p.i].span(), "%s outside a loop", p.tokenText(p.i))
		}
		p.next()
	case kwReturn:
		p.returnStmt(set(ReturnStmt))
	case kwRaise:
		set(RaiseStmt)
		p.next()
		if p.startsExpr() {
			e := p.expression()
			p.m.Stmts[i].A = e
			if p.accept(kwFrom) {
				e = p.expression()
				p.m.Stmts[i].B = e
			}
		}
	case kwImport:
		set(ImportStmt)
		p.importStmt()
	case kwFrom:
		set(ImportStmt)
		p.fromStmt()
	case kwGlobal, kwNonlocal:
		p.globalStmt(i)
	case kwDel:
		set(DelStmt)
		p.next()
		for {
			e := p.binary(precBitOr)
			p.checkTarget(e, deleteTarget, true)
			p.bind(Binding{Kind: DeleteBind}, e)
			if !p.accept(tComma) || !p.startsExpr() {
				break
			}
		}
	case kwAssert:
		set(AssertStmt)
		p.next()
		e := p.expression()
		p.m.Stmts[i].A = e
		if p.accept(tComma) {
			e = p.expression()
			p.m.Stmts[i].B = e
		}
	default:
		if p.kind == tName && p.tokenText(p.i) == "type" && p.peek() == tName {
			if k := p.toks[p.i+2].kind; k == tAssign || k == tLBracket {
				set(TypeStmt)
				p.typeStmt(i)
				break
			}
		}
		p.exprStmt(i)
	}
	p.endStmt(i)
}

func (p *parser) returnStmt(s *Stmt) {
	i := len(p.m.Stmts) - 1
	at := span(int(s.Start), int(s.Start)+len("return"))
	if p.ctx.kind != FunctionScope {
		p.report(at, "return outside a function")
	}
	p.next()
	if p.startsExpr() {
		e := p.starExprs()
		p.m.Stmts[i].A = e
		if p.ctx.returns.IsEmpty() {
			p.ctx.returns = at
		}
	}
}

// exprStmt is an expression or an assignment.
func (p *parser) exprStmt(i int32) {
	value := func() ExprID {
		if p.kind == kwYield {
			return p.yield()
		}
		return p.starExprs()
	}
	if !p.startsExpr() {
		p.unexpected()
		return
	}
	e := value()
	s := &p.m.Stmts[i]
	s.A = e
	switch p.kind {
	case tAssign:
		base := len(p.stack)
		for p.accept(tAssign) {
			p.checkTarget(e, assignTarget, true)
			p.push(e)
			e = value()
		}
		s = &p.m.Stmts[i]
		s.Kind, s.A, s.B = AssignStmt, e, p.stack[base]
		for _, t := range p.stack[base:] {
			p.bind(Binding{Kind: AssignBind, Value: e}, t)
		}
		p.stack = p.stack[:base]
	case tAugAssign:
		p.checkSingle(e, "%s is no target of an augmented assignment")
		p.next()
		v := value()
		s = &p.m.Stmts[i]
		s.Kind, s.A, s.B = AugAssignStmt, v, e
		p.bind(Binding{Kind: AugBind, Value: v}, e)
	case tColon:
		p.checkSingle(e, "%s is no target of an annotation")
		p.next()
		b := Binding{Kind: AnnBind, Annotation: p.expression()}
		if p.accept(tAssign) {
			b.Value = value()
		}
		s = &p.m.Stmts[i]
		s.Kind, s.A, s.B = AnnAssignStmt, b.Value, e
		p.bind(b, e)
	}
}

// checkSingle fails where e is not a single target.
func (p *parser) checkSingle(e ExprID, format string) {
	if p.kind == tBad {
		return
	}
	switch x := &p.m.Exprs[e]; x.Kind {
	case NameExpr, Attribute, Subscript:
		p.checkTarget(e, assignTarget, true)
	default:
		p.failAt(e, format, exprNames[x.Kind])
	}
}

// dotted reads a dotted name.
func (p *parser) dotted() (string, text.Span) {
	first := p.name()
	name, end := p.m.Text(first), first.End
	for p.accept(tDot) {
		n := p.name()
		if n.IsEmpty() {
			break
		}
		name += "." + p.m.Text(n)
		end = n.End
	}
	return name, span(int(first.Start), int(end))
}

func (p *parser) importStmt() {
	defer p.endImports(len(p.m.Imports), p.start())
	p.next()
	for {
		im := Import{Scope: p.scope, Block: p.block}
		im.Module, im.ModuleSpan = p.dotted()
		p.importAs(&im)
		if p.kind != tBad || im.Module != "" {
			p.m.Imports = append(p.m.Imports, im)
		}
		if !p.accept(tComma) {
			return
		}
	}
}

func (p *parser) importAs(im *Import) {
	if p.accept(kwAs) {
		n := p.name()
		im.As, im.AsSpan = p.m.Text(n), n.Span()
	}
}

func (p *parser) endImports(from int, start int32) {
	for i := from; i < len(p.m.Imports); i++ {
		p.m.Imports[i].Stmt = span(int(start), int(p.lastEnd()))
	}
}

func (p *parser) fromStmt() {
	start := p.start()
	defer p.endImports(len(p.m.Imports), start)
	p.next()
	im := Import{From: true, Scope: p.scope, Block: p.block}
	dots := p.start()
	for p.kind == tDot || p.kind == tEllipsis {
		im.Level++
		if p.kind == tEllipsis {
			im.Level += 2
		}
		p.next()
	}
	if im.Level == 0 || p.kind != kwImport {
		im.Module, im.ModuleSpan = p.dotted()
	}
	if im.Level > 0 {
		im.ModuleSpan = span(int(dots), int(p.prevEnd()))
	}
	future := im.Module == "__future__" && im.Level == 0
	if future && (p.late || p.scope != 0) && p.kind != tBad {
		p.report(span(int(start), int(p.prevEnd())), "imports from __future__ stand at the beginning of the file")
	}
	if !future {
		p.late = true
	}
	p.expect(kwImport, "import")
	if p.kind == tStar {
		im.Name, im.NameSpan = "*", p.toks[p.i].span()
		switch {
		case future:
			p.report(im.NameSpan, "%s is no feature of __future__", "*")
		case p.scope != 0:
			p.report(im.NameSpan, "import * stands at the top of a module only")
		}
		p.next()
		p.m.Imports = append(p.m.Imports, im)
		return
	}
	paren := p.accept(tLParen)
	for {
		one := im
		n := p.name()
		if n.IsEmpty() {
			break
		}
		one.Name, one.NameSpan = p.m.Text(n), n.Span()
		if future && !futureFeatures[one.Name] {
			p.report(one.NameSpan, "%s is no feature of __future__", one.Name)
		}
		p.importAs(&one)
		p.m.Imports = append(p.m.Imports, one)
		if !p.accept(tComma) || paren && p.kind == tRParen {
			break
		}
	}
	if paren {
		p.expect(tRParen, "a comma or )")
	}
}

// futureFeatures are the names that __future__ has had until Python 3.14.
var futureFeatures = map[string]bool{
	"nested_scopes": true, "generators": true, "division": true, "absolute_import": true,
	"with_statement": true, "print_function": true, "unicode_literals": true,
	"barry_as_FLUFL": true, "generator_stop": true, "annotations": true,
}

func (p *parser) globalStmt(i int32) {
	s := &p.m.Stmts[i]
	kind := GlobalBind
	s.Kind = GlobalStmt
	if p.kind == kwNonlocal {
		s.Kind, kind = NonlocalStmt, NonlocalBind
		if p.scope == 0 {
			p.report(span(int(s.Start), int(s.Start)+len("nonlocal")), "nonlocal at the top of a module")
		}
	}
	word := p.tokenText(p.i)
	p.next()
	for {
		n := p.name()
		if p.kind != tBad {
			p.checkDeclared(n, word)
		}
		p.bindName(kind, n, 0)
		if !p.accept(tComma) {
			return
		}
	}
}

// checkDeclared reports a name that its scope has used before it is declared
// global or nonlocal.
func (p *parser) checkDeclared(n Name, word string) {
	m := p.m
	name := m.Text(n)
	scope := &m.Scopes[p.scope]
	if scope.Kind == FunctionScope {
		for _, param := range m.Functions[scope.Index].Params {
			if m.Text(param.Name) == name {
				p.report(n.Span(), "%s is a parameter and %s", name, word)
				return
			}
		}
	}
	child := len(m.Scopes) - 1
	for e := len(m.Exprs) - 1; e >= int(scope.first) && e > 0; e-- {
		if p.budget--; p.budget < 0 {
			return
		}
		// Scopes within this one have names of their own, comprehensions too.
		for child > int(p.scope) && (m.Scopes[child].Parent != p.scope || int(m.Scopes[child].first) > e) {
			child--
		}
		if child > int(p.scope) && int(m.Scopes[child].last) > e {
			e = int(m.Scopes[child].first)
			continue
		}
		switch x := &m.Exprs[e]; x.Kind {
		case GeneratorExp, ListComp, SetComp, DictComp:
			for e > 1 && m.Exprs[e-1].Start >= x.Start {
				e--
			}
		case NameExpr:
			if m.Ident(ExprID(e)) == name {
				p.report(n.Span(), "%s is used before its %s declaration", name, word)
				return
			}
		}
	}
}

func (p *parser) typeStmt(i int32) {
	p.next()
	n := p.name()
	if p.kind == tLBracket {
		p.typeParams(p.scope)
	}
	p.expect(tAssign, "=")
	e := p.expression()
	p.m.Stmts[i].A = e
	p.bindName(TypeBind, n, e)
}

// typeParams reads type parameters and binds them in the scope.
func (p *parser) typeParams(scope ScopeID) {
	p.next()
	outer := p.scope
	if p.kind == tRBracket {
		p.fail("a list of type parameters cannot be empty")
	}
	defaults := false
	for p.kind != tRBracket && p.kind != tBad {
		star := p.kind == tStar
		plain := !star && p.kind != tDoubleStar
		if !plain {
			p.next()
		}
		n := p.name()
		var bound ExprID
		if plain && p.accept(tColon) {
			bound = p.expression()
		}
		if p.kind == tAssign {
			defaults = true
		} else if defaults && p.kind != tBad {
			p.report(n.Span(), "a type parameter without a default follows one with a default")
		}
		if p.kind == tAssign {
			p.m.Features = append(p.m.Features, Feature{Span: p.toks[p.i].span(), Minor: 13, Name: text.Msg("a default of a type parameter")})
			p.next()
			if star {
				p.starExpr()
			} else {
				p.expression()
			}
		}
		p.scope = scope
		p.bindName(TypeParamBind, n, bound)
		p.scope = outer
		if !p.accept(tComma) {
			break
		}
	}
	p.expect(tRBracket, "]")
}
