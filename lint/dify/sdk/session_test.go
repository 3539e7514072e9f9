package sdk_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/text"
)

func program(sources map[string]string) *python.Program {
	var modules []*python.Module
	for name, src := range sources {
		modules = append(modules, python.Parse(text.NewFile(name, []byte(src))))
	}
	return python.NewProgram(modules)
}

func TestCallbacks(t *testing.T) {
	const class = "from dify_plugin import Tool\nclass T(Tool):\n    def _invoke(self, p):\n        "
	for _, tt := range []struct {
		name  string
		files map[string]string
		want  []string
	}{
		{"direct", map[string]string{"a.py": class + "self.session.model.llm.invoke()"}, []string{"a.py:4 model.llm.invoke model.llm"}},
		{"through a name", map[string]string{"a.py": class + "s = self.session\n        s.storage.get('k')"}, []string{"a.py:5 storage.get storage"}},
		{"its method in a name", map[string]string{"a.py": class + "f = self.session.tool.invoke\n        f()"}, []string{"a.py:5 tool.invoke tool"}},
		{"getattr", map[string]string{"a.py": class + "f = getattr(getattr(self.session, 'storage', None), 'set')\n        f()"}, []string{"a.py:5 storage.set storage"}},
		{"one of several", map[string]string{"a.py": class + "f = getattr(self.session.storage, 'set', None) or getattr(self.session.storage, 'put', None)\n        f('k', b'')"}, []string{"a.py:5 storage.set storage"}},
		{"in another module", map[string]string{
			"a.py": "from b import ask\n" + class + "ask(self.session)",
			"b.py": "def ask(x):\n    return x.app.chat.invoke()\n",
		}, []string{"b.py:2 app.chat.invoke app"}},
		{"kept by an object", map[string]string{"a.py": "class Store:\n    def __init__(self, s):\n        self.s = s.storage\n    def load(self):\n        return self.s.get('k')\n" + class + "Store(self.session).load()"},
			[]string{"a.py:5 storage.get storage"}},
		{"by its class", map[string]string{"a.py": "from dify_plugin.invocations.model.llm import SummaryInvocation\n" + class + "SummaryInvocation(self.session).invoke('x', 'y')"},
			[]string{"a.py:5 model.summary.invoke model.llm"}},
		{"of the runtime", map[string]string{"a.py": "from dify_plugin.interfaces.trigger import Event\nclass E(Event):\n    def _on_event(self, r, p, q):\n        self.runtime.session.storage.exist('k')"},
			[]string{"a.py:4 storage.exist storage"}},
		{"a parameter that nobody is seen to give", map[string]string{"a.py": "def f(session):\n    session.model.rerank.invoke()\n"}, []string{"a.py:2 model.rerank.invoke model.rerank"}},
		{"a session of something else", map[string]string{"a.py": "import requests\nsession = requests.Session()\nsession.storage.get('x')\nsession.get('y')\n"}, nil},
		{"no call", map[string]string{"a.py": class + "print(self.session.storage.get)\n"}, nil},
		{"a method that does not exist", map[string]string{"a.py": class + "self.session.model.summary('x')\n"}, nil},
		{"two in one", map[string]string{"a.py": class + "f = self.session.storage.get if p else self.session.storage.set\n        f('k')"}, []string{"a.py:5 storage.get storage", "a.py:5 storage.set storage"}},
		{"a getattr that is called", map[string]string{"a.py": class + "getattr(self.session.storage, 'get')('k')"}, []string{"a.py:4 storage.get storage"}},
		{"a getattr of another name", map[string]string{"a.py": class + "getattr(self.session.storage, 'put')('k')"}, nil},
		{"a call of a call", map[string]string{"a.py": class + "make(self.session.storage, 'get')('k')"}, nil},
		{"storage under another name", map[string]string{"a.py": class + "self.session.torage.get('k')"}, nil},
		{"a private part", map[string]string{"a.py": class + "self._session.storage.get('k')"}, []string{"a.py:4 storage.get storage"}},
		{"a word that ends so", map[string]string{"a.py": class + "self.obsession.storage.get('k')"}, nil},
		{"the current one", map[string]string{"a.py": "from dify_plugin.core.runtime import get_current_session\nget_current_session().tool.invoke()\n"}, []string{"a.py:2 tool.invoke tool"}},
		{"another's", map[string]string{"a.py": "from other import get_current_session\nget_current_session().tool.invoke()\n"}, nil},
		{"a class of another name", map[string]string{"a.py": "from dify_plugin.invocations.model.llm import Other\nOther(session).invoke('x')\n"}, nil},
		{"upload", map[string]string{"a.py": class + "self.session.file.upload('a', b'', 'b')\n"}, []string{"a.py:4 file.upload "}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			prog := program(tt.files)
			var got []string
			for _, c := range sdk.Callbacks(prog) {
				m := prog.Modules[c.Module]
				line := m.File.LineAt(m.Exprs[m.Calls[c.Call].Expr].Span().Start)
				got = append(got, fmt.Sprintf("%s:%d %s %s", m.File.Path, line, c.Method, c.Permission))
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestExternal(t *testing.T) {
	for _, tt := range []struct {
		path  string
		name  string
		known sdk.Known
	}{
		{"dify_plugin.Tool", "Tool", sdk.InTable},
		{"dify_plugin.interfaces.tool.tool.Tool", "Tool", sdk.InTable},
		{"dify_plugin.entities.tool.Tool", "", sdk.Other},
		{"dify_plugin.interfaces.trigger.New", "", sdk.Unknown},
		{"dify_plugin.interfaces.agent.ToolEntity", "", sdk.Other},
		{"dify_extras.Tool", "", sdk.Unknown},
		{"requests.Session", "", sdk.Other},
		{"make()", "", sdk.Unknown},
		{"dify_plugin.Other", "", sdk.Other},
		{"dify_plugin.interfaces.Tool", "Tool", sdk.InTable},
		{"dify_plugin.interfacesof.Tool", "", sdk.Other},
		{"dify_plugin.interfaces.exec.New", "", sdk.Other},
		{"a[0]", "", sdk.Unknown},
	} {
		c, known := sdk.External(tt.path)
		name := ""
		if c != nil {
			name = c.Name
		}
		if name != tt.name || known != tt.known {
			t.Errorf("%s: %q %d", tt.path, name, known)
		}
	}
}

func TestMustWrite(t *testing.T) {
	for _, tt := range []struct{ class, release, want string }{
		{"LargeLanguageModel", "0.10.1", "_invoke _invoke_error_mapping get_num_tokens validate_credentials"},
		{"OAICompatLargeLanguageModel", "0.10.1", ""},
		{"OAICompatEmbeddingModel", "0.10.1", ""},
		{"OAICompatRerankModel", "0.10.1", ""},
		{"OAICompatText2SpeechModel", "0.10.1", ""},
		{"OAICompatSpeech2TextModel", "0.10.1", ""},
		{"OAICompatProvider", "0.10.1", ""},
		{"AgentProvider", "0.3.0", ""},
		{"ToolProvider", "0.3.0", "_validate_credentials"},
		{"ToolProvider", "0.3.1", ""},
		{"Trigger", "0.5.1", "_trigger"},
		{"Trigger", "0.6.0", "_dispatch_event"},
	} {
		v, _ := requirement.ParseVersion(tt.release)
		if got := strings.Join(sdk.Lookup(tt.class).MustWrite(v), " "); got != tt.want {
			t.Errorf("%s in %s: %s", tt.class, tt.release, got)
		}
	}
}

func TestUnoffereds(t *testing.T) {
	for src, want := range map[string]string{
		"self.session.model.summary(content='x')":          "model.summary object model.summary.invoke [model.llm]",
		"s = self.session.storage\n        s.put('k', 1)":  "storage.put storage.delete storage.exist storage.get storage.set [storage]",
		"self.session.tool('x')":                           "tool object tool.invoke tool.invoke_api_tool tool.invoke_builtin_tool tool.invoke_workflow_tool [tool]",
		"self.session.storage.get('k')":                    "",
		"self.session.storage._backwards_invoke('k')":      "",
		"self.session.get('k')":                            "",
		"self.session._storage.put('k')":                   "",
		"self.session.app.chat.invoke_all('k')":            "app.chat.invoke_all app.chat.invoke [app]",
		"self.session.app.nothing.put('k')":                "app.nothing.put app.chat.invoke app.completion.invoke app.fetch_app app.fetch_app_invocation.get app.workflow.invoke [app]",
		"self.session.file.download('k')":                  "file.download file.upload []",
		"put = self.session.storage.put\n        put('k')": "",
		"self.client.model.llm('k')":                       "",
	} {
		prog := program(map[string]string{"a.py": "from dify_plugin import Tool\nclass T(Tool):\n    def _invoke(self, p):\n        " + src + "\n"})
		var got strings.Builder
		for _, u := range sdk.Unoffereds(prog) {
			got.WriteString(u.Method)
			if u.Object {
				got.WriteString(" object")
			}
			fmt.Fprintf(&got, " %s %s", strings.Join(u.Offered, " "), u.Needs())
		}
		if d := cmp.Diff(want, got.String()); d != "" {
			t.Errorf("%s: %s", src, d)
		}
	}
}

// TestClassTables: what the tables say of a class, its own and that of its bases.
func TestClassTables(t *testing.T) {
	v, _ := requirement.ParseVersion("0.10.1")
	llm, tool := sdk.Lookup("OAICompatLargeLanguageModel"), sdk.Lookup("Tool")
	if got := strings.Join(tool.Called(), " "); !strings.Contains(got, "_invoke") || tool.Has("no_such_name") || !tool.Has("_invoke") {
		t.Error(got)
	}
	called := llm.Called()
	for i := range called {
		if i > 0 && called[i-1] >= called[i] || len(llm.Calls(called[i])) == 0 {
			t.Errorf("%s: not sorted, twice, or not called", called[i])
		}
	}
	if sdk.Lookup("No") != nil || sdk.Fields("No", v) != nil || tool.Methods("no_such_name") != nil || tool.Leaves("no_such_name", v) || !tool.Leaves("_invoke", v) || llm.Leaves("_invoke", v) {
		t.Error("a class, a model or a method that there is not")
	}
	if sdk.ImportPath("Tool") != "dify_plugin" || sdk.ImportPath("LargeLanguageModel") != "dify_plugin" || sdk.ImportPath("Event") != "dify_plugin.interfaces.trigger" {
		t.Error("where a class is imported from")
	}
	for _, tt := range []struct {
		life    sdk.Lifetime
		version string
		want    bool
	}{
		{sdk.Lifetime{First: "0.2.0", Last: "0.4.0"}, "0.1.9", false}, {sdk.Lifetime{First: "0.2.0", Last: "0.4.0"}, "0.2.0", true}, {sdk.Lifetime{First: "0.2.0", Last: "0.4.0"}, "0.4.0", true},
		{sdk.Lifetime{First: "0.2.0", Last: "0.4.0"}, "0.4.1", false}, {sdk.Lifetime{First: "0.2.0"}, "99.0", true}, {sdk.Lifetime{First: "0"}, "0.0.1b1", true},
		{sdk.Lifetime{First: "0", Last: "0"}, "0.0.1b76", true}, {sdk.Lifetime{First: "0", Last: "0"}, "0.1.0", false}, {sdk.Lifetime{First: "x"}, "0.1.0", false}, {sdk.Lifetime{First: "0", Last: "x"}, "0.1.0", false},
	} {
		v, _ := requirement.ParseVersion(tt.version)
		if got := tt.life.Has(v); got != tt.want {
			t.Errorf("%v in %s: %v", tt.life, tt.version, got)
		}
	}
}
