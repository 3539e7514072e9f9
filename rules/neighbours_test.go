package rules

import (
	"fmt"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint/kit"
)

// TestNeighbours: inputs that lie near what a rule reports, and how many findings
// they get.
func TestNeighbours(t *testing.T) {
	var said strings.Builder
	const model = "-- manifest.yaml --\nplugins:\n  models: [provider/demo.yaml]\n-- provider/demo.yaml --\nmodels:\n  llm:\n    predefined: [models/llm/demo.yaml]\n  rerank:\n    predefined: [models/rerank/demo.yaml]\n"
	const llm = model + "-- models/llm/demo.yaml --\nmodel: demo-1\nmodel_type: llm\n"
	const tool = "-- tools/search.yaml --\n"
	for _, tt := range []struct {
		name, rule, files string
		want              int
	}{
		{"an archive whose members are chosen", "audit/extract", "-- a.py --\nimport tarfile\nt = tarfile.open('x')\nt.extractall('y', members=[])\nt.extractall('y', **k)\n", 0},
		{"an archive where Python filters itself", "audit/extract", "-- manifest.yaml --\nmeta:\n  runner: {language: python, version: '3.14', entrypoint: main}\n-- a.py --\nimport tarfile\ntarfile.open('x').extractall('y')\n", 0},
		{"one member, and another library's archive", "audit/extract", "-- a.py --\nimport tarfile, zipfile\ntarfile.open('x').extract('y')\nzipfile.ZipFile('x').extractall('y')\n", 1},
		{"a key for the user's own machine", "audit/plain-http", "-- a.py --\nimport requests\ndef f(credentials):\n    requests.get('http://localhost:8000', headers=credentials, timeout=1)\n    requests.get('http://10.0.0.1', headers=credentials, timeout=1)\n    requests.get('http://nas.local/x', headers=credentials, timeout=1)\n    requests.get(f'http://{host}/x', headers=credentials, timeout=1)\n", 0},
		{"nothing secret in the clear", "audit/plain-http", "-- a.py --\nimport requests\nrequests.get('http://acme.dev/x', params={'q': 1}, timeout=1)\n", 0},
		{"a key behind a name", "audit/plain-http", "-- a.py --\nimport requests\nURL = 'http://acme.dev/x'\ndef f(credentials):\n    requests.post(URL, headers={'Authorization': credentials['key']}, timeout=1)\n", 1},
		{"a timeout for every socket", "audit/timeout", "-- a.py --\nimport smtplib, socket\nsocket.setdefaulttimeout(9)\nsmtplib.SMTP('a')\nsocket.create_connection(('a', 1))\n", 0},
		{"timeouts by place", "audit/timeout", "-- a.py --\nimport ftplib, imaplib, socket\nftplib.FTP('a', 'b', 'c', 'd', 9)\nimaplib.IMAP4('a', 1, 9)\nsocket.create_connection(('a', 1), 9)\n", 0},
		{"a socket with a timeout of its own", "audit/timeout", "-- a.py --\nimport socket\ns = socket.socket()\ns.settimeout(9)\ns.connect(('a', 1))\n", 0},
		{"a socket without", "audit/timeout", "-- a.py --\nimport socket\ns = socket.socket()\ns.connect(('a', 1))\n", 1},
		{"parameters that a base makes", "source/unwritten-method", tool + "has_runtime_parameters: true\n-- tools/search.py --\nfrom dify_plugin import Tool\nimport tools.a\nclass A(tools.a.B):\n    def _invoke(self, p):\n        yield self.create_text_message('')\n-- tools/a.py --\nfrom dify_plugin import Tool\nclass B(Tool):\n    def _get_runtime_parameters(self):\n        return []\n", 1},
		{"parameters that the class makes", "source/unwritten-method", tool + "has_runtime_parameters: true\n-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_text_message('')\n    def _get_runtime_parameters(self):\n        return []\n", 0},
		{"a message of a later release, asked for", "source/message-call", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        if hasattr(self, 'create_file_message'):\n            yield self.create_file_message(p)\n", 0},
		{"another call where the first fails", "source/message-call", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        try:\n            m = self.create_blob_message(b'', name='x')\n        except Exception:\n            m = self.create_blob_message(b'')\n        yield m\n", 0},
		{"the channel handed on", "source/channel", "-- tools/search.py --\nimport json, logging, sys\nfrom dify_plugin import Tool\nlogging.getLogger().addHandler(logging.StreamHandler(sys.stdout))\nclass A(Tool):\n    def _invoke(self, p):\n        for line in sys.stdin:\n            yield self.create_text_message(line)\n", 2},
		{"the channel asked about", "source/channel", "-- tools/search.py --\nimport logging, sys\nfrom dify_plugin import Tool\nlogging.getLogger().addHandler(logging.StreamHandler())\nX = getattr(sys.stdout, 'encoding'), sys.stdin.isatty(), sys.stdout.flush()\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_text_message('')\n", 0},
		{"mail and sockets without", "audit/timeout", "-- a.py --\nimport imaplib\nimaplib.IMAP4_SSL('a')\n-- b.py --\nimport http.client\nhttp.client.HTTPSConnection('a')\n", 2},
		{"a model of another type without a mode", "model/property", model + "-- models/rerank/demo.yaml --\nmodel: demo-2\nmodel_type: rerank\nmodel_properties: {context_size: 512}\n", 0},
		{"a slip in the mode, and sizes that are no whole numbers", "model/property", llm + "model_properties:\n  mode: chats\n  context_size: 8k\n  max_chunks: 1.5\n", 3},
		{"a form that is null, and one that is there", "model/form", "-- manifest.yaml --\nplugins:\n  models: [provider/demo.yaml]\n-- provider/demo.yaml --\nconfigurate_methods: [predefined-model, customizable-model, fetch-from-remote]\nprovider_credential_schema:\nmodel_credential_schema: {model: {label: {en_US: M}}, credential_form_schemas: []}\n", 1},
		{"a schema by reference, an empty one, and Dify's own types", "declaration/output-schema", tool + "output_schema: {$ref: x}\n-- tools/other.yaml --\noutput_schema: {}\n", 0},
		{"types of Dify, of several, and properties that are called type", "declaration/output-schema", tool + "output_schema:\n  type: object\n  properties:\n    type: {type: 'array[object]'}\n    properties: {type: [string, 'null']}\n    file: {type: file}\n    list: {type: array, items: {type: object, properties: {a: {type: string}}}}\n", 0},
		{"slips deeper down", "declaration/output-schema", tool + "output_schema:\n  type: object\n  properties:\n    a: {type: array, items: {type: dict}}\n    b: {type: object, properties: [c]}\n    d: {type: [strng, 'null']}\n", 3},
		{"a secret that the user fills in", "secret/asked-of-model", tool + "parameters:\n  - {name: api_key, type: secret-input, form: form}\n  - {name: next_page_token, type: string, form: llm}\n", 0},
		{"a key that the model fills in", "secret/asked-of-model", tool + "parameters:\n  - {name: apiKey, type: string, form: llm}\n", 1},
		{"attributes that are asked for, set elsewhere or given by the SDK", "source/unknown-attribute", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    cache = {}\n    def _invoke(self, p):\n        if hasattr(self, 'later'):\n            self.later()\n        try:\n            self.old\n        except AttributeError:\n            pass\n        self.runtime, self.session, self.response_type, self.cache, self._convert_parameters\n        yield self.create_text_message('')\n", 0},
		{"attributes that a mixin from outside may have", "source/unknown-attribute", "-- tools/search.py --\nfrom acme import Mixin\nfrom dify_plugin import Tool\nclass A(Mixin, Tool):\n    def _invoke(self, p):\n        yield self.say(p)\n", 0},
		{"attributes that are set by name", "source/unknown-attribute", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        setattr(self, p, 1)\n        yield self.say\n", 0},
		{"an attribute of a tool that is elsewhere", "source/unknown-attribute", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_text_message(self.credentials['a'])\n", 1},
		{"the certificate check turned off and on for the process", "audit/tls", "-- a.py --\nimport ssl\nssl._create_default_https_context = ssl._create_unverified_context\nssl._create_default_https_context = ssl.create_default_context\nctx = ssl.create_default_context()\nctx.verify_mode = ssl.CERT_REQUIRED\n", 1},
		{"paths with a part that is made anew", "audit/temp-file", "-- a.py --\nimport uuid\nname = f'{uuid.uuid4()}.png'\nopen('/tmp/a-' + str(uuid.uuid4()) + '.png', 'wb')\nopen(f'/tmp/{name}', 'wb')\nopen('/tmp/a.log', 'a')\n", 0},
		{"a path joined with a part that stays the same", "audit/temp-file", "-- a.py --\nimport uuid\nopen('/tmp/a.png' + suffix, 'wb')\nuuid.uuid4()\n", 1},
		{"an address for the author's machine, deep under its condition", "audit/localhost", "-- a.py --\nimport os, requests\ndef f(urls):\n    if os.environ.get('DEBUG'):\n        for u in urls:\n            requests.get('http://localhost:8000/' + u, timeout=1)\n", 0},
		{"an address in a loop and under another condition", "audit/localhost", "-- a.py --\nimport requests\ndef f(urls):\n    for u in urls:\n        if u:\n            requests.get('http://localhost:8000/' + u, timeout=1)\n", 1},
		{"values that stand in for keys", "secret/literal", "-- a.py --\napi_key = 'sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'\ntoken = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'\n", 0},
		{"Japanese alone, and names of languages", "publish/readme-english", "-- README.md --\n# Demo\n\nWrites 日本語 and 한국어.\n\n```\n中文\n```\n", 1},
		{"a README in Japanese kana", "publish/readme-english", "-- README.md --\n# Demo\n\nこれはとてもべんりなプラグインです\n", 1},
		{"a few names of languages", "publish/readme-english", "-- README.md --\n# Demo\n\nSpeaks にほん and 한국어.\n", 0},
		{"a name of the standard library with a slip, under another name", "import/stdlib-name", "-- tools/search.py --\nfrom collections import OrderedDic as Sorted\nfrom collections import Mapping\nfrom json import *\n", 2},
		{"a source that is a number, of which schema/type speaks", "file/source", tool + "extra: {python: {source: 1.5}}\n", 0},
		{"a pattern in a folder that exists", "model/unmatched", llm + "-- provider/demo.yaml --\nmodels:\n  llm:\n    predefined: [models/llm/*.yml]\n", 1},
		{"a document that ends and goes on", "yaml/documents", tool + "identity: {name: search}\n...\na: 1\n", 1},
		{"a pinned major before 1.0.0 and no identifier", "identity/identifier-major", "-- manifest.yaml --\nversion: 0.1.0\n", 0},
		{"an identifier beside a version that is none", "identity/identifier-major", "-- manifest.yaml --\nversion: one\nidentifier: com.acme.demo-v2\n", 0},
		{"the first major with its suffix", "identity/identifier-major", "-- manifest.yaml --\nversion: 1.0.0\nidentifier: com.acme.demo-v1\n", 0},
		{"a project that is not installed", "dependency/build-system", "-- pyproject.toml --\n[project]\nname = 'demo'\nversion = '0.0.1'\n[build-system]\nrequires = ['hatchling']\nbuild-backend = 'hatchling.build'\n[tool.uv]\npackage = false\n", 0},
		{"requirements without a version, and with one elsewhere", "dependency/unpinned", "-- requirements.txt --\ndify_plugin>=0.5.0,<1\nrequests\nnumpy==2.1.0\n", 1},
		{"the plugin's author in all, and a declaration without", "identity/byline", tool + "identity: {name: search, author: acme}\n-- manifest.yaml --\nauthor: acme\n", 0},
		{"an author that is nobody's slip", "identity/byline", tool + "identity: {name: search, author: someone}\n-- manifest.yaml --\nauthor: acme\n", 0},
		{"a name of a variable that is declared, and one that is not", "source/output-name", tool + "output_schema: {type: object, properties: {total: {type: number}}}\n-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_variable_message('total', 1)\n        yield self.create_variable_message('totl', 1)\n", 1},
		{"variables without a schema", "source/output-name", tool + "identity: {name: search}\n-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        yield self.create_variable_message('total', 1)\n", 0},
		{"values that a call inserts", "audit/sql", "-- a.py --\nimport sqlite3\ndef f(name):\n    c = sqlite3.connect('x').cursor()\n    q = f\"select {name} from t where a = '{name}'\"\n    c.execute(q)\n    c.execute('select ? from t', (name,))\n", 1},
		{"an interface for administrators without a key", "installation/default-secret", "installation: list\n-- docker-compose.override.yaml --\nservices:\n  plugin_daemon:\n    environment:\n      ADMIN_API_ENABLED: 'true'\n", 1},
		{"an interface for administrators with a key", "installation/default-secret", "installation: list\n-- docker-compose.override.yaml --\nservices:\n  plugin_daemon:\n    environment:\n      ADMIN_API_ENABLED: 'true'\n      ADMIN_API_KEY: one-of-your-own\n", 0},
		{"a sentinel without its port", "installation/redis", "installation: list\n-- .env --\nREDIS_USE_SENTINEL=true\nREDIS_SENTINEL_SERVICE_NAME=mymaster\nREDIS_SENTINELS=a.example.com:26379,,b.example.com\n", 1},
		{"the image for serverless plugins", "installation/image-tag", "installation: list\n-- docker-compose.override.yaml --\nservices:\n  plugin_daemon:\n    image: langgenius/dify-plugin-daemon:0.5.5-serverless\n", 1},
		{"an attribute that a part of the sources sets, and generators inside", "source/yielded-value", "-- tools/search.py --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        def inner():\n            yield 'text'\n        for x in inner():\n            yield self.create_text_message(x)\n", 0},
		{"keys with a part of a word behind them", "secret/token", "-- a.py --\nurl = 'https://acme.dev/AKIAIOSFODNN7EXAMPLEX1'\n", 0},
		{"a Python range of an environment of its own, and of any", "dependency/requires-python", "-- pyproject.toml --\n[project]\nname = 'demo'\nversion = '0.0.1'\nrequires-python = '>=3.12'\ndependencies = ['dify_plugin>=0.5.0,<0.6.0']\n[tool.uv]\nenvironments = [\"sys_platform == 'linux'\"]\n", 0},
		{"a range that holds nothing, and a broken one", "dependency/requires-python", "-- pyproject.toml --\n[project]\nname = 'demo'\nversion = '0.0.1'\nrequires-python = '>=3.13,<3.12'\ndependencies = []\n", 0},
		{"a host with a path, and no host", "publish/network-domains", "-- manifest.yaml --\nnetwork:\n  domains: [https://api.example.com/v1, 'a b', api.example.com, '*.example.com']\n", 2},
		{"a version with a suffix that Python reads", "version/python", "-- manifest.yaml --\nversion: 0.0.1-rc1\n", 0},
		{"drawings and pictures by their content", "asset/icon-content", "-- _assets/icon.svg --\nno drawing\n", 1},
		{"an SDK before its release, as locked", "import/sdk-name", "-- pyproject.toml --\n[project]\nname = 'demo'\nversion = '0.0.1'\ndependencies = ['dify_plugin>=0.5.0b1']\n-- uv.lock --\nversion = 1\n[[package]]\nname = 'dify-plugin'\nversion = '0.5.0b1'\nsource = { registry = 'https://pypi.org/simple' }\n-- tools/search.py --\nfrom dify_plugin import Nothing\n", 0},
		{"requirements that are elsewhere", "dependency/sdk-missing", "-- requirements.txt --\n-r more.txt\nrequests==2.32.0\n", 0},
		{"an SDK from a path", "dependency/sdk-missing", "-- requirements.txt --\n./wheels/dify_plugin-0.5.0-py3-none-any.whl\n", 0},
		{"an old SDK behind a blank", "dependency/sdk-hidden", "-- requirements.txt --\ndify_plugin ==0.0.1b76\n", 1},
		{"a new SDK behind a blank and with an extra", "dependency/sdk-hidden", "-- requirements.txt --\ndify_plugin >=0.9.0,<1\n-- manifest.yaml --\nversion: 0.0.1\n", 1},
		{"a project that its lock does not install", "dependency/build-system", "-- pyproject.toml --\n[project]\nname = 'demo'\nversion = '0.0.1'\ndependencies = ['dify-plugin>=0.9.0,<1.0.0']\n[build-system]\nrequires = ['hatchling']\n-- uv.lock --\nversion = 1\n[[package]]\nname = 'demo'\nversion = '0.0.1'\nsource = { virtual = '.' }\n", 0},
		{"a project that its lock installs", "dependency/build-system", "-- pyproject.toml --\n[project]\nname = 'demo'\nversion = '0.0.1'\ndependencies = ['dify-plugin>=0.9.0,<1.0.0']\n[build-system]\nrequires = ['hatchling']\n-- uv.lock --\nversion = 1\n[[package]]\nname = 'demo'\nversion = '0.0.1'\nsource = { editable = '.' }\n", 1},
		{"values by their tags", "schema/type", tool + "parameters: !!set {a, b}\nidentity: {name: !!int 1.0, author: !!str 1, label: !!null x, icon: !!bool maybe}\n", 3},
		{"a schema of a tool that names properties of models", "model/property", tool + "model_properties: {mode: chats}\n", 0},
		{"a group of values in a table that are of another thing", "audit/readme-parameter", tool + "parameters:\n  - {name: query, type: string, form: llm}\n-- README.md --\n# Demo\n\n- `alpha`: one\n- `beta`: two\n- `gamma`: three\n", 0},
		{"dependencies in one file that goes in", "file/left-out", "-- .difyignore --\npyproject.toml\n-- pyproject.toml --\n[project]\nname = 'demo'\nversion = '0.0.1'\n-- requirements.txt --\ndify_plugin>=0.9.0,<1\n", 0},
		{"a folder of an environment", "publish/unwanted-file", "-- env/bin/python --\nx\n-- .difyignore --\nenv/\n", 0},
		{"two cycles, one at once and one later", "import/circular", "-- tools/search.py --\nimport tools.a\n-- tools/a.py --\nfrom tools.b import Y\nX = Y\n-- tools/b.py --\nfrom tools.a import X\nY = X\n-- tools/c.py --\nimport tools.d\n-- tools/d.py --\nimport tools.c\n", 1},
		{"an entry that is empty in a plugin without text", "source/never-runs", "-- main.py --\n", 1},
		{"an entry that prepares and does not run", "source/never-runs", "-- main.py --\nfrom dify_plugin import Plugin, DifyPluginEnv\nplugin = Plugin(DifyPluginEnv())\n", 1},
		{"names of the platform inside of others", "identity/reference", "-- README.md --\n# Demo\n\nSee acme/demo:0.0.1 and com.Acme.demo:1.0\n", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := &kit.Example{Bad: tt.files}
			res, err := e.BadPlugin().RunRule(ByID(tt.rule), e, nil)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&said, "%s: %s\n", tt.rule, tt.name)
			for _, f := range res.Findings() {
				show(&said, &f)
			}
			if got := res.Findings(); len(got) != tt.want {
				t.Errorf("%d findings, want %d: %v", len(got), tt.want, got)
			}
		})
	}
	golden(t, "neighbours", said.String())
}
