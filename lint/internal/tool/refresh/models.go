package main

// The pydantic models of the SDK and the types of their fields.

import (
	"slices"
	"strings"

	"github.com/difylint/difylint/lint/source/python"
)

// model is a class that derives from pydantic's BaseModel.
type model struct {
	m     *python.Module
	class int
}

// models notes the fields of the models whose name no other model has with other
// fields.
func (r *release) models(modules []*python.Module) {
	found := map[string][]model{}
	named := map[string][]model{}
	for _, m := range modules {
		for i := range m.Classes {
			named[m.Classes[i].Name] = append(named[m.Classes[i].Name], model{m, i})
		}
	}
	var is func(c model, depth int) bool
	is = func(c model, depth int) bool {
		return slices.ContainsFunc(bases(c.m, &c.m.Classes[c.class]), func(b string) bool {
			return b == "BaseModel" || depth < 8 && slices.ContainsFunc(named[b], func(o model) bool { return o != c && is(o, depth+1) })
		})
	}
	for name, list := range named {
		for _, c := range list {
			if is(c, 0) {
				found[name] = append(found[name], c)
			}
		}
	}
	for name, list := range found {
		var facts map[string]string
		for k, c := range list {
			fields, ok := fieldsOf(c, found, 0)
			if !ok || k > 0 && !slices.Equal(lines(fields), lines(facts)) {
				facts = nil
				break
			}
			facts = fields
		}
		for field, t := range facts {
			if t == "any=" {
				continue // nothing is known of it
			}
			r.add("%s field %s %s", name, field, t)
		}
	}
}

func lines(fields map[string]string) []string {
	var out []string
	for name, t := range fields {
		out = append(out, name+" "+t)
	}
	slices.Sort(out)
	return out
}

// fieldsOf are the types of a model's fields, those of its bases among them; false
// where they may be changed before they are validated.
func fieldsOf(c model, models map[string][]model, depth int) (map[string]string, bool) {
	m, class := c.m, &c.m.Classes[c.class]
	out := map[string]string{}
	for _, b := range bases(m, class) {
		switch {
		case b == "BaseModel" || b == "ABC" || b == "Generic":
		case len(models[b]) != 1 || models[b][0] == c || depth > 8:
			return nil, false
		default:
			fields, ok := fieldsOf(models[b][0], models, depth+1)
			if !ok {
				return nil, false
			}
			for name, t := range fields {
				out[name] = t
			}
		}
	}
	free := map[string]bool{}
	for i := range m.Functions {
		f := &m.Functions[i]
		if f.Parent != class.Scope {
			continue
		}
		if f.Name == "__init__" || f.Name == "__new__" {
			return nil, false
		}
		for _, d := range f.Decorators {
			before := m.Keyword(d, "pre") != 0
			if mode, ok := m.String(m.Keyword(d, "mode")); ok && mode != "after" {
				before = true
			}
			if m.Exprs[d].Kind != python.CallExpr || !before {
				continue
			}
			if name := m.Ident(m.Exprs[d].A); name == "model_validator" || name == "root_validator" {
				return nil, false
			}
			for _, a := range m.Args(d) {
				if field, ok := m.String(a.Value); ok && a.Name.IsEmpty() {
					free[field] = true
				}
			}
		}
	}
	for k := range m.Stmts {
		st := &m.Stmts[k]
		if st.Block != class.Body || m.Exprs[st.B].Kind != python.NameExpr {
			continue
		}
		name := m.Ident(st.B)
		if st.Kind == python.AssignStmt && out[name] != "" {
			out[name] = strings.TrimSuffix(out[name], "=") + "=" // a new default
		}
		if st.Kind != python.AnnAssignStmt || strings.HasPrefix(name, "_") {
			continue
		}
		annotation := python.ExprID(0)
		for i := range m.Bindings {
			if m.Bindings[i].Target == st.B {
				annotation = m.Bindings[i].Annotation
			}
		}
		if base := m.Exprs[annotation]; base.Kind == python.Subscript && m.Ident(base.A) == "ClassVar" {
			continue
		}
		t, value := strings.Join(typesOf(m, annotation, models), "|"), st.A
		optional := value != 0
		if m.Exprs[value].Kind == python.CallExpr && m.Ident(m.Exprs[value].A) == "Field" {
			first := m.Positional(value, 0)
			if d := m.Keyword(value, "default"); d != 0 {
				first = d
			}
			optional = first != 0 && m.Exprs[first].Kind != python.EllipsisLit || m.Keyword(value, "default_factory") != 0
			if m.Keyword(value, "alias") != 0 || m.Keyword(value, "validation_alias") != 0 {
				t, optional = "any", true // it has another name, too
			}
		}
		if free[name] {
			t = "any"
		}
		if optional {
			t += "="
		}
		out[name] = t
	}
	return out, true
}

// typesOf are the types that an annotation names.
func typesOf(m *python.Module, e python.ExprID, models map[string][]model) []string {
	x := m.Exprs[e]
	unknown := []string{"any"}
	var all []string
	switch x.Kind {
	case python.NoneLit:
		return []string{"none"}
	case python.NameExpr, python.Attribute:
		switch name := m.Ident(e); name {
		case "str", "int", "float", "bool", "bytes", "dict", "list":
			return []string{name}
		case "Dict", "Mapping", "MutableMapping":
			return []string{"dict"}
		case "List", "Sequence":
			return []string{"list"}
		case "Response":
			return []string{"object"} // of werkzeug: nothing else is accepted
		default:
			if models[name] != nil {
				return []string{"model"}
			}
		}
		return unknown
	case python.BinaryOp:
		if m.Operator(e) != "|" {
			return unknown
		}
		all = append(typesOf(m, x.A, models), typesOf(m, x.B, models)...)
	case python.Subscript:
		kids := []python.ExprID{x.B}
		if m.Exprs[x.B].Kind == python.TupleExpr {
			kids = m.Kids(x.B)
		}
		switch m.Ident(x.A) {
		case "list", "List", "Sequence":
			of := typesOf(m, kids[0], models)
			if len(of) == 1 && of[0] != "any" && !strings.Contains(of[0], "[") {
				return []string{"list[" + of[0] + "]"}
			}
			return []string{"list"}
		case "dict", "Dict", "Mapping", "MutableMapping":
			return []string{"dict"}
		case "Optional":
			all = append(typesOf(m, kids[0], models), "none")
		case "Union":
			for _, k := range kids {
				all = append(all, typesOf(m, k, models)...)
			}
		}
	}
	if len(all) == 0 || slices.Contains(all, "any") {
		return unknown
	}
	slices.Sort(all)
	return slices.Compact(all)
}
