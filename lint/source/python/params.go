package python

// Lambdas, and the parameters that they share with functions.

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
		var names []Name
		for _, param := range p.params[base:] {
			names = append(names, param.Name)
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
