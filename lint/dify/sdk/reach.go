package sdk

// Which modules of a plugin are loaded: at start, for the sources and main, or
// at any time, and which else are meant to run within it.

import (
	"path"
	"slices"
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
	// Meant: it is meant to run within the plugin. Ever, or nothing imports it, and
	// it is no test, no script that is started by hand and no source of another
	// plugin in a folder of this one. A module that cannot be parsed is not.
	Meant []bool
	// By is the module that imports it first, -1 where a declaration names it.
	By []int
}

var reached = plugin.NewFact(func(p *plugin.Plugin) *Reach {
	prog := sources.Program(p)
	n := len(prog.Modules)
	r := &Reach{make([]bool, n), make([]bool, n), make([]bool, n), make([]int, n)}
	for i := range r.By {
		r.By[i] = -1
	}
	byPath := map[string]int{}
	for i, m := range prog.Modules {
		byPath[m.File.Path] = i
	}
	var roots []int
	if i, ok := byPath[sources.Entry(p)+".py"]; ok {
		roots = append(roots, i)
	}
	for _, s := range Sources(p) {
		if i, ok := byPath[s.Path]; ok {
			roots = append(roots, i)
		}
	}
	r.mark(p, prog, roots, r.AtStart, true)
	r.mark(p, prog, roots, r.Ever, false)
	if importsByName(prog, r.Ever) {
		for i, m := range prog.Modules {
			r.Ever[i] = r.Ever[i] || !IsTest(m.File.Path)
		}
	}
	inner := innerPlugins(p)
	for i, m := range prog.Modules {
		if r.Ever[i] || !IsTest(m.File.Path) && !within(m.File.Path, inner) && !isScript(p, m) {
			roots = append(roots, i)
		}
	}
	r.mark(p, prog, roots, r.Meant, false)
	for i, m := range prog.Modules {
		r.Meant[i] = r.Meant[i] && m.Err == nil
	}
	return r
})

// ReachOf says which modules of a plugin are loaded. It is shared.
func ReachOf(p *plugin.Plugin) *Reach { return reached.Of(p) }

// mark marks the roots and what they import; sure leaves out imports that may
// not run at once, or whose failure is caught.
func (r *Reach) mark(p *plugin.Plugin, prog *python.Program, roots []int, marks []bool, sure bool) {
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
			guard := sources.GuardOf(p, m, im.Block)
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

// innerPlugins are the folders of a plugin that hold another one: its sources
// run when that is installed.
func innerPlugins(p *plugin.Plugin) []string {
	var out []string
	for _, name := range p.Listing().Files {
		if dir, base := path.Split(name); base == plugin.ManifestName && dir != "" {
			if f, err := p.Read(name); err == nil && plugin.IsManifest(f.Data) {
				out = append(out, dir)
			}
		}
	}
	return out
}

// within reports whether a file lies in one of some folders, which end in "/".
func within(name string, dirs []string) bool {
	return slices.ContainsFunc(dirs, func(dir string) bool { return strings.HasPrefix(name, dir) })
}

// isScript reports whether a module is also, or only, started by hand.
func isScript(p *plugin.Plugin, m *python.Module) bool {
	for b := range m.Blocks {
		if b > 0 && m.Blocks[b].Parent == 0 && sources.UnderMain(p, m, python.BlockID(b)) {
			return true
		}
	}
	return false
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
