package importing

import (
	"math"
	"path"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/python"
)

// Circular reports modules that import each other in a circle that fails.
var Circular = &lint.Rule{
	ID: "import/circular", Gate: lint.Start, Severity: lint.Error, Since: "0.1.0",
	Title:   "two modules import each other, and one uses a name before it is defined",
	Why:     "While a module is being loaded, only the names of the lines that have run exist. If two modules import each other, the second one finds the first half loaded, and `from first import name` ends with \"cannot import name 'name' from partially initialized module 'first' (most likely due to a circular import)\": the plugin does not start. Whether it fails depends on which module is loaded first. The SDK loads the entrypoint, then each source that the declarations name; such a source is loaded once more where another module imports it.",
	Sources: []string{"cpython: Lib/importlib/_bootstrap.py", "dify-plugin-sdks: src/dify_plugin/core/utils/class_loader.py"},
	Run: func(p *lint.Pass) {
		prog, reach := sources.Program(p.Plugin), sdk.ReachOf(p.Plugin)
		if len(prog.Modules) < 2 || !circles(prog, reach) {
			return
		}
		o := newOwn(p.Plugin, prog, reach)
		if o.look(); o.blind || o.moved {
			return
		}
		l := &loader{plugin: p.Plugin, own: o, state: make([]progress, len(prog.Modules)), at: make([]int, len(prog.Modules))}
		roots := []string{sources.Entry(p.Plugin) + ".py"}
		for _, kind := range order {
			for _, s := range sdk.Sources(p.Plugin) {
				if s.Doc.Kind == kind || s.Doc.Provider != nil && s.Doc.Provider.Kind == kind {
					roots = append(roots, s.Path)
				}
			}
		}
		for _, name := range roots {
			i := slices.IndexFunc(prog.Modules, func(m *python.Module) bool { return m.File.Path == name })
			if i >= 0 && !l.stop {
				l.packages(python.ModuleName(name))
				l.run(i, true)
			}
		}
		if l.found != nil {
			p.Report(*l.found)
		}
	},
}

// order is that in which the SDK loads the kinds of providers.
var order = [...]plugin.Kind{plugin.ToolProvider, plugin.ModelProvider, plugin.EndpointProvider, plugin.AgentStrategyProvider, plugin.DatasourceProvider, plugin.TriggerProvider}

// circles reports whether some modules that the start loads import each other.
func circles(prog *python.Program, reach *sdk.Reach) bool {
	next := make([][]int, len(prog.Modules))
	for i, m := range prog.Modules {
		if !reach.AtStart[i] {
			continue
		}
		for k := range m.Imports {
			im := &m.Imports[k]
			if !im.From || im.Name == "*" || m.GuardOf(im.Block)&python.TypeCheckingGuard != 0 || !m.RunsAtOnce(im.Scope) {
				continue
			}
			target, ok := prog.ImportTarget(i, im)
			if !ok || !prog.Local(target) {
				continue
			}
			j := prog.Module(target)
			if j >= 0 {
				next[i] = append(next[i], j)
			}
			if j < 0 || path.Base(prog.Modules[j].File.Path) == "__init__.py" {
				if sub := prog.Module(target + "." + im.Name); sub >= 0 {
					next[i] = append(next[i], sub)
				}
			}
		}
	}
	// Take away those from which no way goes on, until a circle is left or nothing.
	left := make([]int, len(next))
	back := make([][]int, len(next))
	var ends []int
	for i, list := range next {
		left[i] = len(list)
		for _, j := range list {
			back[j] = append(back[j], i)
		}
		if len(list) == 0 {
			ends = append(ends, i)
		}
	}
	gone := 0
	for len(ends) > 0 {
		i := ends[len(ends)-1]
		ends = ends[:len(ends)-1]
		gone++
		for _, j := range back[i] {
			if left[j]--; left[j] == 0 {
				ends = append(ends, j)
			}
		}
	}
	return gone < len(next)
}

// progress is how far a module has been loaded.
type progress uint8

const (
	fresh progress = iota
	halfway
	complete
)

// loader goes through the imports in the order in which Python does.
type loader struct {
	plugin *plugin.Plugin
	*own
	state []progress
	at    []int // the offset to which a module has come that is being loaded
	depth int
	// caught counts the try statements that would catch a failure.
	caught int
	found  *lint.Finding
	// stop: a failure is found, or what happens from here on cannot be told.
	stop bool
}

// maxLoads bounds how deep modules are loaded within each other.
const maxLoads = 200

// packages loads the packages that a module is in.
func (l *loader) packages(name string) {
	for i := range len(name) {
		if name[i] == '.' {
			l.load(name[:i])
		}
	}
}

func (l *loader) load(name string) {
	if i := l.prog.Module(name); i >= 0 && l.state[i] == fresh && !l.stop {
		l.run(i, false)
	}
}

// run loads a module: as itself or, of the entrypoint and of a source that the
// SDK loads, as one that no import finds.
func (l *loader) run(i int, unnamed bool) {
	m := l.prog.Modules[i]
	if l.depth++; l.depth > maxLoads || m.Err != nil || m.Incomplete {
		l.stop = true
		return
	}
	if !unnamed {
		l.state[i] = halfway
	}
	for k := range m.Imports {
		im := &m.Imports[k]
		guard := sources.GuardOf(l.plugin, m, im.Block)
		if guard&python.TypeCheckingGuard != 0 || sources.UnderMain(l.plugin, m, im.Block) {
			continue
		}
		target, ok := l.prog.ImportTarget(i, im)
		if !ok || target == "" || !l.prog.Local(target) {
			continue
		}
		if !m.RunsAtOnce(im.Scope) {
			// A function that is called while the module is loaded may load others.
			if calls(m) {
				l.stop = true
				return
			}
			continue
		}
		if guard&^(python.TryGuard|python.ImportErrorGuard) != 0 {
			l.stop = true
			return
		}
		if !unnamed {
			l.at[i] = im.Stmt.Start
		}
		if guard != 0 {
			l.caught++
		}
		l.packages(target)
		l.load(target)
		if l.stop {
			return
		}
		if !im.From || im.Name == "*" {
			if guard != 0 {
				l.caught--
			}
			continue
		}
		j := l.prog.Module(target)
		if j < 0 || l.state[j] == complete {
			if j < 0 || l.prog.LacksAt(j, im.Name, math.MaxInt) {
				l.load(target + "." + im.Name)
			}
		} else if l.prog.LacksAt(j, im.Name, l.at[j]) {
			sub := target + "." + im.Name
			if l.prog.Module(sub) < 0 && !l.list.HasDir(strings.ReplaceAll(sub, ".", "/")) {
				if l.stop = true; l.caught == 0 {
					l.fails(i, im, j)
				}
				return
			}
			l.load(sub)
		}
		if guard != 0 {
			l.caught--
		}
	}
	if !unnamed {
		l.state[i] = complete
	}
	l.depth--
}

// calls reports whether a module calls something while it is loaded.
func calls(m *python.Module) bool {
	return slices.ContainsFunc(m.Calls, func(c python.Call) bool { return m.RunsAtOnce(c.Scope) })
}

func (l *loader) fails(i int, im *python.Import, j int) {
	m, to := l.prog.Modules[i], l.prog.Modules[j]
	there, ok := l.prog.Member(j, im.Name)
	if !ok {
		return // see import/missing
	}
	f := &lint.Finding{
		Place: plugin.AtSpan(m.File, im.NameSpan), Key: m.File.Path + " " + im.Name,
		Message: lint.Msg("circular import: %s is still being loaded and has not defined %s yet; import it inside the function that uses it, or move it into a module of its own", to.File.Path, im.Name),
		Related: []lint.Related{{Place: plugin.AtSpan(to.File, there.Span), Message: lint.Msg("%s is defined here", im.Name)}},
	}
	for k := range to.Imports {
		if to.Imports[k].Stmt.Start == l.at[j] {
			f.Related = slices.Insert(f.Related, 0, lint.Related{Place: plugin.AtSpan(to.File, to.Imports[k].Stmt), Message: lint.Msg("%s is loaded up to here", to.File.Path)})
			break
		}
	}
	l.found = f
}
