package python

import (
	"slices"
	"strings"
)

// Annotations, which say what a parameter or variable is where nothing else does.

// annotated is an instance of what an annotation names.
func (p *Program) annotated(i int, e ExprID, scope ScopeID, depth int) []Value {
	m := p.Modules[i]
	if p.deep(depth) {
		return p.cut()
	}
	x := m.Exprs[e]
	var types []Value
	switch x.Kind {
	case NameExpr, Attribute:
		types = p.eval(i, e, scope, depth)
	case BinaryOp:
		if x.op != tPipe {
			return nil
		}
		return append(slices.Clone(p.annotated(i, x.A, scope, depth+1)), p.annotated(i, x.B, scope, depth+1)...)
	case Subscript:
		switch m.Ident(x.A) {
		case "Optional", "Annotated", "Final", "ClassVar":
			inner := x.B
			if m.Exprs[inner].Kind == TupleExpr && m.Exprs[inner].N > 0 {
				inner = m.Kids(inner)[0]
			}
			return p.annotated(i, inner, scope, depth+1)
		case "Union":
			var out []Value
			for _, kid := range m.Kids(x.B) {
				out = append(out, p.annotated(i, kid, scope, depth+1)...)
			}
			return out
		}
		return nil
	case StringLit:
		name, ok := m.String(e)
		if !ok {
			return nil
		}
		name = strings.TrimSuffix(strings.TrimSpace(strings.ReplaceAll(name, "| None", "")), " ")
		parts := strings.Split(name, ".")
		for _, part := range parts {
			if !isIdentifier(part) {
				return nil
			}
		}
		types = p.lookup(i, scope, parts[0], int32(len(m.src)), 0, depth)
		for _, part := range parts[1:] {
			var next set
			for _, v := range types {
				next.add(p.member(v, part, depth)...)
			}
			types = next
		}
	default:
		return nil
	}
	var out []Value
	for _, v := range types {
		switch {
		case v.Root == ClassRoot && v.Path == "":
			v.Root = InstanceRoot
			out = append(out, v)
		case v.Root == ExternalRoot && !vagueTypes[v.Path]:
			out = append(out, step1(v, "()"))
		}
	}
	return out
}

// vagueTypes say nothing of what hangs on their instances.
var vagueTypes = map[string]bool{
	"builtins.str": true, "builtins.int": true, "builtins.float": true, "builtins.bool": true, "builtins.dict": true,
	"builtins.list": true, "builtins.tuple": true, "builtins.set": true, "builtins.bytes": true, "builtins.object": true,
	"typing.Any": true, "typing.Callable": true, "typing.Dict": true, "typing.List": true, "typing.Mapping": true,
	"collections.abc.Mapping": true, "collections.abc.Callable": true, "typing.Self": true,
}

func isIdentifier(s string) bool {
	for i := range len(s) {
		if !identByte[s[i]] || i == 0 && isDecimal(s[i]) {
			return false
		}
	}
	return s != "" && s != "None"
}
