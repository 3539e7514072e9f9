package archive

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/pkg"
)

//go:embed hidden_data.txtar
var hiddenDataExamples string

// HiddenData is told of bytes of a package that are in no file of it.
var HiddenData = &lint.Rule{
	ID: "archive/hidden-data", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", RunsBroken: true, Bundles: true,
	Title: "the package has bytes that belong to no file",
	Why: "What stands before the first entry, between entries, or behind the end of a zip is shown by no tool and covered by no checksum and " +
		"no signature: it can be changed after signing, and some tools read another zip in it than the daemon does. Entries whose " +
		"data overlaps hide the same way. Packages that the platform's own tool writes have none.",
	Sources:  append([]string{"dify-plugin-daemon: pkg/plugin_packager/decoder/verifier.go"}, sources...),
	Examples: hiddenDataExamples,
	Run:      judge(pkg.CodePrefix, pkg.CodeTrailing, pkg.CodeGap, pkg.CodeOverlap),
}
