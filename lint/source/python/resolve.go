package python

import "slices"

// Limits of the resolver: what is beyond them stays unknown.
const (
	maxFollow = 64    // levels of following
	maxValues = 8     // values of one expression
	maxPath   = 160   // bytes of a path
	maxSteps  = 20000 // expressions looked at for one question
	maxDefs   = 64    // definitions of a name that are looked at
	maxSites  = 128   // calls of a function whose arguments are looked at
)

// Resolve is what an expression of module i may stand for, several where it is
// bound several times, none where nothing is known of it. The slice is shared.
func (p *Program) Resolve(i int, e ExprID) []Value {
	return p.resolve(i, e, p.Modules[i].ScopeOf(e))
}

// Target is what a call of module i calls, by its index in Module.Calls.
func (p *Program) Target(i, call int) []Value {
	m := p.Modules[i]
	c := m.Calls[call]
	return p.resolve(i, m.Exprs[c.Expr].A, c.Scope)
}

// resolve answers a question from outside. The same question gets the same
// answer, one that was cut short too: many rules ask about every call.
func (p *Program) resolve(i int, e ExprID, scope ScopeID) []Value {
	p.indexSites()
	q := question{int32(i), e, scope}
	if vs, ok := p.answers[q]; ok {
		return vs
	}
	p.steps = 0
	before := p.cuts
	vs := p.eval(i, e, scope, 0)
	if p.cuts != before {
		p.answers[q] = vs
	}
	return vs
}

// question is an expression that somebody asked about.
type question struct {
	module int32
	expr   ExprID
	scope  ScopeID
}

// cut notes that an answer is less than it could be.
func (p *Program) cut() []Value {
	p.cuts++
	return nil
}

// overBudget counts a step, and reports whether there have been too many for one
// question or for the whole program.
func (p *Program) overBudget() bool {
	p.steps++
	p.clipped = p.clipped || p.steps > maxSteps
	return p.spent() || p.steps > maxSteps
}

// deep reports whether what is followed leads too far.
func (p *Program) deep(depth int) bool {
	p.clipped = p.clipped || depth > maxFollow
	return depth > maxFollow
}

// eval is what an expression may stand for. Answers are kept unless a cycle or
// a limit cut them short.
func (p *Program) eval(i int, e ExprID, scope ScopeID, depth int) []Value {
	if e == 0 {
		return nil
	}
	if p.memo[i] == nil {
		p.memo[i] = make([]int32, len(p.Modules[i].Exprs))
	}
	state := &p.memo[i][e]
	if *state > 0 {
		return p.kept[*state-1]
	}
	if p.overBudget() || p.deep(depth) || *state == beingAsked {
		return p.cut()
	}
	*state = beingAsked
	before := p.cuts
	var out set
	p.evalInto(&out, i, e, scope, depth+1)
	*state = 0
	if p.cuts == before {
		p.kept = append(p.kept, out)
		*state = int32(len(p.kept))
	}
	return out
}

// beingAsked, in Program.memo, says that an expression's answer is being looked for.
const beingAsked = -1

func (p *Program) evalInto(out *set, i int, e ExprID, scope ScopeID, depth int) {
	m := p.Modules[i]
	x := m.Exprs[e]
	switch x.Kind {
	case NameExpr:
		block := BlockID(0)
		if s := m.StmtOf(e); s >= 0 {
			block = m.Stmts[s].Block
		}
		out.add(p.lookup(i, scope, m.Ident(e), x.Start, block, depth)...)
	case Attribute:
		for _, v := range p.eval(i, x.A, scope, depth) {
			out.add(p.member(v, m.Ident(e), depth)...)
		}
	case CallExpr:
		for _, v := range p.eval(i, x.A, scope, depth) {
			out.add(p.call(v, i, e, scope, depth)...)
		}
	case Subscript:
		step := "[]"
		if key, ok := m.String(x.B); ok && len(key) < maxPath {
			step = "[" + quoteKey(key) + "]"
		}
		for _, v := range p.eval(i, x.A, scope, depth) {
			out.add(step1(v, step))
		}
	case Await:
		out.add(p.eval(i, x.A, scope, depth)...)
	case Walrus:
		out.add(p.eval(i, x.B, scope, depth)...)
	case Conditional:
		kids := m.Kids(e)
		out.add(p.eval(i, kids[0], scope, depth)...)
		out.add(p.eval(i, kids[2], scope, depth)...)
	case BinaryOp:
		if x.op == kwOr || x.op == kwAnd {
			out.add(p.eval(i, x.A, scope, depth)...)
			out.add(p.eval(i, x.B, scope, depth)...)
		} else {
			out.add(Value{Root: LiteralRoot, Module: int32(i), Index: int32(e)})
		}
	case Lambda:
		out.add(Value{Root: FunctionRoot, Module: int32(i), Index: int32(x.B)})
	case StringLit, ListExpr, TupleExpr, DictExpr, SetExpr, ListComp, SetComp, DictComp, GeneratorExp:
		out.add(Value{Root: LiteralRoot, Module: int32(i), Index: int32(e)})
	case NoneLit, NumberLit, TrueLit, FalseLit, NoExpr:
	default:
		out.add(Value{Path: "?"})
	}
}

// quoteKey is a key of a path. What is odd in it does not matter: it is
// compared with others that are made here.
func quoteKey(key string) string { return `"` + key + `"` }

// step1 is what hangs on a value by one step that is not followed.
func step1(v Value, step string) Value {
	switch v.Root {
	case UnknownRoot:
		if v.Path == "" {
			v.Path = "?"
		}
	case ModuleRoot, PackageRoot, FunctionRoot:
		return Value{Path: "?" + step}
	case InstanceRoot:
		v.Super = false
	}
	v.Path += step
	return v
}

// member is the attribute of a value.
func (p *Program) member(v Value, name string, depth int) []Value {
	if v.Path != "" && v.Root != PackageRoot {
		return []Value{step1(v, "."+name)}
	}
	switch v.Root {
	case ModuleRoot:
		if vs, ok := p.export(int(v.Module), name, depth); ok {
			return vs
		}
		return []Value{{Path: p.names[v.Module] + "." + name}}
	case PackageRoot:
		return p.module(v.Path + "." + name)
	case ClassRoot, InstanceRoot:
		if vs, ok := p.attribute(v, name, depth); ok {
			return vs
		}
	}
	return []Value{step1(v, "."+name)}
}

// module is the value of a dotted module name.
func (p *Program) module(name string) []Value {
	if i, ok := p.byName[name]; ok && name != "" {
		return []Value{{Root: ModuleRoot, Module: int32(i)}}
	}
	if p.packages[name] {
		return []Value{{Root: PackageRoot, Path: name}}
	}
	if p.Local(name) {
		return []Value{{Path: name}}
	}
	return []Value{{Root: ExternalRoot, Path: name}}
}

// export is a name of a module of the program as others see it, or a module
// within a package.
func (p *Program) export(i int, name string, depth int) ([]Value, bool) {
	if defs := p.indexOf(i).defs[scopeName{0, name}]; len(defs) > 0 {
		return p.evalDefs(i, defs, depth), true
	}
	sub := p.names[i] + "." + name
	if _, ok := p.byName[sub]; ok || p.packages[sub] {
		return p.module(sub), true
	}
	return p.starred(i, name, depth)
}

// starred looks for a name among what a module imports by *.
func (p *Program) starred(i int, name string, depth int) ([]Value, bool) {
	stars := p.indexOf(i).stars
	if len(stars) == 0 || !p.topName(name) {
		return nil, false
	}
	key := exprKey{int32(i), -1}
	if p.overBudget() || p.deep(depth) || p.active[key] {
		return p.cut(), false
	}
	p.active[key] = true
	defer delete(p.active, key)
	m := p.Modules[i]
	for _, s := range slices.Backward(stars) {
		target, ok := p.ImportTarget(i, &m.Imports[s])
		if !ok {
			continue
		}
		if j, ok := p.byName[target]; ok {
			if vs, ok := p.export(j, name, depth+1); ok {
				return vs, true
			}
		}
	}
	return nil, false
}

// lookup is what a name stands for at a place in a scope.
func (p *Program) lookup(i int, scope ScopeID, name string, at int32, block BlockID, depth int) []Value {
	m := p.Modules[i]
	ix := p.indexOf(i)
	for s := scope; ; s = m.Scopes[s].Parent {
		if s == scope || m.Scopes[s].Kind != ClassScope {
			if defs := p.reaching(m, ix.defs[scopeName{s, name}], s == scope, at, block); len(defs) > 0 {
				return p.evalDefs(i, defs, depth)
			}
		}
		if s == 0 {
			break
		}
	}
	if vs, ok := p.starred(i, name, depth); ok {
		return vs
	}
	if builtins()[name] {
		return []Value{{Root: ExternalRoot, Path: "builtins." + name}}
	}
	// A star import from outside may bring any name; with one alone it is
	// taken from there.
	var outside []string
	for _, s := range ix.stars {
		if target, ok := p.ImportTarget(i, &m.Imports[s]); ok && !p.Local(target) {
			outside = append(outside, target)
		}
	}
	if len(outside) == 1 {
		return []Value{{Root: ExternalRoot, Path: outside[0] + "." + name}}
	}
	return []Value{{Path: name}}
}

// reaching are the definitions of a name that may hold at a place: of those
// before it in the same scope, from the last that every way passes on; those
// behind it that a loop brings back. In a scope within, all of them. defs are
// sorted by place.
func (p *Program) reaching(m *Module, defs []def, same bool, at int32, block BlockID) []def {
	if len(defs) == 0 {
		return nil
	}
	usable := func(d def) bool {
		if d.kind != bindingDef {
			return true
		}
		b := &m.Bindings[d.index]
		return b.Kind != CompBind || at >= b.Start && at < b.End
	}
	some := func(defs []def) []def {
		p.clipped = p.clipped || len(defs) > maxDefs
		var out []def
		for _, d := range defs[max(0, len(defs)-maxDefs):] {
			if usable(d) {
				out = append(out, d)
			}
		}
		return out
	}
	if !same {
		return some(defs)
	}
	k, _ := slices.BinarySearchFunc(defs, at+1, func(d def, at int32) int { return int(d.pos - at) })
	var out []def
	for i := k - 1; i >= max(0, k-maxDefs); i-- {
		if d := defs[i]; usable(d) {
			out = append(out, d)
			if m.encloses(d.block, block) {
				break
			}
		}
	}
	slices.Reverse(out)
	for _, d := range defs[k:min(len(defs), k+maxDefs)] {
		if usable(d) && m.inLoop(d.block, block) {
			out = append(out, d)
		}
	}
	if len(out) == 0 {
		// Bound behind the place only: a way that is not seen leads there.
		return some(defs)
	}
	return out
}

// encloses reports whether block outer is inner or one around it.
func (m *Module) encloses(outer, inner BlockID) bool {
	for inner != outer && inner != 0 {
		inner = m.Blocks[inner].Parent
	}
	return inner == outer
}

// inLoop reports whether a loop holds both blocks.
func (m *Module) inLoop(a, b BlockID) bool {
	for ; a > 0; a = m.Blocks[a].Parent {
		switch m.Blocks[a].Kind {
		case ForBlock, WhileBlock:
			if m.encloses(a, b) {
				return true
			}
		case FunctionBlock, ClassBlock:
			return false
		}
	}
	return false
}

func (p *Program) evalDefs(i int, defs []def, depth int) []Value {
	var out set
	for _, d := range defs {
		switch d.kind {
		case importDef:
			out.add(p.imported(i, &p.Modules[i].Imports[d.index], depth)...)
		case classDef:
			out.add(Value{Root: ClassRoot, Module: int32(i), Index: d.index})
		case functionDef:
			out.add(Value{Root: FunctionRoot, Module: int32(i), Index: d.index})
		case paramDef:
			out.add(p.param(FuncRef{int32(i), d.index}, d.param, depth)...)
		case bindingDef:
			out.add(p.bound(i, &p.Modules[i].Bindings[d.index], depth)...)
		}
	}
	return out
}

// imported is what an import binds.
func (p *Program) imported(i int, im *Import, depth int) []Value {
	if p.overBudget() || p.deep(depth) {
		return p.cut()
	}
	target, ok := p.ImportTarget(i, im)
	switch {
	case !ok:
		return []Value{{Path: "?"}}
	case im.From:
		if j, ok := p.byName[target]; ok {
			key := exprKey{int32(i), -2 - ExprID(im.NameSpan.Start)}
			if p.active[key] {
				return p.cut()
			}
			p.active[key] = true
			defer delete(p.active, key)
			if vs, ok := p.export(j, im.Name, depth+1); ok {
				return vs
			}
		}
		if target == "" {
			return p.module(im.Name)
		}
		return p.module(target + "." + im.Name)
	case im.As == "":
		return p.module(im.Bind())
	}
	return p.module(target)
}

// bound is what a binding gives to its target.
func (p *Program) bound(i int, b *Binding, depth int) []Value {
	m := p.Modules[i]
	var out set
	scope := b.Scope
	if b.Value != 0 {
		// The value may stand in a lambda or belong to the scope around.
		scope = m.ScopeOf(b.Value)
	}
	step := ""
	switch b.Kind {
	case AssignBind, AnnBind, WalrusBind:
	case WithBind:
		return p.entered(i, b, scope, depth)
	case ForBind, CompBind:
		step = "[]"
	case ExceptBind:
		step = "()"
	default:
		return []Value{{Path: "?"}}
	}
	for _, v := range p.eval(i, b.Value, scope, depth) {
		if step == "[]" {
			out.add(p.element(v, depth)...)
			continue
		}
		if step != "" {
			v = step1(v, step)
		}
		if b.Unpacked {
			v = step1(v, "[]")
		}
		out.add(v)
	}
	if b.Unpacked && step == "[]" {
		out = unpacked(out)
	}
	if len(out) == 0 && b.Annotation != 0 {
		out.add(p.annotated(i, b.Annotation, scope, depth)...)
	}
	return out
}

// element is what iterating over a value gives.
func (p *Program) element(v Value, depth int) []Value {
	if v.Root == FunctionRoot && v.Path == "" {
		// The result of a generator function stands for the function itself.
		return p.yields(v.Function(), depth)
	}
	if v.Root == LiteralRoot && v.Path == "" {
		m := p.Modules[v.Module]
		switch e := ExprID(v.Index); m.Exprs[e].Kind {
		case ListExpr, TupleExpr, SetExpr:
			var out set
			for _, kid := range m.Kids(e) {
				out.add(p.eval(int(v.Module), kid, m.ScopeOf(kid), depth)...)
			}
			return out
		}
	}
	return []Value{step1(v, "[]")}
}

// entered is what a with statement binds: the context manager itself, or what
// a generator function or __enter__ of the program gives.
func (p *Program) entered(i int, b *Binding, scope ScopeID, depth int) []Value {
	var out set
	for _, v := range p.eval(i, b.Value, scope, depth) {
		switch {
		case v.Root == FunctionRoot && v.Path == "" && p.Function(v.Function()).Generator:
			out.add(p.yields(v.Function(), depth)...)
		case v.Root == InstanceRoot && v.Path == "":
			name := "__enter__"
			if m := p.Modules[i]; m.Exprs[b.Value].Kind == Await {
				name = "__aenter__"
			}
			if f, ok := p.Method(v.Class(), name); ok {
				out.add(p.returns(f, depth)...)
			}
			if len(out) == 0 {
				out.add(v)
			}
		default:
			out.add(v)
		}
	}
	if b.Unpacked {
		out = unpacked(out)
	}
	return out
}

// unpacked are the elements of values, none of which is followed.
func unpacked(vs set) set {
	out := make(set, len(vs))
	for k, v := range vs {
		out[k] = step1(v, "[]")
	}
	return out
}

// param is what a parameter stands for: self and cls; what is handed to it by
// the calls that are known; what its annotation says; else the parameter.
func (p *Program) param(f FuncRef, index int32, depth int) []Value {
	m := p.Modules[f.Module]
	fn := p.Function(f)
	param := &fn.Params[index]
	if index == 0 && param.Kind != VarPositional && param.Kind != VarKeyword {
		switch class, kind := m.MethodOf(f.Function); {
		case class < 0 || kind == StaticMethod:
		case kind == ClassMethod:
			return []Value{{Root: ClassRoot, Module: f.Module, Index: class}}
		default:
			return []Value{{Root: InstanceRoot, Module: f.Module, Index: class}}
		}
	}
	var out set
	if param.Kind == VarPositional || param.Kind == VarKeyword {
		out.add(Value{Root: ParamRoot, Module: f.Module, Index: f.Function, Param: index})
		return out
	}
	key := exprKey{f.Module, -1<<30 - ExprID(param.Name.Start)}
	if p.deep(depth) || p.active[key] {
		return p.cut()
	}
	p.active[key] = true
	defer delete(p.active, key)
	unknown := false
	if !p.indexing {
		for _, s := range p.sites[f] {
			arg, scope := p.argument(f, index, s)
			for _, v := range p.eval(int(s.module), arg, scope, depth) {
				if v.Root == UnknownRoot {
					unknown = true
					continue
				}
				out.add(v)
			}
		}
	}
	if len(out) == 0 && param.Annotation != 0 {
		if typed := p.annotated(int(f.Module), param.Annotation, fn.Parent, depth); len(typed) > 0 {
			return typed
		}
	}
	if len(out) == 0 || unknown || p.calledFromOutside(f, depth) {
		out.add(Value{Root: ParamRoot, Module: f.Module, Index: f.Function, Param: index})
	}
	return out
}

// calledFromOutside reports whether something outside the program may call a
// function: a method of a class with a base from there.
func (p *Program) calledFromOutside(f FuncRef, depth int) bool {
	class, _ := p.Modules[f.Module].MethodOf(f.Function)
	if class < 0 {
		return false
	}
	outside := false
	p.walk(ClassRef{f.Module, class}, depth, func(_ ClassRef, bases []Base) bool {
		for _, b := range bases {
			outside = outside || b.Value.Root != ClassRoot
		}
		return !outside
	})
	return outside
}

// call is what calling a value gives. e is the call.
func (p *Program) call(v Value, i int, e ExprID, scope ScopeID, depth int) []Value {
	m := p.Modules[i]
	switch {
	case v.Root == ClassRoot && v.Path == "":
		v.Root = InstanceRoot
		return []Value{v}
	case v.Root == FunctionRoot && v.Path == "":
		fn := p.Function(v.Function())
		if fn.Generator {
			return []Value{v} // see element
		}
		if out := p.returns(v.Function(), depth); len(out) > 0 {
			return out
		}
		if fn.Returns != 0 {
			if out := p.annotated(int(v.Module), fn.Returns, fn.Parent, depth); len(out) > 0 {
				return out
			}
		}
		return []Value{{Path: p.Text(v) + "()"}}
	case v.Root == ExternalRoot:
		switch v.Path {
		case "builtins.super":
			if class := m.enclosingClass(scope); class >= 0 {
				if n := m.Exprs[e].N; n == 0 || n == 2 && m.Ident(m.Positional(e, 0)) == m.Classes[class].Name {
					return []Value{{Root: InstanceRoot, Super: true, Module: int32(i), Index: class}}
				}
			}
		case "builtins.getattr":
			var out set
			name, ok := m.String(m.Positional(e, 1))
			for _, o := range p.eval(i, m.Positional(e, 0), scope, depth) {
				if ok && isIdentifier(name) {
					out.add(p.member(o, name, depth)...)
				} else {
					out.add(step1(o, ".*"))
				}
			}
			out.add(p.eval(i, m.Positional(e, 2), scope, depth)...)
			return out
		case "importlib.import_module", "builtins.__import__":
			if name, ok := m.String(m.Positional(e, 0)); ok && m.Exprs[e].N == 1 {
				return p.module(name)
			}
			return []Value{{Path: "?"}}
		case "typing.cast":
			return p.eval(i, m.Positional(e, 1), scope, depth)
		case "copy.copy", "copy.deepcopy", "builtins.iter", "contextlib.closing", "contextlib.aclosing":
			return p.eval(i, m.Positional(e, 0), scope, depth)
		}
	}
	return []Value{step1(v, "()")}
}

// enclosingClass is the class whose method a scope is in, or -1.
func (m *Module) enclosingClass(scope ScopeID) int32 {
	for s := scope; s != 0; s = m.Scopes[s].Parent {
		if m.Scopes[s].Kind == ClassScope {
			return m.Scopes[s].Index
		}
	}
	return -1
}

// returns is what a function may return.
func (p *Program) returns(f FuncRef, depth int) []Value {
	m := p.Modules[f.Module]
	fn := p.Function(f)
	key := exprKey{f.Module, -1<<29 - ExprID(f.Function)}
	if p.deep(depth) || p.active[key] {
		return p.cut()
	}
	p.active[key] = true
	defer delete(p.active, key)
	var out set
	if fn.Stmt < 0 {
		// The expressions of a lambda end with its body.
		out.add(p.eval(int(f.Module), m.Scopes[fn.Scope].last-1, fn.Scope, depth)...)
		return out
	}
	for s := int(fn.Stmt) + 1; s < len(m.Stmts) && int(m.Stmts[s].Start) < fn.Span.End; s++ {
		if st := &m.Stmts[s]; st.Kind == ReturnStmt && m.Blocks[st.Block].Scope == fn.Scope {
			out.add(p.eval(int(f.Module), st.A, fn.Scope, depth)...)
		}
	}
	return out
}

// yields is what a generator function may yield.
func (p *Program) yields(f FuncRef, depth int) []Value {
	m := p.Modules[f.Module]
	fn := p.Function(f)
	key := exprKey{f.Module, -1<<28 - ExprID(f.Function)}
	if p.deep(depth) || p.active[key] {
		return p.cut()
	}
	p.active[key] = true
	defer delete(p.active, key)
	var out set
	scope := m.Scopes[fn.Scope]
	for e := scope.first; e < scope.last; e++ {
		if m.Exprs[e].Kind == Yield && m.ScopeOf(e) == fn.Scope {
			out.add(p.eval(int(f.Module), m.Exprs[e].A, fn.Scope, depth)...)
		}
	}
	return out
}
