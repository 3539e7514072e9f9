package audit

import (
	_ "embed" // the examples
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/source/python"
)

//go:embed unsafe_load.txtar
var unsafeLoadExamples string

// UnsafeLoad is told of formats whose reading runs code.
var UnsafeLoad = &lint.Rule{
	ID: "audit/unsafe-load", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title: "reading this data may run code that stands in it",
	Why: "A pickle, and YAML read with another loader than the safe one, can name any function and have it called while it is " +
		"read. Whoever can write the data (a file that a user uploads, a value in the storage, an answer of a service) runs " +
		"code in the plugin. Use JSON, or `yaml.safe_load`. `marshal` is only for Python's own files.",
	Examples: unsafeLoadExamples,
	Run: func(p *lint.Pass) {
		outside(p.Plugin, func(s site) {
			if s.main() {
				return
			}
			switch s.name {
			case "pickle.load", "pickle.loads", "pickle.Unpickler", "_pickle.loads", "_pickle.load", "cPickle.loads", "cPickle.load",
				"dill.load", "dill.loads", "cloudpickle.load", "cloudpickle.loads", "joblib.load", "pandas.read_pickle", "shelve.open":
				p.Reportf(s.callee(), "%s runs whatever code the data names; use JSON for what the plugin did not make itself", s.written())
			case "marshal.load", "marshal.loads":
				p.Reportf(s.callee(), "%s is for Python's own files: it crashes on other data; use JSON", s.written())
			case "yaml.unsafe_load", "yaml.unsafe_load_all":
				p.Reportf(s.callee(), "%s runs whatever code the document names; use yaml.safe_load", s.written())
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
					p.Reportf(at(s.m, v), "allow_pickle=True runs whatever code the file names; leave it out")
				}
			}
		})
	},
}

// known reports whether a loader is a class of the plugin's own.
func known(s site, loader python.ExprID) bool {
	for _, v := range s.prog.Resolve(s.i, loader) {
		if v.Root != python.ExternalRoot {
			return true
		}
	}
	return false
}
