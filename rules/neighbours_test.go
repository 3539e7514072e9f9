package rules

import (
	"testing"

	"github.com/difylint/difylint/lint/kit/example"
)

// TestNeighbours: inputs that lie near what a rule reports, and how many findings
// they get.
func TestNeighbours(t *testing.T) {
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
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := &example.Example{Bad: tt.files}
			res, err := e.BadPlugin().RunRule(ByID(tt.rule), e, nil)
			if err != nil {
				t.Fatal(err)
			}
			if got := res.Findings(); len(got) != tt.want {
				t.Errorf("%d findings, want %d: %v", len(got), tt.want, got)
			}
		})
	}
}
