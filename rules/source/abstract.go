package source

import (
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/pyfacts"
	"github.com/difylint/difylint/lint/pysrc"
	"github.com/difylint/difylint/lint/sdk"
)

// Abstract is told of classes that lack a method which the SDK leaves abstract.
var Abstract = &lint.Rule{
	ID: "source/abstract", Gate: lint.Call, Severity: lint.Error, Since: "0.1.0",
	Title: "a class lacks a method that must be written",
	Why: "The SDK's classes leave methods abstract: `_invoke` of a tool, `validate_credentials` of a model, and so on. A class " +
		"that lacks one cannot be made: Python says \"Can't instantiate abstract class … without an implementation for " +
		"abstract method …\". The SDK makes a tool, endpoint, model or event when it is first called, so the mistake shows in " +
		"front of a user; a model provider is made at start, and the plugin's process ends there.",
	Sources: []string{"dify-plugin-sdks: src/dify_plugin/interfaces", "dify-plugin-sdks: src/dify_plugin/core/plugin_registration.py"},
	Examples: []lint.Example{{
		Bad:  "-- tools/search.py --\nfrom dify_plugin import Tool\n\n\nclass SearchTool(Tool): # want\n    def invoke_tool(self, tool_parameters):\n        yield self.create_text_message(\"\")\n",
		Good: "-- tools/search.py --\nfrom dify_plugin import Tool\n\n\nclass SearchTool(Tool):\n    def _invoke(self, tool_parameters):\n        yield self.create_text_message(\"\")\n",
	}},
	Run: func(p *lint.Pass) {
		prog := pyfacts.Program(p.Plugin)
		done := map[pysrc.ClassRef]bool{}
		for _, s := range sdk.Sources(p.Plugin) {
			i, ok := namedModule(p.Plugin, s)
			if !ok {
				continue
			}
			found, sure := candidates(prog, i, s.Class)
			if !sure || len(found) != 1 && !s.Several {
				continue
			}
			for _, c := range found {
				if !c.local || done[c.class] || len(c.Values) != 1 || s.Several && !c.own {
					continue
				}
				done[c.class] = true
				abstract(p, prog, c.class, s)
			}
		}
	},
}

func abstract(p *lint.Pass, prog *pysrc.Program, ref pysrc.ClassRef, s sdk.Source) {
	l := sdk.LineageOf(prog, ref)
	if !l.Known || l.Foreign || len(l.Classes) == 0 {
		return
	}
	var missing []string
	base := l.Classes[0]
	for _, c := range l.Classes {
		if c.Complete {
			return
		}
		for _, name := range c.MustWrite() {
			if !slices.Contains(missing, name) && !written(prog, ref, name) {
				missing, base = append(missing, name), c
			}
		}
	}
	// What the plugin's own bases leave abstract.
	bases, _ := prog.Ancestors(ref)
	for _, b := range bases {
		if b.Value.Root != pysrc.ClassRoot {
			continue
		}
		for _, f := range prog.Methods(b.Value.Class()) {
			name := prog.Function(f).Name
			if prog.Modules[f.Module].IsAbstract(f.Function) && !slices.Contains(missing, name) && !written(prog, ref, name) {
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
		Message: lint.Msg("%s derives from %s and lacks %s, which must be written: the SDK cannot make it", class.Name, base.Name, names(missing)),
		Related: []lint.Related{{Place: lint.At(s.Doc, s.Node), Message: lint.Msg("the source is named here")}},
	}
	if base.Since != "0.0.1b45" {
		f.Message = lint.Msg("%s derives from %s and lacks %s, which must be written since SDK %s: the SDK cannot make it", class.Name, base.Name, names(missing), base.Since)
	}
	if s.Class == "ModelProvider" {
		f.Gate = lint.Start
	}
	p.Report(f)
}

// written reports whether a class or one of its bases in the program defines a
// name that is not abstract: a method, or something assigned.
func written(prog *pysrc.Program, ref pysrc.ClassRef, name string) bool {
	refs := []pysrc.ClassRef{ref}
	bases, _ := prog.Ancestors(ref)
	for _, b := range bases {
		if b.Value.Root == pysrc.ClassRoot {
			refs = append(refs, b.Value.Class())
		}
	}
	for _, r := range refs {
		m := prog.Modules[r.Module]
		scope := m.Classes[r.Class].Scope
		if f, ok := prog.OwnMethod(r, name); ok {
			return !m.IsAbstract(f.Function)
		}
		for i := range m.Bindings {
			b := &m.Bindings[i]
			if b.Scope == scope && b.Target != 0 && m.Exprs[b.Target].Kind == pysrc.NameExpr && m.Ident(b.Target) == name {
				return true
			}
		}
		for i := range m.Imports {
			if m.Imports[i].Scope == scope && m.Imports[i].Bind() == name {
				return true
			}
		}
		// A decorator of the class, or a metaclass, may write it.
		if len(m.Classes[r.Class].Decorators) > 0 {
			return true
		}
		for _, a := range m.Classes[r.Class].Args {
			if !a.Name.IsEmpty() || a.Star != 0 {
				return true
			}
		}
	}
	return false
}
