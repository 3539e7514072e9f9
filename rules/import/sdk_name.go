package importing

import (
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/near"
	"github.com/difylint/difylint/lint/source/python"
)

// SDKName reports imports from the SDK of what the installed release lacks.
var SDKName = &lint.Rule{
	ID: "import/sdk-name", Gate: lint.Start, Severity: lint.Error, Since: "0.1.0",
	Title:   "an import asks for a name that the SDK release does not have",
	Why:     "The SDK moves and removes names from release to release, mostly names that a module only imports itself: `LogMetadata` was in `dify_plugin.entities.tool` until 0.6.2. If the installed release does not have the name, the plugin does not start: \"cannot import name 'LogMetadata' from 'dify_plugin.entities.tool'\". It is an error if no release that the dependencies allow has the name, or if the locked release does not; a warning if the newest allowed release, which gets installed, does not have it, or if an unknown newer release may have it. Releases are known up to 0.10.1.",
	Sources: []string{"dify-plugin-sdks: src/dify_plugin, of every tag", "dify-plugin-daemon: internal/core/local_runtime/setup_python_environment.go"},
	Run: func(p *lint.Pass) {
		prog, reach := sources.Program(p.Plugin), sdk.ReachOf(p.Plugin)
		if prog.Local("dify_plugin") {
			return // see source/shadow
		}
		for i, m := range prog.Modules {
			if !reach.Ever[i] || m.Err != nil {
				continue
			}
			for k := range m.Imports {
				im := &m.Imports[k]
				if im.Level > 0 || im.Module != "dify_plugin" && !strings.HasPrefix(im.Module, "dify_plugin.") || sources.GuardOf(p.Plugin, m, im.Block) != 0 || sources.UnderMain(p.Plugin, m, im.Block) {
					continue
				}
				life, has := sdk.ModuleLife(im.Module)
				named := has && im.From && im.Name != "*"
				f := lint.Finding{Place: plugin.AtSpan(m.File, im.ModuleSpan), Key: im.Module}
				if named {
					if strings.HasPrefix(im.Name, "__") {
						continue
					}
					life, has = sdk.NameLife(im.Module, im.Name)
					f.Place, f.Key = plugin.AtSpan(m.File, im.NameSpan), im.Module+"."+im.Name
				}
				if !judge(sdk.DependencyOf(p.Plugin), &f, life, has) {
					continue
				}
				if !has {
					slip(&f, m, im, named)
				}
				report(p, f, reach.AtStart[i] && m.RunsAtOnce(im.Scope))
			}
		}
	},
}

// slip says which name was most likely meant.
func slip(f *lint.Finding, m *python.Module, im *python.Import, named bool) {
	if !named {
		if other, ok := near.Nearest(im.Module, sdk.Modules()); ok {
			f.Severity = lint.Error // such a name does not come later
			f.Message = lint.Msg("the SDK has no module %s; did you mean %s?", im.Module, other)
		}
		return
	}
	if other, ok := near.Nearest(im.Name, sdk.Names(im.Module)); ok {
		f.Severity = lint.Error
		f.Message = lint.Msg("%s of the SDK has no %s; did you mean %s?", im.Module, im.Name, other)
		f.Fixes = importing(m, im, other)
		return
	}
	for _, module := range sdk.Modules() {
		if l, ok := sdk.NameLife(module, im.Name); ok && l.Last == "" {
			f.Message = lint.Msg("%s of the SDK has no %s; %s has", im.Module, im.Name, module)
			return
		}
	}
}

// judge says what the releases that may be installed lack, and reports whether
// there is something to say.
func judge(d *sdk.Dependency, f *lint.Finding, life sdk.Lifetime, has bool) bool {
	what, locked := f.Key, d.Locked()
	if d.Place.File == nil || locked && d.Installed.IsPreRelease() {
		return false
	}
	if !has {
		f.Message = lint.Msg("no release of the SDK has %s", what)
		if d.Newer {
			// A release to come may have it, and nothing that is known.
			if len(d.Allowed) == 0 {
				return false
			}
			f.Severity = lint.Warning
		}
		return true
	}
	if len(d.Allowed) == 0 {
		return false // a pre-release
	}
	last := d.Allowed[len(d.Allowed)-1]
	if life.Has(last) || locked && d.Newer {
		return false
	}
	f.Related = append(f.Related, lint.Related{Place: d.Place, Message: lint.Msg("the SDK is declared here")})
	span := lint.Msg("from %s on", life.First)
	switch {
	case life.Last != "" && life.First == "0":
		span = lint.Msg("up to %s", life.Last)
	case life.Last != "":
		span = lint.Msg("from %s to %s", life.First, life.Last)
	}
	none := !slices.ContainsFunc(d.Allowed, life.Has)
	switch {
	case locked:
		f.Message = lint.Msg("the lock file installs SDK %s, which has no %s; releases that have it: %s", last.String(), what, span)
	case none && !d.Newer:
		f.Message = lint.Msg("no SDK release that is allowed here has %s; releases that have it: %s", what, span)
	default:
		f.Severity = lint.Warning
		f.Message = lint.Msg("the newest SDK release that is allowed here, %s, has no %s; releases that have it: %s", last.String(), what, span)
	}
	return true
}
