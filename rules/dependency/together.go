package dependency

import (
	"cmp"
	_ "embed" // the examples
	"slices"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/requirement"
)

//go:embed together.txtar
var togetherExamples string

// Together reports packages of which no version satisfies all plugins of a run.
var Together = &lint.Rule{
	ID: "dependency/together", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Off: true,
	Title: "no version of a package satisfies all plugins",
	Why: "The platform gives each plugin an environment of its own, so that plugins which want different versions run side by " +
		"side. Where plugins share an environment, are kept in one repository with one set of tested versions, or are installed " +
		"without a network from one folder of wheels, one version must do for all. `difylint check --together` turns this rule " +
		"on and prints who wants what.",
	Examples: togetherExamples,
	RunAll: func(p *lint.GroupPass) {
		type want struct {
			plugin *plugin.Plugin
			line
		}
		wants := map[string][]want{}
		for _, pl := range p.Plugins {
			for _, l := range installed(pl) {
				if len(l.Specifiers) > 0 && l.URL == "" && applies(pl, l.Requirement) == requirement.Always && !l.Specifiers.Set().IsEmpty() {
					wants[l.Key()] = append(wants[l.Key()], want{pl, l})
				}
			}
		}
		keys := make([]string, 0, len(wants))
		for key := range wants {
			keys = append(keys, key)
		}
		slices.Sort(keys)
		for _, key := range keys {
			all := wants[key]
			slices.SortStableFunc(all, func(a, b want) int { return cmp.Compare(a.plugin.Dir, b.plugin.Dir) })
			common, at := requirement.Everything(), -1
			plugins := map[*plugin.Plugin]bool{}
			for i, w := range all {
				plugins[w.plugin] = true
				common = common.Intersect(w.Specifiers.Set())
				if common.IsEmpty() {
					at = i
					break
				}
			}
			if at < 0 || len(plugins) < 2 {
				continue // one plugin alone is for dependency/duplicate
			}
			w := all[at]
			f := lint.Finding{Place: w.at(w.SpecifiersSpan), Key: key,
				Message: lint.Msg("no version of %q satisfies all plugins: %s here excludes what others need", short(w.Name), short(w.Specifiers.String()))}
			for i, other := range all {
				if i != at && len(f.Related) < maxWants {
					f.Related = append(f.Related, lint.Related{Place: other.at(other.SpecifiersSpan), Plugin: other.plugin.Dir,
						Message: lint.Msg("%s needs %s", name(other.plugin), short(other.Specifiers.String()))})
				}
			}
			p.Report(w.plugin, f)
		}
	},
}

// maxWants bounds how many plugins are named beside a conflict.
const maxWants = 200

func name(p *plugin.Plugin) string {
	s := p.Name()
	if p.Author() != "" {
		s = p.Author() + "/" + s
	}
	if p.Version() != "" {
		s += " " + p.Version()
	}
	return short(s)
}
