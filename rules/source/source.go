// Package source holds the rules about what stands in a plugin's Python
// sources: whether the SDK can load them, finds the class that it looks for,
// and what the code reads of what the declarations name.
//
// Not stable: programs take rules from package rules; see docs/stability.md.
package source

import (
	"slices"
	"strings"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/text"
)

// moduleOf finds the modules of a plugin's program by their files.
var moduleOf = plugin.NewFact(func(p *plugin.Plugin) map[string]int {
	out := map[string]int{}
	for i, m := range sources.Program(p).Modules {
		out[m.File.Path] = i
	}
	return out
})

// namedModule is the module of a named source that can be judged: there, not
// empty, and read to its end.
func namedModule(p *plugin.Plugin, s sdk.Source) (int, bool) {
	i, ok := moduleOf.Of(p)[s.Path]
	if !ok {
		return 0, false
	}
	m := sources.Program(p).Modules[i]
	return i, len(m.File.Data) > 0 && m.Err == nil && !m.Incomplete
}

// haveText reports whether any named source has a text: where all are empty, they
// stand for others.
func haveText(p *plugin.Plugin) bool {
	return slices.ContainsFunc(sdk.Sources(p), func(s sdk.Source) bool {
		_, ok := namedModule(p, s)
		return ok
	})
}

// candidate is a name of a module that holds a class of the wanted kind.
type candidate struct {
	python.Member
	// own: the class is written in the module.
	own bool
	// class is the class where the plugin writes it.
	class python.ClassRef
	// local: class is set.
	local bool
}

// candidates are the names of a loaded module that hold a class derived from
// the wanted one, as the SDK looks for them: imported ones count, and so does a
// second name of the same class. sure is false
// where there may be others.
func candidates(prog *python.Program, i int, want string) (out []candidate, sure bool) {
	m := prog.Modules[i]
	sure = !dynamic(m) && !starred(prog, i, map[int]bool{})
	for _, member := range prog.Members(i) {
		guard := m.GuardOf(member.Block)
		if guard&python.TypeCheckingGuard != 0 {
			continue
		}
		yes, no, unknown := 0, 0, 0
		c := candidate{Member: member}
		for _, v := range member.Values {
			switch is, known := isClass(prog, v, want); {
			case !known:
				unknown++
			case !is:
				no++
			default:
				yes++
				if v.Root == python.ClassRoot {
					c.class, c.local = v.Class(), true
					c.own = int(v.Module) == i
				}
			}
		}
		switch {
		case yes > 0:
			out = append(out, c)
			sure = sure && no == 0 && unknown == 0 && guard == 0
		case unknown > 0 && named(member.Name):
			sure = false
		}
	}
	return out, sure
}

// own is a class of the plugin's that the SDK loads, and the source that named it.
type own struct {
	ref    python.ClassRef
	source sdk.Source
	// class is that of the SDK which is looked for.
	class string
}

// ownClasses are the classes of the plugin that the SDK certainly loads from the
// named sources, those that a trigger's source holds beside it among them; all
// that they derive from is known, and none of it is foreign.
func ownClasses(p *plugin.Plugin) []own { return ownClassesOf.Of(p) }

var ownClassesOf = plugin.NewFact(func(p *plugin.Plugin) []own {
	prog := sources.Program(p)
	var out []own
	add := func(s sdk.Source, want string, several bool) {
		i, ok := namedModule(p, s)
		if !ok {
			return
		}
		found, sure := candidates(prog, i, want)
		if !sure || len(found) != 1 && !several {
			return
		}
		for _, c := range found {
			if !c.local || len(c.Values) != 1 || several && !c.own {
				continue
			}
			if l := sdk.LineageOf(prog, c.class); l.Known && !l.Foreign {
				out = append(out, own{c.class, s, want})
			}
		}
	}
	for _, s := range sdk.Sources(p) {
		add(s, s.Class, s.Several)
		if s.Class == "Trigger" {
			add(s, constructorClass, false)
		}
	}
	return out
})

// constructorClass is the class of the SDK that the source of a trigger provider may
// hold beside its Trigger.
const constructorClass = "TriggerSubscriptionConstructor"

// named reports whether a name is written like a class's.
func named(name string) bool {
	name = strings.TrimLeft(name, "_")
	return name != "" && name[0] >= 'A' && name[0] <= 'Z' && (len(name) == 1 || strings.ToUpper(name) != name)
}

// isClass reports whether a value is a class that derives from the wanted one,
// and is not that itself.
func isClass(prog *python.Program, v python.Value, want string) (is, known bool) {
	switch v.Root {
	case python.ClassRoot:
		if v.Path != "" {
			return false, false
		}
		l := sdk.LineageOf(prog, v.Class())
		return l.Is(want), l.Known || l.Is(want)
	case python.ExternalRoot:
		if v.Path == "builtins.type()" || v.Path == "types.new_class()" {
			return false, false
		}
		if strings.ContainsAny(v.Path, "()[") && !strings.Contains(v.Path, "dify") {
			return false, true
		}
		c, k := sdk.External(v.Path)
		return k == sdk.InTable && c.Name != want && c.Derives(want), k != sdk.Unknown
	case python.UnknownRoot, python.ParamRoot:
		return false, false
	}
	return false, true
}

// binding are the functions that may bind names.
var binding = text.Set("exec globals locals vars setattr __setattr__ update_globals")

// dynamic reports whether a module's own code may bind names that are not seen.
func dynamic(m *python.Module) bool {
	return slices.ContainsFunc(m.Calls, func(c python.Call) bool {
		return c.Scope == 0 && binding[m.Ident(m.Exprs[c.Expr].A)]
	}) || slices.ContainsFunc(m.Bindings, func(b python.Binding) bool {
		// What is always deleted is no member.
		return b.Kind == python.DeleteBind && b.Scope == 0 && b.Block != 0 && m.Exprs[b.Target].Kind == python.NameExpr
	})
}

// starred reports whether a module imports * from where a class of the SDK may
// come that is not seen.
func starred(prog *python.Program, i int, seen map[int]bool) bool {
	if seen[i] {
		return false
	}
	seen[i] = true
	for k := range prog.Modules[i].Imports {
		im := &prog.Modules[i].Imports[k]
		if im.Name != "*" || im.Scope != 0 {
			continue
		}
		target, ok := prog.ImportTarget(i, im)
		if !ok || strings.Contains(target, "dify") {
			return true
		}
		if j := prog.Module(target); j >= 0 && starred(prog, j, seen) {
			return true
		}
	}
	return false
}

// withBases are a class and those of the plugin that it derives from.
func withBases(prog *python.Program, ref python.ClassRef) []python.ClassRef {
	out := []python.ClassRef{ref}
	bases, _ := prog.Ancestors(ref)
	for _, b := range bases {
		if b.Value.Root == python.ClassRoot && b.Value.Path == "" {
			out = append(out, b.Value.Class())
		}
	}
	return out
}

// topClasses are the classes that stand at the top of a module.
func topClasses(m *python.Module) []int32 {
	var out []int32
	for i := range m.Classes {
		if m.Classes[i].Parent == 0 {
			out = append(out, int32(i))
		}
	}
	return out
}

// at is a place in a module.
func at(m *python.Module, s text.Span) plugin.Place { return plugin.AtSpan(m.File, s) }
