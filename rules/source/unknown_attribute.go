package source

import (
	"bytes"
	_ "embed" // the examples
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

//go:embed unknown_attribute.txtar
var unknownAttributeExamples string

// UnknownAttribute reports attributes of self that neither the plugin nor the SDK sets.
var UnknownAttribute = &lint.Rule{
	ID: "source/unknown-attribute", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title:    "the code reads an attribute of self that nothing sets",
	Why:      "Beside the plugin's own attributes, `self` has those of the SDK's class, and they differ: a tool has `self.runtime.credentials` and `self.session`, a tool provider has neither and gets the credentials as an argument. Reading an attribute that does not exist raises an AttributeError. The rule knows the SDK's releases up to 0.10.1.",
	Sources:  []string{"dify-plugin-sdks: src/dify_plugin/interfaces, of every tag"},
	Examples: unknownAttributeExamples,
	Run: func(p *lint.Pass) {
		prog := sources.Program(p.Plugin)
		set := attributesSet(p.Plugin)
		if set == nil {
			return
		}
		done := map[python.ClassRef]bool{}
		for _, c := range ownClasses(p.Plugin) {
			if !done[c.ref] && len(prog.Subclasses(c.ref)) == 0 {
				done[c.ref] = true
				unknownAttributes(p, prog, c.ref, set)
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
		for k := range m.Bindings {
			b := &m.Bindings[k]
			switch {
			case b.Target == 0:
			case m.Exprs[b.Target].Kind == python.Attribute:
				out[m.Ident(b.Target)] = true
			case m.Scopes[b.Scope].Kind == python.ClassScope:
				out[m.Ident(b.Target)] = true
			}
		}
		for k := range m.Functions {
			if m.Scopes[m.Functions[k].Parent].Kind == python.ClassScope {
				out[m.Functions[k].Name] = true
			}
		}
		for k := range m.Classes {
			if m.Scopes[m.Classes[k].Parent].Kind == python.ClassScope {
				out[m.Classes[k].Name] = true
			}
		}
		for k := range m.Imports {
			if m.Scopes[m.Imports[k].Scope].Kind == python.ClassScope {
				out[m.Imports[k].Bind()] = true
			}
		}
	}
	return out
}

func unknownAttributes(p *lint.Pass, prog *python.Program, ref python.ClassRef, set map[string]bool) {
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
	told := map[string]bool{}
	for k := range m.Exprs {
		e := python.ExprID(k)
		x := m.Exprs[e]
		if x.Kind != python.Attribute || m.Ident(x.A) != "self" || int(x.Start) < class.Span.Start || int(x.End) > class.Span.End {
			continue
		}
		name := m.Ident(e)
		if told[name] || set[name] || strings.HasPrefix(name, "__") || fallsBack(m, e, "AttributeError", "Exception") {
			continue
		}
		if _, of := methodAround(m, m.Stmts[max(m.StmtOf(e), 0)].Block); of != ref.Class {
			continue
		}
		if slices.ContainsFunc(l.Classes, func(c *sdk.Class) bool { return c.Has(name) }) || asksFor(m, name) || message.MatchString(name) {
			continue
		}
		told[name] = true
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
			var names []string
			for n := range set {
				names = append(names, n)
			}
			slices.Sort(names)
			if meant, ok := near.Nearest(name, names); ok {
				f.Message = lint.Msg("self.%s is never set, so reading it fails; did you mean self.%s?", name, meant)
			}
		}
		p.Report(f)
	}
}

// asksFor reports whether a module asks by name whether an attribute is there.
func asksFor(m *python.Module, name string) bool {
	for k := range m.Calls {
		e := m.Calls[k].Expr
		switch m.Ident(m.Exprs[e].A) {
		case "hasattr", "getattr":
			if s, ok := m.String(m.Positional(e, 1)); ok && s == name {
				return true
			}
		}
	}
	return false
}
