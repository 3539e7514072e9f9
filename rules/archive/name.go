package archive

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/pkg"
)

//go:embed name.txtar
var nameExamples string

// Name is told of entries whose names are no plain paths below the plugin.
var Name = &lint.Rule{
	ID: "archive/name", Gate: lint.Install, Severity: lint.Error, Since: "0.1.0", RunsBroken: true, Bundles: true,
	Title: "an entry's name is not a plain path",
	Why: "Entries are asked for by name, with slashes, from the root of the package. A name that is absolute, climbs with `..`, has " +
		"backslashes or is not UTF-8 is not found again, and the daemon refuses the package on upload; one that is too long for " +
		"a disk is refused when the plugin is unpacked to start. Names that only hide (control characters, marks that turn the direction of " +
		"writing) or that differ between systems get a warning.",
	Sources:  sources,
	Examples: nameExamples,
	Run: judge(pkg.CodeNameEmpty, pkg.CodeNameAbsolute, pkg.CodeNameParent, pkg.CodeNameUnclean, pkg.CodeNameBack,
		pkg.CodeNameDrive, pkg.CodeNameControl, pkg.CodeNameUTF8, pkg.CodeNameLong),
}
