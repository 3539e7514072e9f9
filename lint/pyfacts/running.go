package pyfacts

// Which sources run within the plugin.

import (
	"path"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/plugin"
	"github.com/difylint/difylint/lint/pysrc"
	"github.com/difylint/difylint/lint/yamltree"
)

// Running tells, by the index of Program.Modules, which sources are meant to run
// within the plugin: tests, examples, scripts of the author's and the sources of
// another plugin in a folder do not, and broken ones cannot. The slice is shared.
func Running(p *plugin.Plugin) []bool { return running.Of(p) }

var running = lint.NewFact(func(p *plugin.Plugin) []bool {
	prog := Program(p)
	imported := map[string]bool{"main": true}
	for i, m := range prog.Modules {
		for k := range m.Imports {
			if name, ok := prog.ImportTarget(i, &m.Imports[k]); ok {
				imported[name] = true
				imported[name+"."+m.Imports[k].Name] = true
			}
		}
	}
	for _, d := range p.Documents() {
		if d.Root == nil {
			continue
		}
		py := d.Root.At("extra", "python")
		for _, n := range slices.Concat(py.Get("model_sources").Items(), []*yamltree.Node{py.Get("source"), py.Get("provider_source")}) {
			imported[pysrc.ModuleName(plugin.CleanPath(n.Str()))] = true
		}
	}
	inner := innerPlugins(p)
	out := make([]bool, len(prog.Modules))
	for i, m := range prog.Modules {
		if within(m.File.Path, inner) && !imported[pysrc.ModuleName(m.File.Path)] {
			continue
		}
		out[i] = m.Err == nil && !aside(m.File.Path) && (imported[pysrc.ModuleName(m.File.Path)] || !isScript(m))
	}
	return out
})

// innerPlugins are the folders of a plugin that hold another one: its sources
// run when that is installed.
func innerPlugins(p *plugin.Plugin) []string {
	var out []string
	for _, name := range p.Listing().Files {
		if dir, base := path.Split(name); base == plugin.ManifestName && dir != "" {
			if f, err := p.Read(name); err == nil && lint.IsManifest(f.Data) {
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

// isScript reports whether a module is one that is also, or only, started by hand.
func isScript(m *pysrc.Module) bool {
	for b := range m.Blocks {
		if b > 0 && m.Blocks[b].Parent == 0 && UnderMain(m, pysrc.BlockID(b)) {
			return true
		}
	}
	return false
}

// aside reports whether a file lies where tests, examples and scripts do.
func aside(name string) bool {
	dir, base := path.Split(name)
	if strings.HasPrefix(base, "test_") || strings.HasSuffix(base, "_test.py") || base == "conftest.py" || base == "test.py" || base == "setup.py" {
		return true
	}
	for part := range strings.SplitSeq(dir, "/") {
		switch strings.ToLower(part) {
		case "test", "tests", "testing", "_test", "_tests", "__tests__", "example", "examples", "script", "scripts", "ci", "docs", "dev", "demo", "reference", "benchmark", "benchmarks":
			return true
		}
		if strings.HasPrefix(part, ".") {
			return true
		}
	}
	return false
}

// UnderMain reports whether a block stands under `if __name__ == "__main__"`,
// which does not run within the plugin.
func UnderMain(m *pysrc.Module, b pysrc.BlockID) bool {
	for ; b > 0; b = m.Blocks[b].Parent {
		if st := m.Blocks[b].Stmt; st >= 0 && m.Stmts[st].Kind == pysrc.IfStmt {
			if c := m.Exprs[m.Stmts[st].A]; c.Kind == pysrc.Compare && m.Ident(c.A) == "__name__" {
				return true
			}
		}
	}
	return false
}
