package importing_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/kit"
	importing "github.com/difylint/difylint/rules/import"
)

// TestImports: which imports fail, and which only look as if they did.
func TestImports(t *testing.T) {
	const (
		tool = "from dify_plugin import Tool\n\n\nclass SearchTool(Tool):\n    def _invoke(self, tool_parameters):\n        yield self.create_text_message(\"\")\n"
		sdk  = "-- requirements.txt --\ndify_plugin>=0.9.0,<1.0.0\n"
		late = "-- tools/search.py --\nfrom dify_plugin import Tool\n\n\nclass SearchTool(Tool):\n    def _invoke(self, tool_parameters):\n        import later\n        yield self.create_text_message(\"\")\n-- later.py --\n"
		y    = "\n-- b.py --\n" // behind a.py, which begins with from b import y
	)
	source := func(imports string) string { return "-- tools/search.py --\n" + imports + "\n" + tool }
	circle := func(b string) string { return source("from a import x") + "-- a.py --\nfrom b import y\nx = 1" + y + b }
	// chain is n modules, of which each imports the next, and one that imports x of a.
	chain := func(n int) string {
		var s strings.Builder
		s.WriteString(source("from a import x") + "-- a.py --\nimport m0\nx = 1\n")
		for i := range n {
			fmt.Fprintf(&s, "-- m%d.py --\nimport m%d\n", i, i+1)
		}
		fmt.Fprintf(&s, "-- m%d.py --\nfrom a import x\n", n)
		return s.String()
	}
	// row is n modules that one imports, and a circle behind them.
	row := func(n int) string {
		var imports, s strings.Builder
		for i := range n {
			fmt.Fprintf(&imports, "import m%d\n", i)
			fmt.Fprintf(&s, "-- m%d.py --\nX = 1\n", i)
		}
		return source(imports.String()+"from a import x") + s.String() + "-- a.py --\nfrom b import y\nx = 1" + y + "from a import x\ny = 1\n"
	}
	for _, tt := range []struct {
		name, files string
		rule        *lint.Rule
		want        string // severities and keys
	}{
		{"a circle", circle("from a import x\ny = 1\n"), importing.Circular, "error b.py x"},
		{"a circle of modules alone", circle("import a\ny = 1\n"), importing.Circular, ""},
		{"a circle by a star", circle("from a import *\ny = 1\n"), importing.Circular, ""},
		{"a circle of a name that nobody defines", circle("from a import z\ny = 1\n"), importing.Circular, ""},
		{"a circle whose failure is caught", source("from a import x") + "-- a.py --\ntry:\n    from b import y\nexcept ImportError:\n    y = None\nx = 1" + y + "from a import x\ny = 1\n", importing.Circular, ""},
		{"a circle whose failure the second catches", circle("try:\n    from a import x\nexcept ImportError:\n    x = None\ny = 1\n"), importing.Circular, ""},
		{"a circle behind imports that are caught", source("from a import x") + "-- c.py --\nz = 1\n-- a.py --\ntry:\n    import c\n    from c import z\nexcept ImportError:\n    c = None\nfrom b import y\nx = 1" + y + "from a import x\ny = 1\n", importing.Circular, "error b.py x"},
		{"a circle under a condition", circle("import sys\nif sys.argv:\n    from a import x\ny = 1\nfrom a import x\n"), importing.Circular, ""},
		{"a circle for type checkers", circle("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from a import x\ny = 1\n"), importing.Circular, ""},
		{"a circle that starts by hand", circle("if __name__ == '__main__':\n    from a import x\ny = 1\n"), importing.Circular, ""},
		{"a circle in a function", circle("def f():\n    from a import x\ny = 1\n"), importing.Circular, ""},
		{"a circle beside one in a function", circle("def f():\n    from a import z\nfrom a import x\ny = 1\n"), importing.Circular, "error b.py x"},
		{"a circle beside one in a function that may run", circle("def f():\n    import c\nf()\nfrom a import x\ny = 1\n-- c.py --\nz = 1\n"), importing.Circular, ""},
		{"a circle beside a call in a function", circle("def f():\n    from a import z\n    f()\nfrom a import x\ny = 1\n"), importing.Circular, "error b.py x"},
		{"a name that is there before the circle", source("from a import x") + "-- a.py --\nx = 1\nfrom b import y" + y + "from a import x\ny = 1\n", importing.Circular, ""},
		{"a circle in code that moves the path", circle("import sys\nsys.path.append('c')\nfrom a import x\ny = 1\n"), importing.Circular, ""},
		{"a circle with a broken module", source("import c\nfrom a import x") + "-- c.py --\ndef f(:\n-- a.py --\nfrom b import y\nx = 1" + y + "from a import x\ny = 1\n", importing.Circular, ""},
		{"a module of the package that is half loaded", source("import pkg") + "-- pkg/__init__.py --\nfrom pkg.a import x\nb = 1\n-- pkg/a.py --\nfrom pkg import b\nx = 1\n-- pkg/b.py --\nX = 1\n", importing.Circular, ""},
		{"a folder of the package that is half loaded", source("import pkg") + "-- pkg/__init__.py --\nfrom pkg.a import x\nb = 1\n-- pkg/a.py --\nfrom pkg import b\nx = 1\n-- pkg/b/c.py --\nX = 1\n", importing.Circular, ""},
		{"a name of the package that is half loaded", source("import pkg") + "-- pkg/__init__.py --\nfrom pkg.a import x\nb = 1\n-- pkg/a.py --\nfrom pkg import b\nx = 1\n", importing.Circular, "error pkg/a.py b"},
		{"a circle of modules of a package", source("import pkg\nfrom pkg import a") + "-- pkg/__init__.py --\n-- pkg/a.py --\nfrom pkg.b import y\nx = 1\n-- pkg/b.py --\nfrom pkg.a import x\ny = 1\n", importing.Circular, "error pkg/b.py x"},
		{"a circle of modules of a folder", source("from pkg import a") + "-- pkg/a.py --\nfrom pkg.b import y\nx = 1\n-- pkg/b.py --\nfrom pkg.a import x\ny = 1\n", importing.Circular, "error pkg/b.py x"},
		{"a circle that only a call loads", late + "from a import x\n-- a.py --\nfrom b import y\nx = 1" + y + "from a import x\ny = 1\n", importing.Circular, ""},
		{"a circle with the source that the SDK loads", source("from a import x\ny = 1") + "-- a.py --\nfrom tools.search import y\nx = 1\n", importing.Circular, "error tools/search.py x"},
		{"a circle of many", chain(30), importing.Circular, ""},
		{"a circle behind many", row(250), importing.Circular, "error b.py x"},

		{"a name of a package", source("from pkg import x") + "-- pkg/__init__.py --\ny = 1\n", importing.Missing, "error pkg.x"},
		{"a folder of a package", source("from pkg import x") + "-- pkg/__init__.py --\ny = 1\n-- pkg/x/a.py --\ny = 1\n", importing.Missing, ""},
		{"a compiled module of a package", source("from pkg import x") + "-- pkg/__init__.py --\ny = 1\n-- pkg/x.so --\n", importing.Missing, ""},
		{"a file of another kind", source("import tools.fast") + "-- tools/fast.txt --\n", importing.Missing, "error tools.fast"},
		{"a compiled module", source("import tools.fast") + "-- tools/fast.cpython-312-x86_64-linux-gnu.so --\n", importing.Missing, ""},
		{"a link to nowhere", "link: data=nowhere\n" + source("import tools.a"), importing.Missing, ""},
		{"a shared package", source("import google.b") + "-- google/a.py --\ny = 1\n", importing.Missing, ""},
		{"a folder of its own", source("import acme.b") + "-- acme/a.py --\ny = 1\n", importing.Missing, "error acme.b"},
		{"a folder, and no dependencies", "without: requirements.txt\n" + source("import acme.b") + "-- acme/a.py --\ny = 1\n", importing.Missing, ""},
		{"a folder of a package that is installed", sdk + "requests>=2\n" + source("import urllib3.b") + "-- urllib3/a.py --\ny = 1\n", importing.Missing, ""},
		{"a folder of a package that may be installed", "-- requirements.txt --\ndify_plugin>=0.2.0\n" + source("import pydub.b") + "-- pydub/a.py --\ny = 1\n", importing.Missing, ""},
		{"a folder of a package that others use", sdk + "acme\n" + source("import numpy.b") + "-- numpy/a.py --\ny = 1\n", importing.Missing, ""},
		{"a folder of a name that nobody uses", sdk + "acme\n" + source("import nosuchthing.b") + "-- nosuchthing/a.py --\ny = 1\n", importing.Missing, "error nosuchthing.b"},
		{"a moved path, and the name elsewhere", source("import sys\nsys.path.append('lib')\nimport words.b") + "-- words/a.py --\ny = 1\n-- lib/words/c.py --\ny = 1\n", importing.Missing, ""},
		{"a moved path, and the name once", source("import sys\nsys.path.append('lib')\nimport words.b") + "-- words/__init__.py --\ny = 1\n-- lib/c.py --\ny = 1\n", importing.Missing, "error words.b"},
		{"above the topmost folder, in code that moves the path", source("import sys\nsys.path.append('lib')\nfrom .. import a"), importing.Missing, ""},
		{"two names of a module, and one of them twice", source("from a import x, z\nfrom a import x") + "-- a.py --\ny = 1\n", importing.Missing, "error a.x, error a.z"},
		{"in a module that a call imports", late + "import tools.a\n", importing.Missing, "warning tools.a"},

		{"the SDK's name in the plugin", source("from dify_plugin import Nothing") + "-- dify_plugin/__init__.py --\nTool = object\n", importing.SDKName, ""},
		{"a slip with another name", source("from dify_plugin import ToolProvder as Provider"), importing.SDKName, "error dify_plugin.ToolProvder"},
		{"a slip in a module that a call imports", late + "from dify_plugin import ToolProvder\n", importing.SDKName, "warning dify_plugin.ToolProvder"},
		{"a slip in case", source("try:\n    from dify_plugin import ToolProvder\nexcept ImportError:\n    pass"), importing.SDKName, ""},
		{"a slip in a package whose name begins so", source("from dify_plugins import ToolProvder"), importing.SDKName, ""},
		{"releases that are all known", "-- requirements.txt --\ndify_plugin==0.9.0\n" + source("from dify_plugin import Nothing"), importing.SDKName, "error dify_plugin.Nothing"},
		{"releases that are not known", "-- requirements.txt --\ndify_plugin>=3\n" + source("from dify_plugin import Nothing\nfrom dify_plugin import monkey"), importing.SDKName, ""},
		{"no release at all", "without: requirements.txt\n" + source("from dify_plugin import Nothing"), importing.SDKName, ""},
		{"a pre-release", "-- requirements.txt --\ndify_plugin==0.0.1b70\n" + source("from dify_plugin import get_current_session"), importing.SDKName, ""},
		{"what older releases have", "-- requirements.txt --\ndify_plugin==0.9.0\n" + source("from dify_plugin import monkey"), importing.SDKName, "error dify_plugin.monkey"},
		{"what some releases have", "-- requirements.txt --\ndify_plugin>=0.5.0,<=0.9.0\n" + source("from dify_plugin import monkey"), importing.SDKName, "warning dify_plugin.monkey"},
		{"what the newest has", "-- requirements.txt --\ndify_plugin>=0.5.0,<=0.10.0\n" + source("from dify_plugin import get_current_session"), importing.SDKName, ""},

		{"a library's module in the plugin", source("import imp") + "-- imp.py --\nX = 1\n", importing.StdlibName, ""},
		{"a library's module in case", source("try:\n    import imp\nexcept ImportError:\n    imp = None"), importing.StdlibName, ""},
		{"a library's module in a module that a call imports", late + "import imp\nfrom collections import Mapping\n", importing.StdlibName, "warning imp, warning collections.Mapping"},
		{"a library's module that a package brings", sdk + "setuptools>=60\n" + source("import distutils"), importing.StdlibName, ""},
		{"a library's module that an unknown package may bring", sdk + "acme\n" + source("import imp\nimport winreg"), importing.StdlibName, "warning imp, error winreg"},
		{"a library's relative module", source("from .collections import Mapping") + "-- tools/collections.py --\nMapping = dict\n", importing.StdlibName, ""},
		{"a library's name that the code makes", source("import os\nos = 1\nos.startfile"), importing.StdlibName, ""},
		{"a library's name of another module", source("import acme as os\nos.startfile('a')"), importing.StdlibName, ""},
		{"a library's name of another system", source("import os\nos.startfile('a')"), importing.StdlibName, "warning os.startfile"},
		{"a library's name of the system that is asked for", source("import os, sys\nif sys.platform == 'win32':\n    os.startfile('a')\ndef f():\n    if os.name == 'nt':\n        os.startfile('a')\nX = sys.platform and os.startfile('a')"), importing.StdlibName, ""},

		{"a word of the sources", sdk + "pymssql\nacme-sql\nacme-db\n" + source("import sqlite3, numpy\nX = 'pymssql'\nY = 'acme_sql'"), importing.Unused, "info acme-db"},
		{"a tool, an engine and a slip", sdk + "pytest\nopenpyxl\ndify-plugins\nacme-db\n" + source("import numpy"), importing.Unused, "info acme-db"},
		{"packages, and no import from outside", "-- requirements.txt --\nacme-db\n-- main.py --\nX = 1\n-- provider/demo.py --\nX = 1\n-- tools/search.py --\nX = 1\n", importing.Unused, ""},
		{"packages, and a source that is broken", sdk + "acme-db\n" + source("import numpy") + "-- a.py --\ndef f(:\n", importing.Unused, ""},
		{"a package whose module is named like it", sdk + "acme-search-client\nacme-db\n" + source("import acmesearch"), importing.Unused, "info acme-db"},
		{"a package whose word a module has", sdk + "python-acmesearch\nacme-db\n" + source("import my_acmesearch"), importing.Unused, "info acme-db"},
		{"a list that says that it was generated, and is not at the head", sdk + "# This file was autogenerated by uv\nacme-db\n" + source("import numpy"), importing.Unused, "info acme-db"},

		{"a package, and no dependencies", "without: requirements.txt\n" + source("import numpy"), importing.Transitive, ""},
		{"a package in a nested file", sdk + "-r more.txt\n-- more.txt --\npandas>=2\n" + source("import pandas, numpy"), importing.Transitive, "warning numpy"},
		{"a package of the SDK's interface", sdk + source("import werkzeug, requests"), importing.Transitive, "info requests"},
		{"a package that is brought and imported twice", sdk + "pandas>=2\n" + source("import numpy\nimport numpy.linalg"), importing.Transitive, "warning numpy"},
		{"a package that only type checkers import", sdk + "pandas>=2\n" + source("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import numpy"), importing.Transitive, ""},
		{"a package where the path moves", sdk + "pandas>=2\n" + source("import sys\nsys.path.append('lib')\nimport numpy, pytz") + "-- lib/numpy.py --\nX = 1\n", importing.Transitive, "warning pytz"},
		{"releases that all bring it", "-- requirements.txt --\ndify_plugin==0.7.6\n" + source("import aiohttp"), importing.Transitive, "info aiohttp"},
		{"releases of which one may bring it", "-- requirements.txt --\ndify_plugin>=0.7.0,<=0.8.0\n" + source("import aiohttp"), importing.Transitive, ""},

		{"a line that nobody can read", sdk + "acme==\n" + source("import numpy"), importing.Undeclared, "info numpy"},
		{"a list of constraints", sdk + "-c more.txt\n-- more.txt --\nnumpy==2.0.0\n" + source("import numpy"), importing.Undeclared, "error numpy"},
		{"an address", sdk + "requests @ https://example.com/requests.whl\n" + source("import numpy"), importing.Undeclared, "info numpy"},
		{"a word of its own that a package may carry", sdk + "acme-search-client\n" + source("import search\nimport acmesearch"), importing.Undeclared, ""},
		{"a name that another much used package has", sdk + "acme-numpy\n" + source("import numpy"), importing.Undeclared, "info numpy"},
		{"a module that two sources import", sdk + source("import nosuchthing") + "-- provider/demo.py --\nimport nosuchthing\nfrom dify_plugin import ToolProvider\nclass A(ToolProvider): ...\n", importing.Undeclared, "error nosuchthing"},
		{"a module that a call imports", late + "import numpy\n", importing.Undeclared, "warning numpy"},
		{"a module beside one that a call imports", late + "import tools.more\n-- tools/more.py --\nimport words\n-- tools/words.py --\nX = 1\n", importing.Undeclared, ""},
		{"a package beside the source", sdk + source("import words") + "-- tools/words/__init__.py --\nX = 1\n", importing.Undeclared, "error words"},
		{"a short folder that is nearly one", sdk + "acme\n" + source("from ab.words import X") + "-- ac/words.py --\nX = 1\n", importing.Undeclared, "info ab"},
		{"a folder within one that is nearly it", sdk + "acme\n" + source("from helper.words import X") + "-- lib/helpers/words.py --\nX = 1\n", importing.Undeclared, "info helper"},
		{"a folder that is nearly it and has no such module", sdk + "acme\n" + source("from helper.text import X") + "-- helpers/words.py --\nX = 1\n", importing.Undeclared, "info helper"},
		{"no SDK", "-- requirements.txt --\nrequests>=2\n" + source("import numpy"), importing.Undeclared, ""},
		{"a module that Python has not", sdk + source("import imp"), importing.Undeclared, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := &kit.Example{Bad: tt.files}
			res, err := e.BadPlugin().RunRule(tt.rule, e, nil)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range res.Findings() {
				got = append(got, f.Severity.String()+" "+f.Key)
			}
			if g := strings.Join(got, ", "); g != tt.want {
				t.Errorf("%q, want %q", g, tt.want)
			}
		})
	}
}
