package archive

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/pkg"
)

//go:embed kind.txtar
var kindExamples string

// Kind is told of entries that are no plain files.
var Kind = &lint.Rule{
	ID: "archive/kind", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", RunsBroken: true, Bundles: true,
	Title: "an entry is a link, is encrypted or is a special file",
	Why: "The daemon knows only plain files: a symbolic link becomes a file that holds the link's target as its text, an encrypted " +
		"entry is taken as the bytes stand, devices and pipes become files. The plugin then reads something else than its author meant.",
	Sources:  sources,
	Examples: kindExamples,
	Run:      judge(pkg.CodeLink, pkg.CodeSpecial, pkg.CodeEncrypted),
}
