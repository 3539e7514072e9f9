package python

import (
	"math"
	"path"
	"slices"
	"strings"
)

// Program is the modules of one plugin, and answers what a name in them
// stands for. It is not for concurrent use.
type Program struct {
	// Modules are sorted by path.
	Modules []*Module

	names    []string       // dotted names of the modules
	byName   map[string]int // dotted name to index
	packages map[string]bool
	index    []*moduleIndex
	memo     [][]int32            // of each expression: one more than its place in kept, beingAsked, or 0
	kept     [][]Value            // answers that nothing cut short
	answers  map[question][]Value // to questions from outside, those that something did
	active   map[exprKey]bool     // what is being looked for, besides expressions
	cuts     int                  // cycles and limits met so far: what was found then is not kept
	steps    int                  // of the question that is being answered
	budget   int                  // steps that are left for the whole program
	// spentOnce: in an earlier run none was left.
	spentOnce bool
	// clipped: something was cut short for want of steps for one question.
	clipped  bool
	done     <-chan struct{} // of the run that asks
	sites    map[FuncRef][]site
	indexing bool
	children map[ClassRef][]ClassRef
	members  map[int][]Member
	outside  *outside
	tops     map[string]bool // see topName
}

type exprKey struct {
	module int32
	expr   ExprID
}

// ClassRef is a class of the program.
type ClassRef struct {
	Module int32 // index into Program.Modules
	Class  int32 // index into Module.Classes
}

// FuncRef is a function of the program.
type FuncRef struct {
	Module   int32 // index into Program.Modules
	Function int32 // index into Module.Functions
}

// NewProgram joins modules whose File.Path is relative to the plugin's root,
// from which Python imports. Files with other endings than .py are left out.
func NewProgram(modules []*Module) *Program {
	p := &Program{byName: map[string]int{}, packages: map[string]bool{}, active: map[exprKey]bool{}, answers: map[question][]Value{}, members: map[int][]Member{}}
	for _, m := range modules {
		if strings.HasSuffix(m.File.Path, ".py") {
			p.Modules = append(p.Modules, m)
		}
	}
	slices.SortFunc(p.Modules, func(a, b *Module) int { return strings.Compare(a.File.Path, b.File.Path) })
	for i, m := range p.Modules {
		name := ModuleName(m.File.Path)
		p.names = append(p.names, name)
		// A package goes before the module of its name.
		if _, ok := p.byName[name]; !ok || path.Base(m.File.Path) == "__init__.py" {
			p.byName[name] = i
		}
		for dir := path.Dir(m.File.Path); dir != "." && dir != "/"; dir = path.Dir(dir) {
			p.packages[strings.ReplaceAll(dir, "/", ".")] = true
		}
	}
	p.Renew(nil)
	p.index = make([]*moduleIndex, len(p.Modules))
	p.memo = make([][]int32, len(p.Modules))
	return p
}

// The budget of a program in steps of some half a microsecond: the most that one
// of 262 plugins took is 51,000 steps, and 4 an expression.
const (
	baseSteps = 1 << 18
	exprSteps = 16
)

// Renew gives the program its whole budget back: a program that is kept from run
// to run answers each run as if it were new. Once done is closed, nothing is left of
// the budget.
func (p *Program) Renew(done <-chan struct{}) {
	p.done = done
	p.spentOnce = p.Spent() // its answers are kept, those that were cut short too
	p.budget = baseSteps
	for _, m := range p.Modules {
		p.budget += exprSteps * len(m.Exprs)
	}
}

// Spent reports whether the program was too much to follow: what was asked since
// then is not known.
func (p *Program) Spent() bool { return p.spentOnce || p.budget < 0 }

// Clipped reports whether something was not followed to its end, since it has too
// many definitions, calls or steps for one question. What has more values than are
// told of it does not count: rules know that there may be others.
func (p *Program) Clipped() bool { return p.clipped }

// Stopped reports whether a run was ended while it asked. Such a program has
// answers that were cut short, and must not be kept.
func (p *Program) Stopped() bool { return p.budget == stopped }

// stopped is what is left of a budget after the end of a run.
const stopped = math.MinInt

// spent counts a step, and reports whether none is left.
func (p *Program) spent() bool {
	if p.budget < 0 {
		return true
	}
	if p.budget--; p.budget%256 == 0 {
		select {
		case <-p.done:
			p.budget = stopped
		default:
		}
	}
	return p.budget < 0
}

// topName reports whether some module of the program binds a name at its top, or
// is called so.
func (p *Program) topName(name string) bool {
	if p.tops == nil {
		p.tops = map[string]bool{}
		for i := range p.Modules {
			for k := range p.indexOf(i).defs {
				if k.scope == 0 {
					p.tops[k.name] = true
				}
			}
		}
		for n := range p.packages {
			p.tops[n[strings.LastIndexByte(n, '.')+1:]] = true
		}
		for n := range p.byName {
			p.tops[n[strings.LastIndexByte(n, '.')+1:]] = true
		}
	}
	return p.tops[name]
}

// ModuleName is the dotted name under which the file at a path below the
// plugin's root is imported: "tools.search" for tools/search.py, "utils" for
// utils/__init__.py, "" for __init__.py at the root.
func ModuleName(file string) string {
	name := strings.TrimSuffix(path.Clean(file), ".py")
	if name == "__init__" {
		return ""
	}
	return strings.ReplaceAll(strings.TrimSuffix(name, "/__init__"), "/", ".")
}

// Module is the index of the module with this dotted name, or -1.
func (p *Program) Module(name string) int {
	if i, ok := p.byName[name]; ok {
		return i
	}
	return -1
}

// Local reports whether a dotted name is that of a module or package
// (namespace packages too) of the program, or of a name within one.
func (p *Program) Local(name string) bool {
	top, _, _ := strings.Cut(name, ".")
	if _, ok := p.byName[top]; ok {
		return true
	}
	return p.packages[top]
}

// ImportTarget is the dotted module that an import of module i names, relative
// ones resolved, and whether that is possible: a relative import may climb out
// of the root.
func (p *Program) ImportTarget(i int, im *Import) (string, bool) {
	if im.Level == 0 {
		return im.Module, true
	}
	base := p.names[i]
	up := im.Level
	if path.Base(p.Modules[i].File.Path) == "__init__.py" {
		up--
	}
	for ; up > 0; up-- {
		if base == "" {
			return "", false
		}
		base = base[:max(0, strings.LastIndexByte(base, '.'))]
	}
	switch {
	case im.Module == "":
		return base, true
	case base == "":
		return im.Module, true
	}
	return base + "." + im.Module, true
}

// OutsideTarget is ImportTarget for an import that runs and leads out of the
// program.
func (p *Program) OutsideTarget(i int, im *Import) (string, bool) {
	target, ok := p.ImportTarget(i, im)
	if !ok || p.Local(target) || p.Modules[i].GuardOf(im.Block)&TypeCheckingGuard != 0 {
		return "", false
	}
	return target, true
}

// Class is the class of a reference.
func (p *Program) Class(r ClassRef) *Class { return &p.Modules[r.Module].Classes[r.Class] }

// Function is the function of a reference.
func (p *Program) Function(r FuncRef) *Function { return &p.Modules[r.Module].Functions[r.Function] }

// defKind is what binds a name.
type defKind uint8

const (
	bindingDef defKind = iota
	importDef
	classDef
	functionDef
	paramDef
)

// def is one definition of a name in a scope.
type def struct {
	kind  defKind
	param int32 // of a paramDef
	index int32 // into Bindings, Imports, Classes or Functions
	pos   int32 // the name holds behind this offset
	block BlockID
}

// noBlock is the block of a definition that another scope makes: no way is
// certain to pass it.
const noBlock BlockID = -1

type scopeName struct {
	scope ScopeID
	name  string
}

type attrName struct {
	class int32
	name  string
}

// moduleIndex finds definitions by name.
type moduleIndex struct {
	defs    map[scopeName][]def
	attrs   map[attrName][]int32 // bindings of self.name in the methods of a class
	stars   []int32              // imports of *
	deleted map[string]int32     // names that the module always deletes, and where last
	own     *owned
	all     *all
	unseen  *bool // see Module.bindsUnseen
	opaque  *bool // see Program.opaque
	parents []ExprID
}

func (p *Program) indexOf(i int) *moduleIndex {
	if p.index[i] == nil {
		p.index[i] = newIndex(p.Modules[i])
	}
	return p.index[i]
}

func newIndex(m *Module) *moduleIndex {
	ix := &moduleIndex{
		defs:  make(map[scopeName][]def, len(m.Bindings)+len(m.Imports)+len(m.Functions)),
		attrs: map[attrName][]int32{},
	}
	// Names that are declared global or nonlocal belong to a scope further out.
	var outer map[scopeName]ScopeID
	for i := range m.Bindings {
		b := &m.Bindings[i]
		if b.Kind != GlobalBind && b.Kind != NonlocalBind {
			continue
		}
		if outer == nil {
			outer = map[scopeName]ScopeID{}
		}
		target := ScopeID(0)
		if b.Kind == NonlocalBind {
			target = m.Scopes[b.Scope].Parent
		}
		outer[scopeName{b.Scope, m.Text(b.Name)}] = target
	}
	add := func(scope ScopeID, name string, d def) {
		k := scopeName{scope, name}
		if target, ok := outer[k]; ok {
			k.scope, d.block = target, noBlock
		}
		ix.defs[k] = append(ix.defs[k], d)
	}
	m.eachDef(func(scope ScopeID, name string, d def) {
		switch {
		case d.kind == importDef && name == "":
			ix.stars = append(ix.stars, d.index)
		case d.kind != bindingDef:
			add(scope, name, d)
		case m.Bindings[d.index].Kind == DeleteBind && d.block == 0:
			if ix.deleted == nil {
				ix.deleted = map[string]int32{}
			}
			ix.deleted[name] = m.place(d).Start
		case m.Bindings[d.index].gives():
			add(scope, name, d)
		}
	})
	for i := range m.Bindings {
		if b := &m.Bindings[i]; b.gives() && m.Exprs[b.Target].Kind == Attribute {
			if class := m.selfClass(m.Exprs[b.Target].A, b.Scope); class >= 0 {
				k := attrName{class, m.Ident(b.Target)}
				ix.attrs[k] = append(ix.attrs[k], int32(i))
			}
		}
	}
	for _, defs := range ix.defs {
		slices.SortStableFunc(defs, func(a, b def) int { return int(a.pos - b.pos) })
	}
	return ix
}

// gives reports whether a binding gives its target a value of its own.
func (b *Binding) gives() bool {
	return b.Kind != GlobalBind && b.Kind != NonlocalBind && b.Kind != DeleteBind && b.Kind != AugBind
}

// eachDef calls f for all that binds a name in a scope, or deletes it or says whose
// it is; the name of a star import is "".
func (m *Module) eachDef(f func(ScopeID, string, def)) {
	for i := range m.Functions {
		fn := &m.Functions[i]
		for j, param := range fn.Params {
			f(fn.Scope, m.Text(param.Name), def{kind: paramDef, index: int32(i), param: int32(j), pos: int32(fn.Span.Start), block: fn.Body})
		}
		if fn.Stmt >= 0 {
			f(fn.Parent, fn.Name, def{kind: functionDef, index: int32(i), pos: int32(fn.Span.End), block: fn.Block})
		}
	}
	for i := range m.Classes {
		c := &m.Classes[i]
		f(c.Parent, c.Name, def{kind: classDef, index: int32(i), pos: int32(c.Span.End), block: c.Block})
	}
	for i := range m.Imports {
		im := &m.Imports[i]
		f(im.Scope, im.Bind(), def{kind: importDef, index: int32(i), pos: int32(im.Stmt.End), block: im.Block})
	}
	for i := range m.Bindings {
		b := &m.Bindings[i]
		d := def{kind: bindingDef, index: int32(i), pos: b.Name.End, block: b.Block}
		switch {
		case b.Target == 0:
			f(b.Scope, m.Text(b.Name), d)
		case m.Exprs[b.Target].Kind == NameExpr:
			d.pos = max(m.Exprs[b.Target].End, m.Exprs[b.Value].End)
			if b.Kind == CompBind {
				d.pos = b.Start
			}
			f(b.Scope, m.Ident(b.Target), d)
		}
	}
}

// selfClass is the class whose instance (or, in a class method, which itself)
// the name e stands for in a scope by being the first parameter of a method,
// or -1.
func (m *Module) selfClass(e ExprID, scope ScopeID) int32 {
	if m.Exprs[e].Kind != NameExpr {
		return -1
	}
	name := m.Ident(e)
	for s := scope; s != 0; s = m.Scopes[s].Parent {
		sc := &m.Scopes[s]
		if sc.Kind != FunctionScope {
			continue
		}
		f := &m.Functions[sc.Index]
		for i := range f.Params {
			if m.Text(f.Params[i].Name) == name {
				if i > 0 {
					return -1
				}
				class, _ := m.MethodOf(sc.Index)
				return class
			}
		}
	}
	return -1
}

// MethodKind is how a function in a class takes its first argument.
type MethodKind uint8

// The kinds of method.
const (
	InstanceMethod MethodKind = iota
	ClassMethod
	StaticMethod
)

// MethodOf is the class in whose body a function stands, or -1, and what kind
// of method that makes it.
func (m *Module) MethodOf(function int32) (int32, MethodKind) {
	f := &m.Functions[function]
	parent := m.Scopes[f.Parent]
	if parent.Kind != ClassScope || f.Stmt < 0 {
		return -1, StaticMethod
	}
	kind := InstanceMethod
	switch f.Name {
	case "__new__", "__init_subclass__", "__class_getitem__":
		kind = ClassMethod
	}
	for _, d := range f.Decorators {
		switch m.Ident(d) {
		case "staticmethod", "abstractstaticmethod":
			kind = StaticMethod
		case "classmethod", "abstractclassmethod":
			kind = ClassMethod
		}
	}
	return parent.Index, kind
}

// Parents gives for each expression the one that holds it, or 0.
func (m *Module) Parents() []ExprID {
	parents := make([]ExprID, len(m.Exprs))
	for i := range m.Exprs {
		id := ExprID(i)
		m.eachOperand(id, func(e ExprID) { parents[e] = id })
	}
	parents[0] = 0
	return parents
}

// eachOperand calls f for each expression that e holds.
func (m *Module) eachOperand(e ExprID, f func(ExprID)) {
	x := &m.Exprs[e]
	switch x.Kind {
	case Attribute, Await, UnaryOp, Starred, Yield, YieldFrom, Lambda:
		f(x.A)
	case BinaryOp, Compare, Walrus, Subscript:
		f(x.A)
		f(x.B)
	case CallExpr:
		f(x.A)
		for _, a := range m.Args(e) {
			f(a.Value)
		}
	case StringLit:
		for _, part := range m.Parts(e) {
			if part.Expr != 0 {
				f(part.Expr)
			}
		}
	default:
		for _, kid := range m.Kids(e) {
			f(kid)
		}
	}
}
