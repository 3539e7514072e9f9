package version

import (
	"github.com/difylint/difylint/lint"
)

// Pattern reports a version that the daemon does not take.
var Pattern = &lint.Rule{
	ID: "version/pattern", Gate: lint.Package, Severity: lint.Error, Since: "0.1.0",
	Title:   "the version is not three numbers with an optional suffix",
	Why:     "The daemon accepts three numbers of at most four digits, and after a hyphen up to sixteen letters, digits and `_`: `1.2.3` or `1.2.3-beta1`. Anything else, such as `1.2`, `v1.2.3`, `1.2.3+build` or `1.2.3-beta.1`, stops packaging. Without quotes, YAML also reads `1.10` as the number 1.1.",
	Sources: []string{"dify-plugin-daemon: pkg/entities/manifest_entities/version.go", "dify-plugin-daemon: pkg/entities/bundle_entities/bundle.go"},
	Run: func(p *lint.Pass) {
		n := p.Plugin.Manifest().Root.Get("version")
		s, ok := stated(n)
		if !ok || takenByDaemon(s) {
			return
		}
		if s == "" {
			say(p, n, s, lint.Msg("the version is empty; write three numbers, as in 0.0.1"))
			return
		}
		m := lint.Msg("the daemon does not accept the version %q: %s", shown(s), flaw(s))
		if r := n.Resolve(); r.Tag == "!!float" {
			m = m.And(" (without quotes YAML also reads it as a number)")
		}
		say(p, n, s, m)
	},
}
