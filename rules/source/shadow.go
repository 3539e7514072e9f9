package source

import (
	"path"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/requirement/pydata"
	"github.com/difylint/difylint/lint/source/text"
)

// Shadow reports the plugin's own modules that take the place of others.
var Shadow = &lint.Rule{
	ID: "source/shadow", Gate: lint.Start, Severity: lint.Warning, Since: "0.1.0",
	Title:   "a module of the plugin hides another module that is needed",
	Why:     "Python looks for a module in the plugin's folder before the standard library and before what is installed. A `calendar.py` or a package `email/` at the top of the plugin is therefore loaded by every library that imports `calendar` or `email`, including the SDK and its dependencies; most then fail at start with an ImportError or AttributeError that does not show the cause. It is an error if the SDK cannot start without a name that the module lacks: `types.py` stops Python itself before the first line of the plugin. A folder without `__init__.py` hides no module: see source/namespace.",
	Sources: []string{"cpython: Lib/importlib/_bootstrap_external.py", "dify-plugin-daemon: internal/core/local_runtime/subprocess.go"},
	Run: func(p *lint.Pass) {
		var declared []string
		prog := sources.Program(p.Plugin)
		for i, m := range prog.Modules {
			name := topModule(m.File.Path)
			if name == "" || name == "main" {
				continue
			}
			f := lint.Finding{Place: at(m, text.Span{}), Key: name}
			if need := needed[name]; need != "" && len(m.File.Data) > 0 && prog.Lacks(i, need) {
				f.Severity = lint.Error
				f.Message = lint.Msg("%s hides the module %s, and the SDK does not start without %s.%s; rename it", path.Clean(m.File.Path), name, name, need)
				p.Report(f)
				continue
			}
			if pydata.InStdlib(name, "") {
				if loaded[name] || name == "test" || strings.HasPrefix(name, "_") {
					continue
				}
				f.Message = lint.Msg("%s hides Python's own module %s from every library; rename it", path.Clean(m.File.Path), name)
				p.Report(f)
				continue
			}
			if declared == nil {
				declared = append(requirements(p.Plugin), "dify-plugin")
			}
			if slices.Contains(declared, distribution(name)) || ofSDK[name] {
				f.Message = lint.Msg("%s hides the installed package %s; rename it", path.Clean(m.File.Path), name)
				p.Report(f)
			}
		}
	},
}

// distribution is the normalised name of the distribution that brings a module.
func distribution(module string) string {
	if d, ok := pydata.Distribution(module); ok {
		return requirement.NormalizeName(d)
	}
	return requirement.NormalizeName(module)
}

// topModule is the module that a file at the top of the plugin is: x.py, or
// x/__init__.py.
func topModule(file string) string {
	dir, base := path.Split(file)
	switch {
	case dir == "":
		return python.ModuleName(file)
	case base == "__init__.py" && strings.Count(dir, "/") == 1:
		return strings.TrimSuffix(dir, "/")
	}
	return ""
}

// requirements are the normalised names that the plugin declares.
func requirements(p *plugin.Plugin) []string {
	var out []string
	if f, err := p.Read("pyproject.toml"); err == nil {
		for _, d := range requirement.ParsePyProject(f).Dependencies {
			out = append(out, d.Key())
		}
		return out
	}
	if f, err := p.Read("requirements.txt"); err == nil {
		for _, r := range requirement.ParseRequirements(f, p.Read).Requirements() {
			out = append(out, r.Key())
		}
	}
	return out
}

// ofSDK are modules that the SDK itself imports (dify-plugin-sdks:
// pyproject.toml, as of 2026-11-24).
var ofSDK = map[string]bool{
	"dify_plugin": true, "flask": true, "werkzeug": true, "gevent": true, "h11": true, "httpx": true, "pydantic": true,
	"pydantic_settings": true, "yaml": true, "requests": true, "socksio": true, "tiktoken": true, "yarl": true, "packaging": true,
	"jinja2": true, "markupsafe": true, "click": true, "certifi": true, "idna": true, "urllib3": true, "httpcore": true, "anyio": true,
	"regex": true, "multidict": true, "propcache": true, "greenlet": true, "typing_extensions": true, "dotenv": true,
}

// loaded are modules of the standard library that no file can take the place
// of: they are built in or frozen, or loaded before the plugin's folder is looked
// into (sys.modules, sys.builtin_module_names and _imp.is_frozen of CPython 3.12
// at the start of a program, as of 2026-11-24). types, importlib and warnings are
// not among them.
var loaded = text.Set("abc builtins codecs encodings errno faulthandler gc genericpath io itertools marshal os posix posixpath pwd runpy site " +
	"sitecustomize stat sys time usercustomize zipimport atexit ntpath")

// needed are names of modules without which the SDK does not start: what Python,
// the SDK 0.10.1, pydantic and werkzeug import or use as they are loaded (by a
// start with a module of each name that holds nothing, as of 2026-11-24).
var needed = pairs("base64.b64encode bisect.bisect collections.namedtuple concurrent.futures contextlib.contextmanager contextvars.ContextVar " +
	"copy.copy copyreg.pickle dataclasses.dataclass datetime.datetime decimal.Decimal email.utils enum.Enum functools.partial hashlib.sha1 " +
	"heapq.heappush hmac.compare_digest http.server importlib.machinery inspect.signature ipaddress.IPv4Address json.dumps keyword.iskeyword " +
	"logging.getLogger operator.eq pathlib.Path queue.Queue random.Random re.compile reprlib.recursive_repr shutil.rmtree socket.AF_INET " +
	"socketserver.TCPServer ssl.SSLEOFError string.Template struct.calcsize tempfile.TemporaryDirectory textwrap.dedent token.EXACT_TOKEN_TYPES " +
	"tokenize.tokenize types.ModuleType typing.Any urllib.parse uuid.UUID warnings.warn weakref.ref " +
	"dify_plugin.Plugin flask.Flask werkzeug.Request gevent.monkey pydantic.BaseModel pydantic_settings.BaseSettings pydantic_core.PydanticUndefined " +
	"yaml.YAMLError requests.Response yarl.URL typing_extensions.Literal annotated_types.BaseMetadata markupsafe.escape")

// pairs maps the first name of each word to the second.
func pairs(words string) map[string]string {
	out := map[string]string{}
	for w := range strings.FieldsSeq(words) {
		module, name, _ := strings.Cut(w, ".")
		out[module] = name
	}
	return out
}
