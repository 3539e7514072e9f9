//go:build unix

package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"strings"
)

func shapes(base map[string]string) []shape {
	head, _, _ := strings.Cut(base["tools/search.yaml"], "parameters:")
	const tail = "extra:\n  python:\n    source: tools/search.py\n"
	source, manifest, provider := base["tools/search.py"], base["manifest.yaml"], base["provider/demo.yaml"]
	tool := func(text string) map[string]string { return map[string]string{"tools/search.yaml": head + text + tail} }
	python := func(before, behind string) map[string]string {
		return map[string]string{"tools/search.py": before + source + behind}
	}
	result := func(before, body string) map[string]string {
		return map[string]string{"tools/search.py": "from dify_plugin import Tool\n" + before + "class SearchTool(Tool):\n    def _invoke(self, p):\n" + body}
	}
	inManifest := func(text string) map[string]string { return map[string]string{"manifest.yaml": manifest + text} }
	inFlow := func(n int, item func(i int) string) string {
		return strings.TrimSuffix(times(n, func(i int) string { return item(i) + ", " }), ", ")
	}
	num := func(format string) func(int) string {
		return func(i int) string { return strings.ReplaceAll(format, "#", fmt.Sprint(i)) }
	}
	next := func(format string) func(int) string {
		return func(i int) string {
			return strings.NewReplacer("##", fmt.Sprint(i+1), "#", fmt.Sprint(i)).Replace(format)
		}
	}
	lock := func(n int) string {
		return "version = 1\nrequires-python = \">=3.12\"\n\n[[package]]\nname = \"demo\"\nversion = \"0.1.0\"\nsource = { virtual = \".\" }\ndependencies = [{ name = \"dify-plugin\" }]\n\n[[package]]\nname = \"dify-plugin\"\nversion = \"0.9.0\"\nsource = { registry = \"https://pypi.org/simple\" }\n\n" +
			times(n, num("[[package]]\nname = \"lib#\"\nversion = \"1.#\"\nsource = { registry = \"https://pypi.org/simple\" }\nwheels = [\n    { url = \"https://files.pythonhosted.org/packages/00/lib#-1.0-py3-none-any.whl\", hash = \"sha256:0000000000000000000000000000000000000000000000000000000000000000\", size = 100 },\n]\n\n"))
	}
	const project = "[project]\nname = \"demo\"\nversion = \"0.1.0\"\nrequires-python = \">=3.12\"\ndependencies = [\"dify-plugin>=0.9.0,<1.0.0\"]\n"
	return []shape{
		// those of the first list
		{name: "ignore comments", n: 3000, make: func(n int) map[string]string {
			return inManifest(strings.Repeat("# difylint: ignore[schema/type] x\n", n))
		}},
		{name: "ids in one ignore", n: 12000, make: func(n int) map[string]string {
			return inManifest("# difylint: ignore[" + inFlow(n, num("a/b#")) + "] x\n")
		}},
		{name: "parameters with unknown keys", n: 1500, make: func(n int) map[string]string {
			return tool("parameters: [" + inFlow(n, num("{name: a#, type: string, requred: 1, desciption: 1}")) + "]\n")
		}},
		{name: "aliases", n: 200, make: func(n int) map[string]string {
			return tool("xx: &p\n  name: a\n  type: select\n  options: [" + strings.TrimSuffix(strings.Repeat("{value: a, label: {en_US: b}}, ", 300), ", ") + "]\nparameters: [" + inFlow(n, num("*p")) + "]\n")
		}},
		{name: "aliases of aliases", n: 8, make: func(n int) map[string]string {
			return tool("x0: &x0 {name: a, type: string}\n" + times(n, next("x##: &x## [*x#, *x#, *x#, *x#]\n")) + "parameters: *x" + fmt.Sprint(n) + "\n")
		}},
		{name: "merges", n: 500, make: func(n int) map[string]string {
			return tool("xx: &p {" + inFlow(200, num("k#: 1")) + "}\nparameters: [" + inFlow(n, num("{<<: *p, name: a#}")) + "]\n")
		}},
		{name: "imports", n: 4000, make: func(n int) map[string]string { return python(times(n, num("import m#\n")), "") }},
		{name: "star imports", n: 400, make: func(n int) map[string]string {
			out := python("from lib.m0 import *\n", "")
			for i := range n {
				out[fmt.Sprintf("lib/m%d.py", i)] = next("from lib.m## import *\nx# = 1\n")(i)
			}
			return out
		}},
		{name: "star imports and names", n: 200, make: func(n int) map[string]string {
			out := python("from lib.m0 import *\n", times(n, num("y# = z#()\n")))
			for i := range n {
				out[fmt.Sprintf("lib/m%d.py", i)] = next("from lib.m## import *\nx# = 1\n")(i)
			}
			return out
		}},
		{name: "two star imports each", n: 50, make: func(n int) map[string]string {
			out := python("from lib.m0 import *\n", "zz()\n")
			for i := range n {
				out[fmt.Sprintf("lib/m%d.py", i)] = fmt.Sprintf("from lib.m%d import *\nfrom lib.m%d import *\nx%d = 1\n", i+1, i+2, i)
			}
			return out
		}},
		{name: "one name reassigned before each request", n: 1000, make: func(n int) map[string]string {
			return python("import requests\n", "def f(url):\n"+times(n, num("    url = url + \"/a#\"\n    requests.get(url)\n")))
		}},
		{name: "undefined names", n: 4000, make: func(n int) map[string]string { return python("", times(n, num("v# = w#\n"))) }},
		{name: "undefined names called", n: 4000, make: func(n int) map[string]string { return python("", times(n, num("w#.get(w#)\n"))) }},
		{name: "secrets", n: 1500, make: func(n int) map[string]string {
			return python("", times(n, func(i int) string { return fmt.Sprintf("k%d = \"AKIA%016X\"\n", i, uint64(i)*0x9E3779B97F4A7C15) }))
		}},
		{name: "select options with unknown keys", n: 1500, make: func(n int) map[string]string {
			return tool("parameters:\n  - name: q\n    type: select\n    required: true\n    form: llm\n    label: {en_US: Q}\n    human_description: {en_US: Q}\n    llm_description: Q\n    options: [" + inFlow(n, num("{valu: a#, labl: {en_US: b}, vlaue: a}")) + "]\n")
		}},
		{name: "uv.lock", n: 37500, make: func(n int) map[string]string {
			return map[string]string{"requirements.txt": "", "pyproject.toml": project, "uv.lock": lock(n)}
		}},
		{name: "package of large sources", n: 4, make: func(n int) map[string]string {
			more := map[string]string{}
			for i := range 6 {
				more[fmt.Sprintf("lib/m%d.py", i)] = strings.Repeat("x = 1\n", n*100000)
			}
			return map[string]string{"": archived(base, more)}
		}},
		{name: "sums of names", n: 5000, make: func(n int) map[string]string { return python("a0 = 1\n"+times(n, next("a## = a# + a#\n")), "") }},
		// others
		{name: "missing tools beside others", n: 400, make: func(n int) map[string]string {
			out := map[string]string{"provider/demo.yaml": strings.Replace(provider, "  - tools/search.yaml\n", "  - tools/search.yaml\n"+times(n, num("  - tools/t#.yaml\n")), 1)}
			for i := range n / 4 {
				out[fmt.Sprintf("tools/u%d.yaml", i)] = base["tools/search.yaml"]
			}
			return out
		}},
		{name: "missing sources beside others", n: 130, make: func(n int) map[string]string {
			out := map[string]string{"provider/demo.yaml": strings.Replace(provider, "  - tools/search.yaml\n", times(n, num("  - tools/u#.yaml\n")), 1)}
			for i := range n {
				out[fmt.Sprintf("tools/u%d.yaml", i)] = strings.Replace(base["tools/search.yaml"], "tools/search.py", fmt.Sprintf("tools/v%d.py", i), 1)
				out[fmt.Sprintf("lib/w%d.py", i)] = ""
			}
			return out
		}},
		{name: "imports and requirements", n: 2500, make: func(n int) map[string]string {
			return map[string]string{"tools/search.py": times(n, num("import zq#ab\n")) + source, "requirements.txt": "dify_plugin>=0.9.0,<1.0.0\n" + times(n, num("lib#-word#x\n"))}
		}},
		{name: "patterns with a folder for files", n: 1500, make: func(n int) map[string]string {
			out := map[string]string{".difyignore": times(n, num("a#*/b\n"))}
			for i := range n / 4 {
				out[fmt.Sprintf("x/f%d.txt", i)] = ""
			}
			return out
		}},
		{name: "functions with several returns", n: 600, make: func(n int) map[string]string {
			return python("", times(n, next("def g#(a):\n    if a: return g##(a)\n    if a: return g##(a)\n    return a\ng#(#).x()\n")))
		}},
		{name: "keys that no parameter has", n: 600, make: func(n int) map[string]string {
			return map[string]string{
				"tools/search.yaml": head + "parameters:\n" + times(n, num("  - {name: p#, type: string, form: llm, label: {en_US: a}, human_description: {en_US: a}, llm_description: a}\n")) + tail,
				"tools/search.py":   strings.Replace(source, "yield self", times(n, num("tool_parameters['q#x']\n        "))+"yield self", 1),
			}
		}},
		{name: "identifiers in a manifest", n: 3000, make: func(n int) map[string]string {
			return inManifest("xx: [" + inFlow(n, num("com.example.p#@1.0.#")) + "]\n")
		}},
		{name: "duplicate keys", n: 8000, make: func(n int) map[string]string { return tool(strings.Repeat("xx: 1\n", n)) }},
		{name: "similar unknown keys", n: 5000, make: func(n int) map[string]string { return tool(times(n, num("parametrs#: 1\n"))) }},
		{name: "duplicate parameters", n: 2000, make: func(n int) map[string]string {
			return tool("parameters: [" + inFlow(n, num("{name: a, type: string, form: llm, label: {en_US: x}}")) + "]\n")
		}},
		{name: "deep flow lists", n: 2400, make: func(n int) map[string]string {
			return tool("output_schema: " + strings.Repeat("[", n) + strings.Repeat("]", n) + "\n")
		}},
		{name: "deep block lists", n: 2400, make: func(n int) map[string]string { return tool("output_schema:\n  " + strings.Repeat("- ", n) + "x\n") }},
		{name: "deep output schema", n: 200, make: func(n int) map[string]string {
			return tool("output_schema: " + strings.Repeat("{type: object, properties: {a: ", n) + "{type: string}" + strings.Repeat("}}", n) + "\n")
		}},
		{name: "wide output schema", n: 2500, make: func(n int) map[string]string {
			return tool("output_schema: {type: object, properties: {" + inFlow(n, num("a#: {type: strin, labell: x}")) + "}}\n")
		}},
		{name: "parameters on one line and findings", n: 2000, make: func(n int) map[string]string {
			return tool("parameters: [" + inFlow(n, num("{name: 1#, type: x}")) + "]\n")
		}, args: []string{"check", "-q", "-f", "text", "-f", "sarif", "-f", "markdown", "-f", "github", "-f", "gitlab", "-o", "1", "-o", "2", "-o", "3", "-o", "4", "-o", "5"}},
		{name: "CR line ends", n: 10000, make: func(n int) map[string]string {
			return map[string]string{"tools/search.yaml": strings.ReplaceAll(head+times(n, num("kk#: 1\n"))+tail, "\n", "\r")}
		}},
		{name: "wide characters on one line", n: 2000, make: func(n int) map[string]string {
			return tool("parameters: [" + inFlow(n, num("{name: \"日本語#\", typ: x}")) + "]\n")
		}},
		{name: "long scalar", n: 100000, make: func(n int) map[string]string { return tool("xx: \"" + strings.Repeat("a\\t", n/2) + "\"\n") }},
		{name: "folded text", n: 5000, make: func(n int) map[string]string { return tool("xx: >\n" + strings.Repeat("  words and words\n", n)) }},
		{name: "tools of one provider", n: 1000, make: func(n int) map[string]string {
			return map[string]string{"provider/demo.yaml": strings.Replace(provider, "  - tools/search.yaml\n", "  - tools/search.yaml\n"+times(n, num("  - tools/t#.yaml\n")), 1)}
		}},
		{name: "providers naming one file", n: 1000, make: func(n int) map[string]string {
			return map[string]string{"manifest.yaml": strings.Replace(manifest, "    - provider/demo.yaml\n", strings.Repeat("    - provider/demo.yaml\n", n), 1)}
		}},
		{name: "one provider, one tool many times", n: 1000, make: func(n int) map[string]string {
			return map[string]string{"provider/demo.yaml": strings.Replace(provider, "  - tools/search.yaml\n", strings.Repeat("  - tools/search.yaml\n", n), 1)}
		}},
		{name: "providers in files of their own", n: 200, make: func(n int) map[string]string {
			out := map[string]string{"manifest.yaml": strings.Replace(manifest, "    - provider/demo.yaml\n", times(n, num("    - provider/p#.yaml\n")), 1)}
			for i := range n {
				out[fmt.Sprintf("provider/p%d.yaml", i)] = strings.Replace(provider, "name: demo", fmt.Sprintf("name: p%d", i), 1)
			}
			return out
		}},
		{name: "tools in files of their own", n: 200, make: func(n int) map[string]string {
			out := map[string]string{"provider/demo.yaml": strings.Replace(provider, "  - tools/search.yaml\n", times(n, num("  - tools/t#.yaml\n")), 1)}
			for i := range n {
				out[fmt.Sprintf("tools/t%d.yaml", i)] = strings.ReplaceAll(base["tools/search.yaml"], "search", fmt.Sprintf("t%d", i))
				out[fmt.Sprintf("tools/t%d.py", i)] = source
			}
			return out
		}},
		{name: "glob patterns", n: 300, make: func(n int) map[string]string {
			out := map[string]string{".difyignore": times(n, num("**/a#/**/*b\n!**/a#/c\n"))}
			for i := range n {
				out[fmt.Sprintf("x/y/z%d/a.txt", i)] = "x"
			}
			return out
		}},
		{name: "patterns with brackets", n: 1000, make: func(n int) map[string]string {
			out := map[string]string{".difyignore": times(n, num("[a-z]*#?/**\n"))}
			for i := range n {
				out[fmt.Sprintf("x/y%d/f.txt", i)] = ""
			}
			return out
		}},
		{name: "alternatives of a read", n: 2000, make: func(n int) map[string]string {
			return python("", "x = a"+times(n, num(" or b.get(\"k#\", c.get(\"d#\"))"))+"\n")
		}},
		{name: "files", n: 1000, make: func(n int) map[string]string {
			out := map[string]string{}
			for i := range n {
				out[fmt.Sprintf("x/f%d.txt", i)] = "x"
			}
			return out
		}},
		{name: "requirements", n: 4000, make: func(n int) map[string]string {
			return map[string]string{"requirements.txt": "dify_plugin>=0.9.0,<1.0.0\n" + times(n, num("lib#>=1,<2\n"))}
		}},
		{name: "one requirement many times", n: 4000, make: func(n int) map[string]string {
			return map[string]string{"requirements.txt": "dify_plugin>=0.9.0,<1.0.0\n" + times(n, num("requests>=2.#\n"))}
		}},
		{name: "many clauses of one requirement", n: 4000, make: func(n int) map[string]string {
			return map[string]string{"requirements.txt": "dify_plugin>=0.9.0,<1.0.0\nrequests>=1" + times(n, num(",!=2.#")) + "\n"}
		}},
		{name: "requirements with markers", n: 2000, make: func(n int) map[string]string {
			return map[string]string{"requirements.txt": "dify_plugin>=0.9.0,<1.0.0\n" + times(n, num("lib>=1.#; python_version < \"3.#\" and sys_platform == \"linux\"\n"))}
		}},
		{name: "a marker of many parts", n: 2000, make: func(n int) map[string]string {
			return map[string]string{"requirements.txt": "dify_plugin>=0.9.0,<1.0.0\nlib>=1; python_version < \"3.1\"" + times(n, num(" or python_version < \"3.#\"")) + "\n"}
		}},
		{name: "a deep marker", n: 2000, make: func(n int) map[string]string {
			return map[string]string{"requirements.txt": "dify_plugin>=0.9.0,<1.0.0\nlib>=1; " + strings.Repeat("(", n) + "python_version < \"3.1\"" + strings.Repeat(")", n) + "\n"}
		}},
		{name: "included requirements", n: 100, make: func(n int) map[string]string {
			out := map[string]string{"requirements.txt": "dify_plugin>=0.9.0,<1.0.0\n-r requirements/r0.txt\n"}
			for i := range n {
				out[fmt.Sprintf("requirements/r%d.txt", i)] = next("-r r##.txt\n-r r0.txt\nlib#>=1\n")(i)
			}
			return out
		}},
		{name: "included twice each", n: 20, make: func(n int) map[string]string {
			out := map[string]string{"requirements.txt": "dify_plugin>=0.9.0,<1.0.0\n-r requirements/r0.txt\n"}
			for i := range n {
				out[fmt.Sprintf("requirements/r%d.txt", i)] = next("-r r##.txt\n-r r##.txt\nlib#>=1\n")(i)
			}
			return out
		}},
		{name: "project dependencies", n: 3000, make: func(n int) map[string]string {
			return map[string]string{"requirements.txt": "", "pyproject.toml": strings.Replace(project, "]\n", ", "+inFlow(n, num("\"lib#>=1\""))+"]\n", 1)}
		}},
		{name: "deep TOML", n: 2000, make: func(n int) map[string]string {
			return map[string]string{"requirements.txt": "", "pyproject.toml": project + "[tool.x]\na = " + strings.Repeat("[", n) + strings.Repeat("]", n) + "\n"}
		}},
		{name: "TOML tables", n: 4000, make: func(n int) map[string]string {
			return map[string]string{"requirements.txt": "", "pyproject.toml": project + times(n, num("[tool.x#.y.z]\na.b.c = #\n"))}
		}},
		{name: "dotted TOML keys", n: 1000, make: func(n int) map[string]string {
			return map[string]string{"requirements.txt": "", "pyproject.toml": project + "[tool.x]\n" + strings.Repeat("a.", n) + "a = 1\n"}
		}},
		{name: "decorators", n: 4000, make: func(n int) map[string]string { return python("", times(n, num("@d#\n"))+"def f():\n    pass\n") }},
		{name: "decorated functions", n: 2000, make: func(n int) map[string]string {
			return python("", times(n, num("@d.e(#)\ndef f#(a, b=1):\n    return f#(a)\n")))
		}},
		{name: "nested f-strings", n: 40, make: func(n int) map[string]string {
			return python("", "a = "+strings.Repeat("f\"{", n)+"x"+strings.Repeat("}\"", n)+"\n")
		}},
		{name: "f-strings", n: 4000, make: func(n int) map[string]string { return python("", times(n, num("a = f\"{a} {b} {c!r:>{d}}\"\n"))) }},
		{name: "a huge list", n: 30000, make: func(n int) map[string]string { return python("", "a = ["+inFlow(n, num("#"))+"]\n") }},
		{name: "a huge dict of texts", n: 10000, make: func(n int) map[string]string { return python("", "a = {"+inFlow(n, num("\"k#\": \"v#\""))+"}\n") }},
		{name: "texts in one sum", n: 10000, make: func(n int) map[string]string { return python("", "a = "+strings.Repeat("\"a\" + ", n)+"\"b\"\n") }},
		{name: "texts side by side", n: 10000, make: func(n int) map[string]string { return python("", "a = ("+strings.Repeat("\"a\" ", n)+")\n") }},
		{name: "names in one sum", n: 10000, make: func(n int) map[string]string {
			return python("import requests\n", "requests.get("+strings.Repeat("a + ", n)+"b)\n")
		}},
		{name: "classes in a chain", n: 2000, make: func(n int) map[string]string {
			return python("class C0: pass\n"+times(n, next("class C##(C#): pass\n")), "")
		}},
		{name: "classes in a lattice", n: 500, make: func(n int) map[string]string {
			return python("class C0: pass\nclass C1: pass\n"+times(n, func(i int) string { return fmt.Sprintf("class C%d(C%d, C%d): pass\n", i+2, i, i+1) })+fmt.Sprintf("x = C%d()\nx.foo()\n", n), "")
		}},
		{name: "deep Python", n: 400, make: func(n int) map[string]string {
			return python("", "a = "+strings.Repeat("(", n)+"1"+strings.Repeat(")", n)+"\n")
		}},
		{name: "nested blocks", n: 40, make: func(n int) map[string]string {
			return python("", times(n, func(i int) string { return strings.Repeat(" ", i) + "if a:\n" })+strings.Repeat(" ", n)+"pass\n")
		}},
		{name: "attributes", n: 5000, make: func(n int) map[string]string { return python("", "a"+strings.Repeat(".b", n)+"\n") }},
		{name: "calls of calls", n: 5000, make: func(n int) map[string]string { return python("", "a"+strings.Repeat("()", n)+"\n") }},
		{name: "method chain", n: 3000, make: func(n int) map[string]string { return python("", "a"+strings.Repeat(".get(1)", n)+"\n") }},
		{name: "functions in a chain", n: 2000, make: func(n int) map[string]string { return python("", times(n, next("def f#(x):\n    return f##(x)\n"))) }},
		{name: "calls of one function", n: 4000, make: func(n int) map[string]string {
			return python("import requests\n", "def f(url):\n    return requests.get(url)\n"+times(n, num("f(\"https://a#.example\")\n")))
		}},
		{name: "functions calling two", n: 500, make: func(n int) map[string]string {
			return python("import requests\n", times(n, next("def f#(x):\n    a = f##(x)\n    b = f##(a)\n    return requests.get(b)\n")))
		}},
		{name: "calls before an end", n: 3000, make: func(n int) map[string]string {
			return result(times(n, next("def f#():\n    f##(); f##()\n"))+fmt.Sprintf("def f%d():\n    pass\n", n), "        f0()\n")
		}},
		{name: "loops before an end", n: 1500, make: func(n int) map[string]string {
			return result("", times(n, num("        while True:\n            if p.a#:\n                break\n")))
		}},
		{name: "ways of one method", n: 2500, make: func(n int) map[string]string {
			return result("", times(n, num("        if p.a#:\n            return {\"a\": #}\n")))
		}},
		{name: "arguments of the SDK's models", n: 1500, make: func(n int) map[string]string {
			return python("from dify_plugin.entities.trigger import EventDispatch, Variables\n", "\n\ndef g():\n"+times(n, num("    EventDispatch(events=\"x#\", response=None)\n    Variables(variables=[#])\n")))
		}},
		{name: "texts in two parts and logins", n: 2000, make: func(n int) map[string]string {
			return python("", "\n"+times(n, num("API_KEY# = \"aK4fLq9\" + \"Zt7Xw#Rb\"\nPASSWORD# = \"xK9q#Lmz\"\nrequests.get(u, auth=(\"me\", \"xK9q#Lmzz\"))\n")))
		}},
		{name: "attributes of self", n: 2000, make: func(n int) map[string]string {
			return python("import requests\n", "class K:\n    def f(self):\n"+times(n, num("        self.a = self.a + \"x#\"\n        requests.get(self.a)\n")))
		}},
		{name: "tries", n: 3000, make: func(n int) map[string]string {
			return python("", times(n, num("try:\n    import m#\nexcept ImportError:\n    m# = None\n")))
		}},
		{name: "branches", n: 2000, make: func(n int) map[string]string {
			return python("import requests\n", "def f(a):\n"+times(n, num("    if a:\n        u = \"#\"\n    requests.get(u)\n")))
		}},
		{name: "elifs", n: 2000, make: func(n int) map[string]string {
			return python("", "if a:\n    pass\n"+times(n, num("elif a == #:\n    b = #\n")))
		}},
		{name: "lambdas", n: 3000, make: func(n int) map[string]string { return python("", times(n, num("a# = lambda x: x.y(a#)\n"))) }},
		{name: "comprehensions", n: 3000, make: func(n int) map[string]string { return python("", times(n, num("a# = [x for x in a# if x]\n"))) }},
		{name: "globals", n: 2000, make: func(n int) map[string]string {
			return python("", times(n, num("def f#():\n    global g\n    k = g + #\n")))
		}},
		{name: "requests without timeout", n: 3000, make: func(n int) map[string]string {
			return python("import requests\n", times(n, num("requests.get(\"http://localhost:#/\", verify=False)\n")))
		}},
		{name: "evals", n: 3000, make: func(n int) map[string]string {
			return python("import os, sys\n", times(n, num("eval(input())\nos.system(sys.argv[#])\nsys.path.append(\"#\")\n")))
		}},
		{name: "messages", n: 2000, make: func(n int) map[string]string {
			return python("", "    def g(self, tool_parameters):\n"+times(n, num("        yield self.create_text_message(tool_parameters[\"q#\"])\n        self.session.storage.set(\"k#\", b\"\")\n")))
		}},
		{name: "syntax errors", n: 3000, make: func(n int) map[string]string { return python("", times(n, num("a# = = 1\n"))) }},
		{name: "readme", n: 60000, make: func(n int) map[string]string {
			return map[string]string{"README.md": base["README.md"] + strings.Repeat("More.\n", n)}
		}},
		{name: "readme of parameters", n: 5000, make: func(n int) map[string]string {
			return map[string]string{"README.md": base["README.md"] + times(n, num("- `param_#`: [text](https://a.example/#) ![i](x#.png)\n"))}
		}},
		{name: "readme of comments", n: 5000, make: func(n int) map[string]string {
			return map[string]string{"README.md": base["README.md"] + strings.Repeat("<!-- ", n)}
		}},
		{name: "readme of brackets", n: 20000, make: func(n int) map[string]string {
			return map[string]string{"README.md": base["README.md"] + strings.Repeat("[", n) + strings.Repeat("![", n) + strings.Repeat("`", n)}
		}},
		{name: "readme of quotes", n: 5000, make: func(n int) map[string]string {
			return map[string]string{"README.md": base["README.md"] + strings.Repeat("> ", n) + "x\n"}
		}},
		{name: "one long line of readme", n: 100000, make: func(n int) map[string]string {
			return map[string]string{"README.md": base["README.md"] + strings.Repeat("word ", n/5)}
		}},
		{name: "Chinese readme", n: 20000, make: func(n int) map[string]string {
			return map[string]string{"README.md": base["README.md"] + strings.Repeat("文字", n)}
		}},
		{name: "svg", n: 4000, make: func(n int) map[string]string {
			return map[string]string{"_assets/icon.svg": "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"64\" height=\"64\">" + strings.Repeat("<g>", n) + strings.Repeat("<script>a</script>", n) + strings.Repeat("</g>", n) + "</svg>"}
		}},
		{name: "svg attributes", n: 4000, make: func(n int) map[string]string {
			return map[string]string{"_assets/icon.svg": "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"64\" height=\"64\" " + times(n, num("onload#=\"x\" ")) + "></svg>"}
		}},
		{name: "zip entries", n: 1000, make: func(n int) map[string]string {
			more := map[string]string{}
			for i := range n {
				more[fmt.Sprintf("x/y/f%d.txt", i)] = "x"
			}
			return map[string]string{"": archived(base, more)}
		}},
		{name: "zip entries in deep folders", n: 200, make: func(n int) map[string]string {
			more := map[string]string{}
			for i := range n {
				more[strings.Repeat("d/", 50)+fmt.Sprintf("f%d.txt", i)] = "x"
			}
			return map[string]string{"": archived(base, more)}
		}},
		{name: "tags", n: 4000, make: func(n int) map[string]string { return inManifest("tags: [" + inFlow(n, num("serach#")) + "]\n") }},
		{name: "languages of a label", n: 4000, make: func(n int) map[string]string { return tool("labels: {" + inFlow(n, num("en_U#: x")) + "}\n") }},
		{name: "scopes", n: 4000, make: func(n int) map[string]string {
			return inManifest("permissions: [" + inFlow(n, num("file:raed#")) + "]\n")
		}},
		{name: "manifest requirements", n: 3000, make: func(n int) map[string]string {
			return inManifest("requirements: [" + inFlow(n, num("\"lib#>=1,<2\"")) + "]\n")
		}},
		{name: "manifest dependencies", n: 3000, make: func(n int) map[string]string {
			return inManifest("dependencies: {" + inFlow(n, num("lib#: {min: 1.0.0, max: 2.0.0}")) + "}\n")
		}},
		{name: "config overrides", n: 1000, make: func(n int) map[string]string {
			return map[string]string{".difylint.yaml": "overrides:\n" + times(n, num("  - paths: [\"tools/**/x#\"]\n    rules: {schema/type: \"off\"}\n")), "tools/search.yaml": head + times(500, num("kk#: 1\n")) + tail}
		}},
		{name: "config of unknown rules", n: 2000, make: func(n int) map[string]string {
			return map[string]string{".difylint.yaml": "rules:\n" + times(n, num("  schema/tpe#: error\n"))}
		}},
		{name: "credentials", n: 1000, make: func(n int) map[string]string {
			return map[string]string{"provider/demo.yaml": provider + "credentials_for_provider:\n" + times(n, num("  api_key#:\n    type: secret-inpt\n    requred: true\n    label: {en_US: Key}\n"))}
		}},
		{name: "fixes", n: 1000, make: func(n int) map[string]string {
			return tool("parameters: [" + inFlow(n, num("{name: a#, typ: string, form: llm, label: {en_US: x}}")) + "]\n")
		}, args: []string{"check", "-q", "-f", "json", "-o", "/dev/null", "--unsafe-fixes", "--diff"}},
		{name: "fixes that harm", n: 200, make: func(n int) map[string]string {
			return tool("parameters: [" + inFlow(n, num("{in: path, name: a#, type: string, form: llm, label: {en_US: x}}")) + "]\n")
		}, args: []string{"check", "-q", "-f", "json", "-o", "/dev/null", "--unsafe-fixes", "--diff"}},
		{name: "fixes in a file of ignores", n: 500, make: func(n int) map[string]string { return inManifest(times(n, num("# difylint: ignore[schema/typ#] x\n"))) }, args: []string{"check", "-q", "-f", "json", "-o", "/dev/null", "--unsafe-fixes", "--diff"}},
		// Python
		{name: "messages in one try", n: 2000, make: func(n int) map[string]string {
			return python("", "    def g(self, tool_parameters):\n        try:\n"+times(n, num("            yield self.create_text_mesage(tool_parameters[\"q#\"])\n"))+"        except Exception as e:\n            yield self.create_text_message(str(e))\n")
		}},
		{name: "handlers of one try", n: 2000, make: func(n int) map[string]string {
			return python("", "    def g(self, tool_parameters):\n        try:\n            yield self.create_txt_message(1)\n"+times(n, num("        except E#:\n            yield self.create_text_message(self.a#)\n")))
		}},
		{name: "attributes that nothing sets", n: 4000, make: func(n int) map[string]string {
			return python("", "    def g(self):\n"+times(n, num("        self.set#ab = self.got#ab\n")))
		}},
		{name: "names that a module lacks", n: 3000, make: func(n int) map[string]string {
			out := python(times(n, num("from lib.m import got#ab\n")), "")
			out["lib/m.py"] = times(n, num("set#ab = 1\n"))
			return out
		}},
		{name: "names that a module has", n: 4000, make: func(n int) map[string]string {
			out := python(times(n, num("from lib.m import a#\n")), "")
			out["lib/m.py"] = times(n, num("a# = 1\n"))
			return out
		}},
		{name: "modules that a folder lacks", n: 1000, make: func(n int) map[string]string {
			out := python(times(n, num("from lib import got#ab\n")), "")
			for i := range n / 2 {
				out[fmt.Sprintf("lib/set%dab.py", i)] = ""
			}
			return out
		}},
		{name: "modules that import one another", n: 30, make: func(n int) map[string]string {
			out := python("from lib.m0 import f\n", "")
			for i := range n {
				out[fmt.Sprintf("lib/m%d.py", i)] = times(n, num("from lib.m# import f as f#\n")) + "def f(a):\n    return f0(a)\n"
			}
			return out
		}},
		{name: "__all__", n: 4000, make: func(n int) map[string]string {
			out := python("from lib.m import *\n", "")
			out["lib/m.py"] = "__all__ = []\n" + times(n, num("__all__ += [\"a#\"]\n"))
			return out
		}},
		{name: "classes", n: 3000, make: func(n int) map[string]string {
			return python("", times(n, num("class T#(Tool):\n    def _invoke(self, tool_parameters):\n        yield self.create_text_message(self.a#)\n")))
		}},
		{name: "methods of one class", n: 2000, make: func(n int) map[string]string {
			return python("", times(n, next("    def m#(self, a):\n        return self.m##(self.m##(a))\n")))
		}},
		{name: "parameters of one function", n: 3000, make: func(n int) map[string]string {
			return python("import requests\n", "def f("+inFlow(n, num("a#=1"))+"):\n    requests.get(a1)\nf("+inFlow(n, num("a#=\"x#\""))+")\n")
		}},
		{name: "subscripts", n: 5000, make: func(n int) map[string]string { return python("", "a"+strings.Repeat("[0]", n)+"\n") }},
		{name: "comparisons", n: 5000, make: func(n int) map[string]string { return python("", "a"+strings.Repeat(" < a", n)+"\n") }},
		{name: "ands and ors", n: 5000, make: func(n int) map[string]string { return python("", "a"+strings.Repeat(" and a or a", n)+"\n") }},
		{name: "conditional expressions", n: 1000, make: func(n int) map[string]string {
			return python("import requests\n", "requests.get("+strings.Repeat("a if b else ", n)+"c)\n")
		}},
		{name: "chained assignments", n: 3000, make: func(n int) map[string]string { return python("", times(n, num("a# = "))+"1\n") }},
		{name: "tuples swapped", n: 2000, make: func(n int) map[string]string {
			return python("import requests\n", "a, b = \"x\", \"y\"\n"+strings.Repeat("a, b = b, a\nrequests.get(a)\n", n))
		}},
		{name: "texts that grow", n: 3000, make: func(n int) map[string]string {
			return python("import requests\n", "u = \"\"\n"+times(n, num("u += \"#\"\n"))+"requests.get(u)\n")
		}},
		{name: "formats", n: 3000, make: func(n int) map[string]string {
			return python("import requests\n", times(n, next("a## = \"{}/{}\".format(a#, a#)\nb## = f\"{a#}{b#}\"\nrequests.get(b##)\n")))
		}},
		{name: "lambdas in one another", n: 500, make: func(n int) map[string]string {
			return python("", "a = "+strings.Repeat("lambda x: ", n)+"x\n")
		}},
		{name: "comprehensions in one another", n: 50, make: func(n int) map[string]string {
			return python("", "a = "+strings.Repeat("[", n)+"x"+strings.Repeat(" for x in y]", n)+"\n")
		}},
		{name: "matches", n: 3000, make: func(n int) map[string]string {
			return python("", "match a:\n"+times(n, num("    case {\"k\": K(x=#)} | [#, *_]:\n        b = #\n")))
		}},
		{name: "withs", n: 3000, make: func(n int) map[string]string {
			return python("", times(n, num("with open(a#) as b#:\n    b#.read()\n")))
		}},
		{name: "annotations", n: 3000, make: func(n int) map[string]string {
			return python("", times(n, num("def f#(a: \"dict[str, T#]\", b: list[int]) -> \"U#\":\n    pass\n")))
		}},
		{name: "long dotted names", n: 3000, make: func(n int) map[string]string { return python("import a"+strings.Repeat(".b", n)+"\n", "") }},
		{name: "docstrings", n: 4000, make: func(n int) map[string]string {
			return python("", times(n, num("def f#():\n    \"\"\"https://a#.example api_key=\"x\"\"\"\"\n")))
		}},
		{name: "comments", n: 8000, make: func(n int) map[string]string { return python("", times(n, num("# password = \"abcdef#\"\n"))) }},
		{name: "hosts", n: 2000, make: func(n int) map[string]string {
			return python("import requests\n", times(n, num("requests.post(\"https://h#.example/a\", json={\"email\": a})\n")))
		}},
		{name: "environment variables", n: 3000, make: func(n int) map[string]string {
			return python("import os\n", times(n, num("a# = os.environ[\"K#\"] or os.getenv(\"L#\")\n")))
		}},
		{name: "continued lines", n: 8000, make: func(n int) map[string]string { return python("", "a = 1"+strings.Repeat(" + \\\n    1", n)+"\n") }},
		{name: "storage of one session", n: 2000, make: func(n int) map[string]string {
			return python("", "    def g(self):\n"+times(n, num("        self.session.model.llm.invoke(model_config=self.a#, prompt_messages=[], stream=True)\n")))
		}},
		// YAML
		{name: "anchors", n: 6000, make: func(n int) map[string]string { return tool(times(n, num("kk#: &a# 1\n"))) }},
		{name: "anchors and aliases", n: 4000, make: func(n int) map[string]string { return tool(times(n, num("kk#: &a# 1\nll#: *a#\n"))) }},
		{name: "a chain of merges", n: 1000, make: func(n int) map[string]string {
			return tool("x0: &x0 {a: 1}\n" + times(n, next("x##: &x##\n  <<: *x#\n  k#: 1\n")))
		}},
		{name: "many long scalars", n: 400, make: func(n int) map[string]string {
			return tool(times(n, num("kk#: \""+strings.Repeat("words and ", 50)+"\"\n")))
		}},
		{name: "block scalars", n: 4000, make: func(n int) map[string]string { return tool(times(n, num("kk#: |\n  a\n  b\n"))) }},
		{name: "documents in one file", n: 6000, make: func(n int) map[string]string { return tool(times(n, num("---\nkk#: 1\n"))) }},
		{name: "complex keys", n: 4000, make: func(n int) map[string]string { return tool(times(n, num("? [a, #]\n: 1\n"))) }},
		{name: "tags of values", n: 6000, make: func(n int) map[string]string { return tool(times(n, num("kk#: !!str 1\n"))) }},
		{name: "YAML comments", n: 10000, make: func(n int) map[string]string { return tool(times(n, num("# a comment #\n"))) }},
		{name: "YAML errors", n: 4000, make: func(n int) map[string]string { return tool(times(n, num("kk#: a: b\n"))) }},
		{name: "flows that do not close", n: 4000, make: func(n int) map[string]string { return tool(times(n, num("kk#: [a\n"))) }},
		{name: "quotes that do not close", n: 4000, make: func(n int) map[string]string { return tool(times(n, num("kk#: \"a\n"))) }},
		{name: "tabs", n: 4000, make: func(n int) map[string]string { return tool("kk:\n" + times(n, num("\tl#: 1\n"))) }},
		{name: "blank lines", n: 100000, make: func(n int) map[string]string { return tool(strings.Repeat("\n", n)) }},
		{name: "default among options", n: 2000, make: func(n int) map[string]string {
			return tool("parameters:\n  - name: q\n    type: select\n    form: form\n    label: {en_US: Q}\n    human_description: {en_US: Q}\n    default: [" + inFlow(n, num("got#ab")) + "]\n    options: [" + inFlow(n, num("{value: set#ab, label: {en_US: b}}")) + "]\n")
		}},
		{name: "options that stand twice", n: 3000, make: func(n int) map[string]string {
			return tool("parameters:\n  - name: q\n    type: select\n    form: form\n    label: {en_US: Q}\n    human_description: {en_US: Q}\n    options: [" + inFlow(n, num("{value: a, label: {en_US: b}}")) + "]\n")
		}},
		{name: "icons that are not there", n: 500, make: func(n int) map[string]string {
			out := map[string]string{"manifest.yaml": strings.Replace(manifest, "    - provider/demo.yaml\n", times(n, num("    - provider/p#.yaml\n")), 1)}
			for i := range n {
				out[fmt.Sprintf("provider/p%d.yaml", i)] = strings.NewReplacer("name: demo", fmt.Sprintf("name: p%d", i), "icon.svg", fmt.Sprintf("got%dab.svg", i)).Replace(provider)
				out[fmt.Sprintf("_assets/set%dab.svg", i)] = ""
			}
			return out
		}},
		{name: "models of a position list", n: 400, make: func(n int) map[string]string {
			out := map[string]string{
				"manifest.yaml":     strings.Replace(manifest, "  tools:\n    - provider/demo.yaml\n", "  models:\n    - provider/m.yaml\n", 1),
				"provider/m.yaml":   "provider: demo\nlabel: {en_US: D}\nsupported_model_types: [llm]\nconfigurate_methods: [predefined-model]\nmodels:\n  llm:\n    position: models/llm/_position.yaml\n    predefined: [models/llm/*.yaml]\nextra:\n  python:\n    provider_source: provider/demo.py\n    model_sources: [models/llm/llm.py]\n",
				"models/llm/llm.py": source, "models/llm/_position.yaml": times(n, num("- got#ab\n")),
			}
			for i := range n {
				out[fmt.Sprintf("models/llm/m%d.yaml", i)] = fmt.Sprintf("model: set%dab\nlabel: {en_US: M}\nmodel_type: llm\nmodel_properties: {mode: chat, context_size: 1000}\n", i)
			}
			return out
		}},
		// files
		{name: "links", n: 1000, make: func(n int) map[string]string {
			out := map[string]string{}
			for i := range n {
				out[fmt.Sprintf("x/l%d", i)] = linkTo + "../README.md"
			}
			return out
		}},
		{name: "links to one another", n: 1000, make: func(n int) map[string]string {
			out := map[string]string{}
			for i := range n {
				out[fmt.Sprintf("x/l%d", i)] = linkTo + fmt.Sprintf("l%d", i+1)
			}
			return out
		}},
		{name: "zip entries of one name", n: 2000, make: func(n int) map[string]string {
			var out bytes.Buffer
			z := zip.NewWriter(&out)
			for i := range n {
				_, _ = z.Create(fmt.Sprintf("x/f%d.txt", i%10))
			}
			_ = z.Close()
			return map[string]string{"": out.String()}
		}},
		{name: "zip entries of long names", n: 400, make: func(n int) map[string]string {
			more := map[string]string{}
			for i := range n {
				more[strings.Repeat(strings.Repeat("d", 200)+"/", 4)+fmt.Sprintf("f%d.txt", i)] = "x"
			}
			return map[string]string{"": archived(base, more)}
		}},
		{name: "readmes", n: 400, make: func(n int) map[string]string {
			out := map[string]string{}
			for i := range n {
				out[fmt.Sprintf("readme/README_x%d.md", i)] = base["README.md"]
			}
			return out
		}},
		{name: "readme of headings", n: 8000, make: func(n int) map[string]string {
			return map[string]string{"README.md": base["README.md"] + times(n, num("# Part #\n\n| a_# | b |\n"))}
		}},
		{name: "readme of tags", n: 8000, make: func(n int) map[string]string {
			return map[string]string{"README.md": base["README.md"] + strings.Repeat("<a href=\"x\"><div ", n)}
		}},
		{name: "readme for the marketplace", n: 6000, make: func(n int) map[string]string {
			return map[string]string{"README.md": base["README.md"] + times(n, num("Transfer # dollars from this account and pay by card http://a#.example\n")), "PRIVACY.md": times(n, num("This policy # is a TODO, your text.\n"))}
		}, args: []string{"check", "-q", "-f", "json", "-o", os.DevNull, "--profile", "marketplace"}},
		// dependencies
		{name: "extras of one requirement", n: 4000, make: func(n int) map[string]string {
			return map[string]string{"requirements.txt": "dify_plugin>=0.9.0,<1.0.0\nlib[" + inFlow(n, num("a#")) + "]>=1\n"}
		}},
		{name: "requirements with extras", n: 3000, make: func(n int) map[string]string {
			return map[string]string{"requirements.txt": "dify_plugin>=0.9.0,<1.0.0\n" + times(n, num("lib#[a,b,c]>=1; extra == \"x#\"\n"))}
		}},
		{name: "hashes of one requirement", n: 2000, make: func(n int) map[string]string {
			return map[string]string{"requirements.txt": "dify_plugin>=0.9.0,<1.0.0\nlib==1" + strings.Repeat(" \\\n    --hash=sha256:0000000000000000000000000000000000000000000000000000000000000000", n) + "\n"}
		}},
		{name: "requirements from Git", n: 3000, make: func(n int) map[string]string {
			return map[string]string{"requirements.txt": "dify_plugin>=0.9.0,<1.0.0\n" + times(n, num("lib# @ git+https://a.example/b#.git@main\n"))}
		}},
		{name: "requirements that are none", n: 4000, make: func(n int) map[string]string {
			return map[string]string{"requirements.txt": "dify_plugin>=0.9.0,<1.0.0\n" + times(n, num("lib# >< 1\n--no-such-option#\n"))}
		}},
		{name: "groups that include groups", n: 1000, make: func(n int) map[string]string {
			return map[string]string{"requirements.txt": "", "pyproject.toml": project + "[dependency-groups]\n" + times(n, next("g# = [{include-group = \"g##\"}, \"lib#\"]\n"))}
		}},
		{name: "extras of a project", n: 2000, make: func(n int) map[string]string {
			return map[string]string{"requirements.txt": "", "pyproject.toml": project + "[project.optional-dependencies]\n" + times(n, next("e# = [\"demo[e##]\", \"lib#\"]\n"))}
		}},
		{name: "TOML tables in a list", n: 4000, make: func(n int) map[string]string {
			return map[string]string{"requirements.txt": "", "pyproject.toml": project + times(n, num("[[tool.x]]\na.b = #\n"))}
		}},
		{name: "TOML keys of one table", n: 6000, make: func(n int) map[string]string {
			return map[string]string{"requirements.txt": "", "pyproject.toml": project + "[tool.x]\n" + times(n, num("a#.b = 1.5\n"))}
		}},
		{name: "TOML errors", n: 4000, make: func(n int) map[string]string {
			return map[string]string{"requirements.txt": "", "pyproject.toml": project + times(n, num("a# = = 1\n"))}
		}},
		{name: "edges of a lock", n: 1500, make: func(n int) map[string]string {
			return map[string]string{"requirements.txt": "", "pyproject.toml": project, "uv.lock": strings.Replace(lock(n), "dependencies = [{ name = \"dify-plugin\" }]", "dependencies = [{ name = \"dify-plugin\" }, "+inFlow(n, num("{ name = \"lib#\", marker = \"python_full_version < '3.#'\" }"))+"]", 1)}
		}},
		{name: "versions of one package of a lock", n: 1500, make: func(n int) map[string]string {
			return map[string]string{"requirements.txt": "", "pyproject.toml": project, "uv.lock": strings.ReplaceAll(lock(n), "name = \"lib", "name = \"lib\" # \"")}
		}},
		// commands
		{name: "settings of an installation", n: 4000, make: func(n int) map[string]string {
			return map[string]string{"../i/docker-compose.yaml": "services:\n  api:\n    image: langgenius/dify-api:1.10.0\n    environment:\n" + times(n, num("      PLUGIN_DAEMN_#: ${PLUGIN_DAEMN_#:-#}\n")), "../i/.env": times(n, num("PLUGIN_DAEMN_#=a#\n"))}
		}, args: []string{"check", "-q", "-f", "json", "-o", os.DevNull, "--installation", "i"}},
		{name: "settings of one another", n: 2000, make: func(n int) map[string]string {
			return map[string]string{"../i/docker-compose.yaml": "services:\n  api:\n    image: langgenius/dify-api:${A0}\n", "../i/.env": times(n, next("A#=${A##}${A##}\n"))}
		}, args: []string{"check", "-q", "-f", "json", "-o", os.DevNull, "--installation", "i"}},
		{name: "services of an installation", n: 1000, make: func(n int) map[string]string {
			return map[string]string{"../i/docker-compose.yaml": "services:\n" + times(n, num("  api#:\n    image: langgenius/dify-api:1.10.0\n    environment: {DB_HOST: db#x, REDIS_HOST: rds#}\n    depends_on: [api#]\n")), "../i/.env": ""}
		}, args: []string{"check", "-q", "-f", "json", "-o", os.DevNull, "--installation", "i"}},
		{name: "a log to diagnose", n: 3000, make: func(n int) map[string]string {
			return map[string]string{"../log": times(n, num("2026-01-01 INFO x#\nTraceback (most recent call last):\n  File \"tools/search.py\", line #, in _invoke\n    x\nKeyError: 'q#'\n"))}
		}, args: []string{"diagnose", "--format", "json", "--error", "log"}},
		{name: "a long line to diagnose", n: 50000, make: func(n int) map[string]string {
			return map[string]string{"../log": strings.Repeat("plugin ", n)}
		}, args: []string{"diagnose", "--format", "json", "--error", "log"}},
		{name: "dashes before a message to diagnose", n: 50000, make: func(n int) map[string]string {
			return map[string]string{"../log": strings.Repeat("-", n) + "\n" + times(n/50, num("KeyError: 'q#'\nModuleNotFoundError: No module named 'm#'\n"))}
		}, args: []string{"diagnose", "--format", "json", "--error", "log"}},
		{name: "what was renamed since", n: 1000, make: func(n int) map[string]string {
			out := tool("parameters: [" + inFlow(n, num("{name: new#ab, type: string, form: llm, label: {en_US: x}}")) + "]\n")
			for name, text := range base {
				out["../q/"+name] = text
			}
			out["../q/tools/search.yaml"] = head + "parameters: [" + inFlow(n, num("{name: old#ab, type: string, form: llm, label: {en_US: x}}")) + "]\n" + tail
			return out
		}, args: []string{"compare", "-f", "json", "q"}},
		{name: "files that were renamed since", n: 500, make: func(n int) map[string]string {
			out := map[string]string{}
			for name, text := range base {
				out["../q/"+name] = text
			}
			for i := range n {
				out[fmt.Sprintf("../q/lib/old%d.py", i)] = fmt.Sprintf("x = %d\n", i)
				out[fmt.Sprintf("lib/new%d.py", i)] = fmt.Sprintf("y = %d\n", i)
			}
			return out
		}, args: []string{"compare", "-f", "json", "q"}},
		{name: "capabilities", n: 1000, make: func(n int) map[string]string {
			return python("import os, subprocess, requests\n", times(n, num("subprocess.run([\"a#\"])\nopen(\"f#\", \"w\")\nrequests.get(\"https://h#.example\")\n")))
		}, args: []string{"capabilities", "-f", "json"}},
		{name: "what is packed", n: 1000, make: func(n int) map[string]string {
			out := map[string]string{".difyignore": times(n, num("*.x#\n"))}
			for i := range n {
				out[fmt.Sprintf("x/f%d.txt", i)] = "x"
			}
			return out
		}, args: []string{"pack", "--dry-run", "--json"}},
	}
}
