package source

import (
	"slices"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/near"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/requirement/pydata"
	"github.com/difylint/difylint/lint/source/text"
)

// UndefinedName reports names that stand for nothing when a source is loaded.
var UndefinedName = &lint.Rule{
	ID: "source/undefined-name", Gate: lint.Start, Severity: lint.Error, Since: "0.1.0",
	Title:   "a name is used while the source is loaded, but nothing defines it",
	Why:     "Code outside functions runs when a source is loaded, and so do the bases of a class, decorators, default values and, before Python 3.14, the annotations of functions. If a name there is not imported, or is defined only further down or only under `if TYPE_CHECKING:`, the plugin does not start: \"NameError: name 'Any' is not defined\". Names inside functions are looked up when the function runs, and annotations after `from __future__ import annotations` not at all: the rule does not report these, or code under a condition, in a try or in a with.",
	Sources: []string{"cpython: Doc/reference/executionmodel.rst", "dify-plugin-sdks: src/dify_plugin/core/utils/class_loader.py"},
	Run: func(p *lint.Pass) {
		prog, reach := sources.Program(p.Plugin), sdk.ReachOf(p.Plugin)
		eager := sources.RunnerMinor(p.Plugin) < 14
		known := &knownNames{names: map[int][]string{}}
		entry, starts := entryOf(p.Plugin)
		for i := range prog.Modules {
			if !reach.Ever[i] {
				continue
			}
			for _, u := range prog.Unbounds(i, eager, starts && i == entry) {
				f := undefined(prog, known, i, u)
				if !reach.AtStart[i] {
					f.Severity, f.Gate = lint.Warning, lint.Call
				}
				if by := reach.By[i]; by >= 0 {
					f.Related = append(f.Related, importOf(prog, by, i)...)
				}
				p.Report(f)
			}
		}
	},
}

func undefined(prog *python.Program, known *knownNames, i int, u python.Unbound) lint.Finding {
	m := prog.Modules[i]
	name, span := m.Ident(u.Name), m.Exprs[u.Name].Span()
	f := lint.Finding{Place: at(m, span), Key: name}
	if u.Of >= 0 {
		of := prog.Modules[u.Of]
		f.Place = at(m, m.NameOf(u.Name).Span())
		f.Message = lint.Msg("%s has no %s, and this runs when the source is loaded", of.File.Path, name)
		if other := known.nearest(prog, u.Of, name); other != "" {
			f.Message = lint.Msg("%s has no %s, and this runs when the source is loaded; did you mean %s?", of.File.Path, name, other)
			f.Fixes = lint.UnsafeFix(lint.Msg("Write %s", other), text.ReplaceText(m.File, m.NameOf(u.Name).Span(), other))
		}
		f.Related = []lint.Related{{Place: at(of, text.Span{}), Message: lint.Msg("the module without the name")}}
		return f
	}
	quoted := lint.UnsafeFix(lint.Msg("Put the name in quotes"), text.ReplaceText(m.File, span, `"`+name+`"`))
	if !u.Annotation || !alone(m, u.Name) {
		quoted = nil
	}
	switch {
	case !u.Later.IsEmpty():
		f.Message = lint.Msg("%s is defined only further down, but this runs when the source is loaded; move the definition up", name)
		if u.Annotation {
			f.Message = lint.Msg("%s is defined only further down, but this annotation is evaluated when the source is loaded; put it in quotes", name)
		}
		f.Related = []lint.Related{{Place: at(m, u.Later.Span()), Message: lint.Msg("it is defined here")}}
		f.Fixes = quoted
	case !u.Checked.IsEmpty():
		f.Message = lint.Msg("%s is defined under a condition that is never true at run time, but this runs when the source is loaded; move it out of the condition", name)
		if u.Annotation {
			f.Message = lint.Msg("%s is defined only for type checkers, but this annotation is evaluated when the source is loaded; put it in quotes", name)
		}
		f.Related = []lint.Related{{Place: at(m, u.Checked.Span()), Message: lint.Msg("it is defined here, in code that never runs")}}
		f.Fixes = quoted
	default:
		f.Message = lint.Msg("%s is not defined, and this runs when the source is loaded: import it or define it above", name)
		line := importLine(name)
		if other := known.nearest(prog, i, name); line == "" && other != "" {
			f.Message = lint.Msg("%s is not defined, and this runs when the source is loaded; did you mean %s?", name, other)
			f.Fixes = lint.UnsafeFix(lint.Msg("Write %s", other), text.ReplaceText(m.File, span, other))
		} else if line != "" {
			f.Message = lint.Msg("%s is not defined, and this runs when the source is loaded: add %q", name, line)
			if s, ok := firstImport(m); ok {
				f.Fixes = lint.UnsafeFix(lint.Msg("Add %s", line), text.ReplaceText(m.File, text.Span{Start: s, End: s}, line+"\n"))
			}
		}
	}
	return f
}

// alone reports whether a name is a whole annotation: one in quotes within
// another expression may be evaluated in another way.
func alone(m *python.Module, e python.ExprID) bool {
	return slices.ContainsFunc(m.Functions, func(f python.Function) bool {
		return f.Returns == e || slices.ContainsFunc(f.Params, func(param python.Param) bool { return param.Annotation == e })
	})
}

// knownNames are the names that modules know, by the module.
type knownNames struct {
	names map[int][]string
	words near.Budget
}

// nearest is a name of a module, or of the SDK's classes, that was most likely
// meant, or "".
func (k *knownNames) nearest(prog *python.Program, i int, name string) string {
	if len(name) < 3 {
		return ""
	}
	if k.names[i] == nil {
		k.names[i] = []string{"None", "True", "False"}
		for _, member := range prog.Members(i) {
			k.names[i] = append(k.names[i], member.Name)
		}
	}
	other, _ := k.words.Nearest(name, k.names[i])
	return other
}

// importLine is the import that brings in a well-known name, or "".
func importLine(name string) string {
	switch {
	case typing[name]:
		return "from typing import " + name
	case collections[name]:
		return "from collections.abc import " + name
	case sdk.Lookup(name) != nil:
		return "from " + sdk.ImportPath(name) + " import " + name
	case len(name) > 1 && pydata.InStdlib(name, "3.12"):
		return "import " + name
	}
	return ""
}

// firstImport is the offset of the first import of a module that is not from
// __future__.
func firstImport(m *python.Module) (int, bool) {
	for i := range m.Imports {
		if im := &m.Imports[i]; im.Block == 0 && im.Module != "__future__" {
			return im.Stmt.Start, im.Stmt.Start == 0 || m.File.Data[im.Stmt.Start-1] == '\n'
		}
	}
	return 0, false
}

// The names that annotations mostly take from typing and from collections.abc
// (of Python 3.12, as of 2026-11-24).
var (
	typing      = text.Set("Any Optional Union List Dict Tuple Set Literal TypedDict NamedTuple TypeVar Generic Protocol ClassVar Final Annotated Self cast overload TYPE_CHECKING")
	collections = text.Set("Generator Iterator Iterable Mapping MutableMapping Sequence Callable Awaitable Coroutine AsyncGenerator AsyncIterator")
)
