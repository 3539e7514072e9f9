package source

import (
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/python"
)

// ImportTime reports code that waits, or uses the network, while the plugin starts.
var ImportTime = &lint.Rule{
	ID: "source/import-time", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title:   "the code waits or uses the network while the plugin starts",
	Why:     "Code at the top of a module, outside functions, runs when the SDK imports it, before the plugin answers anything. A request or a download there makes every start slower, and if the server does not answer, the plugin does not start: the daemon gives up after 120 seconds. Move it into the function that needs it.",
	Sources: []string{"dify-plugin-daemon: internal/core/local_runtime/instance.go (MAX_HEARTBEAT_INTERVAL)", "dify-plugin-sdks: src/dify_plugin/core/utils/class_loader.py"},
	Run: func(p *lint.Pass) {
		s := &starting{p.Plugin, sources.Program(p.Plugin), sdk.ReachOf(p.Plugin).AtStart, map[python.CallRef]string{}, map[python.FuncRef]string{}}
		for _, c := range sources.Calls(p.Plugin) {
			m := s.prog.Modules[c.Module]
			if at := (python.CallRef{Module: int32(c.Module), Call: int32(c.Index)}); s.atStart[c.Module] && c.Sure {
				if waits(m, m.Calls[c.Index].Expr, c.Path) {
					s.waits[at] = c.Path
				} else if c.Path == "asyncio.run" || strings.HasSuffix(c.Path, ".run_until_complete") {
					s.waits[at] = runsAsync
				}
			}
		}
		for grown := true; grown; {
			grown = s.grow()
		}
		for i, m := range s.prog.Modules {
			for k := range m.Calls {
				call := &m.Calls[k]
				if !s.atStart[i] || !m.RunsAtOnce(call.Scope) || m.GuardOf(call.Block)&python.TypeCheckingGuard != 0 || sources.UnderMain(p.Plugin, m, call.Block) {
					continue
				}
				if path := s.reason(i, k, false); path != "" {
					message := lint.Msg("this runs while the plugin starts (%s): the daemon waits at most 120 seconds for it; move it into the function that needs it", path)
					p.Report(lint.Finding{Place: at(m, m.Exprs[m.Exprs[call.Expr].A].Span()), Key: path, Message: message})
					break
				}
			}
		}
	},
}

// starting is what runs while a plugin starts.
type starting struct {
	plugin  *plugin.Plugin
	prog    *python.Program
	atStart []bool
	waits   map[python.CallRef]string // calls of outside names that wait
	slow    map[python.FuncRef]string // functions that wait whenever they run, and by what
}

// runsAsync marks calls that run a coroutine to its end.
const runsAsync = "asyncio.run"

// grow looks for functions that wait, and reports whether it found another.
func (s *starting) grow() bool {
	grown := false
	for i, m := range s.prog.Modules {
		if !s.atStart[i] || len(s.waits) == 0 {
			continue
		}
		for k := range m.Calls {
			call := &m.Calls[k]
			b := call.Block
			for kind := m.Blocks[b].Kind; kind == python.WithBlock || kind == python.TryBlock || kind == python.ForBlock; kind = m.Blocks[b].Kind {
				b = m.Blocks[b].Parent
			}
			if m.Blocks[b].Kind != python.FunctionBlock {
				continue
			}
			ref := python.FuncRef{Module: int32(i), Function: m.Stmts[m.Blocks[b].Stmt].Index}
			if fn := s.prog.Function(ref); fn.Scope == call.Scope && !fn.Generator && s.slow[ref] == "" {
				if path := s.reason(i, k, fn.Async); path != "" {
					s.slow[ref], grown = path, true
				}
			}
		}
	}
	return grown
}

// reason is what a call waits for, "" where it does not; async says that it stands
// in an async function, which awaits others.
func (s *starting) reason(i, k int, async bool) string {
	m := s.prog.Modules[i]
	path := s.waits[python.CallRef{Module: int32(i), Call: int32(k)}]
	if path != runsAsync {
		if path != "" {
			return path
		}
		return s.slowOf(s.prog.Target(i, k), async)
	}
	task := m.Positional(m.Calls[k].Expr, 0)
	if m.Exprs[task].Kind != python.CallExpr {
		return ""
	}
	return s.slowOf(s.prog.Resolve(i, m.Exprs[task].A), true)
}

// slowOf is what a call of some values waits for.
func (s *starting) slowOf(values []python.Value, async bool) string {
	if len(values) != 1 {
		return ""
	}
	switch v := values[0]; {
	case v.Root == python.FunctionRoot && v.Path == "" && (async || !s.prog.Function(v.Function()).Async):
		return s.slow[v.Function()]
	case v.Root == python.ClassRoot && v.Path == "":
		if f, ok := s.prog.Method(v.Class(), "__init__"); ok {
			return s.slow[f]
		}
	case v.Root == python.ExternalRoot && v.Path == "asyncio.sleep" && async:
		return v.Path
	}
	return ""
}

// network are calls that use the network, or may wait for long, besides requests.
var network = map[string]bool{
	"time.sleep": true, "gevent.sleep": true, "socket.create_connection": true, "nltk.download": true, "nltk.downloader.download": true,
	"huggingface_hub.snapshot_download": true, "huggingface_hub.hf_hub_download": true, "urllib.request.urlretrieve": true,
	"subprocess.run": true, "subprocess.call": true, "subprocess.check_call": true, "subprocess.check_output": true, "os.system": true,
	"smtplib.SMTP": true, "smtplib.SMTP_SSL": true, "ftplib.FTP": true, "ftplib.FTP_TLS": true, "imaplib.IMAP4": true, "imaplib.IMAP4_SSL": true,
	"paramiko.SSHClient().connect": true, "playwright.sync_api.sync_playwright().start": true,
	"socket.socket().connect": true, "socket.gethostbyname": true, "socket.getaddrinfo": true, "threading.Event().wait": true, "threading.Thread().join": true,
	"subprocess.Popen().wait": true, "subprocess.Popen().communicate": true, "http.client.HTTPConnection().request": true, "http.client.HTTPSConnection().request": true,
	"tiktoken.get_encoding": true, "tiktoken.encoding_for_model": true, "sentence_transformers.SentenceTransformer": true, "transformers.pipeline": true,
	"torch.hub.load": true, "whisper.load_model": true, "easyocr.Reader": true, "pika.BlockingConnection": true, "kafka.KafkaProducer": true, "kafka.KafkaConsumer": true,
}

// waits reports whether a call of an outside name uses the network or waits.
func waits(m *python.Module, call python.ExprID, path string) bool {
	if method, _ := sources.Request(m, call, path); method != "" {
		return path != "urllib.request.Request"
	}
	if network[path] {
		first := m.Positional(call, 0)
		return !strings.HasSuffix(path, ".sleep") || m.Exprs[first].Kind != python.NumberLit || m.File.Slice(m.Exprs[first].Span()) != "0"
	}
	library, rest, _ := strings.Cut(path, ".")
	last := path[strings.LastIndexByte(path, '.')+1:]
	switch library {
	case "transformers", "sentence_transformers", "diffusers":
		return last == "from_pretrained"
	case "pandas":
		url, _ := m.String(m.Positional(call, 0))
		return strings.HasPrefix(last, "read_") && strings.HasPrefix(url, "http")
	case "sqlite3", "aiosqlite", "duckdb", "lancedb":
		return false // files
	}
	if last == "connect" && !strings.Contains(path, "()") {
		return rest == "connect" || rest == "connector.connect"
	}
	// The methods of clients that send a request each.
	client, _, called := strings.Cut(path, "().")
	return called && clients[client] && !idle[last]
}

// clients are classes whose methods send requests, besides those that are idle.
var clients = map[string]bool{
	"redis.Redis": true, "redis.StrictRedis": true, "redis.from_url": true, "redis.Redis.from_url": true, "boto3.client": true,
	"openai.OpenAI": true, "openai.AzureOpenAI": true, "anthropic.Anthropic": true, "elasticsearch.Elasticsearch": true, "sqlalchemy.create_engine": true,
}

// idle are methods of clients that send nothing.
var idle = map[string]bool{
	"pipeline": true, "register_script": true, "lock": true, "pubsub": true, "close": true, "dispose": true, "with_options": true, "copy": true,
	"get_paginator": true, "get_waiter": true, "can_paginate": true, "generate_presigned_url": true, "execution_options": true, "options": true,
}
