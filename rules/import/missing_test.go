package importing_test

import (
	"strings"
	"testing"

	"github.com/difylint/difylint/lint/kit"
	importing "github.com/difylint/difylint/rules/import"
)

// TestMissing: what may be there in a way that is not seen is no finding.
func TestMissing(t *testing.T) {
	const tool = "from dify_plugin import Tool\n\n\nclass SearchTool(Tool):\n    def _invoke(self, tool_parameters):\n        yield self.create_text_message(\"\")\n"
	source := func(imports string) string { return "-- tools/search.py --\n" + imports + tool }
	for _, tt := range []struct {
		name, files string
		want        string // severities
	}{
		{"a name", source("from a import x\n") + "-- a.py --\ny = 1\n", "error"},
		{"a name of an empty module", source("from a import x\n") + "-- a.py --\n", "error"},
		{"a name for type checkers", source("from a import x\n") + "-- a.py --\nfrom typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    x = 1\n", "error"},
		{"a name that is only annotated", source("from a import x\n") + "-- a.py --\nx: int\n", "error"},
		{"a name that a star leaves out", source("from a import _x\n") + "-- a.py --\nfrom b import *\n-- b.py --\n_x = 1\n", "error"},
		{"a module", source("import tools.a\n"), "error"},
		{"a module by a relative import", source("from . import a\nfrom .b import x\n"), "error, error"},
		{"a module that is no package", source("import a.b\n") + "-- a.py --\nx = 1\n", "error"},
		{"letter case", source("from tools.Words import x\n") + "-- tools/words.py --\nx = 1\n", "error"},
		{"climbing out", source("from .. import a\n") + "-- a.py --\nx = 1\n", "error"},
		{"climbing within", "-- tools/in/b.py --\nfrom ..a import x\n-- tools/a.py --\nx = 1\n" + source("import tools.in_.b\n") + "-- tools/in_/b.py --\nfrom ..a import x\n", ""},
		{"in a function", source("def f():\n    import tools.a\n"), "warning"},
		{"in a body of a class", source("class C:\n    import tools.a\n"), "error"},
		{"guarded", source("try:\n    import tools.a\nexcept ImportError:\n    pass\nif f:\n    import tools.b\n"), ""},
		{"suppressed", source("import contextlib\nwith contextlib.suppress(ImportError):\n    import tools.a\n"), ""},
		{"made by a function of the module", source("from a import x\n") + "-- a.py --\ndef __getattr__(name):\n    return 1\n", ""},
		{"bound through the dictionary", source("from a import x\n") + "-- a.py --\nglobals()['x'] = 1\n", ""},
		{"bound by another", source("from a import x\n") + "-- a.py --\ny = 1\n-- b.py --\nimport a\na.x = 1\n", ""},
		{"by a star", source("from a import x, join\n") + "-- a.py --\nfrom os.path import *\n", ""},
		{"a module within the package", source("from pkg import a\nimport pkg.in_.b\n") + "-- pkg/__init__.py --\n\n-- pkg/a.py --\nx = 1\n-- pkg/in_/b.py --\nx = 1\n", ""},
		{"a package that looks elsewhere", source("import pkg.a\n") + "-- pkg/__init__.py --\n__path__.append('other')\n", ""},
		{"modules put in place", source("import tools.a\n") + "-- main.py --\nimport sys\nsys.modules['tools.a'] = sys\n", ""},
		{"a folder that an installed package may go before", "-- requirements.txt --\ndify_plugin>=0.9.0\nacme\n" + source("import acme.b\n") + "-- acme/a.py --\nx = 1\n", ""},
		{"the standard library", source("from email import nothing\n") + "-- email/a.py --\nx = 1\n", ""},
		{"what no start gets to", "-- scripts/a.py --\nimport tools.b\n", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := &kit.Example{Bad: tt.files}
			res, err := e.BadPlugin().RunRule(importing.Missing, e, nil)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range res.Findings() {
				got = append(got, f.Severity.String())
			}
			if g := strings.Join(got, ", "); g != tt.want {
				t.Errorf("%q, want %q: %v", g, tt.want, res.Findings())
			}
		})
	}
}
