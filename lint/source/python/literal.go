package python

import "strings"

// Text as it may stand at run time, and the ways in which a source hides what
// it does.

// Text is what an expression may evaluate to as a string.
type Text struct {
	// Value is the text, or as much of its beginning as is known.
	Value string
	// Whole says that nothing follows Value.
	Whole bool
	// Module and Expr are the first literal in it, where Value begins.
	Module int32
	Expr   ExprID
}

// Texts are the strings that an expression of module i may evaluate to, with
// constants, concatenation and f-strings followed as far as they are known.
// What is known of none of them is left out.
func (p *Program) Texts(i int, e ExprID) []Text {
	p.indexSites()
	p.steps = 0
	return p.texts(i, e, 0)
}

func (p *Program) texts(i int, e ExprID, depth int) []Text {
	m := p.Modules[i]
	if e == 0 || p.deep(depth) || p.overBudget() {
		return nil
	}
	x := m.Exprs[e]
	switch x.Kind {
	case StringLit:
		out := []Text{{Whole: true, Module: int32(i), Expr: e}}
		for _, part := range m.Parts(e) {
			switch part.Kind {
			case PlainPart, FormatPart:
				out = join(out, []Text{{Value: m.PartText(part), Whole: true}})
			case FieldPart:
				out = join(out, p.texts(i, part.Expr, depth+1))
			case BytesPart:
				return nil
			}
		}
		return known(out)
	case BinaryOp:
		left := p.texts(i, x.A, depth+1)
		switch x.op {
		case tPlus:
			if len(left) == 0 {
				return nil
			}
			return join(left, p.texts(i, x.B, depth+1))
		case tPercent:
			return until(left, "%")
		}
	case CallExpr:
		if f := m.Exprs[x.A]; f.Kind == Attribute {
			switch left := f.A; m.Ident(x.A) {
			case "format":
				return until(p.texts(i, left, depth+1), "{")
			case "strip", "rstrip", "lower", "encode", "decode":
				return p.texts(i, left, depth+1)
			}
		}
		for _, v := range p.eval(i, x.A, m.ScopeOf(e), depth) {
			switch v.Path {
			case "urllib.parse.urljoin", "builtins.str", "yarl.URL", "httpx.URL":
				out := p.texts(i, m.Positional(e, 0), depth+1)
				for k := range out {
					out[k].Whole = out[k].Whole && x.N == 1
				}
				return out
			}
		}
	case NameExpr, Attribute, Conditional, Walrus, Subscript:
		var out []Text
		for _, v := range p.eval(i, e, m.ScopeOf(e), depth) {
			if v.Root == LiteralRoot && v.Path == "" && (int(v.Module) != i || ExprID(v.Index) != e) {
				out = append(out, p.texts(int(v.Module), ExprID(v.Index), depth+1)...)
			}
		}
		return out[:min(len(out), maxValues)]
	}
	return nil
}

// join is each of the first texts with each of the second behind it. Without
// any of the second the first end where they are not whole.
func join(a, b []Text) []Text {
	var out []Text
	for _, t := range a {
		if !t.Whole || len(b) == 0 || len(t.Value) > maxText {
			t.Whole = false
			out = append(out, t)
			continue
		}
		for _, u := range b {
			n := t
			if n.Value == "" && u.Expr != 0 {
				n.Module, n.Expr = u.Module, u.Expr
			}
			n.Value += u.Value
			n.Whole = u.Whole
			out = append(out, n)
		}
	}
	return out[:min(len(out), maxValues)]
}

// until cuts texts at a mark, behind which a format puts something else.
func until(ts []Text, mark string) []Text {
	for i := range ts {
		if before, _, ok := strings.Cut(ts[i].Value, mark); ok {
			ts[i].Value, ts[i].Whole = before, false
		}
	}
	return known(ts)
}

// known leaves out texts of which nothing is known.
func known(ts []Text) []Text {
	var out []Text
	for _, t := range ts {
		if t.Whole || t.Value != "" {
			out = append(out, t)
		}
	}
	return out
}

// HideKind is how a source hides what it does from a reader of it.
type HideKind uint8

// The kinds of hiding.
const (
	// HiddenAttribute: an attribute whose name is made at run time is read or set.
	HiddenAttribute HideKind = iota
	// HiddenCode: text is run as code (exec, eval, compile, runpy).
	HiddenCode
	// HiddenImport: a module whose name is made at run time is imported.
	HiddenImport
	// HiddenNames: names are reached through globals(), locals(), vars() or __dict__.
	HiddenNames
)

// Hidden is a place beyond which a source cannot be followed.
type Hidden struct {
	Kind HideKind
	Expr ExprID
	// Object is what a HiddenAttribute hangs on, or 0.
	Object ExprID
}

// Hides are the places of module i beyond which it cannot be followed.
func (p *Program) Hides(i int) []Hidden {
	m := p.Modules[i]
	var out []Hidden
	for k, c := range m.Calls {
		name := m.Ident(m.Exprs[c.Expr].A)
		if !hiding[name] {
			continue
		}
		literal := func(arg int) bool {
			_, ok := m.String(m.Positional(c.Expr, arg))
			return ok
		}
		for _, v := range p.Target(i, k) {
			switch v.Path {
			case "builtins.getattr", "builtins.setattr":
				if !literal(1) {
					out = append(out, Hidden{HiddenAttribute, c.Expr, m.Positional(c.Expr, 0)})
				}
			case "operator.attrgetter":
				if !literal(0) {
					out = append(out, Hidden{Kind: HiddenAttribute, Expr: c.Expr})
				}
			case "builtins.exec", "builtins.eval", "builtins.compile", "runpy.run_path", "runpy.run_module":
				out = append(out, Hidden{Kind: HiddenCode, Expr: c.Expr})
			case "importlib.import_module", "builtins.__import__", "importlib.util.spec_from_file_location":
				if !literal(0) || name == "spec_from_file_location" {
					out = append(out, Hidden{Kind: HiddenImport, Expr: c.Expr})
				}
			case "builtins.globals", "builtins.locals", "builtins.vars":
				out = append(out, Hidden{Kind: HiddenNames, Expr: c.Expr})
			}
		}
	}
	for e := range m.Exprs {
		if m.Exprs[e].Kind == Attribute && m.Ident(ExprID(e)) == "__dict__" {
			out = append(out, Hidden{Kind: HiddenNames, Expr: ExprID(e), Object: m.Exprs[e].A})
		}
	}
	return out
}

// hiding are the last names of the calls that Hides looks at.
var hiding = map[string]bool{
	"getattr": true, "setattr": true, "attrgetter": true, "exec": true, "eval": true, "compile": true,
	"run_path": true, "run_module": true, "import_module": true, "__import__": true,
	"spec_from_file_location": true, "globals": true, "locals": true, "vars": true,
}
