// Package capability says what a plugin does and may do, as far as its files
// show it: what the code reaches (files, network, environment, processes), what
// it calls back into Dify, what the manifest grants, the hosts, the credentials,
// and what could not be seen.
//
// Not stable: see docs/stability.md.
package capability

import (
	"bytes"
	"cmp"
	_ "embed"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/requirement/pydata"
	"github.com/difylint/difylint/lint/source/text"
)

// Touch is a place of the sources that reaches outside the process.
type Touch struct {
	// Scope is what is done, as resource:action: "file:read", "net:outbound".
	Scope string
	// Module is an index into the program's modules.
	Module int
	File   *text.File
	Span   text.Span
	// Expr is the call, or the expression that names an environment variable.
	Expr python.ExprID
	// What does it, as a dotted name: "requests.get".
	What string
	// Sure says that the place does nothing else.
	Sure bool
}

// The scopes that are found in sources.
const (
	FileRead    = "file:read"
	FileWrite   = "file:write"
	NetOutbound = "net:outbound"
	NetInbound  = "net:inbound"
	EnvGet      = "env:get"
	EnvSet      = "env:set"
	ProcessRun  = "process:run"
)

// calls are the calls that touch something, by their dotted names.
var calls = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for scope, list := range map[string]string{
		FileRead: "os.listdir os.walk os.scandir os.stat os.path.getsize os.path.exists os.path.isfile os.path.isdir glob.glob glob.iglob " +
			"linecache.getline fileinput.input",
		FileWrite: "os.remove os.unlink os.rmdir os.removedirs os.rename os.renames os.replace os.mkdir os.makedirs os.symlink os.link os.chmod os.truncate os.mkfifo " +
			"shutil.copy shutil.copy2 shutil.copyfile shutil.copytree shutil.move shutil.rmtree shutil.make_archive shutil.unpack_archive " +
			"tempfile.NamedTemporaryFile tempfile.TemporaryFile tempfile.SpooledTemporaryFile tempfile.TemporaryDirectory tempfile.mkstemp tempfile.mkdtemp " +
			"logging.FileHandler logging.handlers.RotatingFileHandler logging.handlers.TimedRotatingFileHandler",
		NetOutbound: "socket.create_connection socket.socket().connect socket.socket().connect_ex socket.socket().sendto socket.gethostbyname socket.getaddrinfo " +
			"asyncio.open_connection http.client.HTTPConnection http.client.HTTPSConnection xmlrpc.client.ServerProxy urllib3.PoolManager().request " +
			"urllib3.request urllib3.PoolManager().urlopen aiohttp.request aiohttp.ClientSession().ws_connect smtplib.SMTP smtplib.SMTP_SSL imaplib.IMAP4 imaplib.IMAP4_SSL " +
			"poplib.POP3 poplib.POP3_SSL ftplib.FTP ftplib.FTP_TLS requests.Session().send requests.session().send httpx.Client().send httpx.AsyncClient().send " +
			"pycurl.Curl curl_cffi.requests.get curl_cffi.requests.post cloudscraper.create_scraper urllib.request.build_opener().open httplib2.Http().request",
		NetInbound: "socket.socket().bind socket.socket().listen socket.create_server asyncio.start_server http.server.HTTPServer http.server.ThreadingHTTPServer socketserver.TCPServer " +
			"uvicorn.run flask.Flask().run aiohttp.web.run_app websockets.serve hypercorn.run waitress.serve",
		EnvGet: "os.getenv os.environ.get os.environ.copy os.environ.items os.environ.keys os.getenvb dotenv.load_dotenv dotenv.dotenv_values",
		EnvSet: "os.putenv os.unsetenv os.environ.setdefault os.environ.update os.environ.pop",
		ProcessRun: "subprocess.run subprocess.Popen subprocess.call subprocess.check_call subprocess.check_output subprocess.getoutput subprocess.getstatusoutput " +
			"os.system os.popen os.execl os.execle os.execlp os.execv os.execve os.execvp os.spawnl os.spawnv os.spawnlp os.spawnvp os.posix_spawn pty.spawn " +
			"asyncio.create_subprocess_exec asyncio.create_subprocess_shell pexpect.spawn pexpect.run",
	} {
		for name := range strings.FieldsSeq(list) {
			out[name] = scope
		}
	}
	return out
})

// pathMethods are methods of paths, whose names nothing else has.
var pathMethods = map[string]string{
	"read_text": FileRead, "read_bytes": FileRead, "iterdir": FileRead, "rglob": FileRead,
	"write_text": FileWrite, "write_bytes": FileWrite, "unlink": FileWrite, "touch": FileWrite,
}

//go:embed services.txt
var servicesText string

// services maps the first name of a module to what it speaks to.
var services = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for line := range strings.Lines(servicesText) {
		if fields := strings.Fields(line); len(fields) > 0 && fields[0] != "#" {
			for _, m := range fields[1:] {
				out[m] = fields[0]
			}
		}
	}
	return out
})

// Touches are the places of a plugin's sources that reach outside the process,
// in the order of the modules; tests and scripts are left out. It is shared.
func Touches(p *plugin.Plugin) []Touch { return touches.Of(p) }

var touches = plugin.NewFact(func(p *plugin.Plugin) []Touch {
	prog, running := sources.Program(p), sdk.ReachOf(p).Meant
	var out []Touch
	add := func(i int, at, e python.ExprID, scope, what string, sure bool) {
		m := prog.Modules[i]
		out = append(out, Touch{scope, i, m.File, m.Exprs[at].Span(), e, what, sure})
	}
	for _, c := range sources.Calls(p) {
		m := prog.Modules[c.Module]
		call := m.Calls[c.Index]
		if !running[c.Module] || sources.UnderMain(p, m, call.Block) {
			continue
		}
		if scope := scopeOf(m, call.Expr, c.Path); scope != "" {
			add(c.Module, m.Exprs[call.Expr].A, call.Expr, scope, c.Path, c.Sure)
		}
	}
	for i, m := range prog.Modules {
		if !running[i] {
			continue
		}
		if bytes.Contains(m.File.Data, []byte("environ")) {
			environ(prog, i, func(e python.ExprID, scope string) { add(i, e, e, scope, "os.environ", true) })
		}
		if bytes.Contains(m.File.Data, []byte("pathlib")) {
			for k := range m.Calls {
				a := m.Exprs[m.Calls[k].Expr].A
				if scope := pathMethods[m.Ident(a)]; scope != "" && m.Exprs[a].Kind == python.Attribute && !sources.UnderMain(p, m, m.Calls[k].Block) {
					add(i, a, m.Calls[k].Expr, scope, "pathlib.Path()."+m.Ident(a), true)
				}
			}
		}
	}
	return out
})

// scopeOf is what a call of an outside name does, or "".
func scopeOf(m *python.Module, e python.ExprID, path string) string {
	if scope, ok := calls()[path]; ok {
		return scope
	}
	switch path {
	case "builtins.open", "io.open", "codecs.open", "aiofiles.open", "pathlib.Path().open", "gzip.open", "bz2.open", "lzma.open", "tarfile.open", "zipfile.ZipFile":
		return openMode(m, e, path)
	}
	if method, _ := sources.Request(m, e, path); method != "" {
		if strings.HasSuffix(path, ".Request") {
			return "" // it is sent by urlopen
		}
		return NetOutbound
	}
	root, rest, _ := strings.Cut(path, ".")
	if speaks(rest) && !handles(rest) &&
		(services()[root] != "" || root == "google" && (strings.HasPrefix(rest, "genai") || strings.HasPrefix(rest, "generativeai") || strings.HasPrefix(rest, "cloud."))) {
		return NetOutbound
	}
	return ""
}

// speaks reports whether what is called in a service's module may connect: not
// what only makes a value of its types.
func speaks(rest string) bool {
	for _, quiet := range [...]string{"exception", "Exception", "Error", "error", "types.", "type_def", "models.", "config.", "Config", "Timeout", "protobuf", "schema", "enums.", "constants.", "utils.", "sql.", "text", "Column", "dialects"} {
		if strings.Contains(rest, quiet) {
			return false
		}
	}
	return rest != ""
}

// ofValues are methods of plain values, and of the answers that services'
// libraries wrap them in. Clients have some of these names, too.
var ofValues = text.Set("get items keys values append extend insert index count sort copy pop strip lstrip rstrip split splitlines lower upper title replace startswith " +
	"endswith join format encode decode isoformat strftime json dict model_dump model_dump_json to_dict to_json to_list tolist total_seconds")

// handles reports whether a call behind others handles what these gave: a plain
// value taken out of an answer, or a method of plain values on one.
func handles(rest string) bool {
	dot := strings.LastIndexByte(rest, '.')
	if dot < 0 || !ofValues[rest[dot+1:]] {
		return false
	}
	on := rest[:dot]
	return strings.Count(on, "()") > 1 || strings.Contains(on, "()") && strings.HasSuffix(on, "]")
}

// openMode is what opening a file does; "" where it is given an open stream.
func openMode(m *python.Module, e python.ExprID, path string) string {
	place := 1
	if path == "pathlib.Path().open" {
		place = 0
	}
	if (strings.HasPrefix(path, "zip") || strings.HasPrefix(path, "tar")) && m.Exprs[m.Positional(e, 0)].Kind != python.StringLit {
		return "" // mostly over bytes in memory
	}
	if s, ok := m.String(cmp.Or(m.Positional(e, place), m.Keyword(e, "mode"))); ok && strings.ContainsAny(s, "wax+") {
		return FileWrite
	}
	return FileRead
}

// environ calls f for the entries of os.environ that a module reads or writes.
func environ(prog *python.Program, i int, f func(e python.ExprID, scope string)) {
	m := prog.Modules[i]
	stored := map[python.ExprID]bool{}
	for k := range m.Bindings {
		stored[m.Bindings[k].Target] = true
	}
	for k := range m.Exprs {
		e := python.ExprID(k)
		x := m.Exprs[e]
		object := x.A
		if x.Kind == python.Compare {
			object = x.B // "X" in os.environ
		} else if x.Kind != python.Subscript {
			continue
		}
		if m.Ident(object) != "environ" {
			continue
		}
		for _, v := range prog.Resolve(i, object) {
			if v.Root == python.ExternalRoot && v.Path == "os.environ" {
				if stored[e] {
					f(e, EnvSet)
				} else {
					f(e, EnvGet)
				}
			}
		}
	}
}

// Libraries are the modules from outside that a plugin's sources import and
// whose ways are not known: what they reach is not among Touches. They are in
// the order of the first import of each.
func Libraries(p *plugin.Plugin) []string {
	prog, running := sources.Program(p), sdk.ReachOf(p).Meant
	var out []string
	for i, m := range prog.Modules {
		if !running[i] {
			continue
		}
		for k := range m.Imports {
			im := &m.Imports[k]
			target, ok := prog.OutsideTarget(i, im)
			if !ok {
				continue
			}
			root, _, _ := strings.Cut(target, ".")
			if !quiet()[root] && services()[root] == "" && !pydata.InStdlib(root, "") && root != "google" && !slices.Contains(out, root) {
				out = append(out, root)
			}
		}
	}
	return out
}

//go:embed quiet.txt
var quietText string

// quiet are modules that reach nothing by themselves, or whose calls are looked
// at one by one.
var quiet = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for line := range strings.Lines(quietText) {
		if !strings.HasPrefix(line, "#") {
			maps.Copy(out, text.Set(line))
		}
	}
	return out
})
