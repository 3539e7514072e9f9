package archive

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/pkg"
)

// Kind is told of entries that are no plain files.
var Kind = &lint.Rule{
	ID: "archive/kind", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", RunsBroken: true, Bundles: true,
	Title: "an entry is a link, is encrypted or is a special file",
	Why: "The daemon knows only plain files: a symbolic link becomes a file that holds the link's target as its text, an encrypted " +
		"entry is taken as the bytes stand, devices and pipes become files. The plugin then reads something else than its author meant.",
	Sources: sources,
	Examples: []lint.Example{{
		Name: "a symbolic link",
		Bad:  "A package in which main.py is stored as a symbolic link.\npacked: link=main.py\nwant: main.py:1\n",
		Good: "Pack with `dify plugin package`, which stores what the link leads to.",
	}, {
		Name: "encrypted",
		Bad:  "A package in which main.py is encrypted with a password.\npacked: encrypted=main.py\nwant: main.py:1\n",
		Good: "Pack without a password.",
	}},
	Run: judge(pkg.CodeLink, pkg.CodeSpecial, pkg.CodeEncrypted),
}
