package python

import "slices"

// Checks that need the whole module.

// checkNonlocals reports a nonlocal name that no function around binds.
func (m *Module) checkNonlocals(report func(n Name, format string, args ...any)) {
	if !slices.ContainsFunc(m.Bindings, func(b Binding) bool { return b.Kind == NonlocalBind }) {
		return
	}
	type key struct {
		scope ScopeID
		name  string
	}
	bound := map[key]bool{}
	for i := range m.Bindings {
		b := &m.Bindings[i]
		switch {
		case b.Kind == GlobalBind || b.Kind == CompBind:
		case b.Kind == NonlocalBind:
			// It is bound further out or reported there.
			bound[key{b.Scope, m.Text(b.Name)}] = true
		case !b.Name.IsEmpty():
			bound[key{b.Scope, m.Text(b.Name)}] = true
		case m.Exprs[b.Target].Kind == NameExpr:
			bound[key{b.Scope, m.Ident(b.Target)}] = true
		}
	}
	for i := range m.Imports {
		bound[key{m.Imports[i].Scope, m.Imports[i].Bind()}] = true
	}
	for i := range m.Classes {
		bound[key{m.Classes[i].Parent, m.Classes[i].Name}] = true
	}
	for i := range m.Functions {
		f := &m.Functions[i]
		bound[key{f.Parent, f.Name}] = true
		for _, p := range f.Params {
			bound[key{f.Scope, m.Text(p.Name)}] = true
		}
	}
	for _, b := range m.Bindings {
		if b.Kind != NonlocalBind {
			continue
		}
		name := m.Text(b.Name)
		found := name == "__class__"
		for s := m.Scopes[b.Scope].Parent; s != 0 && !found; s = m.Scopes[s].Parent {
			found = m.Scopes[s].Kind != ClassScope && bound[key{s, name}]
		}
		if !found && b.Scope != 0 {
			report(b.Name, "no function around binds the nonlocal name %s", name)
		}
	}
}
