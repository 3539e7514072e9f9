package release

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

//go:embed host_added.txtar
var hostAddedExamples string

// HostAdded reports hosts that the sources did not name before.
var HostAdded = &lint.Rule{
	ID: "release/host-added", Gate: lint.None, Severity: lint.Info, Since: "0.1.0", Needs: needsBaseline,
	Title:    "the sources name a host that they did not name",
	Why:      "Where firewalls let plugins through to named hosts only, a release that calls another one fails behind them; and who consented to data going to one service is asked again for the next. So a host that is new in the sources is reported separately, whatever the version says. Hosts that the manifest declares are release/scope-widened.",
	Examples: hostAddedExamples,
	Options:  options(release.HostAdded),
	Run:      told,
}
