package dependency

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/advisory"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/text"
)

// Advisory reports versions with known vulnerabilities.
var Advisory = &lint.Rule{
	ID: "dependency/advisory", Gate: lint.Publish, Severity: lint.Warning, Since: "0.1.0",
	Title:   "a version with known vulnerabilities is installed",
	Why:     "The marketplace's checks look every pinned and locked version up in the database of osv.dev and tell reviewers what they find. This rule does the same from a folder or zip of that database's records, `difylint check --advisories`, without the network; without it, it does not run. A range is reported if every version in it is vulnerable.",
	Sources: []string{"dify-marketplace-toolkit: toolkit/checks/vulns.py", "OSV: https://ossf.github.io/osv-schema/"},
	Needs:   advisory.Known,
	Gather: func(p *lint.Pass) any {
		list := chosenOf(p.Plugin)
		for i := range list {
			c := &list[i]
			c.at = p.Keep(c.at)
			for k := range c.related {
				c.related[k].Place = p.Keep(c.related[k].Place)
			}
		}
		return list
	},
	RunAll: func(p *lint.GroupPass) {
		source, ok := advisory.Known.In(p.Inputs)
		if !ok {
			return
		}
		names := map[string]bool{}
		for _, pl := range p.Plugins {
			list, _ := pl.Gathered.([]chosen)
			for _, c := range list {
				names[c.key] = true
			}
		}
		found, err := source.For(p.Context(), names)
		switch {
		case err != nil:
			p.Skip("the advisories of %s cannot be read: %v", source.Label, err)
			return
		case found.Records == found.Unread:
			p.Skip("%s has no OSV records", source.Label)
			return
		}
		for _, pl := range p.Plugins {
			list, _ := pl.Gathered.([]chosen)
			for _, c := range list {
				c.report(p, pl, found.Advisories[c.key])
			}
		}
		if found.Unread > 0 {
			p.Skip("%d of the %d records of %s cannot be read; the others were compared", found.Unread, found.Records, source.Label)
		}
	},
}

// chosen is a package with the versions that may be installed of it.
type chosen struct {
	key, name string
	at        plugin.Place
	related   []lint.Related
	version   requirement.Version // where there is but one
	set       requirement.Set
	written   string
}

// chosenOf are the packages of the lock, else those of the file that the daemon
// takes.
func chosenOf(p *plugin.Plugin) []chosen {
	f := filesOf.Of(p)
	var out []chosen
	if f.frozen() {
		for i := range f.lock.Packages {
			k := &f.lock.Packages[i]
			v, ok := requirement.ParseVersion(k.Version.Text)
			if !ok || k.Source.Kind != "registry" {
				continue
			}
			c := chosen{key: requirement.NormalizeName(k.Name.Text), name: k.Name.Text, at: plugin.AtSpan(f.lock.File, k.Version.Span), version: v, written: v.String()}
			for _, d := range f.project.Dependencies {
				if d.Key() == c.key {
					c.related = []lint.Related{{Place: plugin.AtSpan(f.project.File, d.Span), Message: lint.Msg("asked for here")}}
				}
			}
			out = append(out, c)
		}
		return out
	}
	for _, l := range installed(p) {
		if l.URL != "" || len(l.Specifiers) == 0 || applies(p, l.Requirement) == requirement.Never {
			continue
		}
		c := chosen{key: l.Key(), name: l.Name, at: l.at(l.SpecifiersSpan), set: l.Specifiers.Set(), written: l.Specifiers.String()}
		if pin, ok := l.Specifiers.Pin(); ok && pin.Version.IsValid() {
			c.version = pin.Version
		}
		out = append(out, c)
	}
	return out
}

func (c *chosen) report(p *lint.GroupPass, pl *lint.Member, known []*advisory.Advisory) {
	var hit []*advisory.Advisory
	for _, a := range known {
		if c.version.IsValid() && a.Affects(c.version) || !c.version.IsValid() && a.AffectsAll(c.set) {
			hit = append(hit, a)
		}
	}
	if len(hit) == 0 {
		return
	}
	merged := advisory.Merge(hit)
	var names []any
	var fixed requirement.Version
	unfixed := 0
	for i, v := range merged {
		if i < 3 {
			names = append(names, describe(v))
		}
		first, ok := c.fix(v)
		switch {
		case !ok:
			unfixed++
		case !fixed.IsValid() || first.Compare(fixed) > 0:
			fixed = first
		}
	}
	if len(merged) > 3 {
		names = append(names, lint.Msg("%d more", len(merged)-3))
	}
	f := lint.Finding{Place: c.at, Related: c.related, Key: c.key}
	f.Message = lint.Msg("%q %s has a known vulnerability: %s", short(c.name), short(c.written), text.Join(names))
	if len(merged) > 1 {
		f.Message = lint.Msg("%q %s has %d known vulnerabilities: %s", short(c.name), short(c.written), len(merged), text.Join(names))
	}
	switch {
	case unfixed == len(merged):
		if last, ok := lastOf(hit); ok {
			f.Message = f.Message.And("; versions after %s do not have it", last.String())
		} else {
			f.Message = f.Message.And("; no version that fixes it is known")
		}
	case unfixed > 0:
		f.Message = f.Message.And("; %s fixes all but %d of them", fixed.String(), unfixed)
	default:
		f.Message = f.Message.And("; fixed in %s", fixed.String())
	}
	p.Report(pl, f)
}

// fix is the first version without a vulnerability: what the last of its records
// says.
func (c *chosen) fix(v advisory.Vulnerability) (last requirement.Version, ok bool) {
	for _, a := range v.Records {
		first, has := a.FixedOutside(c.set)
		if c.version.IsValid() {
			first, has = a.FixedAfter(c.version)
		}
		if has && (!ok || first.Compare(last) > 0) {
			last, ok = first, true
		}
	}
	return last, ok
}

// lastOf is the last version with any of some vulnerabilities, where all records
// name theirs.
func lastOf(list []*advisory.Advisory) (last requirement.Version, ok bool) {
	for _, a := range list {
		v, ok := a.Last()
		if !ok {
			return last, false
		}
		if v.Compare(last) > 0 {
			last = v
		}
	}
	return last, true
}

func describe(v advisory.Vulnerability) string {
	s := short(v.IDs[0])
	if v.Severity != "" {
		s += " (" + v.Severity + ")"
	}
	return s
}
