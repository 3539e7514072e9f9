package importing

import (
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/near"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/requirement/pydata"
)

// StdlibName reports imports from Python's library of what it lacks.
var StdlibName = &lint.Rule{
	ID: "import/stdlib-name", Gate: lint.Start, Severity: lint.Error, Since: "0.1.0",
	Title:   "an import asks for a name that Python's standard library does not have",
	Why:     "`from collections import Mapping` works until Python 3.9, `from typing import TypeIs` works from 3.13 on; the daemon runs plugins with the Python that `meta.runner.version` names, 3.12 so far. An import that this version does not have ends with \"cannot import name 'Mapping' from 'collections'\": at the top of a source when the plugin starts, inside a function when the function is called (a warning). Modules for Windows only (`winreg`), those that Python has dropped (`imp`, `distutils`, `urllib2`) and `tkinter`, which the daemon's image leaves out, do not exist there either. The rule does not check names that begin with an underscore, or modules that create names on demand.",
	Sources: []string{"cpython: Lib, of 3.12.1, 3.13 and 3.14", "dify-plugin-daemon: internal/core/local_runtime/setup_python_environment.go, docker/local.dockerfile"},
	Run: func(p *lint.Pass) {
		prog, reach := sources.Program(p.Plugin), sdk.ReachOf(p.Plugin)
		minor := sources.RunnerMinor(p.Plugin)
		for i, m := range prog.Modules {
			if !reach.Ever[i] || m.Err != nil {
				continue
			}
			for k := range m.Imports {
				im := &m.Imports[k]
				top, _, _ := strings.Cut(im.Module, ".")
				missing := top
				absence, absent := pydata.Absent(top)
				if !absent && im.From {
					missing = im.Module + "." + im.Name
					absence, absent = pydata.Absent(missing)
				}
				if im.Level > 0 || sources.GuardOf(p.Plugin, m, im.Block) != 0 || !absent && !pydata.InStdlib(top, "") || prog.Local(top) || sources.UnderMain(p.Plugin, m, im.Block) {
					continue
				}
				f := lint.Finding{Place: plugin.AtSpan(m.File, im.ModuleSpan), Key: im.Module}
				what := pydata.LibraryModule(im.Module, minor)
				if absent {
					if !without(p, &f, missing, absence) {
						continue
					}
					report(p, f, reach.AtStart[i] && m.RunsAtOnce(im.Scope))
					continue
				}
				switch {
				case what.Known && !what.There:
					f.Message = lint.Msg("Python 3.%d has no module %s", minor, im.Module)
				case im.From && im.Name != "*":
					if what = pydata.LibraryName(im.Module, im.Name, minor); !what.Known || what.There {
						continue
					}
					f.Place, f.Key = plugin.AtSpan(m.File, im.NameSpan), im.Module+"."+im.Name
					f.Message = lint.Msg("%s of Python 3.%d has no %s", im.Module, minor, im.Name)
					if im.Module == "collections" && pydata.LibraryName("collections.abc", im.Name, minor).There {
						f.Message = lint.Msg("collections of Python 3.%d has no %s: it is in collections.abc", minor, im.Name)
					} else if other, ok := near.Nearest(im.Name, pydata.LibraryNames(im.Module)); ok && what.From == 0 && what.Before == 0 {
						f.Message = lint.Msg("%s of Python 3.%d has no %s; did you mean %s?", im.Module, minor, im.Name, other)
						f.Fixes = importing(m, im, other)
					}
				default:
					continue
				}
				switch {
				case what.From > minor:
					f.Message = lint.Msg("%s exists from Python 3.%d on, but meta.runner.version is 3.%d", f.Key, what.From, minor)
				case what.Before > 0:
					f.Message = lint.Msg("%s was removed in Python 3.%d, but meta.runner.version is 3.%d", f.Key, what.Before, minor)
				}
				report(p, f, reach.AtStart[i] && m.RunsAtOnce(im.Scope))
			}
			// A name of another system is asked for only when the code runs.
			for k := range m.Exprs {
				e := python.ExprID(k)
				if m.Exprs[k].Kind != python.Attribute {
					continue
				}
				written, _ := m.Dotted(e)
				absence, absent := pydata.Absent(written)
				st := m.StmtOf(e)
				if !absent || st < 0 || sources.GuardOf(p.Plugin, m, m.Stmts[st].Block) != 0 || sources.UnderMain(p.Plugin, m, m.Stmts[st].Block) || asksSystem(m, e) {
					continue
				}
				module, _, _ := strings.Cut(written, ".")
				if values := prog.Resolve(i, m.Exprs[k].A); len(values) != 1 || values[0].Root != python.ExternalRoot || values[0].Path != module {
					continue
				}
				f := lint.Finding{Place: plugin.AtSpan(m.File, m.Exprs[k].Span()), Severity: lint.Warning, Gate: lint.Call}
				if without(p, &f, written, absence) {
					p.Report(f)
				}
			}
		}
	},
}

// asksSystem reports whether the code around an expression looks at the system that
// it runs on.
func asksSystem(m *python.Module, e python.ExprID) bool {
	span := m.File.LineSpan(m.File.LineAt(int(m.Exprs[e].Start)))
	for _, f := range m.Functions {
		if f.Span.Start <= int(m.Exprs[e].Start) && int(m.Exprs[e].End) <= f.Span.End {
			span = f.Span
		}
	}
	around := m.File.Slice(span)
	return strings.Contains(around, "platform") || strings.Contains(around, "os.name")
}

// without says why a module is not there, and reports whether there is something
// to say: what is installed may bring one of the name.
func without(p *lint.Pass, f *lint.Finding, module string, a pydata.Absence) bool {
	f.Key = module
	in := installedOf.Of(p.Plugin)
	if _, _, ok := in.has(module); ok && a.System == "" || a.By != "" && in.all[a.By] {
		return false
	}
	switch {
	case a.System != "":
		f.Message = lint.Msg("%s exists only on %s, but plugins run on Linux", module, a.System)
	case a.Since == "":
		f.Message = lint.Msg("the Python of the daemon's image does not have %s", module)
	case a.Instead != "":
		f.Message = lint.Msg("Python has no module %s from %s on: use %s", module, a.Since, a.Instead)
	default:
		f.Message = lint.Msg("Python has no module %s from %s on", module, a.Since)
	}
	if a.System == "" && !in.closed {
		f.Severity = lint.Warning // a package that is not known may bring it
	}
	return true
}
