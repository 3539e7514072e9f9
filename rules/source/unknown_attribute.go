package source

import (
	"bytes"
	"maps"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/near"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/text"
)

// UnknownAttribute reports attributes of self that neither the plugin nor the SDK sets.
var UnknownAttribute = &lint.Rule{
	ID: "source/unknown-attribute", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title:   "the code reads an attribute of self that nothing sets",
	Why:     "Beside the plugin's own attributes, `self` has those of the SDK's class, and they differ: a tool has `self.runtime.credentials` and `self.session`, a tool provider has neither and gets the credentials as an argument. Reading an attribute that does not exist raises an AttributeError. The rule knows the SDK's releases up to 0.10.1.",
	Sources: []string{"dify-plugin-sdks: src/dify_plugin/interfaces, of every tag"},
	Run: func(p *lint.Pass) {
		prog := sources.Program(p.Plugin)
		set := attributesSet(p.Plugin)
		if set == nil {
			return
		}
		names := slices.Sorted(maps.Keys(set))
		var words near.Budget
		done := map[python.ClassRef]bool{}
		for _, c := range ownClasses(p.Plugin) {
			if !done[c.ref] && len(prog.Subclasses(c.ref)) == 0 {
				done[c.ref] = true
				unknownAttributes(p, prog, c.ref, set, func(name string) (string, bool) { return words.Nearest(name, names) })
			}
		}
	},
}

// attributesSet are the names that any code of the plugin sets on any object, or
// binds in any class; nil where names may be set that are not seen.
func attributesSet(p *plugin.Plugin) map[string]bool {
	prog := sources.Program(p)
	out := map[string]bool{}
	for _, m := range prog.Modules {
		for _, word := range [...]string{"setattr", "__dict__", "__getattr__", "__getattribute__", "vars("} {
			if bytes.Contains(m.File.Data, []byte(word)) {
				return nil
			}
		}
		inClass := func(s python.ScopeID, name string) {
			if m.Scopes[s].Kind == python.ClassScope {
				out[name] = true
			}
		}
		for k := range m.Bindings {
			b := &m.Bindings[k]
			if b.Target != 0 && m.Exprs[b.Target].Kind == python.Attribute {
				out[m.Ident(b.Target)] = true
			} else if b.Target != 0 {
				inClass(b.Scope, m.Ident(b.Target))
			}
		}
		for k := range m.Functions {
			inClass(m.Functions[k].Parent, m.Functions[k].Name)
		}
		for k := range m.Classes {
			inClass(m.Classes[k].Parent, m.Classes[k].Name)
		}
		for k := range m.Imports {
			inClass(m.Imports[k].Scope, m.Imports[k].Bind())
		}
	}
	return out
}

func unknownAttributes(p *lint.Pass, prog *python.Program, ref python.ClassRef, set map[string]bool, nearest func(string) (string, bool)) {
	m, class := prog.Modules[ref.Module], prog.Class(ref)
	if len(class.Decorators) > 0 {
		return
	}
	l := sdk.LineageOf(prog, ref)
	bases, _ := prog.Ancestors(ref)
	for _, b := range bases {
		if b.Value.Root == python.ExternalRoot {
			if _, known := sdk.External(b.Value.Path); known != sdk.InTable && b.Value.Path != "abc.ABC" && b.Value.Path != "builtins.object" {
				return
			}
		}
	}
	reported := map[string]bool{}
	for _, e := range ofSelf.Of(p.Plugin)[ref] {
		name := m.Ident(e)
		if reported[name] || set[name] || strings.HasPrefix(name, "__") || fallsBack(p.Plugin, m, e, "AttributeError", "Exception") {
			continue
		}
		if slices.ContainsFunc(l.Classes, func(c *sdk.Class) bool { return c.Has(name) }) || attributesAsked.Of(p.Plugin)[m][name] || message().MatchString(name) {
			continue
		}
		reported[name] = true
		base := l.Classes[0].Name
		f := lint.Finding{Place: at(m, m.Exprs[e].Span()), Key: name,
			Message: lint.Msg("self.%s is never set: neither the plugin nor the SDK's %s has it, so reading it fails", name, base)}
		switch {
		case name == "credentials" && slices.ContainsFunc(l.Classes, func(c *sdk.Class) bool { return c.Has("runtime") }):
			f.Message = lint.Msg("self.credentials is never set: a %s has its credentials in self.runtime.credentials", base)
			f.Fixes = lint.UnsafeFix(lint.Msg("Read self.runtime.credentials"), text.ReplaceText(m.File, m.NameOf(e).Span(), "runtime.credentials"))
		case name == "credentials" || name == "runtime" || name == "session":
			f.Message = lint.Msg("self.%s is never set: the SDK does not set it in a %s; its methods get the credentials as an argument", name, base)
		default:
			if meant, ok := nearest(name); ok {
				f.Message = lint.Msg("self.%s is never set, so reading it fails; did you mean self.%s?", name, meant)
			}
		}
		p.Report(f)
	}
}

// ofSelf are the attributes of self that the methods of a class read or set.
var ofSelf = plugin.NewFact(func(p *plugin.Plugin) map[python.ClassRef][]python.ExprID {
	out := map[python.ClassRef][]python.ExprID{}
	for i, m := range sources.Program(p).Modules {
		for k := range m.Exprs {
			e := python.ExprID(k)
			if m.Exprs[e].Kind != python.Attribute || m.Ident(m.Exprs[e].A) != "self" {
				continue
			}
			if _, class := methodAround(m, m.Stmts[max(m.StmtOf(e), 0)].Block); class >= 0 {
				ref := python.ClassRef{Module: int32(i), Class: class}
				out[ref] = append(out[ref], e)
			}
		}
	}
	return out
})

// attributesAsked are the names of attributes of which a module asks whether they are
// there.
var attributesAsked = plugin.NewFact(func(p *plugin.Plugin) map[*python.Module]map[string]bool {
	out := map[*python.Module]map[string]bool{}
	for _, m := range sources.Program(p).Modules {
		for k := range m.Calls {
			e := m.Calls[k].Expr
			if callee := m.Ident(m.Exprs[e].A); callee != "hasattr" && callee != "getattr" {
				continue
			}
			if name, ok := m.String(m.Positional(e, 1)); ok {
				if out[m] == nil {
					out[m] = map[string]bool{}
				}
				out[m][name] = true
			}
		}
	}
	return out
})
