package release

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

//go:embed arch_removed.txtar
var archRemovedExamples string

// ArchRemoved reports architectures that are gone.
var ArchRemoved = &lint.Rule{
	ID: "release/arch-removed", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Needs: needsBaseline,
	Title:    "the plugin no longer runs on an architecture",
	Why:      "Users who run Dify on machines of that architecture cannot install the update. They stay with the old release.",
	Sources:  sources,
	Examples: archRemovedExamples,
	Options:  options(release.ArchRemoved),
	Run:      told,
}
