package pysrc

// match statements and their patterns. Only what a pattern evaluates becomes
// an expression: values, keys and the names of classes. A class pattern is no
// call.

func (p *parser) matchStmt() {
	i := p.newStmt(MatchStmt)
	p.next()
	start := p.start()
	e := p.starNamed()
	if p.kind == tComma {
		base := len(p.stack)
		p.push(e)
		for p.accept(tComma) && p.startsExpr() {
			p.push(p.starNamed())
		}
		e = p.listExpr(TupleExpr, start, p.prevEnd(), base)
	}
	p.m.Stmts[i].A = e
	p.expect(tColon, "a colon")
	if p.kind == tBad {
		return
	}
	p.next() // the newline and the indent have been seen
	p.next()
	for {
		switch {
		case p.kind == tEOF:
			p.endStmt(i)
			return
		case p.kind == tDedent:
			p.endStmt(i)
			p.next()
			return
		case p.kind == tName && p.tokenText(p.i) == "case":
			p.caseBlock(e)
		default:
			p.fail("expected case")
			p.settle()
			if p.kind == tIndent {
				p.next()
				p.stmts()
			}
		}
	}
}

func (p *parser) caseBlock(subject ExprID) {
	i := p.newStmt(CaseStmt)
	p.next()
	p.patterns(subject)
	if p.accept(kwIf) {
		e := p.named()
		p.m.Stmts[i].A = e
	}
	p.body(CaseBlock, i, ConditionGuard)
	p.endStmt(i)
}

// patterns is a pattern, or several with commas between them.
func (p *parser) patterns(subject ExprID) {
	for {
		p.pattern(subject)
		if !p.accept(tComma) || p.kind == tColon || p.kind == kwIf {
			return
		}
	}
}

func (p *parser) pattern(subject ExprID) {
	if !p.deeper() {
		p.depth--
		return
	}
	if p.accept(tStar) {
		p.capture(subject)
		p.depth--
		return
	}
	for p.closedPattern(subject); p.accept(tPipe); {
		p.closedPattern(subject)
	}
	if p.accept(kwAs) {
		p.capture(subject)
	}
	p.depth--
}

// capture binds a name, unless it is the wildcard.
func (p *parser) capture(subject ExprID) {
	if n := p.name(); n.End-n.Start != 1 || p.src[n.Start] != '_' {
		p.bindName(CaseBind, n, subject)
	}
}

func (p *parser) closedPattern(subject ExprID) {
	switch p.kind {
	case tNumber, tMinus:
		// A number, a negative one, or a complex one: all of them sums.
		p.binary(precSum)
	case tString, tFStart, kwNone, kwTrue, kwFalse:
		p.atom()
	case tName:
		if k := p.peek(); k == tDot || k == tLParen {
			p.valuePattern(subject)
			return
		}
		p.capture(subject)
	case tLParen:
		p.sequencePattern(tRParen, ")", subject)
	case tLBracket:
		p.sequencePattern(tRBracket, "]", subject)
	case tLBrace:
		p.mappingPattern(subject)
	default:
		p.unexpected()
	}
}

func (p *parser) sequencePattern(closing kind, what string, subject ExprID) {
	p.next()
	for p.kind != closing && p.kind != tBad {
		p.pattern(subject)
		if !p.accept(tComma) {
			break
		}
	}
	p.expect(closing, what)
}

func (p *parser) mappingPattern(subject ExprID) {
	p.next()
	for p.kind != tRBrace && p.kind != tBad {
		if p.accept(tDoubleStar) {
			p.capture(subject)
		} else {
			if p.kind == tName {
				p.dottedExpr()
			} else {
				p.binary(precSum)
			}
			p.expect(tColon, "a colon")
			p.pattern(subject)
		}
		if !p.accept(tComma) {
			break
		}
	}
	p.expect(tRBrace, "}")
}

// dottedExpr is a name or a chain of attributes.
func (p *parser) dottedExpr() ExprID {
	n := p.name()
	e := p.expr(NameExpr, n.Start, n.End, 0, 0)
	for p.accept(tDot) {
		a := p.name()
		e = p.expr(Attribute, n.Start, a.End, e, ExprID(a.Start))
	}
	return e
}

// valuePattern is a dotted value or a class with its arguments.
func (p *parser) valuePattern(subject ExprID) {
	p.dottedExpr()
	if !p.accept(tLParen) {
		return
	}
	for p.kind != tRParen && p.kind != tBad {
		if p.kind == tName && p.peek() == tAssign {
			p.next()
			p.next()
		}
		p.pattern(subject)
		if !p.accept(tComma) {
			break
		}
	}
	p.expect(tRParen, "a comma or )")
}
