package version

import (
	"strings"

	"github.com/difylint/difylint/lint"
)

// Python reports a version that the daemon takes and the SDK does not.
var Python = &lint.Rule{
	ID: "version/python", Gate: lint.Start, Severity: lint.Error, Since: "0.1.0",
	Title:   "the plugin can be packaged with this version, but does not start",
	Why:     "The SDK reads the version by Python's rules (PEP 440). After the three numbers these allow pre-releases (`a`, `b`, `rc`, `alpha`, `beta`, `preview`), `dev` and `post`, each with an optional number, and no other word. With `1.2.3-nightly` the plugin is packaged and installed, and then its process ends with \"Invalid version format\".",
	Sources: []string{"dify-plugin-sdks: src/dify_plugin/core/entities/plugin/setup.py"},
	Run: func(p *lint.Pass) {
		n := p.Plugin.Manifest().Root.Get("version")
		s, ok := stated(n)
		if !ok || !takenByDaemon(s) || takenByPython(s) {
			return
		}
		_, suffix, _ := strings.Cut(s, "-")
		say(p, n, s, lint.Msg("the SDK does not accept the version %q: Python has no suffix %q (use a, b, rc, dev or their long names, with a number)", s, suffix))
	},
}
