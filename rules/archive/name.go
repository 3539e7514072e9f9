package archive

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/pkg"
)

// Name is told of entries whose names are no plain paths below the plugin.
var Name = &lint.Rule{
	ID: "archive/name", Gate: lint.Install, Severity: lint.Error, Since: "0.1.0", RunsBroken: true, Bundles: true,
	Title: "an entry's name is not a plain path",
	Why: "Entries are asked for by name, with slashes, from the root of the package. A name that is absolute, climbs with `..`, has " +
		"backslashes or is not UTF-8 is not found again, and the daemon refuses the package on upload; one that is too long for " +
		"a disk is refused when the plugin is unpacked to start. Names that only hide (control characters, marks that turn the direction of " +
		"writing) or that differ between systems get a warning.",
	Sources: sources,
	Examples: []lint.Example{{
		Name: "out of the plugin",
		Bad:  "A package with an entry that climbs out of the folder it is unpacked to.\npacked: name=../run.py\nwant: .:1\n",
		Good: "Pack with `dify plugin package`, which writes only what lies in the folder.",
	}, {
		Name: "packed on Windows",
		Bad:  "A package with a backslash in a name, as older zip programs on Windows write.\npacked: name=tools\\more.py\nwant: .:1\n",
		Good: "Pack with `dify plugin package`, which writes slashes on every system.",
	}},
	Run: judge(pkg.CodeNameEmpty, pkg.CodeNameAbsolute, pkg.CodeNameParent, pkg.CodeNameUnclean, pkg.CodeNameBack,
		pkg.CodeNameDrive, pkg.CodeNameControl, pkg.CodeNameUTF8, pkg.CodeNameLong),
}
