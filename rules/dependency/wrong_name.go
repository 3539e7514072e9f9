package dependency

import (
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/requirement/pydata"
	"github.com/difylint/difylint/lint/source/text"
)

// WrongName reports modules that are installed under another name.
var WrongName = &lint.Rule{
	ID: "dependency/wrong-name", Gate: lint.Start, Severity: lint.Warning, Since: "0.1.0",
	Title: "a requirement has the name of a module instead of the package",
	Why: "What is imported and what is installed often differ: `import yaml` needs `PyYAML`, `import cv2` needs `opencv-python`. " +
		"Under the module's own name the index has nothing, and then nothing at all installs, or it has somebody else's " +
		"project, which is installed in the place of the one that is meant. Where no source imports the module, the line is only of no use.",
	Sources: []string{"pyodide/pyodide: pyodide-lock.json (imports of its packages)"},
	Run: func(p *lint.Pass) {
		for _, l := range named(p) {
			right, got, ok := pydata.MeantBy(l.Key())
			if !ok || strings.EqualFold(right, l.Name) {
				continue
			}
			if got != pydata.Nothing && !imports(p.Plugin, l.Key()) {
				p.Report(lint.Finding{Place: l.at(l.NameSpan), Key: l.Key(), Severity: lint.Info, Gate: lint.None, Unneeded: true,
					Message: lint.Msg("%q is installed, but no source imports a module of that name: the line is useless", short(l.Name))})
				continue
			}
			if v, ok := requirement.ParseVersion(pydata.Brings(l.Key())); ok && l.Specifiers.Set().Contains(v) {
				continue // an empty project that asks for the right one
			}
			f := lint.Finding{Place: l.at(l.NameSpan), Key: l.Key()}
			switch got {
			case pydata.Nothing:
				f.Message = lint.Msg("there is no package %q; this module is in %q", short(l.Name), right)
			default:
				f.Message = lint.Msg("the package %q is another project; this module is in %q", short(l.Name), right)
			}
			edits := text.ReplaceText(l.file, l.NameSpan, right)
			if len(l.Specifiers) == 0 && l.Valid() {
				f.Fixes = lint.SafeFix(lint.Msg("Write %s", right), edits)
			} else {
				f.Fixes = lint.UnsafeFix(lint.Msg("Write %s", right), edits)
			}
			p.Report(f)
		}
	},
}

// imports reports whether a source imports a module by the name of a
// distribution, or cannot be read.
func imports(p *plugin.Plugin, key string) bool {
	for _, m := range sources.Program(p).Modules {
		if m.Err != nil || m.Incomplete {
			return true
		}
		for k := range m.Imports {
			top, _, _ := strings.Cut(m.Imports[k].Module, ".")
			if requirement.NormalizeName(top) == key {
				return true
			}
		}
	}
	return false
}
