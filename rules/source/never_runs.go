package source

import (
	"bytes"
	_ "embed" // the examples
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/text"
)

//go:embed never_runs.txtar
var neverRunsExamples string

// NeverRuns reports an entry point that does not start the SDK.
var NeverRuns = &lint.Rule{
	ID: "source/never-runs", Gate: lint.Start, Severity: lint.Error, Since: "0.1.0",
	Title:    "the entry point never runs the plugin",
	Why:      "The daemon starts the module that `meta.runner.entrypoint` names and waits for the plugin's configuration, which `Plugin(DifyPluginEnv())` of the SDK sends, and for answers, which its `run()` sends until the process ends. Providers and tools need no registration: the SDK finds them through the declarations. A module that does not call `run()` ends immediately; the daemon restarts it a few times and then gives up.",
	Sources:  []string{"dify-plugin-sdks: src/dify_plugin/plugin.py", "dify-plugin-daemon: internal/core/local_runtime/subprocess.go, internal/core/control_panel/server_local.go"},
	Examples: neverRunsExamples,
	Run: func(p *lint.Pass) {
		d := p.Plugin.Manifest()
		n := d.Root.At("meta", "runner", "entrypoint")
		file := sdk.Entry(p.Plugin)
		entry, ok := moduleOf.Of(p.Plugin)[file+".py"]
		if !ok {
			if entry, ok = moduleOf.Of(p.Plugin)[file+"/__main__.py"]; !ok {
				return // see file/entrypoint
			}
		}
		prog := sources.Program(p.Plugin)
		m := prog.Modules[entry]
		empty := len(m.File.Data) == 0
		if empty && !haveText(p.Plugin) || m.Err != nil || m.Incomplete || mayRun(prog, entry) {
			return
		}
		at := text.Span{}
		if len(m.Stmts) > 0 {
			first := m.File.LineAt(int(m.Stmts[0].Start))
			at = m.File.LineSpan(first)
		}
		f := lint.Finding{
			Place: plugin.AtSpan(m.File, at), Key: m.File.Path,
			Message: lint.Msg("%s never runs the plugin, so its process ends immediately; add Plugin(DifyPluginEnv()).run() at the end", m.File.Path),
			Related: []lint.Related{{Place: plugin.At(d, n), Message: lint.Msg("the daemon starts this module")}},
		}
		if empty {
			f.Severity = lint.Warning // it may have been emptied for the check
		}
		p.Report(f)
	},
}

// mayRun reports whether a module, or one of the plugin's own that it imports,
// has anything that may call the SDK's run.
func mayRun(prog *python.Program, entry int) bool {
	seen, queue := map[int]bool{entry: true}, []int{entry}
	for len(queue) > 0 {
		m := prog.Modules[queue[0]]
		for _, word := range [...]string{".run", "getattr", "exec", "eval", "runpy", "import_module", "__import__", "import *"} {
			if bytes.Contains(m.File.Data, []byte(word)) {
				return true
			}
		}
		for k := range m.Imports {
			im := &m.Imports[k]
			target, ok := prog.ImportTarget(queue[0], im)
			if !ok {
				continue
			}
			for name := target + "." + im.Name; name != ""; name = name[:max(strings.LastIndexByte(name, '.'), 0)] {
				if i := prog.Module(name); i >= 0 && !seen[i] {
					seen[i] = true
					queue = append(queue, i)
				}
			}
		}
		queue = queue[1:]
	}
	return false
}
