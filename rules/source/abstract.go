package source

import (
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/text"
)

// Abstract reports classes that lack a method which the SDK leaves abstract.
var Abstract = &lint.Rule{
	ID: "source/abstract", Gate: lint.Call, Severity: lint.Error, Since: "0.1.0",
	Title:   "a class lacks a required method",
	Why:     "The SDK's classes have abstract methods: `_invoke` of a tool, `validate_credentials` of a model, and so on. Python cannot create an object of a class that does not define them: \"Can't instantiate abstract class … without an implementation for abstract method …\". The SDK creates a tool, endpoint, model or event when it is first called, so a user sees the error; it creates a model provider at start, and the plugin's process ends.",
	Sources: []string{"dify-plugin-sdks: src/dify_plugin/interfaces", "dify-plugin-sdks: src/dify_plugin/core/plugin_registration.py"},
	Run: func(p *lint.Pass) {
		prog := sources.Program(p.Plugin)
		done := map[python.ClassRef]bool{}
		for _, c := range ownClasses(p.Plugin) {
			if !done[c.ref] && c.class != constructorClass {
				done[c.ref] = true
				abstract(p, prog, c.ref, c.source)
			}
		}
	},
}

func abstract(p *lint.Pass, prog *python.Program, ref python.ClassRef, s sdk.Source) {
	l := sdk.LineageOf(prog, ref)
	if s.Doc.Kind == plugin.ToolProvider {
		return // source/unwritten-method says what credentials ask of a tool provider
	}
	release := sdk.DependencyOf(p.Plugin).Judging()
	var missing []string
	base := l.Classes[0]
	for _, c := range l.Classes {
		for _, name := range c.MustWrite(release) {
			if !slices.Contains(missing, name) && !written(prog, ref, name, release) {
				missing, base = append(missing, name), c
			}
		}
	}
	// What the plugin's own bases leave abstract.
	for _, base := range withBases(prog, ref)[1:] {
		for _, f := range prog.Methods(base) {
			name := prog.Function(f).Name
			if prog.Modules[f.Module].IsAbstract(f.Function) && !slices.Contains(missing, name) && !written(prog, ref, name, release) {
				missing = append(missing, name)
			}
		}
	}
	if len(missing) == 0 {
		return
	}
	m := prog.Modules[ref.Module]
	class := prog.Class(ref)
	f := lint.Finding{
		Place: at(m, class.NameSpan), Key: strings.Join(missing, " "),
		Message: lint.Msg("%s derives from %s but does not define %s: the SDK cannot create it", class.Name, base.Name, text.And(missing)),
		Related: []lint.Related{{Place: plugin.At(s.Doc, s.Node), Message: lint.Msg("the source is named here")}},
	}
	if base.Since != "0.0.1b45" {
		f.Message = lint.Msg("%s derives from %s but does not define %s, which is required since SDK %s: the SDK cannot create it", class.Name, base.Name, text.And(missing), base.Since)
	}
	if s.Class == "ModelProvider" {
		f.Gate = lint.Start
	}
	p.Report(f)
}

// written reports whether a class has a name that is not abstract in a release of the SDK: the first of
// the classes in the order in which Python looks defines it, as a method or by
// assigning something.
func written(prog *python.Program, ref python.ClassRef, name string, release requirement.Version) bool {
	order, ok := order(prog, ancestor{ref: ref}, 0)
	if !ok {
		// In any order.
		order = nil
		for _, r := range withBases(prog, ref) {
			order = append(order, ancestor{ref: r})
		}
	}
	for _, a := range order {
		switch {
		case a.class != nil:
			if a.class.Leaves(name, release) {
				return false
			}
		case a.other == "":
			if own, abstract := defines(prog, a.ref, name); own {
				return !abstract
			}
		}
	}
	return false
}

// defines reports whether the body of a class gives a name, or may, and whether
// it leaves that abstract.
func defines(prog *python.Program, r python.ClassRef, name string) (own, abstract bool) {
	m := prog.Modules[r.Module]
	scope := m.Classes[r.Class].Scope
	if f, ok := prog.OwnMethod(r, name); ok && m.GuardOf(m.Functions[f.Function].Block)&python.TypeCheckingGuard == 0 {
		return true, m.IsAbstract(f.Function)
	}
	for i := range m.Bindings {
		b := &m.Bindings[i]
		if b.Scope == scope && b.Target != 0 && m.Exprs[b.Target].Kind == python.NameExpr && m.Ident(b.Target) == name && (b.Kind != python.AnnBind || b.Value != 0) {
			return true, false
		}
	}
	for i := range m.Imports {
		if m.Imports[i].Scope == scope && (m.Imports[i].Bind() == name || m.Imports[i].Name == "*") {
			return true, false
		}
	}
	// A decorator of the class, or a metaclass, may write it.
	if len(m.Classes[r.Class].Decorators) > 0 {
		return true, false
	}
	for _, a := range m.Classes[r.Class].Args {
		if !a.Name.IsEmpty() || a.Star != 0 {
			return true, false
		}
	}
	return false, false
}

// ancestor is a class in the order of inheritance: one of the program, of the
// SDK, or another by its path.
type ancestor struct {
	ref   python.ClassRef
	class *sdk.Class
	other string
}

// maxDepth bounds how far bases are followed.
const maxDepth = 32

// order is a class and its bases in the order in which Python looks for a name
// (C3), false where it is not known.
func order(prog *python.Program, a ancestor, depth int) ([]ancestor, bool) {
	if depth > maxDepth {
		return nil, false
	}
	var direct []ancestor
	switch {
	case a.class != nil:
		for _, base := range a.class.Bases() {
			direct = append(direct, ancestor{class: base})
		}
	case a.other == "":
		written := python.ExprID(0)
		for _, b := range prog.Bases(a.ref) {
			if b.Expr == written {
				return nil, false // it may be one of several
			}
			written = b.Expr
			switch b.Value.Root {
			case python.ClassRoot:
				direct = append(direct, ancestor{ref: b.Value.Class()})
			case python.ExternalRoot:
				if class, known := sdk.External(b.Value.Path); known == sdk.InTable {
					direct = append(direct, ancestor{class: class})
				} else {
					direct = append(direct, ancestor{other: b.Value.Path})
				}
			default:
				return nil, false
			}
		}
	}
	lists := make([][]ancestor, 0, len(direct)+1)
	for _, d := range direct {
		list, ok := order(prog, d, depth+1)
		if !ok {
			return nil, false
		}
		lists = append(lists, list)
	}
	lists = append(lists, direct)
	out := []ancestor{a}
	for {
		lists = slices.DeleteFunc(lists, func(list []ancestor) bool { return len(list) == 0 })
		if len(lists) == 0 {
			return out, true
		}
		k := slices.IndexFunc(lists, func(list []ancestor) bool {
			return !slices.ContainsFunc(lists, func(other []ancestor) bool { return slices.Contains(other[1:], list[0]) })
		})
		if k < 0 {
			return nil, false
		}
		next := lists[k][0]
		out = append(out, next)
		for i := range lists {
			if lists[i][0] == next {
				lists[i] = lists[i][1:]
			}
		}
	}
}
