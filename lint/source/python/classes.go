package python

import "slices"

// Classes across the modules of a program.

// Base is one base of a class.
type Base struct {
	// Expr is the base as it is written, in the module of the class.
	Expr ExprID
	// Value is what it stands for: a class of the program (ClassRoot), one from
	// outside (ExternalRoot, whose Path is its dotted name), or unknown.
	Value Value
}

// Bases are the direct bases of a class. A subscripted one, Base[T], counts as
// what is subscripted.
func (p *Program) Bases(c ClassRef) []Base {
	p.indexSites()
	return p.bases(c, 0)
}

func (p *Program) bases(c ClassRef, depth int) []Base {
	m := p.Modules[c.Module]
	class := &m.Classes[c.Class]
	var out []Base
	for _, e := range class.Bases() {
		written := e
		for m.Exprs[e].Kind == Subscript {
			e = m.Exprs[e].A
		}
		values := p.eval(int(c.Module), e, class.Parent, depth)
		if len(values) == 0 {
			values = []Value{{Path: "?"}}
		}
		for _, v := range values {
			out = append(out, Base{written, v})
		}
	}
	return out
}

// Ancestors are all bases of a class, direct ones first, each once. Whether
// all of them are known says known.
func (p *Program) Ancestors(c ClassRef) (out []Base, known bool) {
	p.indexSites()
	known = true
	var own []ClassRef // those in out: a number is compared faster than a whole value
	p.walk(c, 0, func(_ ClassRef, bases []Base) bool {
		for _, b := range bases {
			switch root := b.Value.Root; {
			case root == ClassRoot && b.Value.Path == "":
				if !slices.Contains(own, b.Value.Class()) {
					own = append(own, b.Value.Class())
					out = append(out, b)
				}
				continue
			case root == UnknownRoot || root == LiteralRoot || root == ParamRoot:
				known = false
			}
			if !slices.ContainsFunc(out, func(o Base) bool { return o.Value.Root != ClassRoot && o.Value == b.Value }) {
				out = append(out, b)
			}
		}
		return true
	})
	return out, known
}

// walk calls visit for a class and its bases in the program, nearest first,
// until it returns false.
func (p *Program) walk(c ClassRef, depth int, visit func(ClassRef, []Base) bool) {
	seen := []ClassRef{c}
	for k := 0; k < len(seen) && k < maxFollow; k++ {
		bases := p.bases(seen[k], depth)
		if !visit(seen[k], bases) {
			return
		}
		for _, b := range bases {
			if b.Value.Root == ClassRoot && b.Value.Path == "" && !slices.Contains(seen, b.Value.Class()) {
				seen = append(seen, b.Value.Class())
			}
		}
	}
}

// Subclasses are the classes of the program that name this one as a base.
func (p *Program) Subclasses(c ClassRef) []ClassRef {
	if p.children == nil {
		p.children = map[ClassRef][]ClassRef{}
		for i, m := range p.Modules {
			for k := range m.Classes {
				r := ClassRef{int32(i), int32(k)}
				for _, b := range p.Bases(r) {
					if b.Value.Root == ClassRoot && b.Value.Path == "" && !slices.Contains(p.children[b.Value.Class()], r) {
						p.children[b.Value.Class()] = append(p.children[b.Value.Class()], r)
					}
				}
			}
		}
	}
	return p.children[c]
}

// OwnMethod is the function of this name in the body of a class, the last one.
func (p *Program) OwnMethod(c ClassRef, name string) (FuncRef, bool) {
	m := p.Modules[c.Module]
	defs := p.indexOf(int(c.Module)).defs[scopeName{m.Classes[c.Class].Scope, name}]
	for _, d := range slices.Backward(defs) {
		if d.kind == functionDef {
			return FuncRef{c.Module, d.index}, true
		}
	}
	return FuncRef{}, false
}

// Method is the function of this name in a class or the nearest of its bases
// in the program.
func (p *Program) Method(c ClassRef, name string) (f FuncRef, ok bool) {
	p.walk(c, 0, func(r ClassRef, _ []Base) bool {
		f, ok = p.OwnMethod(r, name)
		return !ok
	})
	return f, ok
}

// Methods are the functions in the body of a class, in the order of the source.
func (p *Program) Methods(c ClassRef) []FuncRef {
	m := p.Modules[c.Module]
	scope := m.Classes[c.Class].Scope
	var out []FuncRef
	for i := range m.Functions {
		if f := &m.Functions[i]; f.Parent == scope && f.Stmt >= 0 {
			out = append(out, FuncRef{c.Module, int32(i)})
		}
	}
	return out
}

// IsAbstract reports whether a function is decorated as abstract.
func (m *Module) IsAbstract(function int32) bool {
	return m.decorated(function, "abstractmethod", "abstractproperty", "abstractclassmethod", "abstractstaticmethod")
}

// decorated reports whether one of a function's decorators has one of these names.
func (m *Module) decorated(function int32, names ...string) bool {
	return slices.ContainsFunc(m.Functions[function].Decorators, func(d ExprID) bool { return slices.Contains(names, m.Ident(d)) })
}

// attribute is an attribute of a class or an instance that the program
// defines.
func (p *Program) attribute(v Value, name string, depth int) ([]Value, bool) {
	if p.deep(depth) {
		return p.cut(), false
	}
	var out set
	found := false
	p.walk(v.Class(), depth, func(r ClassRef, _ []Base) bool {
		if v.Super && r == v.Class() {
			return true
		}
		m := p.Modules[r.Module]
		ix := p.indexOf(int(r.Module))
		defs := ix.defs[scopeName{m.Classes[r.Class].Scope, name}]
		assigned := ix.attrs[attrName{r.Class, name}]
		p.clipped = p.clipped || len(defs) > maxDefs || len(assigned) > maxDefs
		defs = defs[max(0, len(defs)-maxDefs):]
		for _, b := range assigned[:min(len(assigned), maxDefs)] {
			found = true
			out.add(p.bound(int(r.Module), &m.Bindings[b], depth)...)
		}
		for _, d := range defs {
			if d.kind == functionDef && v.Root == InstanceRoot && isProperty(m, d.index) {
				found = true
				f := FuncRef{r.Module, d.index}
				out.add(p.call(Value{Root: FunctionRoot, Module: f.Module, Index: f.Function}, int(r.Module), 0, 0, depth)...)
				continue
			}
			// A bare annotation, or None, leaves the value to the bases and to
			// what is assigned to the instance.
			vs := p.evalDefs(int(r.Module), []def{d}, depth)
			found = found || len(vs) > 0
			out.add(vs...)
		}
		return !found
	})
	return out, len(out) > 0
}

// isProperty reports whether a function is read like a value.
func isProperty(m *Module, function int32) bool {
	return m.decorated(function, "property", "cached_property", "abstractproperty")
}
