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
	Title: "the plugin needs more from its host",
	Why: "With a newer `minimum_dify_version`, a word that only a newer Dify accepts, another runner or more memory, the update cannot run everywhere where the old release did. " +
		"It is reported separately, whatever the version says, because an administrator must decide.",
	Examples: hostRaisedExamples,
	Options:  options(release.HostRaised),
	Run:      told,
}
