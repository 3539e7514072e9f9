package sdk_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/requirement"
)

func opened(files map[string]string) *plugin.Plugin {
	fsys := fstest.MapFS{}
	for name, data := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(data)}
	}
	return plugin.Open(fsys, ".")
}

// TestSources: the sources that the SDK imports, and the class that it looks for in each.
func TestSources(t *testing.T) {
	p := opened(map[string]string{
		"manifest.yaml":    "plugins:\n  tools: [t.yaml]\n  models: [m.yaml]\n  endpoints: [e.yaml]\n  agent_strategies: [a.yaml]\n  datasources: [d.yaml, d2.yaml]\n  triggers: [g.yaml]\n",
		"t.yaml":           "tools: [t1.yaml, t2.yaml, {extra: {python: {source: inline.py}}}, gone.yaml]\nextra: {python: {source: t.py}}\n",
		"t1.yaml":          "extra: {python: {source: tools/t1.py}}\n",
		"t2.yaml":          "extra: {python: {source: ''}}\n",
		"m.yaml":           "models: {llm: {predefined: [m1.yaml]}}\nextra: {python: {provider_source: m, model_sources: [llm.py, ~, tts.py]}}\n",
		"m1.yaml":          "extra: {python: {source: no.py}}\n",
		"e.yaml":           "endpoints: [e1.yaml, {path: /, extra: {python: {source: e2.py}}}]\nextra: {python: {source: no.py}}\n",
		"e1.yaml":          "extra: {python: {source: e1.py}}\n",
		"a.yaml":           "strategies: [a1.yaml]\nextra: {python: {source: no.py}}\n",
		"a1.yaml":          "extra: {python: {source: [a1.py]}}\n",
		"d.yaml":           "provider_type: online_drive\ndatasources: [d1.yaml]\nextra: {python: {source: d.py}}\n",
		"d1.yaml":          "extra: {python: {source: d1.py}}\n",
		"d2.yaml":          "provider_type: other\ndatasources: [d3.yaml]\n",
		"d3.yaml":          "extra: {python: {source: d3.py}}\n",
		"g.yaml":           "events: [g1.yaml]\nextra: {python: {source: /g.py}}\n",
		"g1.yaml":          "extra: {python: {source: deep}}\n",
		"deep/__init__.py": "",
	})
	var got []string
	for _, s := range sdk.Sources(p) {
		several := ""
		if s.Several {
			several = " several"
		}
		got = append(got, fmt.Sprintf("%s %s %s%s", s.Doc.Path, s.Path, s.Class, several))
	}
	if d := cmp.Diff([]string{
		"t.yaml t.py ToolProvider", "t1.yaml tools/t1.py Tool", "m.yaml m.py ModelProvider", "m.yaml llm.py AIModel several", "m.yaml tts.py AIModel several",
		"e1.yaml e1.py Endpoint", "e.yaml e2.py Endpoint", "d.yaml d.py DatasourceProvider", "d1.yaml d1.py OnlineDriveDatasource", "g.yaml g.py Trigger", "g1.yaml deep/__init__.py Event",
	}, got); d != "" {
		t.Error(d)
	}
}

func TestIsTest(t *testing.T) {
	for name, want := range map[string]bool{
		"main.py": false, "tools/search.py": false, "test_a.py": true, "tools/a_test.py": true, "tools/conftest.py": true, "test.py": true, "setup.py": true, "tests/a.py": true, "a/Examples/b.py": true,
		".github/a.py": true, "a/.hidden/b.py": true, "latest.py": false, "contest/a.py": false, "a/script/b.py": true, "mytest_a.py": false, "tools/__pycache__/a.py": true,
	} {
		if got := sdk.IsTest(name); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestOnSession: what of a session a value stands for.
func TestOnSession(t *testing.T) {
	external, unknown, module := python.ExternalRoot, python.UnknownRoot, python.ModuleRoot
	for _, tt := range []struct {
		root python.Root
		path string
		want string
	}{
		{external, "requests.session.storage", "no"},
		{external, "dify_plugin.invocations.storage.StorageInvocation()", "storage"},
		{external, "dify_plugin.invocations.storage.StorageInvocation().get", "storage.get"},
		{external, "dify_plugin.invocations.storage.StorageInvocation.get", "no"},
		{external, "dify_plugin.invocations.storage.Other().get", "no"},
		{external, "dify_plugin.invocations.storage.StorageInvocation().get()", "no"},
		{external, "dify_plugin.core.runtime.Session().storage", "storage"},
		{external, "dify_plugin.core.runtime.Session.empty_session().model.llm", "model.llm"},
		{external, "dify_plugin.core.runtime.get_current_session()", ""},
		{external, "dify_plugin.core.runtime.MySession().storage", "no"},
		{external, "dify_plugin.Tool().session.storage.get", "storage.get"},
		{external, "dify_plugin.Tool().session.storage()", "no"},
		{external, "dify_plugin.Tool().sessions.storage", "no"},
		{external, "dify_plugin.Tool().my_session.storage", "storage"},
		{external, "dify_plugin.Tool().mysession.storage", "no"},
		{external, "dify_plugin.Tool().session.mysession.storage", "mysession.storage"},
		{external, "dify_plugin.Tool().runtime.storage", "no"},
		{unknown, "?session.storage", "storage"},
		{unknown, "?my_session.storage", "no"},
		{unknown, "?x.session", ""},
		{module, "session.storage", "no"},
	} {
		chain, ok := sdk.OnSession(nil, python.Value{Root: tt.root, Path: tt.path})
		if !ok {
			chain = "no"
		}
		if chain != tt.want {
			t.Errorf("%s: %q, want %q", tt.path, chain, tt.want)
		}
	}
	for chain, want := range map[string]bool{"": true, "model": true, "model.llm": true, "model.llm.invoke": true, "mod": false, "storage.put": false, "app.chat": true} {
		if got := sdk.OfSession(chain); got != want {
			t.Errorf("of a session, %q: %v", chain, got)
		}
	}
	for _, method := range sdk.Offered() {
		if need, ok := sdk.NeedOf(method); !ok || (need.Key == "") != (method == "file.upload") {
			t.Errorf("%s needs %v", method, need)
		}
	}
}

// TestReach: what is loaded at start, ever, and by which module.
func TestReach(t *testing.T) {
	files := map[string]string{
		"manifest.yaml":   "plugins: {tools: [t.yaml]}\nmeta: {runner: {entrypoint: main}}\n",
		"t.yaml":          "extra: {python: {source: tools/t.py}}\n",
		"main.py":         "import at_start\nif __name__ == '__main__':\n    import by_main\n",
		"at_start.py":     "import pkg.deep\n",
		"by_main.py":      "",
		"pkg/__init__.py": "",
		"pkg/deep.py":     "from . import beside\nfrom .names import word\n",
		"pkg/beside.py":   "",
		"pkg/names.py":    "word = 1\n",
		"tools/t.py":      "from typing import TYPE_CHECKING\ntry:\n    import tried\nexcept ImportError:\n    pass\nif TYPE_CHECKING:\n    import typed\ndef f():\n    import later\n    import importlib\n    importlib.import_module('by_name')\n",
		"tried.py":        "", "typed.py": "", "later.py": "", "by_name.py": "", "nobody.py": "", "broken.py": "x = (\n", "tests/test_a.py": "",
		"hand.py":    "import by_hand\nif __name__ == '__main__':\n    pass\n",
		"by_hand.py": "",
	}
	words := func(files map[string]string) map[string]string {
		p := opened(files)
		r := sdk.ReachOf(p)
		got := map[string]string{}
		for i, m := range sources.Program(p).Modules {
			var s []string
			for _, is := range []struct {
				word string
				on   bool
			}{{"start", r.AtStart[i]}, {"ever", r.Ever[i]}, {"meant", r.Meant[i]}} {
				if is.on {
					s = append(s, is.word)
				}
			}
			if by := r.By[i]; by >= 0 {
				s = append(s, "by "+sources.Program(p).Modules[by].File.Path)
			}
			got[m.File.Path] = strings.Join(s, " ")
		}
		return got
	}
	want := map[string]string{
		"main.py": "start ever meant", "at_start.py": "start ever meant by main.py", "by_main.py": "start ever meant by main.py", "pkg/__init__.py": "start ever meant by at_start.py", "pkg/deep.py": "start ever meant by at_start.py",
		"pkg/beside.py": "start ever meant by pkg/deep.py", "pkg/names.py": "start ever meant by pkg/deep.py", "tools/t.py": "start ever meant", "tried.py": "ever meant", "typed.py": "meant", "later.py": "ever meant",
		"by_name.py": "ever meant", "nobody.py": "meant", "broken.py": "", "tests/test_a.py": "", "hand.py": "", "by_hand.py": "meant",
	}
	if d := cmp.Diff(want, words(files)); d != "" {
		t.Error(d)
	}
	files["by_name.py"] = "import importlib\ndef load(name):\n    return importlib.import_module(name)\n"
	for _, name := range []string{"typed.py", "nobody.py", "hand.py", "by_hand.py"} {
		want[name] = "ever meant"
	}
	want["broken.py"] = "ever"
	if d := cmp.Diff(want, words(files)); d != "" {
		t.Errorf("where a module imports what is named at run time: %s", d)
	}
}

// TestLineage: what a class of a plugin derives from.
func TestLineage(t *testing.T) {
	for source, want := range map[string]string{
		"from dify_plugin import Tool\nclass C(Tool): pass":                                    "Tool known",
		"from dify_plugin import Tool\nclass B(Tool): pass\nclass C(B): pass":                  "Tool known",
		"from abc import ABC\nfrom dify_plugin import Tool\nclass C(Tool, ABC): pass":          "Tool known",
		"import requests\nfrom dify_plugin import Tool\nclass C(requests.Session, Tool): pass": "Tool foreign known",
		"class C: pass":                                                    "known",
		"class C(base()): pass":                                            "",
		"class C(unknown): pass":                                           "",
		"class A:\n    B = make()\nclass C(A.B): pass":                     "",
		"import typing\nclass C(typing.Protocol, object): pass":            "known",
		"from dify_plugin.interfaces.model import New\nclass C(New): pass": "",
		"from dify_plugin import Tool\nclass C(Tool.Inner): pass":          "foreign known",
		"from dify_extras import Tool\nclass C(Tool): pass":                "",
		"from dify_plugin import *\nclass C(Tool): pass":                   "Tool known",
	} {
		prog := program(map[string]string{"a.py": source + "\n"})
		m := prog.Modules[0]
		l := sdk.LineageOf(prog, python.ClassRef{Module: 0, Class: int32(len(m.Classes) - 1)})
		var got []string
		for _, c := range l.Classes {
			got = append(got, c.Name)
		}
		if l.Foreign {
			got = append(got, "foreign")
		}
		if l.Known {
			got = append(got, "known")
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%q: %q, want %q", source, s, want)
		}
		if l.Is("Tool") != strings.Contains(want, "Tool") || l.Is("Event") {
			t.Errorf("%q: is a tool: %v", source, l.Is("Tool"))
		}
	}
	llm, v := sdk.Lookup("OAICompatLargeLanguageModel"), sdk.Releases()[len(sdk.Releases())-1]
	if !llm.Derives("LargeLanguageModel") || !llm.Derives("AIModel") || llm.Derives("Tool") || sdk.Lookup("AIModel").Derives("LargeLanguageModel") {
		t.Error("what derives from what is wrong")
	}
	if !sdk.Lookup("LargeLanguageModel").Leaves("_invoke", v) || llm.Leaves("_invoke", v) || sdk.Lookup("Tool").Leaves("nothing", v) {
		t.Error("what a class leaves to write is wrong")
	}
}

// TestTargetOf: the releases that a plugin meets.
func TestTargetOf(t *testing.T) {
	none := releases.Set{}
	given, _, err := releases.ParseTarget("1.5.0")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, minimum, requirements string
		given                       releases.Set
		want                        string
	}{
		{"nothing", "", "", none, "; ; "},
		{"a minimum", "minimum_dify_version: 1.10.0", "", none, "1.10.0; 1.10.0; "},
		{"with blanks", "minimum_dify_version: ' 1.10.0 '", "", none, "1.10.0; 1.10.0; "},
		{"of a beta", "minimum_dify_version: 1.10.0-beta.1", "", none, "1.10.0-beta.1; 1.10.0; "},
		{"of two numbers", "minimum_dify_version: '1.10'", "", none, "; ; "},
		{"no version", "minimum_dify_version: soon", "", none, "; ; "},
		{"of the future", "minimum_dify_version: 99.0.0", "", none, "; ; "},
		{"given", "minimum_dify_version: 1.10.0", "", given, "; ; "},
		{"an SDK", "", "dify_plugin==0.5.0", none, "; ; requirements.txt pins dify_plugin 0.5.0"},
	} {
		p := opened(map[string]string{"manifest.yaml": "meta: {" + tt.minimum + "}\n", "requirements.txt": tt.requirements})
		target := sdk.TargetOf(p, tt.given)
		first := ""
		if v := target.Promised.Versions(releases.API); len(v) > 0 {
			first = v[0]
		}
		if got := fmt.Sprintf("%s; %s; %s", target.Minimum, first, target.Chosen); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
	bundle := opened(map[string]string{"manifest.yaml": "type: bundle\nmeta: {minimum_dify_version: 1.10.0}\n"})
	if target := sdk.TargetOf(bundle, none); target.Minimum != "" {
		t.Error("a bundle promises nothing:", target.Minimum)
	}
}

// TestJudging: the release that code is held against.
func TestJudging(t *testing.T) {
	newest := sdk.Releases()[len(sdk.Releases())-1].String()
	lock := "version = 1\n[[package]]\nname = \"dify-plugin\"\nversion = \"%s\"\nsource = { registry = \"https://pypi.org/simple\" }\n"
	for name, tt := range map[string]struct {
		files  map[string]string
		want   string
		newer  bool
		locked bool
	}{
		"nothing":            {nil, newest, true, false},
		"a range":            {map[string]string{"requirements.txt": "dify_plugin<0.5\n"}, "0.4.5", false, false},
		"open above":         {map[string]string{"requirements.txt": "dify_plugin>=0.5\n"}, newest, true, false},
		"none of the known":  {map[string]string{"requirements.txt": "dify_plugin==99.0.0\n"}, newest, true, false},
		"not in range":       {map[string]string{"requirements.txt": "dify_plugin==0.0.0\n"}, newest, false, false},
		"the first of two":   {map[string]string{"requirements.txt": "dify_plugin==0.5.0\ndify-plugin==0.4.0\n"}, "0.5.0", false, false},
		"of an address":      {map[string]string{"requirements.txt": "dify_plugin @ https://a.example/x.whl\n"}, newest, true, false},
		"of a constraint":    {map[string]string{"requirements.txt": "-c c.txt\ndify_plugin\n", "c.txt": "dify_plugin==0.4.0\n"}, newest, true, false},
		"of an inner file":   {map[string]string{"requirements.txt": "-r r.txt\n", "r.txt": "dify_plugin==0.4.0\n"}, "0.4.0", false, false},
		"locked":             {map[string]string{"pyproject.toml": "[project]\n", "uv.lock": fmt.Sprintf(lock, "0.6.2")}, "0.6.2", false, true},
		"locked in future":   {map[string]string{"pyproject.toml": "[project]\n", "uv.lock": fmt.Sprintf(lock, "99.0.0")}, "99.0.0", true, true},
		"locked without one": {map[string]string{"pyproject.toml": "[project]\ndependencies = [\"dify_plugin==0.4.0\"]\n", "uv.lock": "version = 1\n"}, "0.4.0", false, false},
	} {
		d := sdk.DependencyOf(opened(tt.files))
		if got := d.Judging().String(); got != tt.want || d.Newer != tt.newer || d.Locked() != tt.locked {
			t.Errorf("%s: %s, newer %v, locked %v; want %s, %v, %v", name, got, d.Newer, d.Locked(), tt.want, tt.newer, tt.locked)
		}
	}
	if _, ok := requirement.ParseVersion(newest); !ok {
		t.Error(newest)
	}
}
