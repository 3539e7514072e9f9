package python

import (
	"cmp"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint/source/text"
)

// What a module holds when it has been loaded, what it imports by text, and
// where a value leaves what can be followed.

// Member is a name of a loaded module.
type Member struct {
	Name string
	// Span is the name where it is bound last: in a definition, an import (of
	// a star, the star) or an assignment.
	Span  text.Span
	Block BlockID
	// Values are what the name may stand for.
	Values []Value
}

// Members are the names that module i holds when it has been loaded, in the
// order in which they are bound last, those that it imports included. What
// comes by a star import from outside the program is not known. The list is
// shared.
func (p *Program) Members(i int) []Member {
	if out, ok := p.members[i]; ok {
		return out
	}
	p.indexSites()
	p.steps = 0
	out := p.held(i)
	for k := range out {
		if defs := p.indexOf(i).defs[scopeName{0, out[k].Name}]; len(defs) > 0 {
			out[k].Values = p.evalDefs(i, last(defs), 0)
		} else {
			out[k].Values, _ = p.export(i, out[k].Name, 0)
		}
	}
	p.members[i] = out
	return out
}

// Member is the member of this name of module i, without its values.
func (p *Program) Member(i int, name string) (Member, bool) {
	if m, ok := p.ownOf(i).byName[name]; ok {
		return m, !p.deleted(i, m)
	}
	for _, s := range slices.Backward(p.indexOf(i).stars) {
		im := &p.Modules[i].Imports[s]
		if j, ok := p.star(i, im); ok && im.Scope == 0 && p.brings(j, name, map[int]bool{i: true}) {
			m := Member{Name: name, Span: im.NameSpan, Block: im.Block}
			return m, !p.deleted(i, m)
		}
	}
	return Member{}, false
}

// last are the definitions of a name that may hold at the end of a module: from
// the last one on that is always reached, and those that a function makes.
func last(defs []def) []def {
	k := len(defs) - 1
	for k > 0 && defs[k].block != 0 {
		k--
	}
	if k <= 0 {
		return defs
	}
	out := slices.DeleteFunc(slices.Clone(defs[:k]), func(d def) bool { return d.block != noBlock })
	return append(out, defs[k:]...)
}

// deleted reports whether a module always deletes a name behind the last place
// that binds it.
func (p *Program) deleted(i int, member Member) bool {
	ix := p.indexOf(i)
	return int(ix.deleted[member.Name]) > member.Span.End &&
		!slices.ContainsFunc(ix.defs[scopeName{0, member.Name}], func(d def) bool { return d.block == noBlock })
}

// star is the module of the program that a star import takes its names from.
func (p *Program) star(i int, im *Import) (int, bool) {
	target, ok := p.ImportTarget(i, im)
	j, local := p.byName[target]
	return j, ok && local
}

// brings reports whether from module import * brings a name.
func (p *Program) brings(i int, name string, seen map[int]bool) bool {
	if seen[i] || !p.topName(name) || !p.public(i, name) || p.spent() {
		return false
	}
	seen[i] = true
	if _, ok := p.ownOf(i).byName[name]; ok {
		return true
	}
	for _, s := range p.indexOf(i).stars {
		im := &p.Modules[i].Imports[s]
		if j, ok := p.star(i, im); ok && im.Scope == 0 && p.brings(j, name, seen) {
			return true
		}
	}
	return false
}

// held are the members of module i, without their values.
func (p *Program) held(i int) []Member {
	out := slices.Clone(p.ownOf(i).list)
	for _, s := range p.indexOf(i).stars {
		im := &p.Modules[i].Imports[s]
		if j, ok := p.star(i, im); ok && im.Scope == 0 {
			p.through(j, nil, map[int]bool{i: true}, func(name string) {
				out = append(out, Member{Name: name, Span: im.NameSpan, Block: im.Block})
			})
		}
	}
	slices.SortStableFunc(out, func(a, b Member) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	last := make(map[string]int, len(out))
	for k := range out {
		last[out[k].Name] = k
	}
	kept := out[:0]
	for k := range out {
		if last[out[k].Name] == k && !p.deleted(i, out[k]) {
			kept = append(kept, out[k])
		}
	}
	return kept
}

// through calls f for the names that a star import of module i brings, in the
// modules on the way to which an __all__ lets them pass.
func (p *Program) through(i int, way []int, seen map[int]bool, f func(string)) {
	if seen[i] {
		return
	}
	seen[i] = true
	way = append(way, i)
	for _, m := range p.ownOf(i).list {
		if p.spent() {
			return
		}
		public := true
		for _, j := range slices.Backward(way) {
			if public = public && p.public(j, m.Name); !public {
				break
			}
		}
		if public {
			f(m.Name)
		}
	}
	if !p.allOf(i).known {
		way = way[:len(way)-1] // nothing is held back here but what begins with "_"
	}
	for _, s := range p.indexOf(i).stars {
		im := &p.Modules[i].Imports[s]
		if j, ok := p.star(i, im); ok && im.Scope == 0 {
			p.through(j, way, seen, f)
		}
	}
}

// owned are the names that a module binds itself, each where it is bound last.
type owned struct {
	list   []Member
	byName map[string]Member
}

func (p *Program) ownOf(i int) *owned {
	ix := p.indexOf(i)
	if ix.own == nil {
		ix.own = &owned{list: p.own(i), byName: map[string]Member{}}
		for _, m := range ix.own.list {
			ix.own.byName[m.Name] = m
		}
	}
	return ix.own
}

// own are the names that module i binds itself, by place.
func (p *Program) own(i int) []Member {
	m := p.Modules[i]
	var all []Member
	m.eachDef(func(scope ScopeID, name string, d def) {
		if scope != 0 || name == "" || d.kind == bindingDef && !m.Bindings[d.index].holds() {
			return
		}
		all = append(all, Member{Name: name, Span: m.place(d).Span(), Block: d.block})
	})
	slices.SortStableFunc(all, func(a, b Member) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	return all
}

// public reports whether from module import * brings a name of the module.
func (p *Program) public(i int, name string) bool {
	if a := p.allOf(i); a.known {
		return a.unseen || a.names[name]
	}
	return !strings.HasPrefix(name, "_")
}

// all is what a module's __all__ says; unseen: it cannot be told.
type all struct {
	known, unseen bool
	names         map[string]bool
}

func (p *Program) allOf(i int) *all {
	ix := p.indexOf(i)
	if ix.all != nil {
		return ix.all
	}
	ix.all = &all{}
	m := p.Modules[i]
	for _, d := range ix.defs[scopeName{0, "__all__"}] {
		if d.kind != bindingDef {
			continue
		}
		value := m.Bindings[d.index].Value
		ix.all.known = true
		if k := m.Exprs[value].Kind; k != ListExpr && k != TupleExpr {
			ix.all.unseen = true
			break
		}
		ix.all.names = map[string]bool{}
		for _, e := range m.Kids(value) {
			if s, ok := m.String(e); ok {
				ix.all.names[s] = true
			}
		}
		break
	}
	return ix.all
}

// TextImport is an import by a call with a literal name.
type TextImport struct {
	// Module is as written, or the whole name if that begins with one dot and the
	// package is a literal too; otherwise relative where it begins with a dot.
	Module string
	Name   ExprID // the literal, or the constant that holds it
	Call   int    // index into Module.Calls
}

// TextImports are the modules that module i imports by importlib.import_module
// or __import__ with a name that is a literal or a constant.
func (p *Program) TextImports(i int) []TextImport {
	m := p.Modules[i]
	var out []TextImport
	for k, c := range m.Calls {
		switch m.Ident(m.Exprs[c.Expr].A) {
		case "import_module", "__import__", "find_spec":
		default:
			continue
		}
		e := m.Positional(c.Expr, 0)
		if e == 0 {
			e = m.Keyword(c.Expr, "name")
		}
		name, ok := m.String(e)
		if values := p.Resolve(i, e); !ok && m.Exprs[e].Kind <= Attribute && len(values) == 1 && values[0].Root == LiteralRoot && values[0].Path == "" {
			name, ok = p.Modules[values[0].Module].String(ExprID(values[0].Index)) // a constant
		}
		if !ok {
			continue
		}
		if rest, relative := strings.CutPrefix(name, "."); relative && !strings.HasPrefix(rest, ".") {
			from := m.Positional(c.Expr, 1)
			if from == 0 {
				from = m.Keyword(c.Expr, "package")
			}
			if base, ok := m.String(from); ok {
				name = base + name
			}
		}
		for _, v := range p.Target(i, k) {
			switch v.Path {
			case "importlib.import_module", "builtins.__import__", "importlib.util.find_spec":
				out = append(out, TextImport{name, e, k})
			}
		}
	}
	return out
}

// Escape is a place at which a value is handed to something that is not
// followed.
type Escape struct {
	// Expr is the expression that has the value.
	Expr ExprID
	// Call is the call that it is an argument of, or 0: it is put into a
	// container, or assigned to something that is not followed.
	Call ExprID
	// To is what is called.
	To []Value
}

// Escapes are the places of module i at which a value that match accepts is
// handed to what is not a function or class of the program. Asking for its
// attributes, comparing it and returning it are none.
func (p *Program) Escapes(i int, match func(Value) bool) []Escape {
	m := p.Modules[i]
	ix := p.indexOf(i)
	if ix.parents == nil {
		ix.parents = m.Parents()
	}
	assigned := map[ExprID]ExprID{} // value to a target that is not followed
	for k := range m.Bindings {
		b := &m.Bindings[k]
		switch t := m.Exprs[b.Target]; {
		case b.Target == 0 || t.Kind == NameExpr:
		case t.Kind == Attribute && m.selfClass(t.A, b.Scope) >= 0:
		default:
			assigned[b.Value] = b.Target
		}
	}
	var out []Escape
	for k := range m.Exprs {
		e := ExprID(k)
		if kind := m.Exprs[e].Kind; kind != NameExpr && kind != Attribute && kind != CallExpr {
			continue
		}
		// The outermost expression that still has the value.
		top := e
		parent := ix.parents[top]
	climb:
		for parent != 0 {
			switch x := m.Exprs[parent]; x.Kind {
			case Await, Conditional, Walrus, Starred:
			case BinaryOp:
				if x.op != kwOr && x.op != kwAnd {
					break climb
				}
			default:
				break climb
			}
			top, parent = parent, ix.parents[parent]
		}
		esc := Escape{Expr: e}
		switch x := m.Exprs[parent]; {
		case parent == 0:
			if _, ok := assigned[top]; !ok {
				continue
			}
		case x.Kind == CallExpr && x.A != top:
			esc.Call = parent
		case x.Kind == ListExpr || x.Kind == TupleExpr || x.Kind == SetExpr || x.Kind == DictExpr:
		default:
			continue
		}
		if !slices.ContainsFunc(p.Resolve(i, e), match) {
			continue
		}
		if esc.Call != 0 {
			esc.To = p.Resolve(i, m.Exprs[esc.Call].A)
			if slices.ContainsFunc(esc.To, func(v Value) bool {
				return v.Path == "" && (v.Root == FunctionRoot || v.Root == ClassRoot) || v.Root == ExternalRoot && keeping[v.Path]
			}) {
				continue
			}
		}
		out = append(out, esc)
	}
	return out
}

// keeping are functions that look at an argument and keep nothing of it, or
// are followed.
var keeping = map[string]bool{
	"builtins.isinstance": true, "builtins.issubclass": true, "builtins.hasattr": true, "builtins.getattr": true,
	"builtins.bool": true, "builtins.id": true, "builtins.type": true, "builtins.repr": true, "builtins.str": true,
	"builtins.print": true, "builtins.callable": true, "builtins.len": true, "builtins.dir": true, "typing.cast": true,
	"builtins.int": true, "builtins.float": true,
}
