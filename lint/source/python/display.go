package python

// Parentheses, displays and comprehensions.

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
		p.notStarred(e)
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
		return 0
	}
	async := false
	var first ExprID
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
		if first == 0 {
			first = iter
		}
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
	// A yield is taken in the outermost iterable alone, which is evaluated outside.
	if y := &p.m.Exprs[p.yielded]; p.yielded != 0 && p.yieldScope == p.scope && y.Start >= start && (y.Start < p.m.Exprs[first].Start || y.Start >= p.m.Exprs[first].End) {
		p.report(y.Span(), "a yield cannot stand in a comprehension")
	}
	end := p.prevEnd()
	if async && kind != GeneratorExp && (p.ctx.kind != FunctionScope || !p.ctx.async) {
		p.awaits = append(p.awaits, span(int(start), int(end)))
	}
	for i := firstBinding; i < len(p.m.Bindings); i++ {
		if b := &p.m.Bindings[i]; b.Kind == CompBind && b.Start == start {
			b.End = end
		}
	}
	return p.listExpr(kind, start, end, base)
}
