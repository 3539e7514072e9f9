package sources

// Which sources run within the plugin.

import (
	"path"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/yaml"
)

// Running tells, by the index of Program.Modules, which sources are meant to run
// within the plugin: tests, examples, scripts of the author's and the sources of
// another plugin in a folder do not unless others import them, and broken ones
// cannot. The slice is shared.
func Running(p *plugin.Plugin) []bool { return running.Of(p) }

var running = plugin.NewFact(func(p *plugin.Plugin) []bool {
	prog := Program(p)
	inner := innerPlugins(p)
	imported := make([]bool, len(prog.Modules))
	seen := make([]bool, len(prog.Modules))
	var queue []int
	// use marks a module and the packages that it is in.
	use := func(name string) {
		for name != "" {
			if i := prog.Module(name); i >= 0 {
				imported[i] = true
				if !seen[i] {
					seen[i], queue = true, append(queue, i)
				}
			}
			name = name[:max(strings.LastIndexByte(name, '.'), 0)]
		}
	}
	use("main")
	for _, d := range p.Documents() {
		if d.Root == nil {
			continue
		}
		py := d.Root.At("extra", "python")
		for _, n := range slices.Concat(py.Get("model_sources").Items(), []*yaml.Node{py.Get("source"), py.Get("provider_source")}) {
			use(python.ModuleName(plugin.CleanPath(n.Str())))
		}
	}
	for i, m := range prog.Modules {
		if !seen[i] && !aside(m.File.Path) && !within(m.File.Path, inner) {
			seen[i], queue = true, append(queue, i)
		}
	}
	for len(queue) > 0 {
		i := queue[0]
		queue = queue[1:]
		for k := range prog.Modules[i].Imports {
			im := &prog.Modules[i].Imports[k]
			if name, ok := prog.ImportTarget(i, im); ok {
				use(name)
				if im.From {
					use(name + "." + im.Name)
				}
			}
		}
	}
	out := make([]bool, len(prog.Modules))
	for i, m := range prog.Modules {
		out[i] = m.Err == nil && (imported[i] || seen[i] && !isScript(m))
	}
	return out
})

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

// isScript reports whether a module is one that is also, or only, started by hand.
func isScript(m *python.Module) bool {
	for b := range m.Blocks {
		if b > 0 && m.Blocks[b].Parent == 0 && UnderMain(m, python.BlockID(b)) {
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
func UnderMain(m *python.Module, b python.BlockID) bool {
	for ; b > 0; b = m.Blocks[b].Parent {
		if st := m.Blocks[b].Stmt; st >= 0 && m.Stmts[st].Kind == python.IfStmt {
			if c := m.Exprs[m.Stmts[st].A]; c.Kind == python.Compare && m.Ident(c.A) == "__name__" {
				return true
			}
		}
	}
	return false
}

// RunnerMinor is the minor version of Python 3 that runs a plugin: that of
// meta.runner.version, 12 where it is older or cannot be read, as the daemon has.
func RunnerMinor(p *plugin.Plugin) int {
	switch v := strings.TrimSpace(p.Manifest().Root.At("meta", "runner", "version").Text()); {
	case v == "3.13" || strings.HasPrefix(v, "3.13."):
		return 13
	case v == "3.14" || strings.HasPrefix(v, "3.14."):
		return 14
	}
	return 12
}
