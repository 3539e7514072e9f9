package python

import "slices"

// Checks that need the whole module.

// checkNonlocals reports a nonlocal name that no function around binds.
func (m *Module) checkNonlocals(report func(n Name, format string, args ...any)) {
	if !slices.ContainsFunc(m.Bindings, func(b Binding) bool { return b.Kind == NonlocalBind }) {
		return
	}
	bound := map[scopeName]bool{}
	m.eachDef(func(scope ScopeID, name string, d def) {
		// A nonlocal name is bound further out, or reported there.
		if d.kind != bindingDef || m.Bindings[d.index].Kind != GlobalBind && m.Bindings[d.index].Kind != CompBind {
			bound[scopeName{scope, name}] = true
		}
	})
	for _, b := range m.Bindings {
		if b.Kind != NonlocalBind {
			continue
		}
		name := m.Text(b.Name)
		found := name == "__class__"
		for s := m.Scopes[b.Scope].Parent; s != 0 && !found; s = m.Scopes[s].Parent {
			found = m.Scopes[s].Kind != ClassScope && bound[scopeName{s, name}]
		}
		if !found && b.Scope != 0 {
			report(b.Name, "no function around binds the nonlocal name %s", name)
		}
	}
}
