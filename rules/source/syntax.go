package source

import (
	"cmp"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/python"
)

// Syntax reports sources that Python cannot read.
var Syntax = &lint.Rule{
	ID: "source/syntax", Gate: lint.Start, Severity: lint.Error, Since: "0.1.0",
	Title:   "a source is not valid Python",
	Why:     "When the plugin's process starts, the SDK imports every source that a declaration names, and Python imports what these import. With a syntax error in any of them the plugin does not start. In a module that is imported later, inside a function, the call fails. The daemon runs plugins with the Python that `meta.runner.version` names, 3.12 so far: syntax that only newer releases have is an error there.",
	Sources: []string{"dify-plugin-sdks: src/dify_plugin/core/utils/class_loader.py", "dify-plugin-daemon: internal/core/local_runtime/setup_python_environment.go"},
	Run: func(p *lint.Pass) {
		prog := sources.Program(p.Plugin)
		minor := sources.RunnerMinor(p.Plugin)
		var reach *sdk.Reach
		for i, m := range prog.Modules {
			raw := minor >= 14 && !m.Undecodable.IsEmpty()
			broken := cmp.Or(m.Err, m.Broken)
			if broken == nil && !raw && (len(m.Features) == 0 || m.Features[0].Minor <= minor) {
				continue
			}
			if reach == nil {
				reach = sdk.ReachOf(p.Plugin)
			}
			f := lint.Finding{Key: "syntax"}
			if broken != nil {
				f.Place = at(m, broken.Span)
				f.Message = lint.Msg("Python cannot read this source: %s", lint.Msg(broken.Format, broken.Args...))
			} else if raw {
				f.Place = at(m, m.Undecodable)
				f.Message = lint.Msg("Python 3.14 cannot read this source: a byte that is not UTF-8")
			} else {
				young := m.Features[0]
				f.Place, f.Key = at(m, young.Span), "young"
				f.Message = lint.Msg("%s needs Python 3.%d, but meta.runner.version is %s", young.Name, young.Minor, p.Plugin.Manifest().Root.At("meta", "runner", "version").Text())
			}
			switch {
			case reach.AtStart[i]:
				if by := reach.By[i]; by >= 0 {
					f.Related = append(f.Related, importOf(prog, by, i)...)
				}
			case reach.Ever[i]:
				f.Severity, f.Gate = lint.Warning, lint.Call
			case sdk.IsTest(m.File.Path):
				continue
			default:
				f.Severity, f.Gate = lint.Info, lint.None
			}
			p.Report(f)
		}
	},
}

// importOf is the import by which one module brings another in.
func importOf(prog *python.Program, by, target int) []lint.Related {
	m := prog.Modules[by]
	for k := range m.Imports {
		im := &m.Imports[k]
		name, ok := prog.ImportTarget(by, im)
		if ok && (prog.Module(name) == target || im.From && prog.Module(name+"."+im.Name) == target) {
			return []lint.Related{{Place: at(m, im.Stmt), Message: lint.Msg("it is imported here when the plugin starts")}}
		}
	}
	return nil
}
