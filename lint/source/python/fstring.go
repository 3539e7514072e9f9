package python

// String literals in expressions: adjacent ones are one expression, and the
// fields of f-strings are expressions of their own.

// strings is one or more adjacent string literals.
func (p *parser) strings() ExprID {
	start := p.start()
	base := len(p.parts)
	var plain, bytes bool
	var format ExprID
	for p.kind == tString || p.kind == tFStart {
		if p.kind == tFStart {
			plain, format = true, 1
			p.fstring()
			continue
		}
		pre, i := p.prefix(p.i)
		part := StringPart{Kind: PlainPart, Raw: pre.raw}
		if pre.bytes {
			part.Kind, bytes = BytesPart, true
		} else {
			plain = true
		}
		part.Start, part.End = stripQuotes(p.src, i, p.toks[p.i].end)
		p.parts = append(p.parts, part)
		p.next()
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
	pre, _ := p.prefix(p.i)
	p.next()
	if !p.deeper() {
		return
	}
	for p.kind == tFMiddle || p.kind == tLBrace {
		p.fstringPart(pre.raw, FormatPart)
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
			p.depth--
		}
	}
	p.parts[i].End = p.toks[p.i].end
	p.expect(tRBrace, "}")
}
