package python

import (
	"strings"
	"unicode"
)

// What a module certainly lacks when it has been loaded.

// Lacks reports whether a loaded module i certainly has no name of this kind, not
// even as a module within the package: nothing in the program binds it, and
// nothing binds names in ways that are not seen. What only type checkers see
// binds nothing.
func (p *Program) Lacks(i int, name string) bool {
	if strings.HasPrefix(name, "__") {
		return false // every module has some of its own
	}
	if !p.topName(name) && !strings.HasPrefix(name, "_") {
		return !p.opaque(i) && !p.setFromOutside(name)
	}
	return p.lacks(i, name, map[int]bool{}) && !p.setFromOutside(name)
}

// opaque reports whether a module, or one that it takes names from by a star
// import, may bind names that are not seen.
func (p *Program) opaque(i int) bool {
	ix := p.indexOf(i)
	if ix.opaque == nil {
		no := !p.lacks(i, "", map[int]bool{}) // a name that nothing binds
		ix.opaque = &no
	}
	return *ix.opaque
}

// unseen is bindsUnseen of module i.
func (p *Program) unseen(i int) bool {
	ix := p.indexOf(i)
	if ix.unseen == nil {
		u := p.Modules[i].bindsUnseen()
		ix.unseen = &u
	}
	return *ix.unseen
}

// LacksAt is Lacks for a module that is still being loaded and has come to an
// offset: what stands behind it does not count.
func (p *Program) LacksAt(i int, name string, offset int) bool {
	m := p.Modules[i]
	if strings.HasPrefix(name, "__") || m.Err != nil || m.Incomplete {
		return false
	}
	ix := p.indexOf(i)
	for _, d := range ix.defs[scopeName{0, name}] {
		if m.binds(d) && (d.block == noBlock || int(d.pos) <= offset) {
			return false
		}
	}
	if len(ix.defs[scopeName{0, "__getattr__"}]) > 0 || p.unseen(i) || p.setFromOutside(name) {
		return false
	}
	for _, s := range ix.stars {
		if m.Imports[s].Stmt.Start < offset {
			return false
		}
	}
	return true
}

func (p *Program) lacks(i int, name string, seen map[int]bool) bool {
	if seen[i] {
		return true
	}
	seen[i] = true
	m := p.Modules[i]
	if m.Err != nil || m.Incomplete || p.spent() {
		return false
	}
	ix := p.indexOf(i)
	for _, d := range ix.defs[scopeName{0, name}] {
		if m.binds(d) {
			return false
		}
	}
	if len(ix.defs[scopeName{0, "__getattr__"}]) > 0 {
		return false
	}
	sub := p.names[i] + "." + name
	if _, ok := p.byName[sub]; ok || p.packages[sub] {
		return false
	}
	for _, s := range ix.stars {
		im := &m.Imports[s]
		if m.GuardOf(im.Block)&TypeCheckingGuard != 0 {
			continue
		}
		target, ok := p.ImportTarget(i, im)
		if !ok {
			return false
		}
		j, local := p.byName[target]
		if local && strings.HasPrefix(name, "_") && len(p.indexOf(j).defs[scopeName{0, "__all__"}]) == 0 && !p.unseen(j) {
			continue // a star leaves it out
		}
		if !local || !p.lacks(j, name, seen) {
			return false
		}
	}
	return !p.unseen(i)
}

// binds reports whether a definition binds its name when the module is loaded,
// or may.
func (m *Module) binds(d def) bool {
	if d.block != noBlock && m.GuardOf(d.block)&TypeCheckingGuard != 0 {
		return false
	}
	return d.kind != bindingDef || m.Bindings[d.index].holds()
}

// holds reports whether a name has a value of its own behind a binding of it.
func (b *Binding) holds() bool {
	return b.gives() && b.Kind != CompBind && (b.Kind != AnnBind || b.Value != 0)
}

// bindsUnseen reports whether a module may bind names of its own in ways that
// are not seen: by exec, through its dictionary or by what stands for it among
// the loaded modules.
func (m *Module) bindsUnseen() bool {
	for _, word := range [...]string{"globals", "__dict__[", "__dict__.", "sys.modules", "ModuleType"} {
		if strings.Contains(m.src, word) {
			return true
		}
	}
	for i := range m.Calls {
		e := m.Exprs[m.Calls[i].Expr].A
		if m.Exprs[e].Kind != NameExpr {
			continue
		}
		switch m.Ident(e) {
		case "exec":
			return true
		case "locals", "vars":
			if m.Calls[i].Scope == 0 {
				return true
			}
		}
	}
	return false
}

// outside is what modules give to other modules: builtins.name = …,
// setattr(module, "name", …).
type outside struct {
	// names are those that are given; any: one that is not known.
	names map[string]bool
	any   bool
	// words are those of the modules that look into a dictionary of names.
	words map[string]bool
}

// setFromOutside reports whether some module may give this attribute to another
// module, or to all of them.
func (p *Program) setFromOutside(name string) bool {
	if p.outside == nil {
		p.outside = p.gives()
	}
	return p.outside.any || p.outside.names[name] || p.outside.words[name]
}

func (p *Program) gives() *outside {
	out := &outside{names: map[string]bool{}, words: map[string]bool{}}
	for i, m := range p.Modules {
		if strings.Contains(m.src, "__dict__") {
			for word := range strings.FieldsFuncSeq(m.src, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
				out.words[word] = true
			}
		}
		own := func(e ExprID) bool {
			word := m.Ident(e)
			return m.Exprs[e].Kind == NameExpr && (word == "self" || word == "cls")
		}
		for k := range m.Bindings {
			if t := m.Bindings[k].Target; t != 0 && m.Exprs[t].Kind == Attribute && !own(m.Exprs[t].A) {
				out.names[m.Ident(t)] = true
			}
		}
		for k := range m.Calls {
			call := m.Calls[k].Expr
			if m.Ident(m.Exprs[call].A) != "setattr" {
				continue
			}
			object, key := m.Positional(call, 0), m.Positional(call, 1)
			text, ok := m.String(key)
			if own(object) || ok && out.names[text] {
				continue
			}
			values := p.Resolve(i, object)
			given := len(values) == 0
			for _, v := range values {
				given = given || v.Root == ModuleRoot || v.Root == UnknownRoot || v.Root == ExternalRoot
			}
			switch {
			case given && ok:
				out.names[text] = true
			case given:
				out.any = true
			}
		}
	}
	return out
}

// Unbound is a name that stands for nothing when a loading module comes to it.
type Unbound struct {
	// Name is the expression that asks for it.
	Name ExprID
	// Annotation: it stands in the annotation of a function or variable.
	Annotation bool
	// Later is the place of what binds it further down, empty where nothing does.
	Later Name
	// Checked is the place of an import or definition that only type checkers
	// see, empty where there is none.
	Checked Name
	// Of: Name is an attribute of this module of the program, -1 where it is a
	// name.
	Of int
}

// Unbounds are the names of module i that certainly stand for nothing when loading
// it comes to them, each once, at the first place: outside of functions, in what
// always runs and is always evaluated. Without eager, annotations are not
// evaluated (Python 3.14 and later). Of a module that is started, rather than
// imported, what stands under `if __name__ == "__main__"` runs too.
func (p *Program) Unbounds(i int, eager, started bool) []Unbound {
	m := p.Modules[i]
	if m.Err != nil || m.Incomplete {
		return nil
	}
	ix := p.indexOf(i)
	for k := range m.Imports {
		if im := &m.Imports[k]; im.From && im.Module == "__future__" && im.Name == "annotations" {
			eager = false
		}
	}
	w := &walker{p: p, m: m, i: i, ix: ix, done: map[string]bool{}, typeParams: map[string]bool{}, annotations: map[ExprID]ExprID{}}
	for k := range m.Bindings {
		switch b := &m.Bindings[k]; b.Kind {
		case TypeParamBind:
			w.typeParams[m.Text(b.Name)] = true
		case AnnBind:
			w.annotations[b.Target] = b.Annotation
		}
	}
	for s := range m.Stmts {
		st := &m.Stmts[s]
		if scope, ok := m.straight(st.Block, started); ok {
			w.scope = scope
			w.stmt(st, eager)
		}
	}
	return w.out
}

// straight is the scope of a block whose statements always run when the module
// is loaded: its own, or that of a class in it.
func (m *Module) straight(b BlockID, started bool) (ScopeID, bool) {
	scope := m.Blocks[b].Scope
	if block := &m.Blocks[b]; started && block.Kind == IfBlock && block.Parent == 0 {
		if name, ok := m.ComparesName(m.Stmts[block.Stmt].A); ok && name == "__main__" && m.Stmts[block.Stmt].Kind == IfStmt {
			return scope, true
		}
	}
	for ; ; b = m.Blocks[b].Parent {
		block := &m.Blocks[b]
		if block.Guard != 0 {
			return 0, false
		}
		switch block.Kind {
		case ModuleBlock:
			return scope, true
		case ClassBlock:
			// A metaclass may give the body names of its own.
			class := &m.Classes[m.Stmts[block.Stmt].Index]
			for _, a := range class.Args {
				if !a.Name.IsEmpty() || a.Star != 0 {
					return 0, false
				}
			}
		default:
			return 0, false
		}
	}
}

// ComparesName is the text that a condition compares the module's __name__ with,
// and whether it is nothing but such a comparison: `__name__ == "…"`.
func (m *Module) ComparesName(e ExprID) (string, bool) {
	x := &m.Exprs[e]
	if x.Kind != Compare || m.Operator(e) != "==" {
		return "", false
	}
	a, b := x.A, x.B
	if m.Exprs[a].Kind == StringLit {
		a, b = b, a
	}
	if m.Exprs[a].Kind != NameExpr || m.Ident(a) != "__name__" {
		return "", false
	}
	return m.String(b)
}

type walker struct {
	p          *Program
	m          *Module
	i          int
	ix         *moduleIndex
	scope      ScopeID
	annotation bool
	done       map[string]bool
	typeParams map[string]bool
	// annotations are those of variables, by their targets.
	annotations map[ExprID]ExprID
	out         []Unbound
}

func (w *walker) stmt(st *Stmt, eager bool) {
	m := w.m
	switch st.Kind {
	case ExprStmt, AssignStmt, AugAssignStmt, IfStmt, ForStmt, WhileStmt, MatchStmt, RaiseStmt, AssertStmt:
		w.expr(st.A)
		if st.Kind == AugAssignStmt {
			w.expr(st.B)
		}
	case AnnAssignStmt:
		w.expr(st.A)
		if eager {
			w.annotated(w.annotations[st.B])
		}
	case DefStmt:
		f := &m.Functions[st.Index]
		for _, d := range f.Decorators {
			w.expr(d)
		}
		for _, param := range f.Params {
			w.expr(param.Default)
			if eager {
				w.annotated(param.Annotation)
			}
		}
		if eager {
			w.annotated(f.Returns)
		}
	case ClassStmt:
		c := &m.Classes[st.Index]
		for _, d := range c.Decorators {
			w.expr(d)
		}
		for _, a := range c.Args {
			w.expr(a.Value)
		}
	}
}

func (w *walker) annotated(e ExprID) {
	w.annotation = true
	w.expr(e)
	w.annotation = false
}

// expr goes through what is always evaluated of an expression.
func (w *walker) expr(e ExprID) {
	m := w.m
	x := &m.Exprs[e]
	switch x.Kind {
	case NameExpr:
		w.name(e)
	case Attribute:
		if !w.attribute(e) {
			w.expr(x.A)
		}
	case Await, UnaryOp, Starred:
		w.expr(x.A)
	case BinaryOp:
		w.expr(x.A)
		if x.op != kwOr && x.op != kwAnd {
			w.expr(x.B)
		}
	case Compare:
		w.expr(x.A)
		if m.Exprs[x.A].Kind != Compare {
			w.expr(x.B)
		}
	case Conditional:
		w.expr(m.Kids(e)[1])
	case Walrus:
		w.expr(x.B)
	case Subscript:
		w.expr(x.A)
		w.expr(x.B)
	case TupleExpr, ListExpr, SetExpr, DictExpr, SliceExpr:
		for _, kid := range m.Kids(e) {
			w.expr(kid)
		}
	case CallExpr:
		w.expr(x.A)
		for _, a := range m.Args(e) {
			w.expr(a.Value)
		}
	case StringLit:
		for _, part := range m.Parts(e) {
			w.expr(part.Expr)
		}
	}
}

// name notes a name that nothing can have bound so far.
func (w *walker) name(e ExprID) {
	m, name := w.m, w.m.Ident(e)
	if name == "" || w.done[name] || w.typeParams[name] || builtins()[name] || strings.HasPrefix(name, "__") || name == "_" {
		return
	}
	u := Unbound{Name: e, Annotation: w.annotation, Of: -1}
	scopes := []ScopeID{w.scope, 0}
	if w.scope == 0 {
		scopes = scopes[:1]
	}
	for _, s := range scopes {
		for _, d := range w.ix.defs[scopeName{s, name}] {
			switch {
			case d.kind == bindingDef && m.Bindings[d.index].Kind == CompBind:
			case d.block != noBlock && m.GuardOf(d.block)&TypeCheckingGuard != 0:
				u.Checked = m.place(d)
			case !m.binds(d):
			case d.block == noBlock || d.pos <= m.Exprs[e].Start || m.inside(d, e):
				return
			case u.Later.IsEmpty():
				u.Later = m.place(d)
			}
		}
	}
	if len(w.ix.stars) > 0 && !w.starsLack(name) {
		return
	}
	if w.p.unseen(w.i) || w.p.setFromOutside(name) {
		return
	}
	w.done[name] = true
	w.out = append(w.out, u)
}

// attribute notes an attribute that a module of the program lacks, and reports
// whether it did.
func (w *walker) attribute(e ExprID) bool {
	m := w.m
	base := m.Exprs[e].A
	if m.Exprs[base].Kind != NameExpr || w.done[m.Ident(base)+"."+m.Ident(e)] {
		return false
	}
	defs := w.ix.defs[scopeName{0, m.Ident(base)}]
	if len(defs) != 1 || defs[0].kind != importDef || w.scope != 0 && len(w.ix.defs[scopeName{w.scope, m.Ident(base)}]) > 0 {
		return false
	}
	im := &m.Imports[defs[0].index]
	target, ok := w.p.ImportTarget(w.i, im)
	if !ok || m.GuardOf(im.Block) != 0 {
		return false
	}
	switch {
	case im.From && target == "":
		target = im.Name
	case im.From:
		target += "." + im.Name
	case im.As == "":
		target = im.Bind()
	}
	j, local := w.p.byName[target]
	if !local || im.From && !w.submodule(target) || !w.p.Lacks(j, m.Ident(e)) {
		return false
	}
	w.done[m.Ident(base)+"."+m.Ident(e)] = true
	w.out = append(w.out, Unbound{Name: e, Annotation: w.annotation, Of: j})
	return true
}

// submodule reports whether a from import of this dotted name certainly gets the
// module, not a name of that spelling in the package.
func (w *walker) submodule(target string) bool {
	dot := strings.LastIndexByte(target, '.')
	if dot < 0 {
		return true
	}
	i, ok := w.p.byName[target[:dot]]
	return !ok || len(w.p.indexOf(i).defs[scopeName{0, target[dot+1:]}]) == 0 && len(w.p.indexOf(i).stars) == 0 && !w.p.unseen(i)
}

// inside reports whether a binding stands in the very statement of e, as that
// of (x := 1) + x does.
func (m *Module) inside(d def, e ExprID) bool {
	return d.kind == bindingDef && m.Bindings[d.index].Kind == WalrusBind && m.StmtOf(e) == m.StmtOf(m.Bindings[d.index].Value)
}

func (w *walker) starsLack(name string) bool {
	for _, s := range w.ix.stars {
		target, ok := w.p.ImportTarget(w.i, &w.m.Imports[s])
		if !ok {
			return false
		}
		if j, local := w.p.byName[target]; !local || !w.p.lacks(j, name, map[int]bool{w.i: true}) {
			return false
		}
	}
	return true
}

// place is where a definition writes its name.
func (m *Module) place(d def) Name {
	name := func(start, end int) Name { return Name{int32(start), int32(end)} }
	switch d.kind {
	case importDef:
		im := &m.Imports[d.index]
		s := im.ModuleSpan
		if im.From {
			s = im.NameSpan
		}
		if im.As != "" {
			s = im.AsSpan
		}
		return name(s.Start, s.End)
	case classDef:
		s := m.Classes[d.index].NameSpan
		return name(s.Start, s.End)
	case functionDef:
		s := m.Functions[d.index].NameSpan
		return name(s.Start, s.End)
	case bindingDef:
		b := &m.Bindings[d.index]
		if b.Target != 0 {
			return Name{m.Exprs[b.Target].Start, m.Exprs[b.Target].End}
		}
		return b.Name
	}
	return Name{}
}
