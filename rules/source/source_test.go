package source_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/kit"
	"github.com/difylint/difylint/rules/source"
)

const invoke = "\n    def _invoke(self, tool_parameters):\n        yield self.create_text_message('')\n"

// chain is n functions, each calling the next one twice, and one with a body.
func chain(n int, body string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "def f%d():\n%s", i, strings.Repeat(fmt.Sprintf("    f%d()\n", i+1), 2))
	}
	fmt.Fprintf(&b, "def f%d():\n    %s\n", n, body)
	return b.String()
}

// TestJudged: what the SDK would take, and what cannot be judged, is no finding.
func TestJudged(t *testing.T) {
	for _, tt := range []struct {
		name, files string
		rule        *lint.Rule
		want        int
	}{
		{"a message of a helper", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.say()\n    def say(self):\n        return self.create_text_message('')\n", source.LostMessage, 0},
		{"a message returned within", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        def say():\n            return self.create_text_message('')\n        yield say()\n", source.LostMessage, 0},
		{"messages in a list", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        return [self.create_text_message('')]\n", source.LostMessage, 0},
		{"a message lost by a generator of its own", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield from self.say(p)\n    def say(self, p):\n        if not p:\n            return self.create_text_message('')\n        yield self.create_json_message(p)\n", source.LostMessage, 1},
		{"a maker of the class's own", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_error_message(p)\n    def create_error_message(self, p):\n        return self.create_text_message(str(p))\n", source.MessageCall, 0},
		{"a maker of a base from outside", "-- tools/search.py --\nfrom acme import Base\nfrom dify_plugin import Tool\nclass A(Base, Tool):\n    def _invoke(self, p):\n        yield self.create_error_message(p)\n", source.MessageCall, 0},
		{"arguments that are not seen", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_blob_message(*p)\n        yield self.create_log_message(**p)\n", source.MessageCall, 0},
		{"arguments given twice, and none", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_text_message('', text='')\n        yield self.create_variable_message('x')\n", source.MessageCall, 2},
		{"calls back with what they take", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        s = self.session.storage\n        s.set('a', val=b'')\n        s.get(*p)\n        getattr(s, 'delete')('a')\n        yield self.session.tool.invoke(**p)\n", source.SessionCall, 0},
		{"calls back with too little and too much", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        s = self.session.storage\n        s.set('a', value=b'')\n        s.get()\n        getattr(s, 'delete')('a', 'b')\n        yield self.session.model.llm.invoke(prompt_messages=p)\n", source.SessionCall, 4},
		{"an end behind many calls", "-- tools/search.py --\nfrom dify_plugin import Tool\n" + chain(60, "pass") + "class A(Tool):\n    def _invoke(self, p):\n        f0()\n", source.ReturnedValue, 1},
		{"no end behind many calls", "-- tools/search.py --\nfrom dify_plugin import Tool\n" + chain(60, "raise ValueError") + "class A(Tool):\n    def _invoke(self, p):\n        f0()\n", source.ReturnedValue, 0},
		{"calls in a circle", "-- tools/search.py --\nfrom dify_plugin import Tool\ndef f():\n    g()\ndef g():\n    f()\nclass A(Tool):\n    def _invoke(self, p):\n        f()\n", source.ReturnedValue, 0},
		{"an entry point of comments", "-- main.py --\n# later\n", source.NeverRuns, 1},
		{"one that registers by hand", "-- main.py --\nfrom dify_plugin import DifyPluginEnv\nenv = DifyPluginEnv()\nenv.register_provider(None)\n", source.NeverRuns, 1},
		{"an empty entry point", "-- main.py --\n", source.NeverRuns, 1},
		{"one that a helper runs", "-- main.py --\nfrom app.start import go\ngo()\n-- app/start.py --\nfrom dify_plugin import DifyPluginEnv, Plugin\ndef go():\n    Plugin(DifyPluginEnv()).run()\n", source.NeverRuns, 0},
		{"one that a thread runs", "-- main.py --\nimport threading\nfrom dify_plugin import DifyPluginEnv, Plugin\nthreading.Thread(target=Plugin(DifyPluginEnv()).run).start()\n", source.NeverRuns, 0},
		{"one that hides what it runs", "-- main.py --\nfrom dify_plugin import DifyPluginEnv, Plugin\ngetattr(Plugin(DifyPluginEnv()), 'r' + 'un')()\n", source.NeverRuns, 0},
		{"an empty source", "-- tools/search.py --\n", source.Class, 1},
		{"deleted at the end", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):" + invoke + "del A\n", source.Class, 1},
		{"bound to something else at the end", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):" + invoke + "A = None\n", source.Class, 1},
		{"a class that the SDK has beside its own", "-- tools/search.py --\nfrom dify_plugin.interfaces.agent import ToolEntity\nfrom dify_plugin import Tool\nclass A(Tool):" + invoke + "B = A\n", source.Class, 1},
		{"a method that is only annotated", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    _invoke: object\n", source.Abstract, 1},
		{"a method for type checkers", "-- tools/search.py --\nfrom typing import TYPE_CHECKING\nfrom dify_plugin import Tool\nclass A(Tool):\n    if TYPE_CHECKING:\n        def _invoke(self, p): ...\n", source.Abstract, 1},
		{"a base by way of a base", "-- tools/search.py --\nfrom dify_plugin import Tool\nimport tools.a\nclass A(tools.a.B, tools.a.C):\n    pass\n-- tools/a.py --\nfrom dify_plugin import Tool\nclass B(Tool):\n    pass\nclass C(Tool):" + invoke, source.Abstract, 0},
		{"another name of the same class", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):" + invoke + "B = A\n", source.Class, 1},
		{"the class imported alone", "-- tools/search.py --\nfrom tools.a import A\n-- tools/a.py --\nfrom dify_plugin import Tool\nclass A(Tool):" + invoke, source.Class, 0},
		{"imported for type checkers", "-- tools/search.py --\nfrom typing import TYPE_CHECKING\nfrom dify_plugin import Tool\nif TYPE_CHECKING:\n    from tools.a import A\nclass B(Tool):" + invoke + "-- tools/a.py --\nfrom dify_plugin import Tool\nclass A(Tool):" + invoke, source.Class, 0},
		{"written twice", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):" + invoke + "class A(Tool):" + invoke, source.Class, 0},
		{"under a condition", "-- tools/search.py --\nimport os\nfrom dify_plugin import Tool\nif os.name:\n    class A(Tool):\n        pass\nclass B(Tool):" + invoke, source.Class, 0},
		{"taken away again", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):" + invoke + "class B(Tool):" + invoke + "del A\n", source.Class, 0},
		{"a star from outside", "-- tools/search.py --\nfrom dify_extras import *\nclass A:\n    pass\n", source.Class, 0},
		{"a base from outside", "-- tools/search.py --\nfrom dify_extras import Tool\nclass A(Tool):\n    pass\n", source.Class, 0},
		{"made at run time", "-- tools/search.py --\nfrom dify_plugin import Tool\nA = type('A', (Tool,), {})\n", source.Class, 0},
		{"a method of a mixin from outside", "-- tools/search.py --\nfrom acme import Mixin\nfrom dify_plugin import Tool\nclass A(Mixin, Tool):\n    pass\n", source.Abstract, 0},
		{"a method by assignment", "-- tools/search.py --\nfrom dify_plugin import Tool\ndef run(self, p):\n    yield\nclass A(Tool):\n    _invoke = run\n", source.Abstract, 0},
		{"a method of a base", "-- tools/search.py --\nfrom dify_plugin import Tool\nimport tools.a\nclass A(tools.a.B):\n    pass\n-- tools/a.py --\nfrom dify_plugin import Tool\nclass B(Tool):" + invoke, source.Abstract, 0},
		{"abstract in a base", "-- tools/search.py --\nfrom abc import abstractmethod\nfrom dify_plugin import Tool\nimport tools.a\nclass A(tools.a.B):\n    pass\n-- tools/a.py --\nfrom abc import abstractmethod\nfrom dify_plugin import Tool\nclass B(Tool):" + invoke + "    @abstractmethod\n    def url(self): ...\n", source.Abstract, 1},
		{"broken, and caught", "-- tools/search.py --\nfrom dify_plugin import Tool\ntry:\n    import tools.a\nexcept Exception:\n    pass\nclass A(Tool):" + invoke + "-- tools/a.py --\ndef f(:\n", source.Syntax, 1},
		{"a broken test", "-- tests/test_a.py --\ndef f(:\n", source.Syntax, 0},
		{"a key that the code itself puts in", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        p['quer'] = 1\n        yield p['quer']\n", source.UnmetKey, 0},
		{"parameters made at run time", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield p['quer']\n    def _get_runtime_parameters(self):\n        return []\n", source.UnmetKey, 0},
		{"in a helper of another module", "-- tools/search.py --\nfrom dify_plugin import Tool\nfrom tools.a import f\nclass A(Tool):\n    def _invoke(self, p):\n        yield f(p)\n-- tools/a.py --\ndef f(d):\n    return d['quer']\n", source.UnmetKey, 1},
		{"a name that Python loads first", "-- stat.py --\nX = 1\n", source.Shadow, 0},
		{"a name that Python does not start without", "-- types.py --\n", source.Shadow, 1},
		{"a name that only annotations ask for", "-- tools/search.py --\nfrom __future__ import annotations\nfrom dify_plugin import Tool\nclass A(Tool):\n    x: Nothing\n    def _invoke(self, p: Any) -> Generator:\n        y: Nothing = p\n        yield y + nothing\n", source.UndefinedName, 0},
		{"names that may be bound unseen", "-- tools/search.py --\nfrom dify_plugin import Tool\nfrom os.path import *\nA = join\nclass B(Tool):" + invoke, source.UndefinedName, 0},
		{"names of builtins, loops and handlers", "-- tools/search.py --\nfrom dify_plugin import Tool\nimport tools.a\nfor i in (1, 2):\n    pass\ntry:\n    import zz\nexcept ImportError as e:\n    zz = None\nwith open(__file__) as f:\n    pass\nA = [i, zz, f, (w := 1) + w, lambda: no, zz and no, 1 if zz is None else no, [no for x in ()], tools.a.X]\ndef g[T](x: T) -> T: ...\nclass B(Tool):" + invoke + "-- tools/a.py --\nX = 1\n", source.UndefinedName, 0},
		{"names that a function or another module binds", "-- tools/search.py --\nfrom dify_plugin import Tool\nimport tools.a\ndef f():\n    global V; V = 1\nf()\nY = V + Z + tools.a.W\nclass B(Tool):" + invoke + "-- tools/a.py --\nimport builtins, tools\nbuiltins.Z = 1\nsetattr(tools.a, 'W', 1)\n", source.UndefinedName, 0},
		{"its own class in an annotation", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def copy(self) -> A: ...\n" + "    def _invoke(self, p):\n        yield\n", source.UndefinedName, 1},
		{"an attribute of a module of the plugin", "-- tools/search.py --\nfrom dify_plugin import Tool\nimport words\nX = words.splitt\nclass B(Tool):" + invoke + "-- words.py --\ndef split(): ...\n", source.UndefinedName, 1},
		{"a namespace of no other name", "-- helpers/a.py --\nX = 1\n-- tools/search.py --\nfrom dify_plugin import Tool\nfrom helpers.a import X\nclass A(Tool):" + invoke, source.Namespace, 0},
		{"a source behind a module of its folder's name", "-- tools.py --\nX = 1\n", source.Namespace, 1},
		{"the library's own of the same name", "-- email/utils.py --\nX = 1\n-- tools/search.py --\nfrom dify_plugin import Tool\nfrom email.utils import parseaddr\nclass A(Tool):" + invoke, source.Namespace, 0},
		{"relative, into a folder that yields", "-- email/__main__.py --\nX = 1\n-- email/a.py --\nfrom . import b\n-- email/b.py --\nX = 1\n-- tools/search.py --\nfrom dify_plugin import Tool\nimport email.a\nclass A(Tool):" + invoke, source.Namespace, 1},
		{"a call of another release, and what to do without", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        try:\n            m = self.create_blob_message(b'', name='x')\n        except (TypeError, ValueError):\n            m = self.create_blob_message(b'')\n        yield m\n", source.MessageCall, 0},
		{"a call that fails where another error is caught", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        try:\n            m = self.create_blob_message(b'', name='x')\n        except ValueError:\n            m = self.create_blob_message(b'')\n        yield m\n", source.MessageCall, 1},
		{"a key of a blob beside the one that Dify reads", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_blob_message(b'', meta={'mimetype': 'a/b', 'mime_type': 'a/b', **p})\n        yield self.create_blob_message(b'', {'mimetype': 'a/b', 'mime_type': 'a/b', 'x': 1})\n", source.MessageCall, 0},
		{"another spelling, asked for in case", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield p.get('quer') or p.get('q') or p.get('query')\n        yield p.get('quer', p.get('query'))\n", source.UnmetKey, 0},
		{"two spellings, and none is declared", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield p.get('quer') or p.get('q')\n", source.UnmetKey, 2},
		{"a method that takes more, if it is given", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, params, *args, dry=False, **kwargs):\n        yield self.create_text_message('')\n", source.Override, 0},
		{"a method that a decorator changes", "-- tools/search.py --\nfrom dify_plugin import Tool\nfrom acme import with_user\nclass A(Tool):\n    @with_user\n    def _invoke(self, user, params):\n        yield self.create_text_message('')\n", source.Override, 0},
		{"a method whose caller the plugin writes", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def invoke(self, tool_parameters):\n        return self._invoke(1, tool_parameters)\n    def _invoke(self, user, params):\n        yield self.create_text_message('')\n", source.Override, 0},
		{"methods without self, of keywords alone, and of a class", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(*, tool_parameters):\n        yield self.create_text_message('')\n    @classmethod\n    def fetch_parameter_options(cls, parameter): ...\n", source.Override, 1},
		{"a call as older releases made it", "-- requirements.txt --\ndify_plugin==0.4.1\n-- provider/demo.py --\nfrom dify_plugin import ToolProvider\nclass A(ToolProvider):\n    def _validate_credentials(self, credentials): ...\n    def _oauth_get_credentials(self, system_credentials, request): ...\n", source.Override, 0},
		{"a call as newer releases do not make it", "-- requirements.txt --\ndify_plugin>=0.4.1\n-- provider/demo.py --\nfrom dify_plugin import ToolProvider\nclass A(ToolProvider):\n    def _validate_credentials(self, credentials): ...\n    def _oauth_get_credentials(self, system_credentials, request): ...\n", source.Override, 1},
		{"a check that yields", "-- provider/demo.py --\nfrom dify_plugin import ToolProvider\nclass A(ToolProvider):\n    def _validate_credentials(self, credentials):\n        yield credentials['x']\n", source.Override, 1},
		{"credentials that nothing checks", "-- provider/demo.yaml --\ncredentials_for_provider: {}\n-- provider/demo.py --\nfrom dify_plugin import ToolProvider\nclass A(ToolProvider):\n    pass\n", source.UnwrittenMethod, 0},
		{"credentials, with an SDK that leaves the check abstract", "-- requirements.txt --\ndify_plugin==0.3.0\n-- provider/demo.yaml --\ncredentials_for_provider: {a: {type: secret-input, label: {en_US: A}}}\n-- provider/demo.py --\nfrom dify_plugin import ToolProvider\nclass A(ToolProvider):\n    pass\n", source.UnwrittenMethod, 1},
		{"no credentials, with an SDK that leaves the check abstract", "-- requirements.txt --\ndify_plugin==0.3.0\n-- provider/demo.yaml --\ncredentials_for_provider: {}\n-- provider/demo.py --\nfrom dify_plugin import ToolProvider\nclass A(ToolProvider):\n    pass\n", source.Abstract, 0},
		{"an oauth_schema, which an old SDK does not ask a class for", "-- requirements.txt --\ndify_plugin==0.3.0\n-- provider/demo.yaml --\noauth_schema: {client_schema: [{name: a, type: text-input}]}\n-- provider/demo.py --\nfrom dify_plugin import ToolProvider\nclass A(ToolProvider):\n    def _validate_credentials(self, credentials):\n        raise ValueError(credentials)\n", source.UnwrittenMethod, 0},
		{"a check that only raises", "-- provider/demo.yaml --\ncredentials_for_provider: {a: {type: secret-input, label: {en_US: A}}}\n-- provider/demo.py --\nfrom dify_plugin import ToolProvider\nclass A(ToolProvider):\n    def _validate_credentials(self, credentials):\n        raise NotImplementedError\n", source.UnwrittenMethod, 1},
		{"printing that does not run, goes elsewhere or is caught", "-- tools/search.py --\nfrom dify_plugin import Tool\nimport contextlib, io, sys\nclass A(Tool):\n    def _invoke(self, p):\n        print(1, file=sys.stderr)\n        print(2, **p)\n        with contextlib.redirect_stdout(io.StringIO()):\n            print(3)\n        yield self.create_text_message('')\ndef main():\n    print(4)\n    breakpoint()\nif __name__ == '__main__':\n    main()\n", source.Channel, 1},
		{"standard output put back", "-- tools/search.py --\nfrom dify_plugin import Tool\nimport sys\nsys.stdout = sys.__stdout__\nclass A(Tool):" + invoke, source.Channel, 0},
		{"waiting where it is needed", "-- tools/search.py --\nfrom dify_plugin import Tool\nimport time\ndef later():\n    time.sleep(9)\nclass A(Tool):\n    def _invoke(self, p):\n        later()\n        time.sleep(1)\n        yield self.create_text_message('')\nif __name__ == '__main__':\n    later()\n", source.ImportTime, 0},
		{"waiting by way of a function", "-- tools/search.py --\nfrom dify_plugin import Tool\nimport time\ndef later():\n    time.sleep(9)\nlater()\nclass A(Tool):" + invoke, source.ImportTime, 1},
		{"exceptions that are made and raised", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass Wrong(ValueError): ...\nclass A(Tool):\n    def _invoke(self, p):\n        e = Wrong('a')\n        if p:\n            raise e\n        yield from (x for x in ['a'])\n        yield self.create_text_message(str(e))\n", source.YieldedValue, 0},
		{"an exception of the plugin's own, and a number", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass Wrong(ValueError): ...\nclass A(Tool):\n    def _invoke(self, p):\n        yield Wrong('a')\n        yield 1\n", source.YieldedValue, 2},
		{"None that only makes a generator", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        raise ValueError('a')\n        yield None\n", source.YieldedValue, 0},
		{"None that is sent", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        if not p:\n            raise ValueError('a')\n        yield None\n", source.YieldedValue, 1},
		{"variables that the schema leaves open", "-- tools/search.yaml --\noutput_schema:\n  type: object\n  additionalProperties: true\n  properties: {a: {type: string}}\n-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_variable_message('b', 1)\n", source.OutputName, 0},
		{"variables without a schema", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_variable_message('b', 1)\n", source.OutputName, 0},
		{"a folder without a module", "-- email/a.py --\nX = 1\n", source.Shadow, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := &kit.Example{Bad: tt.files}
			res, err := e.BadPlugin().RunRule(tt.rule, e, nil)
			if err != nil {
				t.Fatal(err)
			}
			if got := res.Findings(); len(got) != tt.want {
				t.Errorf("%d findings, want %d: %v", len(got), tt.want, got)
			}
			for _, f := range res.Findings() {
				if tt.name == "broken, and caught" && f.Severity == lint.Error {
					t.Error("an error, though the failure is caught")
				}
			}
		})
	}
}
