package sdk

// Which modules of a plugin are loaded: at start, for the sources and main, or
// at any time.

import (
	"strings"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/python"
)

// Reach says which modules of a plugin's program are loaded. The slices are
// indexed as Program.Modules.
type Reach struct {
	// AtStart: the start loads it for sure.
	AtStart []bool
	// Ever: some code that may run imports it.
	Ever []bool
	// By is the module that imports it first, -1 where a declaration names it.
	By []int
}

var reached = plugin.NewFact(func(p *plugin.Plugin) *Reach {
	prog := sources.Program(p)
	r := &Reach{make([]bool, len(prog.Modules)), make([]bool, len(prog.Modules)), make([]int, len(prog.Modules))}
	for i := range r.By {
		r.By[i] = -1
	}
	byPath := map[string]int{}
	for i, m := range prog.Modules {
		byPath[m.File.Path] = i
	}
	var roots []int
	if i, ok := byPath[Entry(p)+".py"]; ok {
		roots = append(roots, i)
	}
	for _, s := range Sources(p) {
		if i, ok := byPath[s.Path]; ok {
			roots = append(roots, i)
		}
	}
	r.mark(prog, roots, r.AtStart, true)
	r.mark(prog, roots, r.Ever, false)
	if importsByName(prog, r.Ever) {
		for i, m := range prog.Modules {
			r.Ever[i] = r.Ever[i] || !IsTest(m.File.Path)
		}
	}
	return r
})

// ReachOf says which modules of a plugin are loaded. It is shared.
func ReachOf(p *plugin.Plugin) *Reach { return reached.Of(p) }

// Entry is the path, without ".py", of the module that the daemon starts, "" where
// the manifest names none (dify-plugin-daemon, internal/core/local_runtime/subprocess.go).
func Entry(p *plugin.Plugin) string {
	return strings.ReplaceAll(p.Manifest().Root.At("meta", "runner", "entrypoint").Str(), ".", "/")
}

// mark marks the roots and what they import; sure leaves out imports that may
// not run at once, or whose failure is caught.
func (r *Reach) mark(prog *python.Program, roots []int, marks []bool, sure bool) {
	var queue []int
	visit := func(i, by int) {
		if i >= 0 && !marks[i] {
			marks[i] = true
			if by >= 0 && r.By[i] < 0 && sure {
				r.By[i] = by
			}
			queue = append(queue, i)
		}
	}
	name := func(module string, by int) {
		for {
			visit(prog.Module(module), by)
			dot := strings.LastIndexByte(module, '.')
			if dot < 0 {
				return
			}
			module = module[:dot]
		}
	}
	for _, i := range roots {
		visit(i, -1)
		// Its packages are loaded before it.
		name(python.ModuleName(prog.Modules[i].File.Path), -1)
	}
	for len(queue) > 0 {
		i := queue[0]
		queue = queue[1:]
		m := prog.Modules[i]
		for k := range m.Imports {
			im := &m.Imports[k]
			guard := m.GuardOf(im.Block)
			if guard&python.TypeCheckingGuard != 0 || sure && (guard != 0 || !m.RunsAtOnce(im.Scope)) {
				continue
			}
			target, ok := prog.ImportTarget(i, im)
			if !ok {
				continue
			}
			name(target, i)
			if im.From {
				visit(prog.Module(target+"."+im.Name), i)
			}
		}
		if !sure {
			for _, t := range prog.TextImports(i) {
				name(strings.TrimLeft(t.Module, "."), i)
			}
		}
	}
}

// importsByName reports whether a marked module imports what is named at run time.
func importsByName(prog *python.Program, marks []bool) bool {
	for i, m := range prog.Modules {
		if !marks[i] {
			continue
		}
		for k := range m.Calls {
			switch m.Ident(m.Exprs[m.Calls[k].Expr].A) {
			case "import_module", "__import__", "spec_from_file_location", "run_path", "run_module", "exec_module", "walk_packages", "iter_modules":
				if _, ok := m.String(m.Positional(m.Calls[k].Expr, 0)); !ok {
					return true
				}
			}
		}
	}
	return false
}
