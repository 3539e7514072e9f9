package release

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

//go:embed files_changed.txtar
var filesChangedExamples string

// FilesChanged reports files that changed.
var FilesChanged = &lint.Rule{
	ID: "release/files-changed", Gate: lint.None, Severity: lint.Info, Since: "0.1.0", Needs: needsBaseline,
	Title:    "files of the package changed",
	Why:      "Sources, dependencies, texts and pictures that users do not see. They require a patch, because each version can be published only once.",
	Examples: filesChangedExamples,
	Options:  options(release.FilesChanged),
	Run:      told,
}
