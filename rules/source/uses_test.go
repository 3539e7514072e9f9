package source_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/kit"
	"github.com/difylint/difylint/rules/source"
)

// found are the severities and keys of what a rule finds in files.
func found(t *testing.T, rule *lint.Rule, files string) string {
	t.Helper()
	e := &kit.Example{Bad: files}
	res, err := e.BadPlugin().RunRule(rule, e, nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range res.Findings() {
		got = append(got, f.Severity.String()+" "+f.Key)
	}
	return strings.Join(got, ", ")
}

// indented are lines of code as they stand in a method.
func indented(code string) string {
	return "        " + strings.ReplaceAll(code, "\n", "\n        ") + "\n"
}

// TestChannel: which code uses standard output and input, and which other streams.
func TestChannel(t *testing.T) {
	for i, tt := range []struct{ code, want string }{
		{"print(1)", "output"},
		{"print(1, file=None)", "output"},
		{"print(1, file=sys.__stdout__)", "output"},
		{"print(1, file=sys.stderr)", ""},
		{"print(*WORDS)", "output"},
		{"print(**WORDS)", ""},
		{"pprint.pprint(1)", "output"},
		{"pprint.pp(1, sys.stdout)", "output"},
		{"pprint.pprint(1, sys.stderr)", ""},
		{"pprint.pprint(1, stream=sys.stderr)", ""},
		{"pprint.pprint(*WORDS)", ""},
		{"pprint.PrettyPrinter(2).pprint(1)", "output"},
		{"pprint.PrettyPrinter(stream=sys.stderr).pprint(1)", ""},
		{"rich.print(1)", "output"},
		{"rich.console.Console().print(1)", "output"},
		{"rich.console.Console(width=80).log(1)", "output"},
		{"rich.console.Console(stderr=True).print(1)", ""},
		{"rich.console.Console(**WORDS).print(1)", ""},
		{"sys.stdout.write('a')", "output"},
		{"sys.stderr.write('a')", ""},
		{"os.write(1, b'a')", "output"},
		{"os.write(2, b'a')", ""},
		{"os.read(0, 1)", "input"},
		{"open('/dev/stdout', 'w')", "output"},
		{"open(sys.stdout.fileno(), 'w')", "output"},
		{"open('/dev/stdin')", "input"},
		{"open('/dev/null')", ""},
		{"os.close(1)", "replaced"},
		{"os.close(2)", ""},
		{"os.dup2(2, 1)", "replaced"},
		{"os.dup2(1, 2)", ""},
		{"setattr(sys, 'stdout', None)", "replaced"},
		{"setattr(sys, 'stdin', None)", "replaced"},
		{"setattr(sys, 'stdout', sys.__stdout__)", ""},
		{"setattr(sys, 'path', [])", ""},
		{"setattr(WORDS, 'stdout', None)", ""},
		{"click.echo('a')", "output"},
		{"click.echo('a', err=True)", ""},
		{"click.echo('a', file=sys.stderr)", ""},
		{"termcolor.cprint('a')", "output"},
		{"termcolor.cprint('a', file=sys.stderr)", ""},
		{"help(print)", "output"},
		{"getattr(sys.stdout, 'encoding')", ""},
		{"input()", "input"},
		{"pdb.set_trace()", "input"},
		{"fileinput.input()", "input"},
		{"fileinput.input(['words.txt'])", ""},
		{"sys.stdout.close()", "replaced"},
		{"sys.stdin.readline()", "input"},
		{"sys.stdin.buffer.read()", "input"},
		{"sys.stdin.isatty()", ""},
		{"logging.StreamHandler(sys.stdout)", "output"},
		{"logging.StreamHandler(sys.stderr)", ""},
		{"json.load(sys.stdin)", "input"},
		{"json.load([sys.stdin][0])", ""},
		{"list(map(print, 'ab'))", "output"},
		{"list(map(input, 'ab'))", "input"},
		{"functools.partial(print, file=sys.stderr)", ""},
		{"for line in sys.stdin: pass", "input"},
		{"[line for line in sys.stdin]", "input"},
		{"for line in sys.path: pass", ""},
		{"sys.stdin = None", "replaced"},
		{"sys.path = None", ""},
		{"WORDS.stdout = None", ""},
		{"stdout = None", ""},
		{"sys.stdout = sys.__stdout__", ""},
		{"with open('words.txt', 'w') as sys.stdout: pass", "replaced"},
		{"if TYPE_CHECKING:\n    sys.stdout = None", ""},
		{"def say(words, write=print): pass", "output"},
		{"def say(words, write=input): pass", ""},
		{"def say(words, write): pass", ""},
		{"if TYPE_CHECKING:\n    def say(words, write=print): pass", ""},
		{"LOGGING = {'stream': 'ext://sys.stdout'}", "output"},
		{"LOGGING = {'stream': 'ext://sys.stderr'}", ""},
		{"if TYPE_CHECKING:\n    LOGGING = {'stream': 'ext://sys.stdout'}", ""},
		{"with contextlib.redirect_stdout(WORDS):\n    print(1)", "replaced"},
		{"with open('words.txt'):\n    print(1)", "output"},
		{"with contextlib.redirect_stdout(WORDS):\n    input()", "replaced, input"},
		{"def say():\n    print(1)", "output"},
		{"def say():\n    print(1)\nif __name__ == '__main__':\n    say()", ""},
		{"def say():\n    print(1)\nsay()\nif __name__ == '__main__':\n    say()", "output"},
		{"def a():\n    print(1)\ndef b():\n    a()\ndef c():\n    b()\nif __name__ == '__main__':\n    c()", ""},
		{"def a():\n    a()\n    print(1)\nif __name__ == '__main__':\n    a()", "output"},
	} {
		files := "-- tools/search.py --\nimport click, contextlib, fileinput, functools, json, logging, os, pdb, pprint, rich, rich.console, sys, termcolor\n" +
			"from typing import TYPE_CHECKING\nfrom dify_plugin import Tool\nfrom acme import WORDS\n" + tt.code + "\nclass A(Tool):" + invoke
		t.Run(strconv.Itoa(i), func(t *testing.T) {
			got := strings.ReplaceAll(found(t, source.Channel, files), "warning ", "")
			if got != tt.want {
				t.Errorf("%s: %q, want %q", tt.code, got, tt.want)
			}
		})
	}
}

// TestEnds: which methods may come to an end without a return.
func TestEnds(t *testing.T) {
	const (
		none = ""
		may  = "warning _invoke" // it may end without one
		all  = "error _invoke"   // it has none, or returns what nobody can go through
	)
	for i, tt := range []struct{ code, want string }{
		{"return []", none},
		{"pass", all},
		{"p\nexit", all},
		{"if p:\n    return []", may},
		{"if p:\n    return []\nelse:\n    raise ValueError", none},
		{"if p:\n    return []\nelif p is None:\n    raise ValueError\nelse:\n    return []", none},
		{"if p:\n    return []\nelif p is None:\n    pass\nelse:\n    return []", may},
		{"if p:\n    pass\nelse:\n    return []", may},
		{"if p:\n    return []\nelif p is None:\n    return []", may},
		{"if p:\n    return []\nelse:\n    pass\nreturn []", none},
		{"try:\n    return []\nexcept ValueError:\n    raise", none},
		{"try:\n    return []\nexcept ValueError:\n    pass", may},
		{"try:\n    return []\nexcept ValueError:\n    pass\nexcept TypeError:\n    raise", may},
		{"try:\n    p()\nexcept ValueError:\n    raise\nelse:\n    return []", none},
		{"try:\n    p()\nexcept ValueError:\n    raise\nelse:\n    pass\nif p: return []", may},
		{"try:\n    p()\nexcept ValueError:\n    pass\nfinally:\n    return []", none},
		{"try:\n    return []\nfinally:\n    p()", none},
		{"with p:\n    return []", none},
		{"with p:\n    if p: return []", may},
		{"match p:\n    case 1:\n        return []\n    case _:\n        raise ValueError", none},
		{"match p:\n    case 1:\n        return []\n    case _:\n        pass", may},
		{"while True:\n    if p: return []", none},
		{"while 1:\n    if p: return []", none},
		{"while True:\n    if p: return []\n    break", may},
		{"while True:\n    for x in p:\n        break\n    if p: return []", none},
		{"while True:\n    while p:\n        break\n    if p: return []", none},
		{"while True:\n    with p:\n        break\n    return []", may},
		{"while p:\n    return []", may},
		{"for x in p:\n    return []", may},
		{"for x in p:\n    return []\nelse:\n    raise ValueError", none},
		{"for x in p:\n    if x: return []\n    continue\nelse:\n    return []", none},
		{"if p: return []\nsys.exit()", none},
		{"if p: return []\nsys.path()", may},
		{"if p: return []\nfails()", none},
		{"if p: return []\nfails", may},
		{"if p: return []\nmayFail()", may},
		{"if p: return []\nreturns()", may},
		{"if p: return []\nagain()", none},
		{"if p: return []\nhelpers.fails()", none},
		{"def words():\n    return []", all},
		{"return []\nreturn", none},
		{"if TYPE_CHECKING:\n    return\nreturn []", none},
		{"if p: return\nreturn []", all},
		{"return [] if p else ()", none},
		{"return [] if p else 1", all},
		{"return 1 if p else []", all},
		{"return ''", none},
		{"return 'a'", all},
		{"return {}", none},
		{"return {'a': p}", all},
		{"return {p}", none},
		{"return p", none},
		{"return str(p)", all},
		{"return 'a' + p", all},
		{"return 'a %s' % p", all},
		{"return p + p", none},
		{"return p % 'a'", none},
		{"return p - 'a'", none},
		{"return ', '.join(p)", all},
		{"return 'a, b'.split(', ')", none},
		{"return f'{p}'", all},
		{"return b'a'", all},
		{"x = 'a'\nif p:\n    x = 'b'\nreturn x", all},
		{"x = 'a'\nif p:\n    x = []\nreturn x", none},
		{"x = 'a'\nif p:\n    x = p\nreturn x", none},
		{"return requests.get('https://example.com')", all},
		{"return requests.get('https://example.com').json()", none},
		{"return ValueError('a')", all},
		{"return Wrong('a')", all},
		{"return Right()", none},
	} {
		files := "-- tools/search.py --\nimport requests, sys, helpers\nfrom typing import TYPE_CHECKING\nfrom dify_plugin import Tool\n" +
			"def fails():\n    if sys.path:\n        raise TypeError\n    raise ValueError\n" +
			"def mayFail():\n    if sys.path:\n        raise ValueError\n" +
			"def returns():\n    if sys.path:\n        return\n    raise ValueError\n" +
			"def again():\n    again()\n" +
			"class Wrong(ValueError): ...\nclass Right: ...\n" +
			"class A(Tool):\n    def _invoke(self, p):\n" + indented(tt.code) +
			"-- helpers.py --\ndef fails():\n    print(1)\n"
		t.Run(strconv.Itoa(i), func(t *testing.T) {
			if got := found(t, source.ReturnedValue, files); got != tt.want {
				t.Errorf("%s: %q, want %q", tt.code, got, tt.want)
			}
		})
	}
}

// TestStarts: what waits while the plugin starts.
func TestStarts(t *testing.T) {
	for i, tt := range []struct{ code, want string }{
		{"time.sleep(5)", "time.sleep"},
		{"time.sleep(0)", ""},
		{"time.sleep(ROWS)", "time.sleep"},
		{"if TYPE_CHECKING:\n    time.sleep(5)", ""},
		{"async def load():\n    await asyncio.sleep(5)\nasyncio.run(load())", "asyncio.sleep"},
		{"async def load():\n    await asyncio.sleep(5)\nasyncio.get_event_loop().run_until_complete(load())", "asyncio.sleep"},
		{"async def wait():\n    await asyncio.sleep(5)\nasync def load():\n    await wait()\nasyncio.run(load())", "asyncio.sleep"},
		{"async def load():\n    time.sleep(5)\nload()", ""},
		{"async def load():\n    pass\nasyncio.run(load())", ""},
		{"async def load():\n    await asyncio.sleep(5)\ntask = load()\nasyncio.run(task)", ""},
		{"def load():\n    time.sleep(5)\nload()", "time.sleep"},
		{"def load():\n    for row in ROWS:\n        try:\n            time.sleep(5)\n        finally:\n            pass\nload()", "time.sleep"},
		{"def load():\n    if ROWS:\n        time.sleep(5)\nload()", ""},
		{"def load():\n    time.sleep(5)\n    yield\nload()", ""},
		{"def load():\n    def wait():\n        time.sleep(5)\n    return wait\nload()", ""},
		{"def load():\n    return [lambda: time.sleep(5)]\nload()", ""},
		{"def a():\n    b()\ndef b():\n    c()\ndef c():\n    time.sleep(5)\na()", "time.sleep"},
		{"class Rows:\n    def __init__(self):\n        time.sleep(5)\nRows()", "time.sleep"},
		{"class Rows:\n    def load(self):\n        time.sleep(5)\nRows()", ""},
		{"class Rows:\n    def load(self):\n        time.sleep(5)\nRows().load()", "time.sleep"},
		{"requests.get('https://example.com')", "requests.get"},
		{"urllib.request.Request('https://example.com')", ""},
		{"urllib.request.urlopen('https://example.com')", "urllib.request.urlopen"},
		{"transformers.AutoModel.from_pretrained('words')", "transformers.AutoModel.from_pretrained"},
		{"transformers.AutoModel.from_config('words')", ""},
		{"pandas.read_csv('https://example.com/rows.csv')", "pandas.read_csv"},
		{"pandas.read_csv('rows.csv')", ""},
		{"pandas.concat('https://example.com/rows.csv')", ""},
		{"sqlite3.connect('rows.db')", ""},
		{"psycopg2.connect('rows')", "psycopg2.connect"},
		{"mysql.connector.connect(host='rows')", "mysql.connector.connect"},
		{"acme.signals.connect(ROWS)", ""},
		{"acme.Signal().connect(ROWS)", ""},
		{"acme.connection('rows')", ""},
		{"redis.Redis().get('rows')", "redis.Redis().get"},
		{"redis.Redis().close()", ""},
		{"redis.Redis()", ""},
		{"acme.Redis().get('rows')", ""},
		{"from later import load", ""},
	} {
		files := "-- tools/search.py --\nimport acme, asyncio, mysql.connector, pandas, psycopg2, redis, requests, sqlite3, time, transformers, urllib.request\n" +
			"from typing import TYPE_CHECKING\nfrom dify_plugin import Tool\nfrom acme import ROWS\n" + tt.code +
			"\nclass A(Tool):\n    def _invoke(self, p):\n        import later\n        yield self.create_text_message('')\n" +
			"-- later.py --\nimport time\ndef load():\n    time.sleep(5)\n"
		t.Run(strconv.Itoa(i), func(t *testing.T) {
			got := strings.TrimPrefix(found(t, source.ImportTime, files), "warning ")
			if got != tt.want {
				t.Errorf("%s: %q, want %q", tt.code, got, tt.want)
			}
		})
	}
	const later = "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        import later\n        yield self.create_text_message('')\n-- later.py --\nimport time\ntime.sleep(5)\n"
	if got := found(t, source.ImportTime, later); got != "" {
		t.Errorf("a module that a call imports: %q", got)
	}
}

// TestFound: what is found in a plugin, and what a plugin may do that looks like it.
func TestFound(t *testing.T) {
	for _, tt := range []struct {
		name, files string
		rule        *lint.Rule
		want        string // severities and keys
	}{
		{"a release that leaves more abstract", "-- provider/demo.py --\nfrom dify_plugin import ToolProvider\nclass A(ToolProvider):\n    pass\n", source.Abstract, ""},
		{"a method by import", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    from tools.a import _invoke\n-- tools/a.py --\ndef _invoke(self, p):\n    yield\n", source.Abstract, ""},
		{"another method by import", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    from tools.a import invoke\n-- tools/a.py --\ndef invoke(self, p):\n    yield\n", source.Abstract, "error _invoke"},
		{"a method under another name by import", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    from tools.a import run as _invoke\n-- tools/a.py --\ndef run(self, p):\n    yield\n", source.Abstract, ""},
		{"methods by a star", "-- tools/search.py --\nfrom dify_plugin import Tool\nfrom tools.a import Base\nclass A(Tool, Base):\n    pass\n-- tools/a.py --\nclass Base: ...\n", source.Abstract, "error _invoke"},
		{"a decorator of the class", "-- tools/search.py --\nfrom dify_plugin import Tool\nfrom functools import total_ordering\n@total_ordering\nclass A(Tool):\n    pass\n", source.Abstract, ""},
		{"a metaclass", "-- tools/search.py --\nfrom dify_plugin import Tool\nfrom abc import ABCMeta\nclass A(Tool, metaclass=ABCMeta):\n    pass\n", source.Abstract, ""},
		{"a method behind the class that leaves it open", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass B:\n    def _invoke(self, p):\n        yield\nclass A(Tool, B):\n    pass\n", source.Abstract, "error _invoke"},
		{"a method before the class that leaves it open", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass B:\n    def _invoke(self, p):\n        yield\nclass A(B, Tool):\n    pass\n", source.Abstract, ""},
		{"bases in no order", "-- tools/search.py --\nfrom dify_plugin import Tool\nimport tools.a\nclass A(tools.a.B, tools.a.C):\n    pass\n-- tools/a.py --\nfrom dify_plugin import Tool\nclass X:\n    def _invoke(self, p):\n        yield\nclass Y: ...\nclass B(X, Y, Tool): ...\nclass C(Y, X, Tool): ...\n", source.Abstract, ""},
		{"bases in no order, and none has it", "-- tools/search.py --\nfrom dify_plugin import Tool\nimport tools.a\nclass A(tools.a.B, tools.a.C):\n    pass\n-- tools/a.py --\nfrom dify_plugin import Tool\nclass X: ...\nclass Y: ...\nclass B(X, Y, Tool): ...\nclass C(Y, X, Tool): ...\n", source.Abstract, "error _invoke"},
		{"a base of Python's own beside", "-- tools/search.py --\nfrom dify_plugin import Tool\nimport abc\nclass A(Tool, abc.ABC):\n    pass\n", source.Abstract, "error _invoke"},
		{"a property of another name", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    invoke: object = None\n    x = _invoke = None\n", source.Abstract, ""},
		{"a name within a method", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def run(self):\n        _invoke = 1\n", source.Abstract, "error _invoke"},
		{"an attribute of the name", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    x = object()\n    x._invoke = 1\n", source.Abstract, "error _invoke"},
		{"an annotation with a value", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    _invoke: object = print\n", source.Abstract, ""},
		{"a byte that is not UTF-8, on a Python that reads it", "-- tools/search.py --\nfrom dify_plugin import Tool\nX = '\\xff'\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_text_message('')\n", source.Syntax, ""},
		{"a class of a value that is called", "-- tools/search.py --\nfrom dify_plugin import Tool\nA = Tool()\n", source.Class, ""},
		{"names put in place by hand", "-- tools/search.py --\nfrom dify_plugin import Tool\nglobals()['A'] = Tool\nclass B: ...\n", source.Class, ""},
		{"names put in place within a function", "-- tools/search.py --\nfrom dify_plugin import Tool\ndef f():\n    globals()['A'] = Tool\nclass B: ...\n", source.Class, "error B"},
		{"names put in place on another object", "-- tools/search.py --\nfrom dify_plugin import Tool\nimport os\nsetattr(os, 'a', 1)\nclass B: ...\n", source.Class, ""},
		{"deleted under a condition", "-- tools/search.py --\nfrom dify_plugin import Tool\nimport os\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_text_message('')\nclass B(Tool):\n    def _invoke(self, p):\n        yield self.create_text_message('')\nif os.name:\n    del B\n", source.Class, ""},
		{"another thing deleted under a condition", "-- tools/search.py --\nfrom dify_plugin import Tool\nimport os\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_text_message('')\nclass B(Tool):\n    def _invoke(self, p):\n        yield self.create_text_message('')\nif os.name:\n    del os.environ['A']\n", source.Class, "error Tool"},
		{"a star that leads to one of the SDK", "-- tools/search.py --\nfrom tools.a import *\nclass B: ...\n-- tools/a.py --\nfrom dify_plugin.interfaces.tool import *\n", source.Class, ""},
		{"a star that leads outside", "-- tools/search.py --\nfrom tools.a import *\nclass B: ...\n-- tools/a.py --\nfrom acme_dify import *\n", source.Class, ""},
		{"stars in a circle", "-- tools/search.py --\nfrom tools.a import *\nclass B: ...\n-- tools/a.py --\nfrom tools.search import *\n", source.Class, "error B"},
		{"a star from outside that cannot have it", "-- tools/search.py --\nfrom os.path import *\nclass B: ...\n", source.Class, "error B"},
		{"a star within a function", "-- tools/search.py --\ndef f():\n    from acme_dify import x\nclass B: ...\n", source.Class, "error B"},
		{"an attribute of a class", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass B(Tool):\n    def _invoke(self, p):\n        yield self.create_text_message('')\nC = B.runtime\n", source.Class, ""},
		{"what a class makes", "-- tools/search.py --\nfrom dify_plugin import Tool\nimport tools.a\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_text_message('')\nB = tools.a.make()\nb = tools.a.make()\n-- tools/a.py --\nfrom acme import make\n", source.Class, ""},
		{"perhaps a class from a library", "-- tools/search.py --\nfrom dify_plugin import Tool\nfrom acme import Thing, things\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_text_message('')\n", source.Class, ""},
		{"written in another language's way", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_text_message('')\nAB = A\n", source.Class, "error Tool"},
		{"a key that a condition asks for", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        if 'other' in p:\n            yield p['other']\n", source.UnmetKey, "info other"},
		{"keys of other objects", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield {}.get('quer')\n        yield self.p['quer']\n        yield p[0]\n        yield p.get(self)\n        yield p.items('quer')\n", source.UnmetKey, ""},
		{"a key that is popped, and one put in by setdefault", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield p.pop('nothing')\n        yield p.setdefault('words', 1)\n        yield p['words']\n", source.UnmetKey, "info nothing"},
		{"a key that is far from all, and one that is near", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield p['quer']\n        yield p['other']\n        yield p.get('another')\n", source.UnmetKey, "warning quer, warning other, info another"},
		{"a near key of a declared one that is read", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield p['query']\n        yield p.get('quer')\n        yield p['qury']\n", source.UnmetKey, "info quer, warning qury"},
		{"a key that is asked for once", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield p['quer']\n        yield p['quer']\n", source.UnmetKey, "warning quer"},
		{"a test's keys", "-- tests/test_a.py --\nfrom tools.search import f\nf({'a': 1})['quer']\n-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield p['query']\n", source.UnmetKey, ""},
		{"credentials of a tool", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.runtime.credentials['key']\n        yield self.runtime.credentials.get('kee')\n", source.UnmetKey, "warning key, info kee"},
		{"credentials of a tool, through a base", "-- provider/demo.yaml --\ncredentials_for_provider: {api_key: {type: secret-input, label: {en_US: A}}}\n-- tools/search.py --\nimport tools.a\nclass A(tools.a.B):\n    def _invoke(self, p):\n        yield self.create_text_message('')\n-- tools/a.py --\nfrom dify_plugin import Tool\nclass B(Tool):\n    def key(self):\n        return self.runtime.credentials['api_kee']\n", source.UnmetKey, "warning api_kee"},
		{"credentials of OAuth", "-- provider/demo.yaml --\noauth_schema: {client_schema: [{name: a, type: text-input}]}\ncredentials_for_provider: {api_key: {type: secret-input, label: {en_US: A}}}\n-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.runtime.credentials['access_token']\n", source.UnmetKey, ""},
		{"credentials in a list", "-- provider/demo.yaml --\ncredentials_schema: [{name: api_key, type: secret-input, label: {en_US: A}}]\n-- provider/demo.py --\nfrom dify_plugin import ToolProvider\nclass A(ToolProvider):\n    def _validate_credentials(self, credentials):\n        credentials['api_key']\n        credentials['api']\n", source.UnmetKey, "warning api"},
		{"a name that the declaration lacks", "-- tools/search.yaml --\nparameters:\n  - {type: string, form: llm, label: {en_US: A}}\n-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield p['quer']\n", source.UnmetKey, ""},
		{"no parameters", "-- tools/search.yaml --\nparameters: null\n-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield p['quer']\n", source.UnmetKey, "warning quer"},
		{"parameters of a wrong kind", "-- tools/search.yaml --\nparameters: none\n-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield p['quer']\n", source.UnmetKey, ""},
		{"parameters that are asked for", "-- tools/search.yaml --\nhas_runtime_parameters: true\n-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield p['quer']\n", source.UnmetKey, ""},
		{"no parameters taken", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self):\n        yield self.p['quer']\n", source.UnmetKey, ""},
		{"spellings that nobody declares", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield p.get('a') or p.get('b', p.get('c'))\n", source.UnmetKey, "info a, info b, info c"},
		{"a spelling that fails", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield p['quer'] or p.get('query')\n", source.UnmetKey, "warning quer"},
		{"a spelling beside a text", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield p.get('quer') or 'x'\n", source.UnmetKey, "warning quer"},
		{"a spelling and another function", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.ask(p.get('quer'), p.get('query'))\n", source.UnmetKey, "info quer"},
		{"a message for its caller", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.say()\n    def say(self):\n        self.create_text_message('')\n        return self.create_text_message('')\n", source.LostMessage, "warning say"},
		{"a message of a class of another library", "-- tools/search.py --\nfrom acme import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        self.create_text_message('')\n", source.LostMessage, ""},
		{"a message made by a static method", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    @staticmethod\n    def _invoke(self):\n        self.create_text_message('')\n", source.LostMessage, ""},
		{"a message made by a function", "-- tools/search.py --\ndef say(self):\n    self.create_text_message('')\n", source.LostMessage, ""},
		{"a message of another object", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        other.create_text_message('')\n        self.a.create_text_message('')\n        self.create_text('')\n        yield 1\n", source.LostMessage, ""},
		{"a message of a provider", "-- provider/demo.py --\nfrom dify_plugin import ToolProvider\nclass A(ToolProvider):\n    def _validate_credentials(self, credentials):\n        self.create_error_message('')\n", source.MessageCall, ""},
		{"a maker that is asked for", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        if hasattr(self, 'create_error_message'):\n            yield self.create_error_message('')\n", source.MessageCall, ""},
		{"arguments that are no arguments", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_text_message('a', 'b')\n        yield self.create_text_message()\n        yield self.create_text_message(word='a')\n", source.MessageCall, "warning create_text_message, warning create_text_message, warning create_text_message"},
		{"a mapping that changes", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        meta = {'mimetype': 'a/b'}\n        meta['mime_type'] = 'a/b'\n        yield self.create_blob_message(b'', meta)\n", source.MessageCall, ""},
		{"a mapping that a name holds", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        meta = {'mimetype': 'a/b', 'FileName': 'x'}\n        yield self.create_blob_message(b'', meta=meta)\n", source.MessageCall, "warning mimetype, warning FileName"},
		{"a mapping with names that are computed", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_blob_message(b'', {'mimetype': 'a/b', p: 1})\n", source.MessageCall, ""},
		{"a fallback that catches all", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        try:\n            yield self.create_blob_message(b'', name='x')\n        except Exception:\n            yield self.create_blob_message(b'')\n", source.MessageCall, ""},
		{"a handler that catches all and does something else", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        try:\n            yield self.create_blob_message(b'', name='x')\n        except Exception:\n            yield self.create_text_message('')\n", source.MessageCall, "warning create_blob_message"},
		{"a bare handler", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        try:\n            yield self.create_blob_message(b'', name='x')\n        except:\n            yield self.create_blob_message(b'')\n", source.MessageCall, ""},
		{"a function within a try", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        try:\n            def f():\n                yield self.create_blob_message(b'', name='x')\n        except TypeError:\n            pass\n", source.MessageCall, "warning create_blob_message"},
		{"a with in a try", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        try:\n            with p:\n                yield self.create_blob_message(b'', name='x')\n        except TypeError:\n            pass\n", source.MessageCall, ""},
		{"a try beside", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        try:\n            pass\n        except TypeError:\n            pass\n        try:\n            yield self.create_blob_message(b'', name='x')\n        finally:\n            pass\n", source.MessageCall, "warning create_blob_message"},
		{"positional only, and given twice", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def __init__(self, runtime, session, /):\n        pass\n    def _invoke(self, p):\n        yield self.create_text_message('')\n", source.Override, ""},
		{"one too few", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self):\n        yield self.create_text_message('')\n", source.Override, "error _invoke"},
		{"a default", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p, q=1):\n        yield self.create_text_message('')\n", source.Override, ""},
		{"a static method", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    @staticmethod\n    def _invoke(p):\n        yield 1\n", source.Override, ""},
		{"only keywords", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, *, p):\n        yield 1\n", source.Override, "error _invoke"},
		{"any", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, *args):\n        yield 1\n", source.Override, ""},
		{"the instance made by a base", "-- tools/search.py --\nimport tools.a\nclass A(tools.a.B):\n    pass\n-- tools/a.py --\nfrom dify_plugin import Tool\nclass B(Tool):\n    def __init__(self):\n        pass\n    def _invoke(self, p):\n        yield self.create_text_message('')\n", source.Override, ""},
		{"the instance takes one alone", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def __init__(self, runtime):\n        pass\n    def _invoke(self, p):\n        yield self.create_text_message('')\n", source.Override, "error __init__"},
		{"the instance takes other names", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def __init__(self, a, b):\n        pass\n    def _invoke(self, p):\n        yield self.create_text_message('')\n", source.Override, ""},
		{"options that nobody fetches", "-- tools/search.yaml --\nparameters:\n  - {name: query, type: dynamic-select, form: form, label: {en_US: A}, human_description: {en_US: A}}\n-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_text_message('')\n", source.UnwrittenMethod, "error _fetch_parameter_options"},
		{"options that somebody fetches", "-- tools/search.yaml --\nparameters:\n  - {name: query, type: dynamic-select, form: form, label: {en_US: A}, human_description: {en_US: A}}\n-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_text_message('')\n    def _fetch_parameter_options(self, parameter):\n        return []\n", source.UnwrittenMethod, ""},
		{"parameters of the run that nobody gives", "-- tools/search.yaml --\nhas_runtime_parameters: true\n-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_text_message('')\n", source.UnwrittenMethod, "error _get_runtime_parameters"},
		{"parameters of the run that a base gives", "-- tools/search.yaml --\nhas_runtime_parameters: true\n-- tools/search.py --\nimport tools.a\nclass A(tools.a.B):\n    pass\n-- tools/a.py --\nfrom dify_plugin import Tool\nclass B(Tool):\n    def _invoke(self, p):\n        yield self.create_text_message('')\n    def _get_runtime_parameters(self):\n        return []\n", source.UnwrittenMethod, "error _get_runtime_parameters"},
		{"parameters of the run that it gives", "-- tools/search.yaml --\nhas_runtime_parameters: true\n-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_text_message('')\n    def _get_runtime_parameters(self):\n        return []\n", source.UnwrittenMethod, ""},
		{"parameters of the run that are off", "-- tools/search.yaml --\nhas_runtime_parameters: false\n-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_text_message('')\n", source.UnwrittenMethod, ""},
		{"a sign-in that nobody writes", "-- provider/demo.yaml --\noauth_schema: {client_schema: [{name: a, type: text-input}]}\n-- provider/demo.py --\nfrom dify_plugin import ToolProvider\nclass A(ToolProvider):\n    pass\n", source.UnwrittenMethod, "error _oauth_get_authorization_url _oauth_get_credentials"},
		{"half of a sign-in", "-- provider/demo.yaml --\noauth_schema: {client_schema: [{name: a, type: text-input}]}\n-- provider/demo.py --\nfrom dify_plugin import ToolProvider\nclass A(ToolProvider):\n    def _oauth_get_authorization_url(self, redirect_uri, system_credentials):\n        return ''\n    def _oauth_get_credentials(self, redirect_uri, system_credentials, request):\n        raise NotImplementedError\n", source.UnwrittenMethod, "error _oauth_get_credentials"},
		{"a check that only has a text", "-- provider/demo.yaml --\ncredentials_for_provider: {a: {type: secret-input, required: true, label: {en_US: A}}}\n-- provider/demo.py --\nfrom dify_plugin import ToolProvider\nclass A(ToolProvider):\n    def _validate_credentials(self, credentials):\n        \"\"\"No check.\"\"\"\n", source.UnwrittenMethod, "info _validate_credentials empty"},
		{"a check that only has dots", "-- provider/demo.yaml --\ncredentials_for_provider: {a: {type: secret-input, required: true, label: {en_US: A}}}\n-- provider/demo.py --\nfrom dify_plugin import ToolProvider\nclass A(ToolProvider):\n    def _validate_credentials(self, credentials):\n        ...\n        return None\n", source.UnwrittenMethod, "info _validate_credentials empty"},
		{"a check that only says yes", "-- provider/demo.yaml --\ncredentials_for_provider: {a: {type: secret-input, required: true, label: {en_US: A}}}\n-- provider/demo.py --\nfrom dify_plugin import ToolProvider\nclass A(ToolProvider):\n    def _validate_credentials(self, credentials):\n        return True\n", source.UnwrittenMethod, "info _validate_credentials empty"},
		{"a check that says no", "-- provider/demo.yaml --\ncredentials_for_provider: {a: {type: secret-input, required: true, label: {en_US: A}}}\n-- provider/demo.py --\nfrom dify_plugin import ToolProvider\nclass A(ToolProvider):\n    def _validate_credentials(self, credentials):\n        return False\n", source.UnwrittenMethod, ""},
		{"a check that returns what another says", "-- provider/demo.yaml --\ncredentials_for_provider: {a: {type: secret-input, required: true, label: {en_US: A}}}\n-- provider/demo.py --\nfrom dify_plugin import ToolProvider\nclass A(ToolProvider):\n    def _validate_credentials(self, credentials):\n        return check(credentials)\n", source.UnwrittenMethod, ""},
		{"a check that asks", "-- provider/demo.yaml --\ncredentials_for_provider: {a: {type: secret-input, required: true, label: {en_US: A}}}\n-- provider/demo.py --\nfrom dify_plugin import ToolProvider\nclass A(ToolProvider):\n    def _validate_credentials(self, credentials):\n        check(credentials)\n", source.UnwrittenMethod, ""},
		{"nothing checks an optional secret", "-- provider/demo.yaml --\ncredentials_for_provider: {a: {type: secret-input, required: false, label: {en_US: A}}}\n-- provider/demo.py --\nfrom dify_plugin import ToolProvider\nclass A(ToolProvider):\n    def _validate_credentials(self, credentials):\n        pass\n", source.UnwrittenMethod, ""},
		{"nothing checks a text", "-- provider/demo.yaml --\ncredentials_for_provider: {a: {type: text-input, required: true, label: {en_US: A}}}\n-- provider/demo.py --\nfrom dify_plugin import ToolProvider\nclass A(ToolProvider):\n    def _validate_credentials(self, credentials):\n        pass\n", source.UnwrittenMethod, ""},
		{"after a future import", "-- tools/search.py --\nfrom __future__ import annotations\nfrom dify_plugin import Tool\nclass A(Tool):\n    def f(self) -> Nothing: ...\n    def _invoke(self, p):\n        yield self.create_text_message('')\n", source.UndefinedName, ""},
		{"the entry point", "-- main.py --\nimport os\n", source.Shadow, ""},
		{"a module of a folder", "-- tools/calendar.py --\nX = 1\n", source.Shadow, ""},
		{"a package", "-- calendar/__init__.py --\nX = 1\n", source.Shadow, "warning calendar"},
		{"a package within one", "-- tools/calendar/__init__.py --\nX = 1\n", source.Shadow, ""},
		{"what Python has not for libraries", "-- test.py --\nX = 1\n-- _bisect.py --\nX = 1\n", source.Shadow, ""},
		{"a module with the name that the SDK needs", "-- types.py --\nModuleType = type\n", source.Shadow, "warning types"},
		{"a module without the name that the SDK needs", "-- types.py --\nX = 1\n", source.Shadow, "error types"},
		{"a module of the SDK's own packages", "-- yarl.py --\nURL = str\n-- acme.py --\nX = 1\n", source.Shadow, "warning yarl"},
		{"a module of a declared package", "-- requirements.txt --\ndify_plugin>=0.9.0\nPillow\n-- PIL/__init__.py --\nX = 1\n", source.Shadow, "warning PIL"},
		{"a module of a package that a project declares", "-- pyproject.toml --\n[project]\nname = 'demo'\nversion = '0.1.0'\ndependencies = ['dify_plugin>=0.9.0', 'pillow']\n-- requirements.txt --\nacme\n-- PIL/__init__.py --\nX = 1\n-- acme.py --\nX = 1\n", source.Shadow, "warning PIL"},
		{"a folder whose package is installed", "-- requirements.txt --\ndify_plugin>=0.9.0\nacme\n-- acme/a.py --\nX = 1\n-- tools/search.py --\nfrom dify_plugin import Tool\nfrom acme.a import X\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_text_message('')\n", source.Namespace, "warning acme"},
		{"a folder whose package has another module", "-- requirements.txt --\ndify_plugin>=0.9.0\nacme\n-- acme/a.py --\nX = 1\n-- tools/search.py --\nfrom dify_plugin import Tool\nfrom acme.a import Y\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_text_message('')\n", source.Namespace, ""},
		{"a folder that joins an installed one", "-- requirements.txt --\ndify_plugin>=0.9.0\ngoogle\n-- google/a.py --\nX = 1\n-- tools/search.py --\nfrom dify_plugin import Tool\nfrom google.a import X\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_text_message('')\n", source.Namespace, ""},
		{"a folder, relative", "-- email/a.py --\nX = 1\n-- email/b.py --\nfrom .a import X\n-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        from email.b import X\n        yield X\n", source.Namespace, "error email"},
		{"a folder within a folder", "-- tools/email/a.py --\nX = 1\n-- tools/search.py --\nfrom dify_plugin import Tool\nfrom tools.email.a import X\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_text_message('')\n", source.Namespace, ""},
		{"a module beside a folder", "-- words.py --\nX = 1\n-- words/a.py --\nX = 1\n-- tools/search.py --\nfrom dify_plugin import Tool\nimport words.a\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_text_message('')\n", source.Namespace, "error words"},
		{"a module beside a package", "-- words.py --\nX = 1\n-- words/__init__.py --\n\n-- words/a.py --\nX = 1\n-- tools/search.py --\nfrom dify_plugin import Tool\nimport words.a\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_text_message('')\n", source.Namespace, ""},
		{"a module beside a folder, in case", "-- words.py --\nX = 1\n-- words/a.py --\nX = 1\n-- tools/search.py --\nfrom dify_plugin import Tool\ntry:\n    import words.a\nexcept ImportError:\n    pass\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_text_message('')\n", source.Namespace, ""},
		{"run and not called", "-- main.py --\nfrom dify_plugin import DifyPluginEnv, Plugin\nplugin = Plugin(DifyPluginEnv())\nplugin.run\n", source.NeverRuns, "error main.py"},
		{"run under another name", "-- main.py --\nfrom dify_plugin import DifyPluginEnv, Plugin\nplugin = Plugin(DifyPluginEnv())\nif __name__ == 'main':\n    plugin.run()\n", source.NeverRuns, "error main.py"},
		{"run under another name, or not", "-- main.py --\nfrom dify_plugin import DifyPluginEnv, Plugin\nplugin = Plugin(DifyPluginEnv())\nif __name__ == 'main':\n    plugin.run()\nelse:\n    plugin.run()\n", source.NeverRuns, ""},
		{"run in a comment", "-- main.py --\nfrom dify_plugin import DifyPluginEnv, Plugin\nplugin = Plugin(DifyPluginEnv())\n# plugin.run()\n", source.NeverRuns, "error main.py"},
		{"run in a package of its own", "-- main.py --\nfrom dify_plugin import DifyPluginEnv, Plugin\nplugin = Plugin(DifyPluginEnv())\nimport app.a\n-- app/__init__.py --\nimport app.b\n-- app/a.py --\nX = 1\n-- app/b.py --\nfrom main import plugin\nplugin.run()\n", source.NeverRuns, ""},
		{"run by another thing", "-- main.py --\nfrom dify_plugin import DifyPluginEnv, Plugin\nplugin = Plugin(DifyPluginEnv())\nplugin.running()\n", source.NeverRuns, ""},
		{"a session in a try", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        try:\n            self.session.storage.set('a')\n        except TypeError:\n            pass\n", source.SessionCall, ""},
		{"a variable by keyword", "-- tools/search.yaml --\noutput_schema:\n  type: object\n  properties: {found: {type: string}}\n-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_variable_message(variable_name='fond', variable_value=1)\n        yield self.create_stream_variable_message('fond', 1)\n        yield self.create_variable_message('found', 1)\n", source.OutputName, "warning fond"},
		{"variables that the schema closes", "-- tools/search.yaml --\noutput_schema:\n  type: object\n  additionalProperties: false\n  properties: {found: {type: string}}\n-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_variable_message('other', 1)\n", source.OutputName, "warning other"},
		{"a variable of another object", "-- tools/search.yaml --\noutput_schema:\n  type: object\n  properties: {found: {type: string}}\n-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield other.create_variable_message('other', 1)\n        yield self.create_variable_message(p, 1)\n        yield self.create_variable_message('', 1)\n", source.OutputName, ""},
		{"variables of a base that two tools have", "-- tools/search.yaml --\noutput_schema:\n  type: object\n  properties: {found: {type: string}}\n-- tools/search.py --\nimport tools.a\nclass A(tools.a.B):\n    def _invoke(self, p):\n        yield self.create_text_message('')\n-- tools/a.py --\nfrom dify_plugin import Tool\nclass B(Tool):\n    def say(self):\n        return [self.create_variable_message('found', 1), self.create_variable_message('other', 1)]\n", source.OutputName, "warning other"},
		{"an attribute that something sets", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.thing\n-- tools/a.py --\nsetattr(object, 'thing', 1)\n", source.UnknownAttribute, ""},
		{"an attribute of a decorated class", "-- tools/search.py --\nfrom dify_plugin import Tool\nfrom acme import thing\n@thing\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.thing\n", source.UnknownAttribute, ""},
		{"an attribute of a class that others derive from", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.thing\nclass B(A): ...\n", source.UnknownAttribute, ""},
		{"an attribute of a class with a base of Python", "-- tools/search.py --\nfrom dify_plugin import Tool\nimport abc\nclass A(Tool, abc.ABC):\n    def _invoke(self, p):\n        yield self.thing\n", source.UnknownAttribute, "warning thing"},
		{"an attribute of a class with another base of Python", "-- tools/search.py --\nfrom dify_plugin import Tool\nimport threading\nclass A(Tool, threading.Thread):\n    def _invoke(self, p):\n        yield self.thing\n", source.UnknownAttribute, ""},
		{"an attribute of a class in a function", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        def f():\n            return self.thing\n        yield f()\n", source.UnknownAttribute, "warning thing"},
		{"a yield behind the end", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        return\n        yield\n", source.YieldedValue, ""},
		{"a yield behind an end of another block", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        if p:\n            return\n        yield\n", source.YieldedValue, "error yield"},
		{"a yield before the end", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield None\n        return\n", source.YieldedValue, "error yield"},
		{"a return of a text", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_text_message('')\n        return 'a'\n", source.YieldedValue, ""},
		{"an exception returned by a function within", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        def f():\n            return ValueError('a')\n        yield self.create_text_message(str(f()))\n", source.YieldedValue, ""},
		{"an exception returned by what is no generator", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        return ValueError('a')\n", source.YieldedValue, ""},
		{"a generator of another kind", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield from self.a()\n        yield self.b()\n    async def a(self):\n        yield 'a'\n    async def b(self):\n        yield 'a'\n", source.YieldedValue, ""},
		{"a generator that a decorator changes", "-- tools/search.py --\nfrom dify_plugin import Tool\nfrom acme import sent\nclass A(Tool):\n    def _invoke(self, p):\n        yield from self.a()\n        yield self.a()\n    @sent\n    def a(self):\n        yield 'a'\n", source.YieldedValue, ""},
		{"a generator that calls itself", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield from self.a()\n    def a(self):\n        yield from self.a()\n        yield 'a'\n", source.YieldedValue, "error yield"},
		{"a yield of a lambda", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        f = lambda: (yield 'a')\n        yield self.create_text_message(str(f))\n", source.YieldedValue, ""},
		{"names of a star, and no method", "-- tools/search.py --\nfrom dify_plugin import Tool\nfrom acme_dify import *\nclass A(Tool):\n    pass\n", source.Abstract, ""},
		{"a base that may be one of two", "-- tools/search.py --\nfrom dify_plugin import Tool\nimport os\nclass X:\n    def _invoke(self, p):\n        yield\nclass Y: ...\nB = X\nif os.name:\n    B = Y\nclass A(Tool, B):\n    pass\n", source.Abstract, ""},
		{"a base that a call makes", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool, object()):\n    pass\n", source.Abstract, ""},
		{"a source that is not there", "-- tools/search.yaml --\nextra: {python: {source: tools/none.py}}\n", source.Class, ""},
		{"a broken source that a call of the library imports", "-- tools/search.py --\nfrom dify_plugin import Tool\nimport importlib\nimportlib.import_module('tools.a')\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_text_message('')\n-- tools/a.py --\ndef f(:\n", source.Syntax, "warning syntax"},
		{"a byte that is not UTF-8, on a Python that refuses it", "-- manifest.yaml --\nmeta:\n  version: 0.1.0\n  arch: [amd64]\n  runner: {language: python, version: '3.14', entrypoint: main}\n-- tools/search.py --\nfrom dify_plugin import Tool\nX = '\xff'\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_text_message('')\n", source.Syntax, "error syntax"},
		{"a plugin that has pydantic's name", "-- pydantic.py --\nX = 1\n-- tools/search.py --\nfrom dify_plugin import Tool\nfrom pydantic import BaseSettings\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_text_message('')\n", source.Pydantic1, ""},
		{"validators of others", "-- tools/search.py --\nfrom dify_plugin import Tool\nimport acme, pydantic\nclass B(pydantic.BaseModel):\n    @acme.validator('a')\n    def f(cls, value, field): ...\n    @acme.root_validator\n    def g(cls): ...\n    @pydantic.root_validator\n    def h(cls): ...\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_text_message('')\n", source.Pydantic1, "error h"},
		{"pydantic in case", "-- tools/search.py --\nfrom dify_plugin import Tool\nimport pydantic\ntry:\n    from pydantic import BaseSettings\n    X = pydantic.BaseSettings\n    Y = pydantic.constr(regex='a')\nexcept ImportError:\n    pass\nif __name__ == '__main__':\n    from pydantic import BaseSettings\n    X = pydantic.BaseSettings\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_text_message('')\n", source.Pydantic1, ""},
		{"pydantic's own name in another library", "-- tools/search.py --\nfrom dify_plugin import Tool\nfrom acme import BaseSettings, constr\nX = constr(regex='a')\nclass B:\n    __root__ = 1\n    limit = 1\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_text_message('')\n-- a.py --\nimport pydantic\n", source.Pydantic1, ""},
		{"a relative import above the topmost folder", "-- tools/search.py --\nfrom dify_plugin import Tool\nfrom .. import x\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_text_message('')\n", source.Namespace, ""},
		{"no entry point", "without: main.py\n", source.NeverRuns, ""},
		{"an entry point that is a package", "without: main.py\n-- manifest.yaml --\nmeta:\n  version: 0.1.0\n  arch: [amd64]\n  runner: {language: python, version: '3.12', entrypoint: app}\n-- app/__main__.py --\nX = 1\n", source.NeverRuns, "error app/__main__.py"},
		{"an entry point with an import above the topmost folder", "-- main.py --\nfrom .. import x\n", source.NeverRuns, "error main.py"},
		{"variables that the declaration takes from elsewhere", "-- tools/search.yaml --\nx: &x {more: {type: string}}\noutput_schema:\n  type: object\n  properties: {<<: *x, found: {type: string}}\n-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_variable_message('other', 1)\n", source.OutputName, ""},
		{"a method that no allowed release calls", "-- requirements.txt --\ndify_plugin>=99\n-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, a, b, c):\n        yield 1\n", source.Override, ""},
		{"an argument that no allowed release checks", "-- requirements.txt --\ndify_plugin>=99\n-- tools/search.py --\nfrom dify_plugin import Tool\nfrom dify_plugin.entities.trigger import EventDispatch\nEventDispatch('a')\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_text_message('')\n", source.SDKArgument, ""},
		{"an argument at the top of a source", "-- tools/search.py --\nfrom dify_plugin import Tool\nfrom dify_plugin.entities.trigger import EventDispatch\nEventDispatch('a')\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_text_message('')\n", source.SDKArgument, "error EventDispatch "},
		{"an argument for type checkers", "-- tools/search.py --\nfrom dify_plugin import Tool\nfrom typing import TYPE_CHECKING\nfrom dify_plugin.entities.trigger import EventDispatch\nif TYPE_CHECKING:\n    EventDispatch('a')\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_text_message('')\n", source.SDKArgument, ""},
		{"an attribute of a generic class", "-- tools/search.py --\nfrom dify_plugin import Tool\nfrom typing import Generic\nclass A(Tool, Generic):\n    def _invoke(self, p):\n        yield self.thing\n", source.UnknownAttribute, ""},
		{"a decorated method that returns nothing", "-- tools/search.py --\nfrom dify_plugin import Tool\nfrom acme import sent\nclass A(Tool):\n    @sent\n    def _invoke(self, p):\n        pass\n", source.ReturnedValue, ""},
		{"a final method that returns nothing", "-- tools/search.py --\nfrom dify_plugin import Tool\nfrom typing import final\nclass A(Tool):\n    @final\n    def _invoke(self, p):\n        pass\n", source.ReturnedValue, "error _invoke"},
		{"an async method that returns nothing", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    async def _invoke(self, p):\n        pass\n", source.ReturnedValue, ""},
		{"a message of a nested class", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_text_message('')\ndef f(self):\n    return self.create_error_message('')\n", source.MessageCall, ""},
		{"sources of models in no list", "-- manifest.yaml --\nplugins:\n  models:\n    - provider/demo.yaml\n-- provider/demo.yaml --\nsupported_model_types: [llm, rerank]\nconfigurate_methods: [customizable-model]\nextra:\n  python:\n    provider_source: provider/demo.py\n    model_sources: models/llm/llm.py\n", source.ModelClass, ""},
		{"a source of models that takes all from elsewhere", "-- manifest.yaml --\nplugins:\n  models:\n    - provider/demo.yaml\n-- provider/demo.yaml --\nsupported_model_types: [llm, rerank]\nconfigurate_methods: [customizable-model]\nextra:\n  python:\n    provider_source: provider/demo.py\n    model_sources: [models/llm/llm.py]\n-- models/llm/llm.py --\nfrom acme_dify import *\n", source.ModelClass, ""},
		{"a source of models", "-- manifest.yaml --\nplugins:\n  models:\n    - provider/demo.yaml\n-- provider/demo.yaml --\nsupported_model_types: [llm, rerank]\nconfigurate_methods: [customizable-model]\nextra:\n  python:\n    provider_source: provider/demo.py\n    model_sources: [models/llm/llm.py]\n", source.ModelClass, "error rerank"},
		{"a source of models that is not there", "-- manifest.yaml --\nplugins:\n  models:\n    - provider/demo.yaml\n-- provider/demo.yaml --\nsupported_model_types: [llm, rerank]\nconfigurate_methods: [customizable-model]\nextra:\n  python:\n    provider_source: provider/demo.py\n    model_sources: [models/llm/llm.py, models/none.py]\n", source.ModelClass, ""},
		{"a provider of models that lacks its check", "-- manifest.yaml --\nplugins:\n  models:\n    - provider/demo.yaml\n-- provider/demo.yaml --\nsupported_model_types: [llm, rerank]\nconfigurate_methods: [customizable-model]\nextra:\n  python:\n    provider_source: provider/demo.py\n    model_sources: [models/llm/llm.py]\n-- provider/demo.py --\nfrom dify_plugin import ModelProvider\nclass A(ModelProvider):\n    pass\n", source.Abstract, "error validate_provider_credentials"},
		{"a provider of models that cannot be made", "-- manifest.yaml --\nplugins:\n  models:\n    - provider/demo.yaml\n-- provider/demo.yaml --\nsupported_model_types: [llm, rerank]\nconfigurate_methods: [customizable-model]\nextra:\n  python:\n    provider_source: provider/demo.py\n    model_sources: [models/llm/llm.py]\n-- provider/demo.py --\nfrom dify_plugin import ModelProvider\nclass A(ModelProvider):\n    def __init__(self):\n        pass\n    def validate_provider_credentials(self, credentials): ...\n", source.Override, "error __init__"},
		{"a constructor that returns what it must not", "-- manifest.yaml --\nplugins:\n  triggers:\n    - provider/demo.yaml\n-- provider/demo.yaml --\nidentity: {author: acme, name: demo, label: {en_US: Demo}, description: {en_US: Demo}, icon: icon.svg}\nsubscription_schema: []\nsubscription_constructor:\n  credentials_schema: [{name: token, type: secret-input, required: true, label: {en_US: Token}}]\n  parameters: [{name: list, type: dynamic-select, label: {en_US: List}}]\nevents:\n  - events/created.yaml\nextra:\n  python:\n    source: provider/demo.py\n-- events/created.yaml --\nidentity: {author: acme, name: created, label: {en_US: Created}}\ndescription: {en_US: Created}\nparameters: [{name: word, type: string, label: {en_US: Word}}]\nextra:\n  python:\n    source: events/created.py\n-- events/created.py --\nfrom dify_plugin.entities.trigger import Variables\nfrom dify_plugin.interfaces.trigger import Event\nclass C(Event):\n    def _on_event(self, request, parameters, payload):\n        return Variables(variables={})\n-- provider/demo.py --\nfrom dify_plugin.entities.trigger import EventDispatch, Subscription\nfrom dify_plugin.interfaces.trigger import Trigger, TriggerSubscriptionConstructor\nfrom werkzeug import Response\nclass Demo(Trigger):\n    def _dispatch_event(self, subscription, request):\n        return EventDispatch(events=['gone'], response=Response('ok'))\nclass Maker(TriggerSubscriptionConstructor):\n    def _validate_api_key(self, credentials):\n        if not credentials: raise ValueError\n    def _fetch_parameter_options(self, parameter):\n        return []\n    def _create_subscription(self, endpoint, parameters, credentials, credential_type):\n        return {}\n    def _refresh_subscription(self, subscription, credentials, credential_type):\n        return {}\n", source.ReturnedValue, "error _create_subscription, warning _refresh_subscription"},
		{"a constructor that has all", "-- manifest.yaml --\nplugins:\n  triggers:\n    - provider/demo.yaml\n-- provider/demo.yaml --\nidentity: {author: acme, name: demo, label: {en_US: Demo}, description: {en_US: Demo}, icon: icon.svg}\nsubscription_schema: []\nsubscription_constructor:\n  credentials_schema: [{name: token, type: secret-input, required: true, label: {en_US: Token}}]\n  parameters: [{name: list, type: dynamic-select, label: {en_US: List}}]\nevents:\n  - events/created.yaml\nextra:\n  python:\n    source: provider/demo.py\n-- events/created.yaml --\nidentity: {author: acme, name: created, label: {en_US: Created}}\ndescription: {en_US: Created}\nparameters: [{name: word, type: string, label: {en_US: Word}}]\nextra:\n  python:\n    source: events/created.py\n-- events/created.py --\nfrom dify_plugin.entities.trigger import Variables\nfrom dify_plugin.interfaces.trigger import Event\nclass C(Event):\n    def _on_event(self, request, parameters, payload):\n        return Variables(variables={})\n-- provider/demo.py --\nfrom dify_plugin.entities.trigger import EventDispatch, Subscription\nfrom dify_plugin.interfaces.trigger import Trigger, TriggerSubscriptionConstructor\nfrom werkzeug import Response\nclass Demo(Trigger):\n    def _dispatch_event(self, subscription, request):\n        return EventDispatch(events=['gone'], response=Response('ok'))\nclass Maker(TriggerSubscriptionConstructor):\n    def _validate_api_key(self, credentials):\n        if not credentials: raise ValueError\n    def _fetch_parameter_options(self, parameter):\n        return []\n", source.UnwrittenMethod, ""},
		{"a constructor that has nothing", "-- manifest.yaml --\nplugins:\n  triggers:\n    - provider/demo.yaml\n-- provider/demo.yaml --\nidentity: {author: acme, name: demo, label: {en_US: Demo}, description: {en_US: Demo}, icon: icon.svg}\nsubscription_schema: []\nsubscription_constructor:\n  credentials_schema: [{name: token, type: secret-input, required: true, label: {en_US: Token}}]\n  parameters: [{name: list, type: dynamic-select, label: {en_US: List}}]\nevents:\n  - events/created.yaml\nextra:\n  python:\n    source: provider/demo.py\n-- events/created.yaml --\nidentity: {author: acme, name: created, label: {en_US: Created}}\ndescription: {en_US: Created}\nparameters: [{name: word, type: string, label: {en_US: Word}}]\nextra:\n  python:\n    source: events/created.py\n-- events/created.py --\nfrom dify_plugin.entities.trigger import Variables\nfrom dify_plugin.interfaces.trigger import Event\nclass C(Event):\n    def _on_event(self, request, parameters, payload):\n        return Variables(variables={})\n-- provider/demo.py --\nfrom dify_plugin.entities.trigger import EventDispatch, Subscription\nfrom dify_plugin.interfaces.trigger import Trigger, TriggerSubscriptionConstructor\nfrom werkzeug import Response\nclass Demo(Trigger):\n    def _dispatch_event(self, subscription, request):\n        return EventDispatch(events=['gone'], response=Response('ok'))\nclass Maker(TriggerSubscriptionConstructor):\n    pass\n", source.UnwrittenMethod, "error _fetch_parameter_options, error _validate_api_key"},
		{"a trigger without a class for its constructor", "-- manifest.yaml --\nplugins:\n  triggers:\n    - provider/demo.yaml\n-- provider/demo.yaml --\nidentity: {author: acme, name: demo, label: {en_US: Demo}, description: {en_US: Demo}, icon: icon.svg}\nsubscription_schema: []\nsubscription_constructor:\n  credentials_schema: [{name: token, type: secret-input, required: true, label: {en_US: Token}}]\n  parameters: [{name: list, type: dynamic-select, label: {en_US: List}}]\nevents:\n  - events/created.yaml\nextra:\n  python:\n    source: provider/demo.py\n-- events/created.yaml --\nidentity: {author: acme, name: created, label: {en_US: Created}}\ndescription: {en_US: Created}\nparameters: [{name: word, type: string, label: {en_US: Word}}]\nextra:\n  python:\n    source: events/created.py\n-- events/created.py --\nfrom dify_plugin.entities.trigger import Variables\nfrom dify_plugin.interfaces.trigger import Event\nclass C(Event):\n    def _on_event(self, request, parameters, payload):\n        return Variables(variables={})\n-- provider/demo.py --\nfrom dify_plugin.entities.trigger import EventDispatch, Subscription\nfrom dify_plugin.interfaces.trigger import Trigger, TriggerSubscriptionConstructor\nfrom werkzeug import Response\nclass Demo(Trigger):\n    def _dispatch_event(self, subscription, request):\n        return EventDispatch(events=['gone'], response=Response('ok'))\n", source.UnwrittenMethod, ""},
		{"a constructor from elsewhere", "-- manifest.yaml --\nplugins:\n  triggers:\n    - provider/demo.yaml\n-- provider/demo.yaml --\nidentity: {author: acme, name: demo, label: {en_US: Demo}, description: {en_US: Demo}, icon: icon.svg}\nsubscription_schema: []\nsubscription_constructor:\n  credentials_schema: [{name: token, type: secret-input, required: true, label: {en_US: Token}}]\n  parameters: [{name: list, type: dynamic-select, label: {en_US: List}}]\nevents:\n  - events/created.yaml\nextra:\n  python:\n    source: provider/demo.py\n-- events/created.yaml --\nidentity: {author: acme, name: created, label: {en_US: Created}}\ndescription: {en_US: Created}\nparameters: [{name: word, type: string, label: {en_US: Word}}]\nextra:\n  python:\n    source: events/created.py\n-- events/created.py --\nfrom dify_plugin.entities.trigger import Variables\nfrom dify_plugin.interfaces.trigger import Event\nclass C(Event):\n    def _on_event(self, request, parameters, payload):\n        return Variables(variables={})\n-- provider/demo.py --\nfrom dify_plugin.entities.trigger import EventDispatch, Subscription\nfrom dify_plugin.interfaces.trigger import Trigger, TriggerSubscriptionConstructor\nfrom werkzeug import Response\nclass Demo(Trigger):\n    def _dispatch_event(self, subscription, request):\n        return EventDispatch(events=['gone'], response=Response('ok'))\nfrom acme_dify import *\n", source.Class, ""},
		{"an event that nobody declares", "-- manifest.yaml --\nplugins:\n  triggers:\n    - provider/demo.yaml\n-- provider/demo.yaml --\nidentity: {author: acme, name: demo, label: {en_US: Demo}, description: {en_US: Demo}, icon: icon.svg}\nsubscription_schema: []\nsubscription_constructor:\n  credentials_schema: [{name: token, type: secret-input, required: true, label: {en_US: Token}}]\n  parameters: [{name: list, type: dynamic-select, label: {en_US: List}}]\nevents:\n  - events/created.yaml\nextra:\n  python:\n    source: provider/demo.py\n-- events/created.yaml --\nidentity: {author: acme, name: created, label: {en_US: Created}}\ndescription: {en_US: Created}\nparameters: [{name: word, type: string, label: {en_US: Word}}]\nextra:\n  python:\n    source: events/created.py\n-- events/created.py --\nfrom dify_plugin.entities.trigger import Variables\nfrom dify_plugin.interfaces.trigger import Event\nclass C(Event):\n    def _on_event(self, request, parameters, payload):\n        return Variables(variables={})\n-- provider/demo.py --\nfrom dify_plugin.entities.trigger import EventDispatch, Subscription\nfrom dify_plugin.interfaces.trigger import Trigger, TriggerSubscriptionConstructor\nfrom werkzeug import Response\nclass Demo(Trigger):\n    def _dispatch_event(self, subscription, request):\n        return EventDispatch(events=['gone'], response=Response('ok'))\nclass Maker(TriggerSubscriptionConstructor):\n    def _validate_api_key(self, credentials):\n        if not credentials: raise ValueError\n    def _fetch_parameter_options(self, parameter):\n        return []\n", source.EventName, "warning gone"},
		{"an event, and one whose file is missing", "without: events/none.yaml\n-- manifest.yaml --\nplugins:\n  triggers:\n    - provider/demo.yaml\n-- provider/demo.yaml --\nidentity: {author: acme, name: demo, label: {en_US: Demo}, description: {en_US: Demo}, icon: icon.svg}\nsubscription_schema: []\nsubscription_constructor:\n  credentials_schema: [{name: token, type: secret-input, required: true, label: {en_US: Token}}]\n  parameters: [{name: list, type: dynamic-select, label: {en_US: List}}]\nevents:\n  - events/created.yaml\n  - events/none.yaml\nextra:\n  python:\n    source: provider/demo.py\n-- events/created.yaml --\nidentity: {author: acme, name: created, label: {en_US: Created}}\ndescription: {en_US: Created}\nparameters: [{name: word, type: string, label: {en_US: Word}}]\nextra:\n  python:\n    source: events/created.py\n-- events/created.py --\nfrom dify_plugin.entities.trigger import Variables\nfrom dify_plugin.interfaces.trigger import Event\nclass C(Event):\n    def _on_event(self, request, parameters, payload):\n        return Variables(variables={})\n-- provider/demo.py --\nfrom dify_plugin.entities.trigger import EventDispatch, Subscription\nfrom dify_plugin.interfaces.trigger import Trigger, TriggerSubscriptionConstructor\nfrom werkzeug import Response\nclass Demo(Trigger):\n    def _dispatch_event(self, subscription, request):\n        return EventDispatch(events=['gone'], response=Response('ok'))\nclass Maker(TriggerSubscriptionConstructor):\n    def _validate_api_key(self, credentials):\n        if not credentials: raise ValueError\n    def _fetch_parameter_options(self, parameter):\n        return []\n", source.EventName, ""},
		{"an event, and one without a name", "-- manifest.yaml --\nplugins:\n  triggers:\n    - provider/demo.yaml\n-- provider/demo.yaml --\nidentity: {author: acme, name: demo, label: {en_US: Demo}, description: {en_US: Demo}, icon: icon.svg}\nsubscription_schema: []\nsubscription_constructor:\n  credentials_schema: [{name: token, type: secret-input, required: true, label: {en_US: Token}}]\n  parameters: [{name: list, type: dynamic-select, label: {en_US: List}}]\nevents:\n  - events/created.yaml\n  - events/more.yaml\nextra:\n  python:\n    source: provider/demo.py\n-- events/created.yaml --\nidentity: {author: acme, name: created, label: {en_US: Created}}\ndescription: {en_US: Created}\nparameters: [{name: word, type: string, label: {en_US: Word}}]\nextra:\n  python:\n    source: events/created.py\n-- events/more.yaml --\nidentity: {author: acme, label: {en_US: More}}\ndescription: {en_US: More}\nextra:\n  python:\n    source: events/created.py\n-- events/created.py --\nfrom dify_plugin.entities.trigger import Variables\nfrom dify_plugin.interfaces.trigger import Event\nclass C(Event):\n    def _on_event(self, request, parameters, payload):\n        return Variables(variables={})\n-- provider/demo.py --\nfrom dify_plugin.entities.trigger import EventDispatch, Subscription\nfrom dify_plugin.interfaces.trigger import Trigger, TriggerSubscriptionConstructor\nfrom werkzeug import Response\nclass Demo(Trigger):\n    def _dispatch_event(self, subscription, request):\n        return EventDispatch(events=['gone'], response=Response('ok'))\nclass Maker(TriggerSubscriptionConstructor):\n    def _validate_api_key(self, credentials):\n        if not credentials: raise ValueError\n    def _fetch_parameter_options(self, parameter):\n        return []\n", source.EventName, ""},
		{"a parameter of an event", "-- manifest.yaml --\nplugins:\n  triggers:\n    - provider/demo.yaml\n-- provider/demo.yaml --\nidentity: {author: acme, name: demo, label: {en_US: Demo}, description: {en_US: Demo}, icon: icon.svg}\nsubscription_schema: []\nsubscription_constructor:\n  credentials_schema: [{name: token, type: secret-input, required: true, label: {en_US: Token}}]\n  parameters: [{name: list, type: dynamic-select, label: {en_US: List}}]\nevents:\n  - events/created.yaml\nextra:\n  python:\n    source: provider/demo.py\n-- events/created.yaml --\nidentity: {author: acme, name: created, label: {en_US: Created}}\ndescription: {en_US: Created}\nparameters: [{name: word, type: string, label: {en_US: Word}}]\nextra:\n  python:\n    source: events/created.py\n-- events/created.py --\nfrom dify_plugin.entities.trigger import Variables\nfrom dify_plugin.interfaces.trigger import Event\nclass C(Event):\n    def _on_event(self, request, parameters, payload):\n        parameters['wrd']\n        parameters['word']\n        return Variables(variables={})\n-- provider/demo.py --\nfrom dify_plugin.entities.trigger import EventDispatch, Subscription\nfrom dify_plugin.interfaces.trigger import Trigger, TriggerSubscriptionConstructor\nfrom werkzeug import Response\nclass Demo(Trigger):\n    def _dispatch_event(self, subscription, request):\n        return EventDispatch(events=['gone'], response=Response('ok'))\nclass Maker(TriggerSubscriptionConstructor):\n    def _validate_api_key(self, credentials):\n        if not credentials: raise ValueError\n    def _fetch_parameter_options(self, parameter):\n        return []\n", source.UnmetKey, "warning wrd"},
		{"a parameter of a strategy", "-- manifest.yaml --\nplugins:\n  agent_strategies:\n    - provider/demo.yaml\n-- provider/demo.yaml --\nidentity: {author: acme, name: demo, label: {en_US: Demo}, description: {en_US: Demo}, icon: icon.svg}\nstrategies:\n  - strategies/demo.yaml\n-- strategies/demo.yaml --\nidentity: {author: acme, name: demo, label: {en_US: Demo}}\ndescription: {en_US: Demo}\nparameters: [{name: query, type: string, required: true, label: {en_US: Query}}]\nextra:\n  python:\n    source: strategies/demo.py\n-- strategies/demo.py --\nfrom dify_plugin.interfaces.agent import AgentStrategy\nclass A(AgentStrategy):\n    def _invoke(self, parameters):\n        parameters['query']\n        parameters['qury']\n        yield 'a'\n", source.UnmetKey, "warning qury"},
		{"a text of a strategy", "-- manifest.yaml --\nplugins:\n  agent_strategies:\n    - provider/demo.yaml\n-- provider/demo.yaml --\nidentity: {author: acme, name: demo, label: {en_US: Demo}, description: {en_US: Demo}, icon: icon.svg}\nstrategies:\n  - strategies/demo.yaml\n-- strategies/demo.yaml --\nidentity: {author: acme, name: demo, label: {en_US: Demo}}\ndescription: {en_US: Demo}\nparameters: [{name: query, type: string, required: true, label: {en_US: Query}}]\nextra:\n  python:\n    source: strategies/demo.py\n-- strategies/demo.py --\nfrom dify_plugin.interfaces.agent import AgentStrategy\nclass A(AgentStrategy):\n    def _invoke(self, parameters):\n        parameters['query']\n        parameters['qury']\n        yield 'a'\n", source.YieldedValue, "error yield"},
		{"a test of a class", "-- tests/test_a.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        print(p)\n        p['quer']\n        self.create_text_message('')\n", source.Channel, ""},
		{"a constant's name", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_text_message('')\nimport acme\nAB = acme.AB\nA1 = acme.x\n_B = acme.y\n__ = acme.z\na = acme.a\n", source.Class, ""},
		{"a function, an object and a module beside the class", "-- tools/search.py --\nfrom dify_plugin import Tool\nimport os, acme\ndef B(): ...\nC = A0 = 1\nD = 'a'\nE = os\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_text_message('')\n", source.Class, ""},
		{"a class and what may be one", "-- tools/search.py --\nfrom dify_plugin import Tool\nfrom acme_dify import Bee\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_text_message('')\nclass C(Tool):\n    def _invoke(self, p):\n        yield self.create_text_message('')\n", source.Class, ""},
		{"the class by way of another name", "-- tools/search.py --\nfrom dify_plugin import Tool\nimport dify_plugin\nclass A(dify_plugin.interfaces.tool.Tool):\n    def _invoke(self, p):\n        yield self.create_text_message('')\nB = dify_plugin.interfaces.tool.Tool\nC = dify_plugin.ToolProvider\n", source.Class, ""},
		{"a name within quotes, and one that another thing holds", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def f(self, x: 'Nothing', *y: Nix) -> 'Nothing': ...\n    def _invoke(self, p):\n        yield self.create_text_message('')\n", source.UndefinedName, "error Nix"},
		{"a text that is yielded from a function of a module", "-- tools/search.py --\nfrom dify_plugin import Tool\nimport tools.a\nclass A(Tool):\n    def _invoke(self, p):\n        yield from tools.a.say(p)\n-- tools/a.py --\ndef say(p):\n    yield 'a'\ndef other(p):\n    yield 'b'\n", source.YieldedValue, "error yield"},
		{"an exception of a parameter", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        e = p.get('e')\n        yield e\n", source.YieldedValue, ""},
		{"an exception that is caught", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        try:\n            p()\n        except ValueError as e:\n            yield e\n", source.YieldedValue, "error yield"},
		{"a class of exceptions", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield ValueError\n", source.YieldedValue, "error yield"},
		{"an exception's attribute, and a function named like one", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield Wrong.text\n        yield acme.error('a')\n        yield acme.an_Error\nclass Wrong(ValueError):\n    text = p\n", source.YieldedValue, ""},
		{"an event's setting of another name, in a message to nobody", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        x = self.create_text_message('')\n        self.create_text_message('').message\n        yield x\n", source.LostMessage, ""},
		{"a message in a function within a method", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        def f():\n            self.create_text_message('')\n        yield f()\n", source.LostMessage, "warning f"},
		{"a message that has an attribute's name", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        self.create_text_message\n        yield 1\n", source.LostMessage, ""},
		{"a private message", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        self.create_Text_message('')\n        self.create__message('')\n        self.make_text_message('')\n        yield 1\n", source.LostMessage, ""},
		{"a tool that others call", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def invoke(self, p):\n        return self._invoke(p, 1)\n    def _invoke(self, p, q):\n        yield 1\n", source.Override, ""},
		{"more than the SDK gives, with defaults for all", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p=1, q=2, *, r=3):\n        yield 1\n", source.Override, ""},
		{"a keyword without a default", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p, *, r):\n        yield 1\n", source.Override, "error _invoke"},
		{"a class method", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    @classmethod\n    def _invoke(cls, p):\n        yield 1\n", source.Override, ""},
		{"a check with too much", "-- provider/demo.py --\nfrom dify_plugin import ToolProvider\nclass A(ToolProvider):\n    def _validate_credentials(self, credentials, more):\n        pass\n", source.Override, "error _validate_credentials"},
		{"a module that only tests import", "-- tests/calendar.py --\nX = 1\n", source.Shadow, ""},
		{"a module in a folder that yields to a module of its name", "-- tools.py --\nX = 1\n-- tools/__init__.py --\n", source.Namespace, ""},
		{"a folder that a test imports", "-- words.py --\nX = 1\n-- words/a.py --\nX = 1\n-- tests/test_a.py --\nimport words.a\n", source.Namespace, ""},
		{"a folder that a call imports", "-- words.py --\nX = 1\n-- words/a.py --\nX = 1\n-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        import words.a\n        yield words\n", source.Namespace, "error words"},
		{"a folder twice", "-- words.py --\nX = 1\n-- words/a.py --\nX = 1\n-- words/b.py --\nX = 1\n-- tools/search.py --\nfrom dify_plugin import Tool\nimport words.a\nfrom words import b\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_text_message('')\n", source.Namespace, "error words"},
		{"a name of a folder that an import of a package means", "-- email/__init__.py --\n-- email/a.py --\nX = 1\n-- tools/search.py --\nfrom dify_plugin import Tool\nfrom email.a import X\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_text_message('')\n", source.Namespace, ""},
		{"a module that the standard library has, from its folder", "-- email/a.py --\nX = 1\n-- tools/search.py --\nfrom dify_plugin import Tool\nfrom email import a\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_text_message('')\n", source.Namespace, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := found(t, tt.rule, tt.files); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}
