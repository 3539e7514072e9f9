package dependency

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/text"
)

// SDKBounds reports requirements that no allowed release of the SDK goes with.
var SDKBounds = &lint.Rule{
	ID: "dependency/sdk-bounds", Gate: lint.Start, Severity: lint.Error, Since: "0.1.0",
	Title: "a requirement that conflicts with every allowed release of the SDK",
	Why: "The SDK asks for packages of its own, and an environment holds one version of each: 0.8.0 wants `requests~=2.32.3`, 0.9.0 " +
		"and later want `requests>=2.33.1`. Where the plugin wants a version outside of that, uv finds no solution (\"No solution found " +
		"when resolving dependencies\"), nothing is installed, and the plugin does not start. Change the line, or let in another " +
		"release of the SDK. For `pyproject.toml` without a lock file, groups for development, extras and lines for other systems count, too: " +
		"uv solves all of them together. Only the SDK's own requirements are looked at, those of other packages are not known.",
	Sources: []string{
		"dify-plugin-sdks: pyproject.toml, of every tag", "dify-plugin-daemon: internal/core/local_runtime/setup_python_environment.go (prepareSyncArgs, preparePipArgs)",
	},
	Run: func(p *lint.Pass) {
		f := filesOf.Of(p.Plugin)
		if f.project != nil && len(f.project.Problems) == 0 {
			bounds(p, problemOf(p.Plugin, true), true, f.frozen())
		}
		if f.requirements != nil {
			bounds(p, problemOf(p.Plugin, false), f.project == nil, false)
		}
	},
}

// bounds reports what keeps an installer from a solution. taken: the daemon
// takes the file; frozen: it installs what a lock file holds.
func bounds(p *lint.Pass, q *problem, taken, frozen bool) {
	report := func(found lint.Finding) {
		if !taken || frozen {
			found.Severity = lint.Warning
		}
		p.Report(found)
	}
	if len(q.sdk) == 0 {
		return
	}
	asked := q.sdk[0]
	if missing, ok := q.missing(); ok {
		found := lint.Finding{Place: asked.at(asked.SpecifiersSpan), Key: sdkName, Severity: lint.Warning,
			Message: lint.Msg("no release of the SDK is %s; the nearest are %s", short(asked.Specifiers.String()), missing)}
		report(found)
		return
	}
	here := lint.Related{Place: asked.at(asked.SpecifiersSpan), Message: lint.Msg("the SDK is required here")}
	clashes := q.clashes()
	if len(clashes) > 0 && !clashes[0].all {
		found := lint.Finding{Place: asked.at(asked.SpecifiersSpan), Key: sdkName}
		var parts []any
		for _, c := range clashes {
			l := c.demand.lines[len(c.demand.lines)-1]
			parts = append(parts, lint.Msg("%s to %s not with %s", c.without[0].Version.String(), c.without[len(c.without)-1].Version.String(), short(l.Name+l.Specifiers.String())))
			found.Related = append(found.Related, lint.Related{Place: l.at(l.SpecifiersSpan), Message: lint.Msg("the SDK requires %s", asks(c.demand.key, c.without))})
		}
		if len(parts) > most {
			parts = append(parts[:most], "…")
		}
		found.Message = lint.Msg("no release of the SDK in %s fits all other lines: %s", short(asked.Specifiers.String()), text.Join(parts))
		report(found)
		return
	}
	for _, c := range clashes {
		l := c.demand.lines[len(c.demand.lines)-1]
		found := lint.Finding{Place: l.at(l.SpecifiersSpan), Key: c.demand.key, Related: []lint.Related{here}}
		found.Message = lint.Msg("no version of %q is both %s, as here, and what the SDK requires: %s", short(l.Name), short(l.Specifiers.String()), asks(c.demand.key, c.without))
		last := c.without[len(c.without)-1]
		want, _ := last.Asks(c.demand.key)
		now, low := lowest(l.Specifiers)
		if next, ok := lowest(want.Specifiers); len(c.demand.lines) == 1 && ok && (!low || now.Compare(next) < 0) {
			with := bounded(want.Specifiers)
			found.Fixes = lint.UnsafeFix(lint.Msg("Write %s", with), text.ReplaceText(l.file, l.SpecifiersSpan, with))
		}
		report(found)
	}
}

// most bounds what a message lists.
const most = 3

// asks is what releases ask for of a package, in words.
func asks(key string, releases []*sdk.Release) lint.Message {
	var parts []any
	for i := 0; i < len(releases); {
		want, _ := releases[i].Asks(key)
		k := i
		for ; k < len(releases); k++ {
			if other, _ := releases[k].Asks(key); other.Specifiers.String() != want.Specifiers.String() {
				break
			}
		}
		part := lint.Msg("%s (%s)", want.Name+want.Specifiers.String(), releases[i].Version.String())
		if k-1 > i {
			part = lint.Msg("%s (%s to %s)", want.Name+want.Specifiers.String(), releases[i].Version.String(), releases[k-1].Version.String())
		}
		parts = append(parts, part)
		i = k
	}
	if len(parts) > most {
		parts = []any{parts[0], "…", parts[len(parts)-1]}
	}
	return text.Join(parts)
}

// bounded is a range with an end before the next major version.
func bounded(s requirement.Specifiers) string {
	low, ok := lowest(s)
	if !ok || s.Set().HasUpperBound() {
		return s.String()
	}
	return s.String() + "," + below(low)
}

// missing are the releases around a range in which no release of the SDK is. A
// beta may be published that is not known, and so may a release behind the newest.
func (q *problem) missing() (around lint.Message, ok bool) {
	if len(q.sdk) != 1 || len(q.releases) > 0 || q.open {
		return around, false
	}
	s := q.sdk[0].Specifiers
	low, ok := lowest(s)
	if !ok || s.AllowsPreReleases() || s.Set().IsEmpty() || sdk.Published()[0].Version.Compare(low) > 0 {
		return around, false
	}
	var before, after string
	for _, r := range sdk.Published() {
		switch v := r.Version; {
		case !v.IsFinal():
		case v.Compare(low) < 0:
			before = v.String()
		case after == "":
			after = v.String()
		}
	}
	if before == "" || after == "" {
		return around, false
	}
	return lint.Msg("%s and %s", before, after), true
}
