package dependency

import (
	"slices"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/text"
)

// demand is what the lines of one file ask of a package besides the SDK.
type demand struct {
	key   string
	set   requirement.Set
	lines []line // those with clauses
}

// problem is the part of an installer's question that can be answered without an
// index: which release of the SDK goes with the plugin's own lines. What other
// packages ask for is not known.
type problem struct {
	// sdk are the SDK's lines; demands what the others ask for.
	sdk     []line
	demands []demand
	// releases are those of the SDK that its lines let in, the oldest first;
	// open: so are ones to come, which are taken to ask for no older packages
	// than the newest that is known.
	releases []*sdk.Release
	open     bool
	// python is what every package must run with, nil for the daemon's alone.
	python requirement.Specifiers
}

// problemOf reads the lines of pyproject.toml, or of requirements.txt.
func problemOf(p *plugin.Plugin, project bool) *problem {
	f := filesOf.Of(p)
	out := &problem{}
	index := map[string]int{}
	for _, l := range linesOf.Of(p) {
		if (l.entry == nil) != project || !counts(p, f, l) {
			continue
		}
		key := l.Key()
		switch {
		case l.URL != "" || project && sourced(f.project, key):
			if key == sdkName {
				return &problem{} // some release or other
			}
			index[key] = -1
			continue
		case key == sdkName:
			out.sdk = append(out.sdk, l)
			continue
		case len(l.Specifiers) == 0:
			continue
		}
		i, ok := index[key]
		if i < 0 {
			continue
		}
		if !ok {
			i = len(out.demands)
			index[key] = i
			out.demands = append(out.demands, demand{key: key, set: requirement.Everything()})
		}
		d := &out.demands[i]
		d.set = d.set.Intersect(l.Specifiers.Set())
		d.lines = append(d.lines, l)
	}
	out.demands = slices.DeleteFunc(out.demands, func(d demand) bool { return index[d.key] < 0 || d.set.IsEmpty() })
	out.choose()
	if project && len(f.project.RequiresPython.Problems) == 0 && (f.project.UV == nil || len(f.project.UV.Environments) == 0) {
		out.python = f.project.RequiresPython.Specifiers
	}
	return out
}

// counts reports whether an installer that makes the environment must satisfy a
// line. For a project uv solves all groups and systems at once (uv lock).
func counts(p *plugin.Plugin, f *files, l line) bool {
	switch {
	case !l.Valid() || l.role == build:
		return false
	case l.entry != nil:
		return applies(p, l.Requirement) == requirement.Always
	case (l.role == extra || l.role == dev) && f.project.UV != nil && f.project.UV.Conflicts:
		return false
	case l.Marker == nil:
		return true
	case f.project.UV != nil && len(f.project.UV.Environments) > 0:
		return applies(p, l.Requirement) == requirement.Always
	}
	for _, e := range environments.Of(p) {
		for _, system := range [...]requirement.Environment{
			{"os_name": "posix", "sys_platform": "linux", "platform_system": "Linux"},
			{"os_name": "nt", "sys_platform": "win32", "platform_system": "Windows"},
			{"os_name": "posix", "sys_platform": "darwin", "platform_system": "Darwin"},
		} {
			if l.Marker.Over([]requirement.Environment{e.With(system)}) == requirement.Always {
				return true
			}
		}
	}
	return false
}

// choose fills in the releases.
func (q *problem) choose() {
	if len(q.sdk) == 0 {
		return
	}
	set, pre := requirement.Everything(), requirement.Forbid
	for _, l := range q.sdk {
		set = set.Intersect(l.Specifiers.Set())
		if l.Specifiers.AllowsPreReleases() {
			pre = requirement.Allow
		}
	}
	all := sdk.Published()
	for i := range all {
		r := &all[i]
		if set.Contains(r.Version) && (pre == requirement.Allow || r.Version.IsFinal()) {
			q.releases = append(q.releases, r)
		}
	}
	q.open = set.Overlaps(requirement.Between(afterVersion(newest().Version), requirement.Version{}))
}

// afterVersion is the least version that is taken to follow another one.
func afterVersion(v requirement.Version) requirement.Version {
	next, _ := requirement.ParseVersion(v.String() + ".1.dev0")
	return next
}

// stands reports whether a demand goes with a release of the SDK; later: with
// those after it, too.
func (d *demand) stands(r *sdk.Release, later bool) bool {
	asked, ok := r.Asks(d.key)
	if !ok {
		return true
	}
	set := asked.Specifiers.Set()
	if later {
		low, ok := lowest(asked.Specifiers)
		if !ok {
			return true
		}
		set = requirement.Between(low, requirement.Version{})
	}
	return d.set.Overlaps(set)
}

// runs reports whether a release runs with every Python that is asked for.
func (q *problem) runs(r *sdk.Release) bool {
	low, ok := lowest(r.Python)
	if !ok || len(q.python) == 0 {
		return true
	}
	first, _ := requirement.ParseVersion(low.String() + ".dev0") // as ==3.12.* lets in 3.12.0a1
	return !q.python.Set().Overlaps(requirement.Between(requirement.Version{}, first))
}

// newest is the newest release that is known.
func newest() *sdk.Release {
	list := sdk.Published()
	return &list[len(list)-1]
}

// clash is what keeps the SDK's releases out.
type clash struct {
	demand  *demand
	without []*sdk.Release // those that it does not go with
	// all: it goes with none that is allowed.
	all bool
}

// clashes are the demands for which no release is left, empty where one is.
func (q *problem) clashes() []clash {
	var releases []*sdk.Release
	for _, r := range q.releases {
		if q.runs(r) {
			releases = append(releases, r)
		}
	}
	newest := newest()
	future := q.open && q.runs(newest)
	if len(releases) == 0 {
		return nil
	}
	left := make([]bool, len(releases))
	for i := range left {
		left[i] = true
	}
	later := future
	var out []clash
	for i := range q.demands {
		d := &q.demands[i]
		c := clash{demand: d}
		for k, r := range releases {
			if !d.stands(r, false) {
				c.without, left[k] = append(c.without, r), false
			}
		}
		allowed := future && d.stands(newest, true)
		later = later && allowed
		c.all = len(c.without) == len(releases) && !allowed
		if len(c.without) > 0 {
			out = append(out, c)
		}
	}
	if later || slices.Contains(left, true) {
		return nil
	}
	if slices.ContainsFunc(out, func(c clash) bool { return c.all }) {
		out = slices.DeleteFunc(out, func(c clash) bool { return !c.all })
	}
	return out
}

// raised are the edits without which the file has no solution once it asks for
// the SDK in other versions; ok is false where they cannot be made, or change
// more than a package's minor version.
func raised(p *lint.Pass, project bool, specifiers string) (edits []text.Edit, ok bool) {
	q := problemOf(p.Plugin, project)
	if len(q.sdk) == 0 {
		return nil, true
	}
	q.sdk, q.releases = []line{{Requirement: requirement.ParseRequirement(sdkName + specifiers)}}, nil
	q.choose()
	if len(q.releases) == 0 {
		return nil, false
	}
	if !slices.ContainsFunc(q.releases, q.runs) {
		f := filesOf.Of(p.Plugin)
		least, ok := lowest(q.releases[0].Python)
		if !ok || len(q.python) != 1 {
			return nil, false
		}
		edits = text.ReplaceText(f.project.File, f.project.RequiresPython.Span, ">="+least.String())
		q.python = nil
	}
	for _, c := range q.clashes() {
		l := c.demand.lines[0]
		want, _ := c.without[len(c.without)-1].Asks(c.demand.key)
		now, has := lowest(l.Specifiers)
		next, known := lowest(want.Specifiers)
		if !c.all || len(c.demand.lines) > 1 || !has || !known || now.Segment(0) != next.Segment(0) || now.Compare(next) > 0 {
			return nil, false
		}
		edits = append(edits, text.ReplaceText(l.file, l.SpecifiersSpan, bounded(want.Specifiers))...)
	}
	return edits, true
}
