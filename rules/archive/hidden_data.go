package archive

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/pkg"
)

// HiddenData reports bytes of a package that are in no file of it.
var HiddenData = &lint.Rule{
	ID: "archive/hidden-data", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", RunsBroken: true, Bundles: true,
	Title:   "the package has bytes that belong to no file",
	Why:     "Bytes before the first entry, between entries, or after the end of a zip are shown by no tool and are not covered by any checksum or signature: they can be changed after signing, and some tools may find a different zip in them. Entries whose data overlaps can hide data in the same way. The platform's own tool never writes such bytes.",
	Sources: append([]string{"dify-plugin-daemon: pkg/plugin_packager/decoder/verifier.go"}, sources...),
	Run:     judge(pkg.CodePrefix, pkg.CodeTrailing, pkg.CodeGap, pkg.CodeOverlap),
}
