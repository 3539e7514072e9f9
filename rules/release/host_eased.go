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
	Title:    "the plugin needs less from its host",
	Why:      "Fewer permissions, less memory, an older Dify or one more architecture: the plugin still runs wherever it did before.",
	Examples: hostEasedExamples,
	Options:  options(release.HostEased),
	Run:      told,
}
