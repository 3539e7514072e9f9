package pysrc

// Expressions.

// starExprs is a tuple without parentheses, a starred expression in it, or one
// expression: the right side of assignments, return, for ... in, yield.
func (p *parser) starExprs() ExprID {
	start := p.start()
	e := p.starExpr()
	if p.kind != tComma {
		if p.m.Exprs[e].Kind == Starred {
			p.failAt(e, "a starred expression cannot stand here")
		}
		return e
	}
	base := len(p.stack)
	p.push(e)
	for p.accept(tComma) && p.startsExpr() {
		p.push(p.starExpr())
	}
	return p.listExpr(TupleExpr, start, p.prevEnd(), base)
}

func (p *parser) starExpr() ExprID {
	if p.kind == tStar {
		return p.starred()
	}
	return p.expression()
}

// starred is * and its operand.
func (p *parser) starred() ExprID {
	start := p.start()
	p.next()
	e := p.binary(precBitOr)
	return p.expr(Starred, start, p.prevEnd(), e, 0)
}

// starNamed is an element of a display or of a parenthesised tuple.
func (p *parser) starNamed() ExprID {
	if p.kind == tStar {
		return p.starred()
	}
	return p.named()
}

// startsExpr reports whether the token can begin an expression or a star.
func (p *parser) startsExpr() bool {
	switch p.kind {
	case tName, tNumber, tString, tFStart, tLParen, tLBracket, tLBrace, tEllipsis, tPlus, tMinus, tTilde, tStar,
		kwFalse, kwNone, kwTrue, kwAwait, kwLambda, kwNot, kwYield:
		return true
	}
	return false
}

// named is an expression or name := expression.
func (p *parser) named() ExprID {
	if p.kind == tName && p.peek() == tWalrus {
		t := p.toks[p.i]
		target := p.expr(NameExpr, t.start, t.end, 0, 0)
		p.next()
		p.next()
		value := p.expression()
		p.checkTarget(target, assignTarget, true)
		p.bind(Binding{Kind: WalrusBind, Value: value}, target)
		return p.expr(Walrus, t.start, p.prevEnd(), target, value)
	}
	return p.expression()
}

func (p *parser) expression() ExprID {
	if !p.deeper() {
		p.depth--
		return 0
	}
	start := p.start()
	if p.kind == kwLambda {
		e := p.lambda()
		p.depth--
		return e
	}
	e := p.binary(precOr)
	if p.kind != kwIf {
		p.depth--
		return e
	}
	p.next()
	base := len(p.stack)
	p.push(e)
	p.push(p.binary(precOr))
	p.expect(kwElse, "else and the value otherwise")
	p.push(p.expression())
	p.depth--
	return p.listExpr(Conditional, start, p.prevEnd(), base)
}

// binary is an operation whose operators bind at least as tightly as minPrec.
func (p *parser) binary(minPrec uint8) ExprID {
	var left ExprID
	start := p.start()
	if p.kind == kwNot && minPrec <= precNot {
		if p.deeper() {
			p.next()
			e := p.binary(precNot)
			left = p.expr(UnaryOp, start, p.prevEnd(), e, 0)
			p.m.Exprs[left].op = kwNot
		}
		p.depth--
	} else {
		left = p.unary()
	}
	for {
		op := p.kind
		prec := binaryPrec[op]
		if prec == 0 || prec < minPrec {
			return left
		}
		kind := BinaryOp
		if prec == precCompare {
			kind = Compare
			switch op {
			case kwNot:
				if p.peek() != kwIn {
					return left
				}
				p.next()
			case kwIs:
				if p.peek() == kwNot {
					p.next()
				}
			}
		}
		p.next()
		right := p.binary(prec + 1)
		left = p.expr(kind, start, p.prevEnd(), left, right)
		p.m.Exprs[left].op = op
	}
}

func (p *parser) unary() ExprID {
	switch p.kind {
	case tPlus, tMinus, tTilde:
	default:
		return p.power()
	}
	op, start := p.kind, p.start()
	if !p.deeper() {
		p.depth--
		return 0
	}
	p.next()
	e := p.unary()
	p.depth--
	e = p.expr(UnaryOp, start, p.prevEnd(), e, 0)
	p.m.Exprs[e].op = op
	return e
}

// power is an operand and the ** behind it, which binds tighter than a sign
// before it and looser than one behind it.
func (p *parser) power() ExprID {
	var e ExprID
	start := p.start()
	if p.kind == kwAwait {
		if p.ctx.kind != FunctionScope || !p.ctx.async {
			p.awaits = append(p.awaits, span(int(start), int(start)+len("await")))
		}
		p.next()
		e = p.primary()
		e = p.expr(Await, start, p.prevEnd(), e, 0)
	} else {
		e = p.primary()
	}
	if p.kind != tDoubleStar {
		return e
	}
	if !p.deeper() {
		p.depth--
		return 0
	}
	p.next()
	right := p.unary()
	p.depth--
	e = p.expr(BinaryOp, start, p.prevEnd(), e, right)
	p.m.Exprs[e].op = tDoubleStar
	return e
}

// primary is an atom and the attributes, calls and subscripts behind it.
func (p *parser) primary() ExprID {
	start := p.start()
	e := p.atom()
	for {
		switch p.kind {
		case tDot:
			p.next()
			n := p.name()
			e = p.expr(Attribute, start, n.End, e, ExprID(n.Start))
		case tLParen:
			e = p.call(start, e)
		case tLBracket:
			p.next()
			index := p.slices()
			end := p.toks[p.i].end
			p.expect(tRBracket, "]")
			e = p.expr(Subscript, start, end, e, index)
		default:
			return e
		}
	}
}

func (p *parser) call(start int32, f ExprID) ExprID {
	open := p.start()
	p.next()
	base := len(p.args)
	p.arguments(open)
	end := p.toks[p.i].end
	p.expect(tRParen, ")")
	first := len(p.m.args)
	p.m.args = append(p.m.args, p.args[base:]...)
	e := p.expr(CallExpr, start, end, f, ExprID(first))
	p.m.Exprs[e].N = int32(len(p.args) - base)
	p.args = p.args[:base]
	p.m.Calls = append(p.m.Calls, Call{e, p.scope, p.block})
	return e
}

// arguments reads up to the closing parenthesis. open is the offset of the
// opening one.
func (p *parser) arguments(open int32) {
	base := len(p.args)
	keywords := 0
	var keyword, unpacked bool
	for p.kind != tRParen && p.kind != tBad {
		arg := Arg{}
		switch {
		case p.kind == tStar:
			if unpacked {
				p.fail("an iterable argument follows the unpacking of keyword arguments")
			}
			arg.Star = 1
			p.next()
			arg.Value = p.expression()
		case p.kind == tDoubleStar:
			arg.Star, unpacked = 2, true
			p.next()
			arg.Value = p.expression()
		case p.peek() == tAssign:
			arg.Name = p.name()
			if !arg.Name.IsEmpty() && p.src[arg.Name.Start:arg.Name.End] == "__debug__" {
				p.report(arg.Name.Span(), "cannot %s %s", "assign to", "__debug__")
			}
			keyword = true
			keywords++
			p.next()
			arg.Value = p.expression()
		default:
			at := p.start()
			arg.Value = p.named()
			if p.kind == kwFor || p.kind == kwAsync {
				alone := len(p.args) == base
				arg.Value = p.comprehension(GeneratorExp, at, arg.Value, 0)
				if p.kind == tRParen && alone {
					p.m.Exprs[arg.Value].Start = open
					p.m.Exprs[arg.Value].End = p.toks[p.i].end
				} else if !alone || p.kind == tComma {
					p.failAt(arg.Value, "a generator expression among other arguments needs parentheses")
				}
			}
			if keyword || unpacked {
				p.failAt(arg.Value, "a positional argument follows a keyword argument")
			}
		}
		p.args = append(p.args, arg)
		if p.kind != tComma {
			break
		}
		p.next()
	}
	if keywords > 1 && p.kind != tBad {
		var buf [16]Name
		names := buf[:0]
		for _, a := range p.args[base:] {
			if !a.Name.IsEmpty() {
				names = append(names, a.Name)
			}
		}
		if n, ok := p.m.duplicate(names); ok {
			p.report(n.Span(), "keyword argument repeated: %s", p.m.Text(n))
		}
	}
}

// slices is what stands between the brackets of a subscript.
func (p *parser) slices() ExprID {
	start := p.start()
	e := p.slice()
	if p.kind != tComma {
		if p.m.Exprs[e].Kind != Starred {
			return e
		}
	}
	base := len(p.stack)
	p.push(e)
	for p.accept(tComma) && p.kind != tRBracket {
		p.push(p.slice())
	}
	return p.listExpr(TupleExpr, start, p.prevEnd(), base)
}

func (p *parser) slice() ExprID {
	start := p.start()
	base := len(p.stack)
	if p.kind != tColon {
		e := p.starNamed()
		if p.kind != tColon || p.m.Exprs[e].Kind == Starred {
			return e
		}
		p.push(e)
	}
	for range 2 {
		if !p.accept(tColon) {
			break
		}
		if p.kind != tColon && p.kind != tComma && p.kind != tRBracket {
			p.push(p.expression())
		}
	}
	return p.listExpr(SliceExpr, start, p.prevEnd(), base)
}

func (p *parser) atom() ExprID {
	t := p.toks[p.i]
	var kind ExprKind
	switch p.kind {
	case tName:
		kind = NameExpr
	case tNumber:
		kind = NumberLit
	case tString, tFStart:
		return p.strings()
	case tLParen:
		return p.parenthesis()
	case tLBracket:
		return p.listDisplay()
	case tLBrace:
		return p.braceDisplay()
	case kwTrue:
		kind = TrueLit
	case kwFalse:
		kind = FalseLit
	case kwNone:
		kind = NoneLit
	case tEllipsis:
		kind = EllipsisLit
	default:
		p.unexpected()
		return 0
	}
	p.next()
	return p.expr(kind, t.start, t.end, 0, 0)
}

func (p *parser) parenthesis() ExprID {
	start := p.start()
	p.next()
	base := len(p.stack)
	var e ExprID
	switch p.kind {
	case tRParen:
		end := p.toks[p.i].end
		p.next()
		return p.listExpr(TupleExpr, start, end, base)
	case kwYield:
		e = p.yield()
	default:
		e = p.starNamed()
		switch p.kind {
		case kwFor, kwAsync:
			e = p.comprehension(GeneratorExp, start, e, 0)
			p.m.Exprs[e].End = p.toks[p.i].end
			p.expect(tRParen, ")")
			return e
		case tComma:
			p.push(e)
			for p.accept(tComma) && p.kind != tRParen {
				p.push(p.starNamed())
			}
			end := p.toks[p.i].end
			p.expect(tRParen, "a comma or )")
			return p.listExpr(TupleExpr, start, end, base)
		}
		if p.m.Exprs[e].Kind == Starred {
			p.failAt(e, "a starred expression cannot stand here")
		}
	}
	p.expect(tRParen, "a comma or )")
	p.m.Exprs[e].Paren = true
	return e
}

func (p *parser) listDisplay() ExprID {
	start := p.start()
	p.next()
	base := len(p.stack)
	if p.kind != tRBracket {
		e := p.starNamed()
		if p.kind == kwFor || p.kind == kwAsync {
			e = p.comprehension(ListComp, start, e, 0)
			p.m.Exprs[e].End = p.toks[p.i].end
			p.expect(tRBracket, "]")
			return e
		}
		p.push(e)
		for p.accept(tComma) && p.kind != tRBracket {
			p.push(p.starNamed())
		}
	}
	end := p.toks[p.i].end
	p.expect(tRBracket, "a comma or ]")
	return p.listExpr(ListExpr, start, end, base)
}

func (p *parser) braceDisplay() ExprID {
	start := p.start()
	p.next()
	base := len(p.stack)
	kind := DictExpr
	if p.kind != tRBrace {
		e, value := p.braceItem()
		if value == 0 {
			kind = SetExpr
		}
		if p.kind == kwFor || p.kind == kwAsync {
			comp := SetComp
			if e == 0 {
				p.fail("dict unpacking cannot stand in a comprehension")
			}
			if kind == DictExpr {
				comp = DictComp
			}
			e = p.comprehension(comp, start, e, value)
			p.m.Exprs[e].End = p.toks[p.i].end
			p.expect(tRBrace, "}")
			return e
		}
		for {
			if (value == 0) != (kind == SetExpr) && p.kind != tBad {
				p.unexpected()
			}
			if p.push(e); kind == DictExpr {
				p.push(value)
			}
			if !p.accept(tComma) || p.kind == tRBrace {
				break
			}
			e, value = p.braceItem()
		}
	}
	end := p.toks[p.i].end
	p.expect(tRBrace, "a comma or }")
	return p.listExpr(kind, start, end, base)
}

// braceItem is an element of a set (value 0) or a key and its value; of
// **value the key is 0.
func (p *parser) braceItem() (key, value ExprID) {
	if p.kind == tDoubleStar {
		p.next()
		return 0, p.binary(precBitOr)
	}
	key = p.starNamed()
	if p.kind == tColon && p.m.Exprs[key].Kind != Starred {
		p.next()
		value = p.expression()
	}
	return key, value
}

// comprehension reads the clauses behind an element (and, of a dict, a value).
func (p *parser) comprehension(kind ExprKind, start int32, e, value ExprID) ExprID {
	if p.m.Exprs[e].Kind == Starred {
		p.failAt(e, "iterable unpacking cannot stand in a comprehension")
	}
	base := len(p.stack)
	p.push(e)
	if value != 0 {
		p.push(value)
	}
	firstBinding := len(p.m.Bindings)
	if !p.deeper() {
		p.depth--
		return 0
	}
	async := false
	for p.kind == kwFor || p.kind == kwAsync {
		if p.accept(kwAsync) {
			async = true
			if p.kind != kwFor {
				p.fail("expected for")
				break
			}
		}
		p.next()
		target := p.targets()
		p.checkTarget(target, forTarget, true)
		p.expect(kwIn, "in")
		iter := p.binary(precOr)
		p.push(iter)
		p.push(target)
		p.bind(Binding{Kind: CompBind, Value: iter, Start: start}, target)
		for p.accept(kwIf) {
			p.push(p.binary(precOr))
		}
	}
	p.depth--
	// What awaits within the comprehension makes it asynchronous, which is a
	// generator's own affair.
	for len(p.awaits) > 0 && p.awaits[len(p.awaits)-1].Start >= int(start) {
		p.awaits = p.awaits[:len(p.awaits)-1]
		async = true
	}
	end := p.prevEnd()
	if async && kind != GeneratorExp && !(p.ctx.kind == FunctionScope && p.ctx.async) {
		p.awaits = append(p.awaits, span(int(start), int(end)))
	}
	for i := firstBinding; i < len(p.m.Bindings); i++ {
		if b := &p.m.Bindings[i]; b.Kind == CompBind && b.Start == start {
			b.End = end
		}
	}
	return p.listExpr(kind, start, end, base)
}

// targets is what for assigns to: targets with commas between them.
func (p *parser) targets() ExprID {
	start := p.start()
	target := func() ExprID {
		if p.kind == tStar {
			return p.starred()
		}
		return p.binary(precBitOr)
	}
	e := target()
	if p.kind != tComma {
		return e
	}
	base := len(p.stack)
	p.push(e)
	for p.accept(tComma) && p.startsExpr() {
		p.push(target())
	}
	return p.listExpr(TupleExpr, start, p.prevEnd(), base)
}

func (p *parser) yield() ExprID {
	start := p.start()
	at := span(int(start), int(start)+len("yield"))
	switch {
	case !p.ctx.inFunction():
		p.report(at, "yield outside a function")
	default:
		p.m.Functions[p.ctx.fn].Generator = true
	}
	p.next()
	if p.accept(kwFrom) {
		if p.ctx.async && p.ctx.kind == FunctionScope {
			p.report(at, "yield from within an async function")
		}
		e := p.expression()
		return p.expr(YieldFrom, start, p.prevEnd(), e, 0)
	}
	end := p.prevEnd()
	var e ExprID
	if p.startsExpr() {
		e = p.starExprs()
		end = p.prevEnd()
	}
	return p.expr(Yield, start, end, e, 0)
}

func (p *parser) lambda() ExprID {
	start := p.start()
	p.next()
	fn := int32(len(p.m.Functions))
	p.m.Functions = append(p.m.Functions, Function{})
	params := p.parameters(tColon, true)
	p.expect(tColon, ":")
	saved, outer := p.ctx, p.scope
	scope := p.newScope(LambdaScope, fn)
	p.ctx = context{kind: LambdaScope, fn: fn}
	p.scope = scope
	body := p.expression()
	p.ctx, p.scope = saved, outer
	p.m.Scopes[scope].last = ExprID(len(p.m.Exprs))
	f := &p.m.Functions[fn]
	f.Span = span(int(start), int(p.prevEnd()))
	f.Params, f.Scope, f.Parent, f.Block, f.Body, f.Stmt = params, scope, outer, p.block, p.block, -1
	return p.expr(Lambda, start, p.prevEnd(), body, ExprID(fn))
}

func (p *parser) newScope(k ScopeKind, index int32) ScopeID {
	p.m.Scopes = append(p.m.Scopes, Scope{Kind: k, Parent: p.scope, Index: index, first: ExprID(len(p.m.Exprs))})
	return ScopeID(len(p.m.Scopes) - 1)
}

// parameters reads parameters up to the token that closes them.
func (p *parser) parameters(closing kind, lambda bool) []Param {
	base := len(p.params)
	var slash, star, kwargs, defaults bool
	for p.kind != closing && p.kind != tBad {
		if kwargs {
			p.fail("a parameter follows the ** parameter")
			break
		}
		kind := Positional
		if star {
			kind = KeywordOnly
		}
		switch p.kind {
		case tSlash:
			if slash || star || len(p.params) == base {
				p.unexpected()
				break
			}
			slash = true
			p.next()
			for i := base; i < len(p.params); i++ {
				p.params[i].Kind = PositionalOnly
			}
			if p.kind != closing {
				p.expect(tComma, "a comma")
			}
			continue
		case tStar:
			if star {
				p.unexpected()
				break
			}
			star = true
			p.next()
			if p.kind == tComma {
				p.next()
				if p.kind == closing || p.kind == tDoubleStar {
					p.fail("a named parameter must follow a bare *")
				}
				continue
			}
			kind = VarPositional
		case tDoubleStar:
			kwargs = true
			kind = VarKeyword
			p.next()
		}
		param := Param{Kind: kind, Name: p.name()}
		if !lambda && p.accept(tColon) {
			if kind == VarPositional && p.kind == tStar {
				param.Annotation = p.starred()
			} else {
				param.Annotation = p.expression()
			}
		}
		if p.kind == tAssign {
			if kind == VarPositional || kind == VarKeyword {
				p.fail("a * or ** parameter takes no default")
			}
			p.next()
			param.Default = p.expression()
			if kind == Positional {
				defaults = true
			}
		} else if kind == Positional && defaults && p.kind != tBad {
			p.report(param.Name.Span(), "a parameter without a default follows one with a default")
		}
		p.params = append(p.params, param)
		if p.kind != tComma {
			break
		}
		p.next()
	}
	if len(p.params) == base {
		return nil
	}
	if p.kind != tBad {
		var buf [16]Name
		names := buf[:0]
		for i := range p.params[base:] {
			names = append(names, p.params[base+i].Name)
		}
		if n, ok := p.m.duplicate(names); ok {
			p.report(n.Span(), "parameter %s stands twice", p.m.Text(n))
		}
	}
	first := len(p.m.params)
	p.m.params = append(p.m.params, p.params[base:]...)
	p.params = p.params[:base]
	return p.m.params[first:len(p.m.params):len(p.m.params)]
}

// strings is one or more adjacent string literals.
func (p *parser) strings() ExprID {
	start := p.start()
	base := len(p.parts)
	var plain, bytes bool
	var format ExprID
	for {
		t := p.toks[p.i]
		if p.kind == tString {
			i := t.start
			for byteClass[p.src[i]] == cIdent {
				i++
			}
			pre := p.prefix(p.i)
			part := StringPart{Kind: PlainPart, Raw: pre.raw}
			if pre.bytes {
				part.Kind, bytes = BytesPart, true
			} else {
				plain = true
			}
			part.Start, part.End = stripQuotes(p.src, i, t.end)
			p.parts = append(p.parts, part)
			p.next()
		} else if p.kind == tFStart {
			plain, format = true, 1
			p.fstring()
		} else {
			break
		}
		if p.kind == tBad {
			break
		}
	}
	end := p.prevEnd()
	first := len(p.m.parts)
	p.m.parts = append(p.m.parts, p.parts[base:]...)
	e := p.expr(StringLit, start, end, format, ExprID(first))
	p.m.Exprs[e].N = int32(len(p.parts) - base)
	p.parts = p.parts[:base]
	if plain && bytes {
		p.failAt(e, "bytes and text literals cannot be mixed")
	}
	return e
}

// stripQuotes is the text between the quotes of the string literal whose
// opening quote is at i. An unterminated one has no closing quotes.
func stripQuotes(src string, i, end int32) (int32, int32) {
	n := int32(1)
	if src[i+1] == src[i] && src[i+2] == src[i] && end >= i+3 {
		n = 3
	}
	quote := src[i]
	i += n
	for k := int32(0); k < n && end > i && src[end-1] == quote; k++ {
		end--
	}
	return i, max(i, end)
}

// fstring is one f-string or t-string.
func (p *parser) fstring() {
	raw := p.prefix(p.i).raw
	p.next()
	if !p.deeper() {
		p.depth--
		return
	}
	for p.kind == tFMiddle || p.kind == tLBrace {
		p.fstringPart(raw, FormatPart)
	}
	p.depth--
	p.expect(tFEnd, "the end of the f-string")
}

func (p *parser) fstringPart(raw bool, literal PartKind) {
	t := p.toks[p.i]
	if p.kind == tFMiddle {
		p.parts = append(p.parts, StringPart{Kind: literal, Raw: raw, Start: t.start, End: t.end})
		p.next()
		return
	}
	p.next()
	if p.kind == tRBrace || p.kind == tBang || p.kind == tColon || p.kind == tAssign {
		p.fail("a replacement field of an f-string needs an expression")
	}
	var e ExprID
	if p.kind == kwYield {
		e = p.yield()
	} else {
		e = p.starExprs()
	}
	p.accept(tAssign)
	if p.accept(tBang) {
		if n := p.name(); !n.IsEmpty() {
			switch p.src[n.Start:n.End] {
			case "s", "r", "a":
			default:
				p.report(n.Span(), "invalid conversion %q in an f-string", p.src[n.Start:n.End])
			}
		}
	}
	i := len(p.parts)
	field := FieldPart
	if literal == SpecPart {
		field = SpecFieldPart
	}
	p.parts = append(p.parts, StringPart{Kind: field, Start: t.start, Expr: e})
	if p.accept(tColon) {
		if p.deeper() {
			for p.kind == tFMiddle || p.kind == tLBrace {
				p.fstringPart(raw, SpecPart)
			}
		}
		p.depth--
	}
	p.parts[i].End = p.toks[p.i].end
	p.expect(tRBrace, "}")
}
