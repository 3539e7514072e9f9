package archive

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/pkg"
)

// Folder reports packages with entries for folders.
var Folder = &lint.Rule{
	ID: "archive/folder", Gate: lint.Install, Severity: lint.Error, Since: "0.1.0", RunsBroken: true, Bundles: true,
	Title: "the package has an entry for a folder",
	Why: "The daemon reads each entry of the package as a file, and a folder cannot be read: the upload ends in \"is a directory\". " +
		"`dify plugin package` writes no such entries; `zip -r` and the file managers do.",
	Sources: sources,
	Run: func(p *lint.Pass) {
		var names []string
		refused := false
		for _, pr := range problems.Of(p.Plugin) {
			if pr.Code == pkg.CodeFolder {
				names = append(names, pr.Entry)
				refused = refused || pr.Refused
			}
		}
		if len(names) == 0 || p.Plugin.IsBundle() {
			return
		}
		f := lint.Finding{Message: lint.Msg("the entry %q is a folder; the platform reads every entry as a file and refuses the package (pack with \"dify plugin package\", or with zip -D)", short(names[0]))}
		if n := len(names) - 1; n > 0 {
			f.Message = lint.Msg("the entry %q, like %d more, is a folder; the platform reads each entry as a file and refuses the package (pack with \"dify plugin package\", or with zip -D)", short(names[0]), n)
		}
		if !refused {
			f.Severity, f.Gate = lint.Warning, lint.None
			f.Message = lint.Msg("the entry %q is a folder, but a file with the same name comes before it", short(names[0]))
		}
		p.Report(f)
	},
}
