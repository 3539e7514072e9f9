package audit

import (
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/source/python"
)

// UnsafeLoad reports formats whose reading runs code.
var UnsafeLoad = &lint.Rule{
	ID: "audit/unsafe-load", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title: "reading this data can run code that it contains",
	Why:   "A pickle, or YAML that is read with a loader other than the safe one, can name any function and have it called while the data is read. Anyone who can write the data (an uploaded file, a value in the storage, the answer of a service) can run code in the plugin. Use JSON, or `yaml.safe_load`. `marshal` is only for Python's own files.",
	Run: func(p *lint.Pass) {
		outside(p.Plugin, func(s site) {
			if s.main() {
				return
			}
			switch s.name {
			case "pickle.load", "pickle.loads", "pickle.Unpickler", "_pickle.loads", "_pickle.load", "cPickle.loads", "cPickle.load",
				"dill.load", "dill.loads", "cloudpickle.load", "cloudpickle.loads", "joblib.load", "pandas.read_pickle", "shelve.open":
				p.Reportf(s.callee(), "%s runs any code that the data names; use JSON for data from outside the plugin", s.written())
			case "marshal.load", "marshal.loads":
				p.Reportf(s.callee(), "%s is for Python's own files: it crashes on other data; use JSON", s.written())
			case "yaml.unsafe_load", "yaml.unsafe_load_all":
				p.Reportf(s.callee(), "%s runs any code that the document names; use yaml.safe_load", s.written())
			case "yaml.load", "yaml.load_all":
				loader, hidden := s.argument("Loader", 1)
				if loader == 0 && hidden {
					return
				}
				name, _ := s.m.Dotted(loader)
				if loader != 0 && (name == "" || strings.Contains(name, "Safe") || strings.HasSuffix(name, "BaseLoader")) || known(s, loader) {
					return
				}
				p.Reportf(s.callee(), "%s runs code that the document names, unless its loader is SafeLoader; use yaml.safe_load", s.written())
			case "numpy.load":
				if v, _ := s.argument("allow_pickle", 2); v != 0 && s.m.Exprs[v].Kind == python.TrueLit {
					p.Reportf(at(s.m, v), "allow_pickle=True runs any code that the file names; remove it")
				}
			}
		})
	},
}

// known reports whether a loader is a class of the plugin's own.
func known(s site, loader python.ExprID) bool {
	return slices.ContainsFunc(s.prog.Resolve(s.i, loader), func(v python.Value) bool { return v.Root != python.ExternalRoot })
}
