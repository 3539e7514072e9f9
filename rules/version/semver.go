package version

import (
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/source/requirement"
)

// Semver reports a version that packages and starts, and that Dify's own
// pages cannot order, or order otherwise than Python.
var Semver = &lint.Rule{
	ID: "version/semver", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title:   "the version is not a semantic version, or sorts differently as one",
	Why:     "Dify's pages find the newest of a plugin's versions by semantic versioning. A number with a leading zero (`01.2.3`) or a suffix with `_` is not a semantic version, and the comparison fails. And `1.2.3-1` comes before `1.2.3` there, but after it in Python: such an update is never offered.",
	Sources: []string{"dify: web/utils/semver.ts"},
	Run: func(p *lint.Pass) {
		n := p.Plugin.Manifest().Root.Get("version")
		s, ok := stated(n)
		v, parsed := requirement.ParseVersion(s)
		switch {
		case !ok || !parsed || !takenByDaemon(s):
			return
		case takenBySemver(s) && v.HasPost:
			say(p, n, s, lint.Msg("%q comes before %q in Dify but after it in Python", s, strings.SplitN(s, "-", 2)[0]))
		case !takenBySemver(s) && strings.Contains(s, "_"):
			say(p, n, s, lint.Msg("%q is not a semantic version: its suffix must not contain _", s))
		case !takenBySemver(s):
			say(p, n, s, lint.Msg("%q is not a semantic version: a number must not begin with 0", s))
		}
	},
}
