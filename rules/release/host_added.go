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
	Title:    "the sources name a new host",
	Why:      "If a firewall allows plugins only certain hosts, a release that calls another host fails behind it; and users who agreed to send data to one service must be asked again for another. So a host that is new in the sources is reported separately, whatever the version says. Hosts that the manifest declares are release/scope-widened.",
	Examples: hostAddedExamples,
	Options:  options(release.HostAdded),
	Run:      told,
}
