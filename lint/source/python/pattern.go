package python

import "slices"

// match statements and their patterns. Only what a pattern evaluates becomes
// an expression: values, keys and the names of classes. A class pattern is no
// call.

func (p *parser) matchStmt() {
	i := p.newStmt(MatchStmt)
	p.next()
	e := p.notStarred(p.oneOrMore(p.starNamed))
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
	start := p.start()
	p.captured = p.captured[:0]
	all := p.patterns(subject)
	at := span(int(start), int(p.prevEnd()))
	if p.kind == kwIf {
		all = false
	}
	if p.accept(kwIf) {
		e := p.named()
		p.m.Stmts[i].A = e
	}
	p.body(CaseBlock, i, ConditionGuard)
	p.endStmt(i)
	if all && p.kind == tName {
		p.report(at, "this pattern matches anything: those behind it are never reached")
	}
}

// patterns is a pattern, or several with commas between them, and whether it
// matches anything.
func (p *parser) patterns(subject ExprID) (all bool) {
	if p.kind == tStar {
		star := p.toks[p.i].span()
		p.starPattern(subject)
		if p.kind != tComma {
			p.report(star, "a starred pattern stands in a sequence only")
			return false
		}
	} else {
		all = p.pattern(subject)
	}
	all = all && p.kind != tComma
	for p.accept(tComma) && p.kind != tColon && p.kind != kwIf {
		p.element(subject)
	}
	return all
}

func (p *parser) element(subject ExprID) {
	if p.kind == tStar {
		p.starPattern(subject)
	} else {
		p.pattern(subject)
	}
}

func (p *parser) starPattern(subject ExprID) {
	p.next()
	p.capture(subject)
}

// pattern reports whether it matches anything.
func (p *parser) pattern(subject ExprID) (all bool) {
	if !p.deeper() {
		return false
	}
	base, start := len(p.captured), p.start()
	all = p.closedPattern(subject)
	first := slices.Clone(p.captured[base:])
	for p.kind == tPipe {
		if all {
			p.report(span(int(start), int(p.prevEnd())), "this pattern matches anything: those behind it are never reached")
		}
		p.next()
		p.captured, start = p.captured[:base], p.start()
		all = p.closedPattern(subject)
		if !p.sameNames(first, p.captured[base:]) && p.kind != tBad {
			p.report(span(int(start), int(p.prevEnd())), "alternative patterns bind different names")
		}
	}
	if p.accept(kwAs) {
		if p.kind == tName && p.tokenText(p.i) == "_" {
			p.fail("_ is no target of a pattern")
		}
		p.capture(subject)
	}
	p.depth--
	return all
}

// sameNames reports whether two patterns bind the same names, in any order.
func (p *parser) sameNames(a, b []Name) bool {
	names := func(list []Name) []string {
		out := make([]string, len(list))
		for i, n := range list {
			out[i] = p.m.Text(n)
		}
		slices.Sort(out)
		return out
	}
	return slices.Equal(names(a), names(b))
}

// capture binds a name, unless it is the wildcard.
func (p *parser) capture(subject ExprID) {
	n := p.name()
	if n.End-n.Start == 1 && p.src[n.Start] == '_' || n.IsEmpty() {
		return
	}
	for _, other := range p.captured {
		if p.m.Text(other) == p.m.Text(n) {
			p.report(n.Span(), "the pattern binds the name %s twice", p.m.Text(n))
		}
	}
	if len(p.captured) < maxCaptured {
		p.captured = append(p.captured, n)
	}
	p.bindName(CaseBind, n, subject)
}

// maxCaptured bounds the names of a pattern that are held against each other.
const maxCaptured = 64

func (p *parser) closedPattern(subject ExprID) (all bool) {
	switch p.kind {
	case tName:
		if k := p.peek(); k == tDot || k == tLParen {
			p.valuePattern(subject)
			return false
		}
		p.capture(subject)
		return true
	case tLParen:
		return p.groupPattern(subject)
	case tLBracket:
		p.next()
		p.sequencePattern(tRBracket, subject)
	case tLBrace:
		p.mappingPattern(subject)
	default:
		p.literalPattern()
	}
	return false
}

// literalPattern is a string, a constant or a number: a real one with or
// without a minus, and an imaginary one added to it.
func (p *parser) literalPattern() {
	switch p.kind {
	case tString, kwNone, kwTrue, kwFalse:
		if e := p.atom(); p.m.IsFormat(e) {
			p.failAt(e, "a pattern takes no f-string")
		}
		return
	case tNumber:
	case tMinus:
		if p.peek() == tNumber {
			break
		}
		p.next()
		fallthrough
	default:
		p.unexpected()
		return
	}
	imaginary := func(e ExprID) bool {
		end := p.m.Exprs[e].End
		return p.src[end-1]|0x20 == 'j'
	}
	e := p.unary()
	for p.kind == tPlus || p.kind == tMinus {
		p.next()
		if p.kind != tNumber {
			p.unexpected()
			return
		}
		second := p.atom()
		if imaginary(e) || !imaginary(second) {
			p.failAt(second, "a complex pattern is a real number and an imaginary one")
		}
		e = second
	}
}

// groupPattern is a pattern in parentheses or a sequence.
func (p *parser) groupPattern(subject ExprID) (all bool) {
	p.next()
	if p.kind != tStar && p.kind != tRParen {
		all = p.pattern(subject)
		if p.accept(tRParen) {
			return all
		}
		p.expect(tComma, "a comma or )")
	}
	p.sequencePattern(tRParen, subject)
	return false
}

func (p *parser) sequencePattern(closing kind, subject ExprID) {
	stars := 0
	for p.kind != closing && p.kind != tBad {
		if p.kind == tStar {
			if stars++; stars > 1 {
				p.fail("more than one starred pattern in a sequence")
			}
		}
		p.element(subject)
		if !p.accept(tComma) {
			break
		}
	}
	p.expect(closing, "the end of the pattern")
}

func (p *parser) mappingPattern(subject ExprID) {
	p.next()
	for p.kind != tRBrace && p.kind != tBad {
		switch p.kind {
		case tDoubleStar:
			p.next()
			p.capture(subject)
			p.accept(tComma)
			if p.kind != tRBrace {
				p.fail("the ** pattern must be the last")
			}
			continue
		case tName:
			if p.peek() != tDot {
				p.fail("a key of a pattern is a literal or a dotted name")
			}
			p.dottedExpr()
		default:
			p.literalPattern()
		}
		p.expect(tColon, "a colon")
		p.pattern(subject)
		if !p.accept(tComma) {
			break
		}
	}
	p.expect(tRBrace, "}")
}

// dottedExpr is a name or a chain of attributes.
func (p *parser) dottedExpr() {
	n := p.name()
	e := p.expr(NameExpr, n.Start, n.End, 0, 0)
	for p.accept(tDot) {
		a := p.name()
		e = p.expr(Attribute, n.Start, a.End, e, ExprID(a.Start))
	}
}

// valuePattern is a dotted value or a class with its arguments.
func (p *parser) valuePattern(subject ExprID) {
	p.dottedExpr()
	if !p.accept(tLParen) {
		return
	}
	keyword := false
	for p.kind != tRParen && p.kind != tBad {
		if p.kind == tName && p.peek() == tAssign {
			keyword = true
			p.next()
			p.next()
		} else if keyword {
			p.fail("a positional pattern follows a keyword pattern")
		}
		p.pattern(subject)
		if !p.accept(tComma) {
			break
		}
	}
	p.expect(tRParen, "a comma or )")
}
