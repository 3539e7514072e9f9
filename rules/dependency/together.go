package dependency

import (
	"cmp"
	"maps"
	"slices"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/requirement"
)

// Together reports packages of which no version satisfies all plugins of a run.
var Together = &lint.Rule{
	ID: "dependency/together", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Off: true,
	Title: "no version of a package satisfies all plugins",
	Why: "The platform gives each plugin an environment of its own, so that plugins which want different versions run side by " +
		"side. Where plugins share an environment, are kept in one repository with one set of tested versions, or are installed " +
		"without a network from one folder of wheels, one version must do for all. `difylint check --together` turns this rule " +
		"on and prints who wants what.",
	Gather: func(p *lint.Pass) any {
		var out []want
		for _, l := range installed(p.Plugin) {
			if len(l.Specifiers) > 0 && l.URL == "" && applies(p.Plugin, l.Requirement) == requirement.Always && !l.Specifiers.Set().IsEmpty() {
				out = append(out, want{key: l.Key(), name: l.Name, set: l.Specifiers.Set(), written: l.Specifiers.String(), at: p.Keep(l.at(l.SpecifiersSpan))})
			}
		}
		return out
	},
	RunAll: func(p *lint.GroupPass) {
		wants := map[string][]want{}
		for _, pl := range p.Plugins {
			list, _ := pl.Gathered.([]want)
			for _, w := range list {
				w.in = pl
				wants[w.key] = append(wants[w.key], w)
			}
		}
		for _, key := range slices.Sorted(maps.Keys(wants)) {
			all := wants[key]
			slices.SortStableFunc(all, func(a, b want) int { return cmp.Compare(a.in.Dir, b.in.Dir) })
			common, at := requirement.Everything(), -1
			plugins := map[*lint.Member]bool{}
			for i, w := range all {
				plugins[w.in] = true
				common = common.Intersect(w.set)
				if common.IsEmpty() {
					at = i
					break
				}
			}
			if at < 0 || len(plugins) < 2 {
				continue // one plugin alone is for dependency/duplicate
			}
			w := all[at]
			f := lint.Finding{Place: w.at, Key: key,
				Message: lint.Msg("no version of %q satisfies all plugins: %s here excludes what others need", short(w.name), short(w.written))}
			for i, other := range all {
				if i != at && len(f.Related) < maxWants {
					f.Related = append(f.Related, lint.Related{Place: other.at, Plugin: other.in.Dir,
						Message: lint.Msg("%s needs %s", name(other.in), short(other.written))})
				}
			}
			p.Report(w.in, f)
		}
	},
}

// want is one requirement of one plugin.
type want struct {
	in                 *lint.Member
	key, name, written string
	set                requirement.Set
	at                 plugin.Place
}

// maxWants bounds how many plugins are named beside a conflict.
const maxWants = 200

func name(p *lint.Member) string {
	s := p.Name
	if p.Author != "" {
		s = p.Author + "/" + s
	}
	if p.Version != "" {
		s += " " + p.Version
	}
	return short(s)
}
