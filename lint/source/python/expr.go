package python

// Expressions.

// starExprs is a tuple without parentheses, a starred expression in it, or one
// expression: the right side of assignments, return, for ... in, yield.
func (p *parser) starExprs() ExprID { return p.notStarred(p.oneOrMore(p.starExpr)) }

// oneOrMore is an item, or a tuple of items with commas between them.
func (p *parser) oneOrMore(item func() ExprID) ExprID {
	start := p.start()
	e := item()
	if p.kind == tComma {
		return p.tuple(start, e, item)
	}
	return e
}

// tuple reads the items behind the first one of a tuple without parentheses.
func (p *parser) tuple(start int32, first ExprID, item func() ExprID) ExprID {
	base := len(p.stack)
	p.push(first)
	for p.accept(tComma) && p.startsExpr() {
		p.push(item())
	}
	return p.listExpr(TupleExpr, start, p.prevEnd(), base)
}

// notStarred fails where an expression that stands alone is starred.
func (p *parser) notStarred(e ExprID) ExprID {
	if p.m.Exprs[e].Kind == Starred {
		p.failAt(e, "a starred expression cannot stand here")
	}
	return e
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
			left = p.operation(UnaryOp, kwNot, start, e, 0)
			p.depth--
		}
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
		left = p.operation(kind, op, start, left, right)
	}
}

// operation is an expression with an operator, which ends before this token.
func (p *parser) operation(k ExprKind, op kind, start int32, a, b ExprID) ExprID {
	e := p.expr(k, start, p.prevEnd(), a, b)
	p.m.Exprs[e].op = op
	return e
}

func (p *parser) unary() ExprID {
	switch p.kind {
	case tPlus, tMinus, tTilde:
	default:
		return p.power()
	}
	op, start := p.kind, p.start()
	if !p.deeper() {
		return 0
	}
	p.next()
	e := p.unary()
	p.depth--
	return p.operation(UnaryOp, op, start, e, 0)
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
		return 0
	}
	p.next()
	right := p.unary()
	p.depth--
	return p.operation(BinaryOp, tDoubleStar, start, e, right)
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
				p.report(arg.Name.Span(), "cannot assign to %s", "__debug__")
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
		var names []Name
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

// targets is what for assigns to: targets with commas between them.
func (p *parser) targets() ExprID {
	return p.oneOrMore(func() ExprID {
		if p.kind == tStar {
			return p.starred()
		}
		return p.binary(precBitOr)
	})
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
		p.yielded, p.yieldScope = p.expr(YieldFrom, start, p.prevEnd(), e, 0), p.scope
		return p.yielded
	}
	end := p.prevEnd()
	var e ExprID
	if p.startsExpr() {
		e = p.starExprs()
		end = p.prevEnd()
	}
	p.yielded, p.yieldScope = p.expr(Yield, start, end, e, 0), p.scope
	return p.yielded
}
