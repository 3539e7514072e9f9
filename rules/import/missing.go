package importing

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/near"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/requirement/pydata"
	"github.com/difylint/difylint/lint/source/text"
)

// Missing reports imports from the plugin's own folders of what is not there.
var Missing = &lint.Rule{
	ID: "import/missing", Gate: lint.Start, Severity: lint.Error, Since: "0.1.0",
	Title:   "an imported module or name of the plugin does not exist",
	Why:     "An import from a module of the plugin that does not exist ends with \"No module named 'utils.words'\", and an import of a name that the module does not define with \"cannot import name 'split' from 'utils.words'\": at the top of a source when the plugin starts, inside a function when the function is called (a warning). This happens when a file or a function is renamed, and when a file was never added to the folder that is packaged. Letter case counts: a file system that ignores it finds modules that are not found where the plugin runs. A relative import cannot go above the topmost folder: `from ..` in tools/search.py fails, because the plugin's own folder is not a package.",
	Sources: []string{"cpython: Lib/importlib/_bootstrap.py", "cpython: Lib/importlib/_bootstrap_external.py"},
	Run: func(p *lint.Pass) {
		prog, reach := sources.Program(p.Plugin), sdk.ReachOf(p.Plugin)
		var o *own
		done := map[string]bool{}
		for i, m := range prog.Modules {
			if !reach.Ever[i] || m.Err != nil || m.Incomplete {
				continue
			}
			all := slices.Concat(m.Imports, byName(prog, i))
			for k := range all {
				im := &all[k]
				if sources.GuardOf(p.Plugin, m, im.Block) != 0 || sources.UnderMain(p.Plugin, m, im.Block) {
					continue
				}
				if o == nil {
					o = newOwn(p.Plugin, prog, reach)
				}
				f, ok := o.missing(i, im)
				key := m.File.Path + " " + f.Key
				if !ok || done[key] {
					continue
				}
				done[key] = true
				report(p, f, reach.AtStart[i] && m.RunsAtOnce(im.Scope))
			}
		}
	},
}

// byName are the imports of a module by importlib.import_module with a literal.
func byName(prog *python.Program, i int) []python.Import {
	m := prog.Modules[i]
	var out []python.Import
	for _, t := range prog.TextImports(i) {
		c := &m.Calls[t.Call]
		if m.Ident(m.Exprs[c.Expr].A) == "import_module" && !strings.HasPrefix(t.Module, ".") {
			out = append(out, python.Import{Module: t.Module, ModuleSpan: m.Exprs[t.Name].Span(), Scope: c.Scope, Block: c.Block})
		}
	}
	return out
}

// own is what a plugin's folder has to import.
type own struct {
	p     *plugin.Plugin
	prog  *python.Program
	list  *plugin.Listing
	reach *sdk.Reach
	// read says that blind and moved are known.
	read bool
	// blind: not all files are known, or the code puts modules in place itself.
	blind bool
	// moved: the code changes where Python looks for modules.
	moved bool
	// places are the folders below the plugin's own that hold a module or folder
	// of a name.
	places map[string]bool
	tops   map[string]bool // whether a top name is certainly the plugin's own
	// members are those of a module, by its index; siblings are the modules of a folder.
	members  map[int]*members
	siblings map[string][]string
	words    near.Budget
}

// members are the names of a module, in order.
type members struct {
	names []string
	of    map[string]python.Member
}

func newOwn(p *plugin.Plugin, prog *python.Program, reach *sdk.Reach) *own {
	return &own{p: p, prog: prog, list: p.Listing(), reach: reach, tops: map[string]bool{}, members: map[int]*members{}, siblings: map[string][]string{}}
}

// look finds out whether the code does what cannot be followed. It reads all
// sources, so it is put off until something seems to be missing.
func (o *own) look() {
	if o.read {
		return
	}
	o.read = true
	o.blind = o.list.Truncated || len(sources.Left(o.p)) > 0
	for _, link := range o.list.Links {
		o.blind = o.blind || !o.list.Has(link)
	}
	for i, m := range o.prog.Modules {
		if !o.reach.Ever[i] {
			continue
		}
		for _, word := range [...]string{"sys.modules", "meta_path", "path_hooks"} {
			o.blind = o.blind || bytes.Contains(m.File.Data, []byte(word))
		}
		o.moved = o.moved || bytes.Contains(m.File.Data, []byte("sys.path")) || bytes.Contains(m.File.Data, []byte("addsitedir"))
	}
}

// missing is the finding of an import that certainly fails.
func (o *own) missing(i int, im *python.Import) (lint.Finding, bool) {
	f, ok := o.seemsMissing(i, im)
	if !ok {
		return f, false
	}
	if o.look(); o.blind {
		return f, false
	}
	if im.Level > packageDepth(o.prog.Modules[i].File.Path) {
		return f, !o.moved
	}
	return f, im.Level > 0 || o.sure(im.Module)
}

// seemsMissing is the finding of an import that fails if its first name is the
// plugin's own and nothing is put in place.
func (o *own) seemsMissing(i int, im *python.Import) (lint.Finding, bool) {
	m := o.prog.Modules[i]
	if im.Level > packageDepth(m.File.Path) {
		return lint.Finding{
			Place: plugin.AtSpan(m.File, dots(m, im)), Key: m.File.Path + " " + strings.Repeat(".", im.Level),
			Message: lint.Msg("a relative import cannot go above the topmost folder, because the plugin's own folder is not a package; write the module's full name, without dots"),
		}, true
	}
	target, ok := o.prog.ImportTarget(i, im)
	if !ok || !o.prog.Local(target) {
		return lint.Finding{}, false
	}
	span := im.ModuleSpan
	if im.Module == "" {
		span = im.NameSpan
	}
	if gone, in, how := o.lost(target); how != found {
		f := lint.Finding{Place: plugin.AtSpan(m.File, span), Key: gone}
		if how == unsure {
			return f, false
		}
		f.Message = o.noModule(gone, in)
		return f, true
	}
	if !im.From || im.Name == "*" {
		return lint.Finding{}, false
	}
	whole := target + "." + im.Name
	f := lint.Finding{Place: plugin.AtSpan(m.File, im.NameSpan), Key: whole}
	j := o.prog.Module(target)
	if j < 0 {
		// A folder without __init__.py has nothing but modules.
		if _, in, how := o.lost(whole); how == lost && o.list.HasDir(strings.ReplaceAll(target, ".", "/")) {
			f.Message = o.noModule(whole, in)
			return f, true
		}
		return f, false
	}
	if !o.prog.Lacks(j, im.Name) {
		return f, false
	}
	to := o.prog.Modules[j]
	if path.Base(to.File.Path) == "__init__.py" {
		if _, _, how := o.lost(whole); how != lost {
			return f, false
		}
	}
	f.Message = lint.Msg("%s has no %s", to.File.Path, im.Name)
	has := o.members[j]
	if has == nil {
		has = &members{of: map[string]python.Member{}}
		for _, member := range o.prog.Members(j) {
			if _, twice := has.of[member.Name]; !twice {
				has.of[member.Name] = member
			}
			has.names = append(has.names, member.Name)
		}
		o.members[j] = has
	}
	if member, ok := has.of[im.Name]; ok {
		f.Message = lint.Msg("%s defines %s only for type checkers", to.File.Path, im.Name)
		f.Related = []lint.Related{{Place: plugin.AtSpan(to.File, member.Span), Message: lint.Msg("it is defined here, in code that never runs")}}
		return f, true
	}
	f.Related = []lint.Related{{Place: plugin.AtSpan(to.File, text.Span{}), Message: lint.Msg("the imported module")}}
	if other, ok := o.words.Nearest(im.Name, has.names); ok {
		f.Message = lint.Msg("%s has no %s; did you mean %s?", to.File.Path, im.Name, other)
		f.Fixes = importing(m, im, other)
	}
	return f, true
}

// noModule says that a module is not there, and which one was most likely meant.
func (o *own) noModule(gone, in string) lint.Message {
	if alike := o.alike(gone, in); alike != "" {
		return lint.Msg("the plugin has no module %s; there is %s", gone, alike)
	}
	return lint.Msg("the plugin has no module %s", gone)
}

// sure reports whether the first of a module's names is the plugin's own and
// nobody else's.
func (o *own) sure(target string) bool {
	top, _, _ := strings.Cut(target, ".")
	is, ok := o.tops[top]
	if !ok {
		is = o.owns(top)
		o.tops[top] = is
	}
	return is
}

func (o *own) owns(top string) bool {
	if o.moved {
		// It may be found elsewhere.
		if o.places == nil {
			o.places = map[string]bool{}
			for _, name := range slices.Concat(o.list.Files, o.list.Dirs) {
				if strings.Contains(name, "/") {
					o.places[strings.TrimSuffix(path.Base(name), ".py")] = true
				}
			}
		}
		if o.places[top] {
			return false
		}
	}
	if pydata.InStdlib(top, "") {
		return false // see source/shadow and source/namespace
	}
	if o.list.Has(top+".py") || o.list.Has(top+"/__init__.py") {
		return true
	}
	// A folder without __init__.py yields to what is installed.
	if shared[top] {
		return false
	}
	for _, s := range sdk.Sources(o.p) {
		if strings.HasPrefix(s.Path, top+"/") {
			return true // as in every plugin
		}
	}
	in := installedOf.Of(o.p)
	if in.blind {
		return false
	}
	in.locked()
	names := distributions(top)
	for _, n := range names {
		if in.all[n] || in.may[n] {
			return false
		}
	}
	_, known := pydata.Distribution(top)
	return in.closed || !known && !pydata.IsPopular(names[0])
}

// Whether a module is there.
type state uint8

const (
	found state = iota
	lost
	unsure
)

// lost follows the names of a module from folder to folder: the first that is
// not there, and the folder in which it is not.
func (o *own) lost(module string) (gone, in string, how state) {
	names := strings.Split(module, ".")
	dir := ""
	for n, name := range names {
		at := path.Join(dir, name)
		switch {
		case o.list.Has(at + "/__init__.py"):
			if i := o.prog.Module(strings.Join(names[:n+1], ".")); i < 0 || n < len(names)-1 && ownPath(o.prog.Modules[i]) {
				return "", "", unsure
			}
		case o.list.Has(at + ".py"):
			if n < len(names)-1 {
				return strings.Join(names[:n+2], "."), at, lost // no package
			}
		case o.compiled(dir, name):
			return "", "", unsure
		case o.list.HasDir(at):
		default:
			return strings.Join(names[:n+1], "."), dir, lost
		}
		dir = at
	}
	return "", "", found
}

// ownPath reports whether a package changes where its modules are looked for.
func ownPath(m *python.Module) bool {
	for _, word := range [...]string{"__path__", "extend_path", "declare_namespace"} {
		if bytes.Contains(m.File.Data, []byte(word)) {
			return true
		}
	}
	return false
}

// compiled reports whether a folder has a module in a form other than source.
func (o *own) compiled(dir, name string) bool {
	prefix := path.Join(dir, name) + "."
	i, _ := slices.BinarySearch(o.list.Files, prefix)
	for ; i < len(o.list.Files) && strings.HasPrefix(o.list.Files[i], prefix); i++ {
		switch path.Ext(o.list.Files[i]) {
		case ".so", ".pyd", ".pyc", ".pyx", ".zip", ".egg":
			return true
		}
	}
	return false
}

// alike is a module that was most likely meant, "" where none is near.
func (o *own) alike(gone, in string) string {
	parent, last := "", gone
	if i := strings.LastIndexByte(gone, '.'); i >= 0 {
		parent, last = gone[:i+1], gone[i+1:]
	}
	names, known := o.siblings[in]
	if !known {
		for _, m := range o.prog.Modules {
			dir, base := path.Split(m.File.Path)
			dir = strings.TrimSuffix(dir, "/")
			switch {
			case dir == in && base != "__init__.py":
				names = append(names, strings.TrimSuffix(base, ".py"))
			case base == "__init__.py" && dir != "" && strings.TrimPrefix(path.Dir(dir), ".") == in:
				names = append(names, path.Base(dir))
			}
		}
		o.siblings[in] = names
	}
	if other, ok := o.words.Nearest(last, names); ok {
		return parent + other
	}
	return ""
}

// packageDepth is the number of packages that a module is in, or is.
func packageDepth(file string) int { return strings.Count(path.Clean(file), "/") }

// dots is the place of the dots of a relative import, and what follows them.
func dots(m *python.Module, im *python.Import) text.Span {
	s := im.ModuleSpan
	if im.Module == "" {
		return im.NameSpan
	}
	for s.Start > im.Stmt.Start && (m.File.Data[s.Start-1] == '.' || m.File.Data[s.Start-1] == ' ') {
		s.Start--
	}
	for m.File.Data[s.Start] == ' ' {
		s.Start++
	}
	return s
}
