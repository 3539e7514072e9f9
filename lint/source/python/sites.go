package python

// The calls of the program's own functions: what is handed to a parameter.

// site is a call of a function of the program.
type site struct {
	module int32
	call   int32 // index into Module.Calls
	// bound says that the first parameter, self or cls, is not among the
	// arguments.
	bound bool
	// skip is the number of leading arguments that are not the function's: of
	// submit(f, x) one. -1 says that the arguments are the tuple args=(x,).
	skip int
}

// indexSites finds the calls of the program's functions, once. What is called
// is resolved without parameters, which are not known yet.
func (p *Program) indexSites() {
	if p.sites != nil {
		return
	}
	p.sites = map[FuncRef][]site{}
	p.indexing = true
	wanted := map[string]bool{}
	for _, m := range p.Modules {
		for i := range m.Functions {
			wanted[m.Functions[i].Name] = true
		}
		for i := range m.Classes {
			wanted[m.Classes[i].Name] = true
		}
		for i := range m.Imports {
			if as := m.Imports[i].As; as != "" {
				wanted[as] = true
			}
		}
		// Names that a function or class is assigned to.
		for i := range m.Bindings {
			if b := &m.Bindings[i]; b.Kind == AssignBind && m.Exprs[b.Value].Kind <= Attribute && m.Ident(b.Value) != "" {
				wanted[m.Ident(b.Target)] = true
			}
		}
	}
	for _, name := range [...]string{"super", "cls", "self", "__init__"} {
		wanted[name] = true
	}
	for i, m := range p.Modules {
		for k, c := range m.Calls {
			name := m.Ident(m.Exprs[c.Expr].A)
			if name == "" || wanted[name] {
				p.steps = 0
				for _, v := range p.eval(i, m.Exprs[c.Expr].A, c.Scope, 0) {
					p.addSite(v, site{module: int32(i), call: int32(k)})
				}
			}
			p.addCallbacks(i, k)
		}
	}
	p.indexing = false
	clear(p.memo)
}

func (p *Program) addSite(v Value, s site) {
	if v.Path != "" {
		return
	}
	add := func(f FuncRef, s site) {
		if len(p.sites[f]) < maxSites {
			p.sites[f] = append(p.sites[f], s)
		} else {
			p.clipped = true
		}
	}
	switch v.Root {
	case FunctionRoot:
		f := v.Function()
		if class, kind := p.Modules[f.Module].MethodOf(f.Function); class >= 0 && kind != StaticMethod {
			s.bound = kind == ClassMethod || !p.calledOnClass(s)
			// What a method of a base is handed, those that override it are handed too.
			name := p.Function(f).Name
			for _, sub := range p.descendants(ClassRef{f.Module, class}) {
				if o, ok := p.OwnMethod(sub, name); ok {
					add(o, s)
				}
			}
		}
		add(f, s)
	case ClassRoot:
		s.bound = true
		for _, name := range [...]string{"__init__", "__new__"} {
			if f, ok := p.Method(v.Class(), name); ok {
				add(f, s)
			}
		}
	}
}

// descendants are the classes below a class. While the sites are not known yet
// no class is handed to a parameter, so bases resolve as well as later.
func (p *Program) descendants(c ClassRef) []ClassRef {
	var out []ClassRef
	queue := []ClassRef{c}
	for k := 0; k < len(queue) && k < maxFollow; k++ {
		for _, sub := range p.Subclasses(queue[k]) {
			out = append(out, sub)
			queue = append(queue, sub)
		}
	}
	return out
}

// calledOnClass reports whether the call is written Class.method(self, ...).
func (p *Program) calledOnClass(s site) bool {
	m := p.Modules[s.module]
	c := m.Calls[s.call]
	f := m.Exprs[m.Exprs[c.Expr].A]
	if f.Kind != Attribute || s.skip != 0 {
		return false
	}
	for _, v := range p.eval(int(s.module), f.A, c.Scope, 0) {
		if v.Root == ClassRoot && v.Path == "" {
			return true
		}
	}
	return false
}

// addCallbacks notes a function that is handed to a call which calls it with
// the arguments behind it: submit(f, x), to_thread(f, x), Thread(target=f, args=(x,)).
func (p *Program) addCallbacks(i, k int) {
	m := p.Modules[i]
	c := m.Calls[k]
	var callback ExprID
	var skip int
	switch m.Ident(m.Exprs[c.Expr].A) {
	case "submit", "to_thread", "call_soon", "call_soon_threadsafe", "spawn", "partial", "apply_async":
		callback, skip = m.Positional(c.Expr, 0), 1
	case "run_in_executor", "call_later":
		callback, skip = m.Positional(c.Expr, 1), 2
	case "Thread", "Process", "Timer":
		callback, skip = m.Keyword(c.Expr, "target"), -1
	default:
		return
	}
	if m.Ident(callback) == "" {
		return
	}
	p.steps = 0
	for _, v := range p.eval(i, callback, c.Scope, 0) {
		if v.Root == FunctionRoot {
			p.addSite(v, site{module: int32(i), call: int32(k), skip: skip})
		}
	}
}

// argument is what a call hands to a parameter, or 0, and its scope.
func (p *Program) argument(f FuncRef, param int32, s site) (ExprID, ScopeID) {
	m := p.Modules[s.module]
	c := m.Calls[s.call]
	pm := &p.Function(f).Params[param]
	if pm.Kind == KeywordOnly || pm.Kind == Positional {
		name := p.Modules[f.Module].Text(pm.Name)
		if e := m.Keyword(c.Expr, name); e != 0 && s.skip >= 0 {
			return e, c.Scope
		}
	}
	if pm.Kind == KeywordOnly {
		return 0, 0
	}
	index := int(param)
	if s.bound {
		index--
	}
	if index < 0 {
		return 0, 0
	}
	if s.skip < 0 {
		args := m.Keyword(c.Expr, "args")
		if k := m.Exprs[args].Kind; k == TupleExpr || k == ListExpr {
			if kids := m.Kids(args); index < len(kids) {
				return kids[index], c.Scope
			}
		}
		return 0, 0
	}
	return m.Positional(c.Expr, index+s.skip), c.Scope
}

// CallSites are the calls of a function of the program that are known, as
// module and index into Module.Calls.
func (p *Program) CallSites(f FuncRef) []CallRef {
	p.indexSites()
	var out []CallRef
	for _, s := range p.sites[f] {
		out = append(out, CallRef{s.module, s.call})
	}
	return out
}

// CallRef is a call of the program.
type CallRef struct {
	Module int32 // index into Program.Modules
	Call   int32 // index into Module.Calls
}
