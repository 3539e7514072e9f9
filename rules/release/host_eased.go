package release

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

//go:embed host_eased.txtar
var hostEasedExamples string

// HostEased reports permissions, memory and versions of Dify that are no longer asked for.
var HostEased = &lint.Rule{
	ID: "release/host-eased", Gate: lint.None, Severity: lint.Info, Since: "0.1.0", Needs: needsBaseline,
	Title: "the plugin asks less of its host",
	Why: "A permission less, less memory, an older Dify or one architecture more: the plugin runs wherever it ran, and with " +
		"less.",
	Examples: hostEasedExamples,
	Options:  options(release.HostEased),
	Run:      told,
}
