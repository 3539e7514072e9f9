package source

import (
	"bytes"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/text"
)

// NeverRuns reports an entry point that does not start the SDK.
var NeverRuns = &lint.Rule{
	ID: "source/never-runs", Gate: lint.Start, Severity: lint.Error, Since: "0.1.0",
	Title:   "the entry point never runs the plugin",
	Why:     "The daemon starts the module that `meta.runner.entrypoint` names and waits for the plugin's configuration, which `Plugin(DifyPluginEnv())` of the SDK sends, and for answers, which its `run()` sends until the process ends. Providers and tools need no registration: the SDK finds them through the declarations. A module that does not call `run()` ends immediately; the daemon restarts it a few times and then gives up.",
	Sources: []string{"dify-plugin-sdks: src/dify_plugin/plugin.py", "dify-plugin-daemon: internal/core/local_runtime/subprocess.go, internal/core/control_panel/server_local.go"},
	Run: func(p *lint.Pass) {
		d := p.Plugin.Manifest()
		n := d.Root.At("meta", "runner", "entrypoint")
		entry, ok := entryOf(p.Plugin)
		if !ok {
			return // see file/entrypoint
		}
		prog := sources.Program(p.Plugin)
		m := prog.Modules[entry]
		empty := len(m.File.Data) == 0
		if empty && !haveText(p.Plugin) || m.Err != nil || m.Incomplete || mayRun(prog, entry) {
			return
		}
		f := lint.Finding{
			Place: plugin.AtSpan(m.File, text.Span{}), Key: m.File.Path,
			Message: lint.Msg("%s never runs the plugin, so its process ends immediately; add Plugin(DifyPluginEnv()).run() at the end", m.File.Path),
			Related: []lint.Related{{Place: plugin.At(d, n), Message: lint.Msg("the daemon starts this module")}},
		}
		if len(m.Stmts) > 0 {
			f.Place = plugin.AtSpan(m.File, m.File.LineSpan(m.File.LineAt(int(m.Stmts[0].Start))))
		}
		for i := range m.Stmts {
			st := &m.Stmts[i]
			name, ok := m.ComparesName(st.A)
			switch {
			case st.Kind == python.ExprStmt && m.Exprs[st.A].Kind == python.Attribute && m.Ident(st.A) == "run":
				end := int(m.Exprs[st.A].End)
				f.Place = at(m, m.Exprs[st.A].Span())
				f.Message = lint.Msg("this names %s, but does not call it, so the process ends immediately: write it with ()", m.File.Slice(m.Exprs[st.A].Span()))
				f.Fixes = lint.SafeFix(lint.Msg("Add ()"), text.ReplaceText(m.File, text.Span{Start: end, End: end}, "()"))
			case (st.Kind == python.IfStmt || st.Kind == python.ElifStmt) && ok && name != "__main__":
				f.Place = at(m, m.Exprs[st.A].Span())
				f.Message = lint.Msg("__name__ is \"__main__\" in the module that the daemon starts, never %q, so the plugin does not run and its process ends immediately", name)
			}
		}
		if empty {
			f.Severity = lint.Warning // it may have been emptied for the check
		}
		p.Report(f)
	},
}

// entryOf is the module that the daemon starts.
func entryOf(p *plugin.Plugin) (int, bool) {
	file := sources.Entry(p)
	entry, ok := moduleOf.Of(p)[file+".py"]
	if !ok {
		entry, ok = moduleOf.Of(p)[file+"/__main__.py"]
	}
	return entry, ok
}

// mayRun reports whether a module, or one of the plugin's own that it imports,
// has anything that may call the SDK's run.
func mayRun(prog *python.Program, entry int) bool {
	seen, queue := map[int]bool{entry: true}, []int{entry}
	for len(queue) > 0 {
		m := prog.Modules[queue[0]]
		if runsSomething(m, queue[0] == entry) {
			return true
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

// runsSomething reports whether a module has a word that runs what is not seen,
// or names a run: neither in a comment, nor as a statement of its own, which calls
// nothing, nor in the module that is started under a name that it does not have.
func runsSomething(m *python.Module, started bool) bool {
	for _, word := range [...]string{"getattr", "exec", "eval", "runpy", "import_module", "__import__", "import *"} {
		if bytes.Contains(m.File.Data, []byte(word)) {
			return true
		}
	}
	if !bytes.Contains(m.File.Data, []byte(".run")) {
		return false
	}
	for e := range m.Exprs {
		e := python.ExprID(e)
		if m.Exprs[e].Kind != python.Attribute || !strings.HasPrefix(m.Ident(e), "run") {
			continue
		}
		st := &m.Stmts[max(m.StmtOf(e), 0)]
		if st.Kind == python.ExprStmt && st.A == e || started && underOtherName(m, st.Block) {
			continue
		}
		return true
	}
	return m.Incomplete
}

// underOtherName reports whether a block of the module that is started runs only
// where its name is not __main__, which it always is.
func underOtherName(m *python.Module, b python.BlockID) bool {
	for ; b > 0; b = m.Blocks[b].Parent {
		if block := &m.Blocks[b]; block.Kind == python.IfBlock {
			if name, ok := m.ComparesName(m.Stmts[block.Stmt].A); ok && name != "__main__" {
				return true
			}
		}
	}
	return false
}
