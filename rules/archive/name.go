package archive

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/pkg"
)

// Name reports entries whose names are no plain paths below the plugin.
var Name = &lint.Rule{
	ID: "archive/name", Gate: lint.Install, Severity: lint.Error, Since: "0.1.0", RunsBroken: true, Bundles: true,
	Title:   "an entry's name is not a plain path",
	Why:     "The daemon looks entries up by name, with slashes, from the root of the package. A name that is absolute, contains `..` or backslashes, or is not UTF-8 cannot be found, and the daemon refuses the package on upload; a name that is too long for the disk fails when the plugin is unpacked to start. Names that can mislead a reader (control characters, marks that change the writing direction) or that differ between systems are warnings.",
	Sources: sources,
	Run: judge(pkg.CodeNameEmpty, pkg.CodeNameAbsolute, pkg.CodeNameParent, pkg.CodeNameUnclean, pkg.CodeNameBack,
		pkg.CodeNameDrive, pkg.CodeNameControl, pkg.CodeNameUTF8, pkg.CodeNameLong),
}
