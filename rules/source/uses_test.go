package source_test

import (
	"strings"
	"testing"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/kit/example"
	"github.com/difylint/difylint/rules/source"
)

// found are the severities and keys of what a rule finds in files.
func found(t *testing.T, rule *lint.Rule, files string) string {
	t.Helper()
	e := &example.Example{Bad: files}
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
	for _, tt := range []struct{ code, want string }{
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
		got := strings.ReplaceAll(found(t, source.Channel, files), "warning ", "")
		if got != tt.want {
			t.Errorf("%s: %q, want %q", tt.code, got, tt.want)
		}
	}
}

// TestEnds: which methods may come to an end without a return.
func TestEnds(t *testing.T) {
	const (
		none = ""
		may  = "warning _invoke" // it may end without one
		all  = "error _invoke"   // it has none, or returns what nobody can go through
	)
	for _, tt := range []struct{ code, want string }{
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
		if got := found(t, source.ReturnedValue, files); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.code, got, tt.want)
		}
	}
}

// TestStarts: what waits while the plugin starts.
func TestStarts(t *testing.T) {
	for _, tt := range []struct{ code, want string }{
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
		got := strings.TrimPrefix(found(t, source.ImportTime, files), "warning ")
		if got != tt.want {
			t.Errorf("%s: %q, want %q", tt.code, got, tt.want)
		}
	}
	const later = "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        import later\n        yield self.create_text_message('')\n-- later.py --\nimport time\ntime.sleep(5)\n"
	if got := found(t, source.ImportTime, later); got != "" {
		t.Errorf("a module that a call imports: %q", got)
	}
}
