package archive

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/pkg"
)

// Kind reports entries that are no plain files.
var Kind = &lint.Rule{
	ID: "archive/kind", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", RunsBroken: true, Bundles: true,
	Title:   "an entry is a link, is encrypted or is a special file",
	Why:     "The daemon supports only regular files: a symbolic link becomes a file that holds the link's target as its text, an encrypted entry is used without decrypting it, devices and pipes become files. The plugin then reads something different from what its author intended.",
	Sources: sources,
	Run:     judge(pkg.CodeLink, pkg.CodeSpecial, pkg.CodeEncrypted),
}
