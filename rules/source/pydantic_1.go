package source

import (
	"bytes"
	_ "embed"
	"slices"
	"strings"
	"sync"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/text"
)

//go:embed pydantic.txt
var pydanticText string

// withoutNames are the names that each module of pydantic 2 has no more.
var withoutNames = sync.OnceValue(func() map[string]map[string]bool {
	out := map[string]map[string]bool{}
	for line := range strings.Lines(pydanticText) {
		if module, names, ok := strings.Cut(line, " "); ok && module != "#" {
			out[module] = text.Set(names)
		}
	}
	return out
})

// without2 are the arguments that functions of pydantic 2 do not take any more,
// with what takes their place.
var without2 = map[string]map[string]string{
	"constr":       {"regex": "pattern", "curtail_length": ""},
	"conlist":      {"min_items": "min_length", "max_items": "max_length", "unique_items": ""},
	"conset":       {"min_items": "min_length", "max_items": "max_length"},
	"confrozenset": {"min_items": "min_length", "max_items": "max_length"},
	"Field":        {"regex": "pattern", "const": "", "unique_items": ""},
	"validator":    {"whole": ""},
}

// Pydantic1 reports code for pydantic 1 that raises an error with pydantic 2.
var Pydantic1 = &lint.Rule{
	ID: "source/pydantic-1", Gate: lint.Start, Severity: lint.Error, Since: "0.1.0",
	Title:   "code for pydantic 1, but the SDK installs pydantic 2",
	Why:     "Every release of the SDK requires pydantic 2. Code that only works with pydantic 1 raises an error while the module is loaded, and the plugin does not start: `BaseSettings` is in the package pydantic-settings now, `regex` of `constr` and `Field` is `pattern`, `min_items` of `conlist` is `min_length`, `const` is an annotation `Literal[…]`, `@root_validator` needs `pre=True` or `skip_on_failure=True` (or is a `@model_validator`), a validator has no parameter `field` or `config`, `__root__` is a `RootModel`, and each field of a model has an annotation.",
	Sources: []string{"dify-plugin-sdks: pyproject.toml, of every tag (pydantic>=2.8.2, pydantic~=2.8.2 before)", "pydantic/pydantic: pydantic/_migration.py, pydantic/fields.py, pydantic/deprecated/class_validators.py, docs/migration.md"},
	Run: func(p *lint.Pass) {
		prog, reach := sources.Program(p.Plugin), sdk.ReachOf(p.Plugin)
		if prog.Local("pydantic") {
			return
		}
		for i, m := range prog.Modules {
			if m.Err != nil || !reach.Ever[i] || !bytes.Contains(m.File.Data, []byte("pydantic")) {
				continue
			}
			v := &pydantic2{p, prog, i, m, reach.AtStart[i]}
			v.imports()
			v.attributes()
			v.calls()
			v.decorators()
			v.models()
		}
	},
}

// pydantic2 looks through one module.
type pydantic2 struct {
	*lint.Pass
	prog    *python.Program
	i       int
	m       *python.Module
	atStart bool
}

// say reports at a place; scope is where the code runs.
func (v *pydantic2) say(s text.Span, scope python.ScopeID, key string, message lint.Message, fixes []lint.Fix) {
	f := lint.Finding{Place: at(v.m, s), Key: key, Message: message, Fixes: fixes}
	if !v.atStart || !v.m.RunsAtOnce(scope) {
		f.Severity, f.Gate = lint.Warning, lint.Call
	}
	v.Report(f)
}

// of is the name within pydantic that an expression stands for, "" for others.
func (v *pydantic2) of(e python.ExprID) string {
	for _, value := range v.prog.Resolve(v.i, e) {
		path, ok := strings.CutPrefix(value.Path, "pydantic.")
		if value.Root == python.ExternalRoot && ok && !strings.HasPrefix(path, "v1.") && !strings.ContainsAny(path, "([") {
			return path[strings.LastIndexByte(path, '.')+1:]
		}
	}
	return ""
}

func (v *pydantic2) imports() {
	for k := range v.m.Imports {
		im := &v.m.Imports[k]
		if im.Level > 0 || !im.From || !withoutNames()[im.Module][im.Name] || sources.GuardOf(v.Plugin, v.m, im.Block) != 0 || sources.UnderMain(v.Plugin, v.m, im.Block) {
			continue
		}
		v.say(im.NameSpan, im.Scope, im.Name, gone(im.Module, im.Name), nil)
	}
}

// attributes are the names that are asked of a module: pydantic.BaseSettings.
func (v *pydantic2) attributes() {
	for k := range v.m.Exprs {
		e := python.ExprID(k)
		if v.m.Exprs[e].Kind != python.Attribute {
			continue
		}
		module, name := v.m.Exprs[e].A, v.m.Ident(e)
		block := v.m.Stmts[max(v.m.StmtOf(e), 0)].Block
		if v.m.Exprs[module].Kind > python.Attribute || sources.GuardOf(v.Plugin, v.m, block) != 0 || sources.UnderMain(v.Plugin, v.m, block) {
			continue
		}
		for _, of := range v.prog.Resolve(v.i, module) {
			if of.Root == python.ExternalRoot && withoutNames()[of.Path][name] && !v.conditional(e) {
				v.say(v.m.NameOf(e).Span(), v.m.ScopeOf(e), name, gone(of.Path, name), nil)
				break
			}
		}
	}
}

// conditional reports whether an expression is evaluated only under a condition.
func (v *pydantic2) conditional(e python.ExprID) bool {
	return slices.ContainsFunc(v.m.Exprs[e:], func(x python.Expr) bool {
		return x.Kind == python.Conditional && x.Start <= v.m.Exprs[e].Start && x.End >= v.m.Exprs[e].End
	})
}

// gone says that a module has a name no more.
func gone(module, name string) lint.Message {
	if name == "BaseSettings" {
		return lint.Msg("pydantic 2, which the SDK installs, has no BaseSettings: it is in pydantic_settings")
	}
	return lint.Msg("pydantic 2, which the SDK installs, has no %s in %s", name, module)
}

func (v *pydantic2) calls() {
	for k := range v.m.Calls {
		c := &v.m.Calls[k]
		name := v.m.Ident(v.m.Exprs[c.Expr].A)
		if without2[name] == nil && v.m.Exprs[v.m.Exprs[c.Expr].A].Kind != python.NameExpr || v.m.GuardOf(c.Block) != 0 {
			continue
		}
		gone := without2[v.of(v.m.Exprs[c.Expr].A)]
		if gone == nil {
			continue
		}
		for _, a := range v.m.Args(c.Expr) {
			word := v.m.Text(a.Name)
			instead, ok := gone[word]
			if a.Name.IsEmpty() || !ok {
				continue
			}
			span := text.Span{Start: int(a.Name.Start), End: int(a.Name.End)}
			if instead == "" {
				v.say(span, c.Scope, name+" "+word, lint.Msg("%s of pydantic 2, which the SDK installs, has no parameter %s", name, word), nil)
				continue
			}
			v.say(span, c.Scope, name+" "+word, lint.Msg("%s of pydantic 2, which the SDK installs, has no parameter %s; write %s", name, word, instead),
				lint.SafeFix(lint.Msg("Write %s", instead), text.ReplaceText(v.m.File, span, instead)))
		}
	}
}

func (v *pydantic2) decorators() {
	m := v.m
	for k := range m.Functions {
		fn := &m.Functions[k]
		for _, d := range fn.Decorators {
			callee, call := d, false
			if m.Exprs[d].Kind == python.CallExpr {
				callee, call = m.Exprs[d].A, true
			}
			switch v.of(callee) {
			case "root_validator":
				if call && (m.Keyword(d, "skip_on_failure") != 0 || m.Keyword(d, "pre") != 0 && m.Exprs[m.Keyword(d, "pre")].Kind != python.FalseLit ||
					slices.ContainsFunc(m.Args(d), func(a python.Arg) bool { return a.Name.IsEmpty() })) {
					continue
				}
				var fixes []lint.Fix
				if !call {
					end := m.Exprs[d].Span().End
					fixes = lint.SafeFix(lint.Msg("Add skip_on_failure=True"), []text.Edit{{Path: m.File.Path, Span: text.Span{Start: end, End: end}, New: "(skip_on_failure=True)"}})
				}
				v.say(m.Exprs[callee].Span(), fn.Parent, fn.Name, lint.Msg("@root_validator of pydantic 2, which the SDK installs, needs pre=True or skip_on_failure=True"), fixes)
			case "validator":
				for _, param := range fn.Params {
					if name := m.Text(param.Name); name == "field" || name == "config" {
						v.say(text.Span{Start: int(param.Name.Start), End: int(param.Name.End)}, fn.Parent, fn.Name+" "+name,
							lint.Msg("a validator of pydantic 2, which the SDK installs, gets no %s; write a @field_validator, whose info argument describes the field", name), nil)
					}
				}
			}
		}
	}
}

// models reports fields without an annotation, and __root__.
func (v *pydantic2) models() {
	m := v.m
	for k := range m.Classes {
		class := &m.Classes[k]
		bases, _ := v.prog.Ancestors(python.ClassRef{Module: int32(v.i), Class: int32(k)})
		if m.GuardOf(class.Block) != 0 || !slices.ContainsFunc(bases, func(b python.Base) bool {
			return b.Value.Root == python.ExternalRoot && (b.Value.Path == "pydantic.BaseModel" || b.Value.Path == "pydantic.main.BaseModel")
		}) {
			continue
		}
		for n := range m.Stmts {
			st := &m.Stmts[n]
			if st.Block != class.Body || st.Kind != python.AssignStmt && st.Kind != python.AnnAssignStmt || m.Exprs[st.B].Kind != python.NameExpr {
				continue
			}
			name := m.Ident(st.B)
			switch {
			case name == "__root__":
				v.say(m.Exprs[st.B].Span(), class.Parent, class.Name+" "+name, lint.Msg("pydantic 2, which the SDK installs, has no __root__; derive %s from RootModel", class.Name), nil)
			case st.Kind == python.AssignStmt && !strings.HasPrefix(name, "_") && name != "model_config" && (v.plainValue(st.A) || v.isField(st.A)):
				v.say(m.Exprs[st.B].Span(), class.Parent, class.Name+" "+name, lint.Msg("the field %s of a model needs an annotation in pydantic 2, which the SDK installs; write %s: TYPE = …", name, name), nil)
			}
		}
	}
}

// plainValue reports whether an expression is a literal, which pydantic takes for
// a field.
func (v *pydantic2) plainValue(e python.ExprID) bool {
	switch v.m.Exprs[e].Kind {
	case python.StringLit, python.NumberLit, python.TrueLit, python.FalseLit, python.NoneLit, python.ListExpr, python.DictExpr:
		return true
	}
	return false
}

// isField reports whether an expression is a call of Field.
func (v *pydantic2) isField(e python.ExprID) bool {
	return v.m.Exprs[e].Kind == python.CallExpr && v.of(v.m.Exprs[e].A) == "Field"
}
