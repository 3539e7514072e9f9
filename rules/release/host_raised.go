package release

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

//go:embed host_raised.txtar
var hostRaisedExamples string

// HostRaised reports a newer Dify, another runner or more memory.
var HostRaised = &lint.Rule{
	ID: "release/host-raised", Gate: lint.None, Severity: lint.Info, Since: "0.1.0", Needs: needsBaseline,
	Title: "the plugin asks more of its host",
	Why: "With a newer `minimum_dify_version`, a word that only a newer Dify takes, another runner or more memory, the update cannot run everywhere where the old " +
		"release did. It is told on its own, whatever the version says, since an administrator decides on it.",
	Examples: hostRaisedExamples,
	Options:  options(release.HostRaised),
	Run:      told,
}
