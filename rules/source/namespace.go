package source

import (
	"path"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/requirement/pydata"
	"github.com/difylint/difylint/lint/source/text"
)

// Namespace reports folders without __init__.py whose modules cannot be
// imported, since something else has the folder's name.
var Namespace = &lint.Rule{
	ID: "source/namespace", Gate: lint.Start, Severity: lint.Error, Since: "0.1.0",
	Title:   "a folder without __init__.py is hidden by another module of the same name",
	Why:     "A folder of sources needs no `__init__.py`: Python imports from it as a namespace package. But such a folder comes last. Python uses a module beside it (`tools.py` beside `tools/`), a module of the standard library, or an installed package of the same name instead, and an import from the folder ends with a ModuleNotFoundError (\"'tools' is not a package\") although the file exists. The SDK finds the sources that declarations name in the same way. Otherwise a missing `__init__.py` causes no problem, and the rule does not report it. An `__init__.py` does not help if the other module is needed too: see source/shadow.",
	Sources: []string{"cpython: Lib/importlib/_bootstrap_external.py", "dify-plugin-sdks: src/dify_plugin/core/utils/class_loader.py"},
	Run: func(p *lint.Pass) {
		prog, reach := sources.Program(p.Plugin), sdk.ReachOf(p.Plugin)
		files := moduleOf.Of(p.Plugin)
		done := map[string]bool{}
		for _, s := range sdk.Sources(p.Plugin) {
			dir := yields(files, s.Path)
			i, ok := files[dir+".py"]
			if dir == "" || !ok || done[dir] {
				continue
			}
			done[dir] = true
			p.Report(lint.Finding{
				Place: plugin.At(s.Doc, s.Node), Key: dir,
				Message: lint.Msg("%s.py is found before the folder %s/, which has no __init__.py: %s cannot be loaded; rename one of them", dir, dir, s.Path),
				Related: []lint.Related{{Place: at(prog.Modules[i], text.Span{}), Message: lint.Msg("the module that Python finds")}},
			})
		}
		var declared map[string]bool
		for i, m := range prog.Modules {
			for k := range m.Imports {
				im := &m.Imports[k]
				if !reach.Ever[i] || m.GuardOf(im.Block) != 0 {
					continue
				}
				name, ok := prog.ImportTarget(i, im)
				if !ok {
					continue
				}
				target := prog.Module(name)
				if im.From && target < 0 {
					target = prog.Module(name + "." + im.Name)
				}
				if target < 0 {
					continue
				}
				file := prog.Modules[target].File.Path
				dir := yields(files, file)
				if dir == "" || done[dir] {
					continue
				}
				f := lint.Finding{Place: at(m, im.ModuleSpan), Key: dir}
				if im.Module == "" {
					f.Place = at(m, im.NameSpan)
				}
				other, sameName := files[dir+".py"]
				switch {
				case sameName:
					f.Message = lint.Msg("%s.py is found before the folder %s/, which has no __init__.py: %s cannot be imported; rename one of them", dir, dir, file)
					f.Related = []lint.Related{{Place: at(prog.Modules[other], text.Span{}), Message: lint.Msg("the module that Python finds")}}
				case strings.Contains(dir, "/") || im.Level == 0 && !meant(prog, im, name):
					continue
				case pydata.InStdlib(dir, ""):
					f.Message = lint.Msg("Python's own module %s is found before the folder %s/, which has no __init__.py: %s cannot be imported; give the folder another name", dir, dir, file)
				default:
					if declared == nil {
						declared = text.Set(strings.Join(requirements(p.Plugin), " "))
					}
					if namespaces[dir] || !declared[distribution(dir)] && !ofSDK[dir] {
						continue
					}
					f.Severity = lint.Warning
					f.Message = lint.Msg("the installed package %s is found before the folder %s/, which has no __init__.py: %s cannot be imported; give the folder another name", dir, dir, file)
				}
				if im.Scope != 0 || !reach.AtStart[i] {
					f.Gate = lint.Call
				}
				done[dir] = true
				p.Report(f)
			}
		}
	},
}

// yields is the folder of a file if it has no __init__.py, "" for the plugin's
// own and for one that has.
func yields(files map[string]int, file string) string {
	dir := path.Dir(file)
	if _, ok := files[dir+"/__init__.py"]; ok || dir == "." {
		return ""
	}
	return dir
}

// meant reports whether an import by its whole name asks for the plugin's
// module, not for another one of that name: the module has what is asked for.
func meant(prog *python.Program, im *python.Import, name string) bool {
	i := prog.Module(name)
	if !im.From || i < 0 {
		return false
	}
	_, ok := prog.Member(i, im.Name)
	return ok
}

// namespaces are packages without __init__.py that several distributions bring
// parts of, and with which a folder of the plugin is joined (by the distributions
// of those names on PyPI, as of 2026-11-24).
var namespaces = text.Set("google azure backports ruamel jaraco opentelemetry mpl_toolkits sphinxcontrib zope")
