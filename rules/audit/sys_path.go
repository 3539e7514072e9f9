package audit

import (
	"github.com/difylint/difylint/lint"
)

// SysPath reports sources that change where Python looks for modules.
var SysPath = &lint.Rule{
	ID: "audit/sys-path", Gate: lint.None, Severity: lint.Info, Since: "0.1.0",
	Title: "the search path for modules is changed",
	Why: "The plugin's folder is on the path already: `import tools.helper` works from every source. A folder below it on the " +
		"path lets one file be imported under two names, as two modules with two states, and its names hide those of installed " +
		"packages (a `utils` or `client` of the plugin's then replaces a library's). A folder above it is not in the package.",
	Run: func(p *lint.Pass) {
		outside(p.Plugin, func(s site) {
			switch s.name {
			case "sys.path.append", "sys.path.insert", "sys.path.extend", "site.addsitedir":
				if !s.main() {
					p.Reportf(s.callee(), "the plugin's folder is already on the path; import from it (from folder.module import name) and remove %s", s.written())
				}
			}
		})
	},
}
