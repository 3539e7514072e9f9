package importing

import (
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/near"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/requirement/pydata"
)

// Undeclared reports imports that nothing installs.
var Undeclared = &lint.Rule{
	ID: "import/undeclared", Gate: lint.Start, Severity: lint.Error, Since: "0.1.0",
	Title:   "an imported module is not installed by any dependency",
	Why:     "The daemon installs what pyproject.toml (with uv.lock) or requirements.txt declares, and nothing else: other packages of the author's machine are missing. An import of a module that no dependency installs ends with ModuleNotFoundError, at the top of a source when the plugin starts, inside a function when the function is called. It is an error if the import runs at start and everything that is installed is known, info if some package may install the module, else a warning. A module of the plugin that is beside the source is not found by its plain name either: Python looks in the plugin's folder, so `import words` in tools/search.py does not find tools/words.py.",
	Sources: []string{"dify-plugin-daemon: internal/core/local_runtime/setup_python_environment.go"},
	Run: func(p *lint.Pass) {
		in := installedOf.Of(p.Plugin)
		if in.blind || !in.all["dify-plugin"] {
			return // without the SDK it is another matter
		}
		reach := sdk.ReachOf(p.Plugin)
		done := map[string]bool{}
		defer in.tired(p)
		compared := 0 // beyond the bound no other name is suggested
		allExplained := sync.OnceValue(func() bool { return explained(p.Plugin, in) })
		for _, im := range needed(p.Plugin) {
			top, _, _ := strings.Cut(im.module, ".")
			dist, _, ok := in.has(im.module)
			key, name := top, top
			if part := partOf(im.module); part != "" {
				key, name = part, im.module
			}
			if ok || done[key] || in.blind {
				continue
			}
			if _, absent := pydata.Absent(top); absent {
				continue // import/stdlib-name says why
			}
			_, unlike := pydata.Distribution(im.module)
			known := unlike || key != top || !shared[top] && pydata.IsPopular(dist)
			atStart := reach.AtStart[im.i]
			own := sibling(p.Plugin, im)
			if own != "" && !atStart {
				continue // likely a program of its own, whose folder is searched
			}
			done[key] = true
			meant := ""
			if compared += len(in.all) + len(p.Plugin.Listing().Dirs); own == "" && !known && compared < maxCompared {
				meant = meantOwn(p.Plugin, im.module)
			}
			f := lint.Finding{
				Place: im.at, Key: key,
				Related: []lint.Related{{Place: plugin.AtSpan(in.file, firstOf(in)), Message: lint.Msg("the dependencies are declared here")}},
			}
			hint := ""
			if meant == "" && own == "" && compared < maxCompared {
				hint = meantModule(in, im.module)
			}
			known = known || hint != ""
			switch {
			case hint != "":
				f.Message = lint.Msg("no dependency installs the module %s; did you mean %s?", name, hint)
			case meant != "":
				f.Message = lint.Msg("no dependency installs the module %s; did you mean %s, which the plugin has?", im.module, meant)
			case own != "" && !known:
				f.Message = lint.Msg("no dependency in %s installs the module %s, and %s is not found by that name, because Python looks in the plugin's folder; write %s",
					in.file.Path, name, own, strings.ReplaceAll(strings.TrimSuffix(own, ".py"), "/", "."))
			case !in.closed:
				f.Message = lint.Msg("%s does not declare %s, and no known dependency installs the module %s", in.file.Path, dist, name)
			case !known:
				f.Message = lint.Msg("no dependency in %s installs the module %s: add the package that holds it, likely %s", in.file.Path, name, dist)
			default:
				f.Message = lint.Msg("no dependency in %s installs the module %s; add %s", in.file.Path, name, dist)
			}
			sure := (in.closed || meant != "" || own != "" && !known) && (known || meant != "" || own != "" || allExplained()) && atStart && im.guard == 0 && im.scope == 0
			if !sure {
				f.Severity = lint.Warning
				if !in.closed && own == "" && meant == "" {
					f.Severity = lint.Info
				}
				if im.scope != 0 || im.guard&python.ConditionGuard != 0 || !atStart {
					f.Gate = lint.Call
				}
			}
			p.Report(f)
		}
	},
}

// tired says so where there was too much to compare.
func (in *installed) tired(p *lint.Pass) {
	if in.compared > maxCompared {
		p.Skip("the dependencies and the imported modules are too many to compare")
	}
}

// meantModule is the module of an installed distribution that an import means
// by the distribution's name, by dots in the place of underscores, or with a
// letter wrong.
func meantModule(in *installed, module string) string {
	top, rest, _ := strings.Cut(module, ".")
	if m, ok := pydata.ModuleOf(requirement.NormalizeName(top)); ok {
		return m
	}
	second, _, _ := strings.Cut(rest, ".")
	if second != "" && !shared[top] && in.all[requirement.NormalizeName(top+"-"+second)] {
		return top + "_" + second
	}
	best := ""
	for n := range in.all {
		if len(top) > 4 && len(n) > 4 && !strings.Contains(n, "-") && !pydata.OtherModule(n) && near.Distance(n, top) == 1 && (best == "" || n < best) {
			best = n
		}
	}
	return best
}

// meantOwn is the plugin's own module that an import means whose first name is a
// slip away from that of a folder: tools.words for tool.words. The rest must be
// there as it is written.
func meantOwn(p *plugin.Plugin, module string) string {
	top, rest, ok := strings.Cut(module, ".")
	if !ok || len(top) < 3 {
		return ""
	}
	prog := sources.Program(p)
	for _, dir := range p.Listing().Dirs {
		if !strings.Contains(dir, "/") && near.Distance(dir, top) == 1 && prog.Module(dir+"."+rest) >= 0 {
			return dir + "." + rest
		}
	}
	return ""
}

// sibling is the file that an import by its plain name would find if the folder
// of the source were searched, as it is for a program of its own, or "".
func sibling(p *plugin.Plugin, im imported) string {
	top, _, _ := strings.Cut(im.module, ".")
	file := sources.Program(p).Modules[im.i].File.Path
	dir := path.Dir(file)
	if dir == "." {
		return ""
	}
	for _, name := range [...]string{path.Join(dir, top+".py"), path.Join(dir, top, "__init__.py")} {
		if name != file && p.Exists(name) {
			return strings.TrimSuffix(name, "/__init__.py")
		}
	}
	return ""
}

// explained reports whether each declared distribution is known by a module of
// its own that is imported: none is left that may carry one of another name.
func explained(p *plugin.Plugin, in *installed) bool {
	used := usedBy(p)
	used["dify-plugin"] = true
	return !slices.ContainsFunc(in.direct, func(d declaration) bool { return !used[d.key] })
}
