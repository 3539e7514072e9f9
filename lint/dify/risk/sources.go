package risk

// What the sources do.

import (
	"cmp"
	"regexp"
	"strings"

	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/requirement/pydata"
	"github.com/difylint/difylint/lint/source/text"
)

// modulesOf are imports that show a capability by themselves: the first names of
// dotted modules. Gathered from public plugins in November 2026.
var modulesOf = map[string]Kind{
	"sqlite3": Database, "psycopg": Database, "psycopg2": Database, "pymysql": Database, "MySQLdb": Database, "mysql": Database,
	"asyncpg": Database, "aiomysql": Database, "aiosqlite": Database, "sqlalchemy": Database, "sqlmodel": Database, "pyodbc": Database,
	"pymssql": Database, "oracledb": Database, "cx_Oracle": Database, "duckdb": Database, "snowflake": Database, "clickhouse_connect": Database,
	"clickhouse_driver": Database, "vertica_python": Database, "dmPython": Database, "pymongo": Database, "motor": Database, "neo4j": Database,
	"redis": Database, "rediscluster": Database, "upstash_redis": Database, "elasticsearch": Database, "opensearchpy": Database,
	"pymilvus": Database, "qdrant_client": Database, "chromadb": Database, "weaviate": Database, "cassandra": Database, "pyhive": Database,
	"trino": Database, "records": Database, "peewee": Database, "vanna": Database,

	"paramiko": SSH, "asyncssh": SSH, "pysftp": SSH, "fabric": SSH, "ftplib": SSH, "aioftp": SSH, "netmiko": SSH,

	"playwright": Browser, "selenium": Browser, "pyppeteer": Browser, "undetected_chromedriver": Browser, "DrissionPage": Browser,
	"browser_use": Browser,

	"e2b": Code, "e2b_code_interpreter": Code, "daytona": Code, "daytona_sdk": Code, "sandbox_fusion": Code, "RestrictedPython": Code,

	"git": Commands, "ffmpeg": Commands, "pexpect": Commands, "sh": Commands,

	"smtplib": Writes,

	"openai": SendsOut, "anthropic": SendsOut, "dashscope": SendsOut, "zhipuai": SendsOut, "mistralai": SendsOut, "cohere": SendsOut,
	"replicate": SendsOut, "elevenlabs": SendsOut, "boto3": SendsOut, "botocore": SendsOut, "google": SendsOut, "googleapiclient": SendsOut,
	"azure": SendsOut, "tencentcloud": SendsOut, "volcenginesdkarkruntime": SendsOut, "slack_sdk": SendsOut, "lark_oapi": SendsOut,
	"twilio": SendsOut, "linebot": SendsOut, "dropbox": SendsOut, "hubspot": SendsOut, "msgraph": SendsOut, "atlassian": SendsOut,
	"simple_salesforce": SendsOut, "qiniu": SendsOut, "minio": SendsOut, "obs": SendsOut, "oss2": SendsOut, "fal_client": SendsOut,
	"tweepy": SendsOut, "huggingface_hub": SendsOut, "vertexai": SendsOut, "supabase": Database, "pyairtable": Writes, "todoist_api_python": Writes, "pymstodo": Writes, "plivo": Writes, "tos": SendsOut,
	"qcloud_cos": SendsOut, "mem0": SendsOut, "zep_cloud": SendsOut,
}

// local are libraries that connect to nothing by themselves, or whose requests
// are looked at call by call.
var local = text.Set("dify_plugin werkzeug flask requests httpx aiohttp urllib3 httpx_sse websocket websockets certifi dotenv pydantic pydantic_core typing_extensions " +
	"yarl yaml numpy pandas scipy matplotlib seaborn sympy statsmodels sklearn networkx PIL cv2 imageio docx pptx openpyxl xlrd xlwt xlsxwriter reportlab fitz " +
	"pymupdf pypdf PyPDF2 pypdfium2 pdfplumber pdfminer pikepdf bs4 lxml html2text markdown markdown2 markdown_it mistune markdownify tabulate jinja2 cryptography " +
	"Crypto nacl jwt rsa pgpy pyotp tiktoken tokenizers nltk jieba json_repair orjson ujson xmltodict chardet charset_normalizer regex dateutil pytz loguru tenacity " +
	"retry gevent nest_asyncio attrs attr six pydub qrcode pyecharts plotly cairosvg svglib graphviz sqlparse sqlglot jsonschema jsonpath_ng phonenumbers zstandard " +
	"py7zr pyzipper filetype magic pydicom rdkit numexpr sacrebleu levenshtein rapidfuzz thefuzz zhconv pypinyin dify_easy")

// callsOf are calls that show a capability.
var callsOf = map[string]Kind{
	"subprocess.run": Commands, "subprocess.Popen": Commands, "subprocess.call": Commands, "subprocess.check_call": Commands,
	"subprocess.check_output": Commands, "subprocess.getoutput": Commands, "subprocess.getstatusoutput": Commands,
	"os.system": Commands, "os.popen": Commands, "os.execv": Commands, "os.execve": Commands, "os.execvp": Commands, "os.execl": Commands,
	"os.spawnl": Commands, "os.spawnv": Commands, "pty.spawn": Commands, "os.posix_spawn": Commands,
	"asyncio.create_subprocess_exec": Commands, "asyncio.create_subprocess_shell": Commands,

	"builtins.exec": Code, "builtins.eval": Code, "runpy.run_path": Code, "runpy.run_module": Code,
	"pickle.load": Code, "pickle.loads": Code, "dill.load": Code, "dill.loads": Code, "cloudpickle.loads": Code, "joblib.load": Code,
	"marshal.load": Code, "marshal.loads": Code, "yaml.unsafe_load": Code,

	"socket.create_connection": UserHost, "socket.socket().connect": UserHost, "socket.socket().sendto": UserHost,
	"asyncio.open_connection": UserHost, "websocket.create_connection": UserHost,

	"os.listdir": Files, "os.walk": Files, "os.scandir": Files, "os.rename": Files, "os.replace": Files, "os.makedirs": Files, "os.mkdir": Files,
	"os.remove": Files, "os.unlink": Files, "os.rmdir": Files, "shutil.copy": Files, "shutil.copyfile": Files, "shutil.copytree": Files,
	"shutil.move": Files, "shutil.rmtree": Files, "glob.glob": Files, "builtins.open": Files,
}

// sources looks at what runs within the plugin.
func (s *scan) sources() {
	prog, running := sources.Program(s.plugin), sdk.ReachOf(s.plugin).Meant
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
			if kind, ok := modulesOf[root]; ok {
				if target == "google.protobuf" || strings.HasPrefix(target, "google.protobuf.") || strings.HasPrefix(target, "botocore.exceptions") {
					continue
				}
				s.add(kind, Evidence{m.File.Path, m.File, im.ModuleSpan, text.Msg("%s", "import "+target)})
			} else if _, seen := s.libraries[root]; !seen && !local[root] && !pydata.InStdlib(root, pydata.Oldest) && len(s.libraries) < maxHosts {
				s.libraries[root] = Host{root, Evidence{m.File.Path, m.File, im.ModuleSpan, text.Msg("%s", "import "+target)}}
			}
		}
		s.addresses(m)
	}
	for _, c := range sources.Calls(s.plugin) {
		m := prog.Modules[c.Module]
		call := m.Calls[c.Index]
		if running[c.Module] && !sources.UnderMain(s.plugin, m, call.Block) {
			s.call(prog, c, m, call.Expr)
		}
	}
}

// call looks at one call of an outside name.
func (s *scan) call(prog *python.Program, c sources.Call, m *python.Module, e python.ExprID) {
	here := Evidence{m.File.Path, m.File, m.Exprs[m.Exprs[e].A].Span(), text.Msg("%s", name(m, e, c.Path))}
	if kind, ok := callsOf[c.Path]; ok {
		switch {
		case kind == Files:
			if kind = s.filesOf(c.Module, m, e, c.Path); kind == "" {
				return
			}
		case kind == UserHost && fixedAddress(prog, c.Module, m, e):
			return
		case kind == Code && constant(prog, c.Module, m.Positional(e, 0)):
			return
		}
		s.add(kind, here)
		return
	}
	method, url := sources.Request(m, e, c.Path)
	if method == "" {
		return
	}
	if url != 0 {
		switch sources.OriginOf(s.plugin, c.Module, url) {
		case sources.FromParameter:
			s.add(AnyURL, here)
		case sources.FromCredential:
			s.add(UserHost, here)
		}
	}
	switch method {
	case "put", "patch", "delete":
		s.add(Writes, here)
	case "post":
		s.add(SendsOut, here)
	}
}

// name is what a call calls: as it is written, where that is short.
func name(m *python.Module, e python.ExprID, path string) string {
	if n, ok := m.Dotted(m.Exprs[e].A); ok {
		return n
	}
	return path
}

// filesOf is what a call on files shows: Files where its path comes from
// outside, OwnFiles where it writes elsewhere than into a temporary file, or
// nothing.
func (s *scan) filesOf(i int, m *python.Module, e python.ExprID, path string) Kind {
	arg := m.Positional(e, 0)
	speaks := func(word *regexp.Regexp) bool { return arg != 0 && sources.Speaks(s.plugin, i, arg, word) }
	reads := false
	switch path {
	case "builtins.open":
		mode, ok := m.String(cmp.Or(m.Positional(e, 1), m.Keyword(e, "mode")))
		reads = !ok || !strings.ContainsAny(mode, "wax+")
	case "os.listdir", "os.walk", "os.scandir", "glob.glob":
		reads = true
	}
	switch {
	case speaks(temporaryWords()):
		return ""
	case speaks(inputWords()):
		return Files
	case reads:
		return ""
	}
	return OwnFiles
}

var inputWords = text.Regexp(`\b(?:tool_parameters|datasource_parameters|credentials)\b`)

var temporaryWords = text.Regexp(`(?i)temp|tmp|mkstemp|__file__`)

// fixedAddress reports whether a connection goes to a host that stands in the
// sources.
func fixedAddress(prog *python.Program, i int, m *python.Module, e python.ExprID) bool {
	to := m.Positional(e, 0)
	if to == 0 {
		return false
	}
	if m.Exprs[to].Kind == python.TupleExpr && len(m.Kids(to)) > 0 {
		to = m.Kids(to)[0]
	}
	return constant(prog, i, to)
}

// constant reports whether an expression is always a string of the sources.
func constant(prog *python.Program, i int, e python.ExprID) bool {
	vs := prog.Resolve(i, e)
	for _, v := range vs {
		if v.Root != python.LiteralRoot || v.Path != "" {
			return false
		}
		if _, ok := prog.Modules[v.Module].String(python.ExprID(v.Index)); !ok {
			return false
		}
	}
	return len(vs) > 0
}

var address = text.Regexp(`^(?i)(https?)://([a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+)(?:[:/?#]|$)`)

// nowhere are hosts that nothing connects to: names of schemas and examples.
var nowhere = text.Regexp(`(?i)(?:^|\.)(?:w3\.org|json-schema\.org|schema\.org|xmlsoap\.org|openxmlformats\.org|purl\.org|example\.(?:com|org|net)|localhost|test|invalid)$`)

// addresses notes the hosts that strings of a source begin with.
func (s *scan) addresses(m *python.Module) {
	docs := m.Docstrings()
	for i, x := range m.Exprs {
		e := python.ExprID(i)
		if x.Kind != python.StringLit || docs[e] {
			continue
		}
		begin, whole := m.Prefix(e)
		at := address().FindStringSubmatch(begin)
		if at == nil || nowhere().MatchString(at[2]) || !whole && at[0] == begin && !strings.ContainsAny(begin[len(begin)-1:], ":/?#") {
			continue
		}
		ev := Evidence{m.File.Path, m.File, text.Span{Start: int(x.Start), End: int(x.End)}, text.Msg("%s", at[1]+"://"+at[2])}
		host := strings.ToLower(at[2])
		if old, ok := s.hosts[host]; (!ok || ev.Path < old.Path) && (ok || len(s.hosts) < maxHosts) {
			s.hosts[host] = Host{host, ev}
		}
		if strings.EqualFold(at[1], "http") && !strings.HasPrefix(host, "127.") && !strings.HasPrefix(host, "0.") {
			s.add(Unencrypted, ev)
		}
	}
}

// maxHosts bounds the hosts that are kept.
const maxHosts = 200
