package risk_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/risk"
	"github.com/difylint/difylint/lint/kit"
)

func TestAssess(t *testing.T) {
	for _, c := range []struct {
		name, files string
		level       risk.Level
		want        []string
	}{
		{"nothing", "", risk.Low, nil},
		{"a fixed service", "-- main.py --\nimport requests\n\nrequests.get(\"https://api.acme.dev/v1\", timeout=9)\n", risk.Low, nil},
		{"without TLS", "-- main.py --\nimport requests\n\nrequests.get(\"http://api.acme.dev/v1\", timeout=9)\n", risk.Medium, []string{"unencrypted main.py:3"}},
		{"commands", "-- main.py --\nimport subprocess as sp\n\nsp.run([\"ls\"])\n", risk.High, []string{"commands main.py:3"}},
		{"fixed code", "-- main.py --\nexec(\"x = 1\")\n", risk.Low, nil},
		{"code", "-- main.py --\nexec(input())\n", risk.High, []string{"code main.py:1"}},
		{"a database", "-- main.py --\nimport sqlite3\n", risk.High, []string{"database main.py:1"}},
		{"a test's database", "-- tests/test_main.py --\nimport sqlite3\n", risk.Low, nil},
		{"an author's script", "-- tools/build.py --\nimport os\n\nif __name__ == \"__main__\":\n    os.remove(\"x\")\n", risk.Low, nil},
		{"a temporary file", "-- main.py --\nimport os\nimport tempfile\n\nfd, name = tempfile.mkstemp()\nopen(name, \"w\")\nos.remove(name)\n", risk.Low, nil},
		{"own files", "-- main.py --\ndef save(name):\n    open(name, \"wb\")\n", risk.Medium, []string{"own-files main.py:2"}},
		{"files", "-- main.py --\ndef save(tool_parameters):\n    name = tool_parameters[\"name\"]\n    open(name, \"wb\")\n", risk.High, []string{"files main.py:3"}},
		{"any URL", "-- main.py --\nimport httpx\n\n\ndef f(tool_parameters):\n    url = tool_parameters.get(\"url\", \"\").strip()\n    return httpx.get(url)\n", risk.High, []string{"any-url main.py:6"}},
		{"a query", "-- main.py --\nimport httpx\n\n\ndef f(tool_parameters):\n    return httpx.get(\"https://acme.dev/?q=\" + tool_parameters[\"q\"])\n", risk.Low, nil},
		{"a server of the user's", "-- main.py --\nimport httpx\n\n\ndef f(self):\n    base = self.runtime.credentials[\"base_url\"]\n    return httpx.get(f\"{base}/v1\")\n", risk.Medium, []string{"user-host main.py:6"}},
		{"a socket", "-- main.py --\nimport socket\n\n\ndef f(host):\n    socket.create_connection((host, 25565))\n", risk.Medium, []string{"user-host main.py:5"}},
		{"a fixed socket", "-- main.py --\nimport socket\n\nsocket.create_connection((\"acme.dev\", 443))\n", risk.Low, nil},
		{"writes", "-- main.py --\nimport requests\n\nrequests.Session().delete(\"https://acme.dev/1\")\n", risk.Medium, []string{"writes main.py:3"}},
		{"sends", "-- main.py --\nimport requests\n\nrequests.request(\"POST\", \"https://acme.dev/1\")\n", risk.Medium, []string{"sends-out main.py:3"}},
		{"an executable", "-- bin/ffmpeg --\n\x7fELF\x02\n", risk.High, []string{"executables bin/ffmpeg:0"}},
		{"an upload", "-- tools/search.yaml --\nparameters:\n  - name: doc\n    type: file\n    required: true\n    form: llm\n    label:\n      en_US: Document\n    human_description:\n      en_US: Document\n    llm_description: Document\n", risk.Medium, []string{"uploads tools/search.yaml:3"}},
		{"a library of a cloud", "-- main.py --\nimport boto3\nimport google.protobuf\nfrom google.protobuf import json_format\nfrom botocore.exceptions import ClientError\n", risk.Medium, []string{"sends-out main.py:1"}},
		{"a list of files", "-- main.py --\nimport os\n\n\ndef f(tool_parameters, tmp):\n    os.listdir(tool_parameters[\"dir\"])\n    os.listdir(tmp)\n    os.listdir(\"data\")\n", risk.High, []string{"files main.py:5"}},
		{"reads", "-- main.py --\ndef f(tool_parameters, tmp):\n    open(tool_parameters[\"a\"])\n    open(tool_parameters[\"tmp\"])\n    open(tool_parameters[\"a\"], \"rb\")\n    open(\"data\")\n    open(tmp, mode=\"w\")\n    open(\"data\", mode=\"w\")\n", risk.High, []string{"files main.py:2", "files main.py:4", "own-files main.py:7"}},
		{"fixed and other code", "-- main.py --\nCODE = \"x\"\nexec(CODE)\nexec(CODE + input())\nexec(1)\nexec()\n", risk.High, []string{"code main.py:3", "code main.py:4", "code main.py:5"}},
		{"sockets", "-- main.py --\nimport socket\n\nHOST = \"acme.dev\"\nsocket.create_connection((HOST, 443))\nsocket.create_connection()\nsocket.create_connection(())\nsocket.create_connection(\"acme.dev\")\n", risk.Medium, []string{"user-host main.py:5", "user-host main.py:6"}},
		{"methods", "-- main.py --\nimport requests\n\nrequests.put(\"https://acme.dev\")\nrequests.patch(\"https://acme.dev\")\nrequests.post(\"https://acme.dev\")\nrequests.head(\"https://acme.dev\")\nrequests.post()\n", risk.Medium, []string{"writes main.py:3", "writes main.py:4", "sends-out main.py:5", "sends-out main.py:7"}},
		{"addresses without TLS", "-- main.py --\n\"\"\"http://docs.acme.dev\"\"\"\nA = \"http://127.0.0.1:80\"\nB = \"http://0.0.0.0\"\nC = \"http://example.com\"\nD = \"http://a.acme.dev\" + x\nE = f\"http://b.acme.dev{x}\"\nF = f\"HTTP://c.acme.dev/{x}\"\nG = \"http://localhost:1\"\n", risk.Medium, []string{"unencrypted main.py:5", "unencrypted main.py:7"}},
		{"a datasource", "-- manifest.yaml --\nplugins: {datasources: [provider/web.yaml, provider/docs.yaml]}\n-- provider/web.yaml --\nprovider_type: website_crawl\n-- provider/docs.yaml --\nprovider_type: online_document\n", risk.High, []string{"any-url provider/web.yaml:1"}},
		{"a trigger", "-- manifest.yaml --\nplugins: {triggers: [provider/hook.yaml]}\n-- provider/hook.yaml --\nidentity: {name: hook}\nsubscription_schema: []\n", risk.Medium, []string{"receives provider/hook.yaml:1"}},
		{"models and endpoints", "-- manifest.yaml --\nplugins: {models: [provider/llm.yaml], endpoints: [group/web.yaml]}\n-- provider/llm.yaml --\nprovider: llm\n-- group/web.yaml --\nendpoints: [group/a.yaml]\n-- group/a.yaml --\npath: /a\nmethod: GET\n", risk.Medium, []string{"sends-out provider/llm.yaml:1", "receives group/a.yaml:1"}},
		{"parameters", "-- tools/search.yaml --\nparameters:\n  - {name: page_url, type: string}\n  - {name: urls_seen, type: string}\n  - {name: docs, type: files}\n-- provider/demo.yaml --\ncredentials_for_provider:\n  base_url: {type: text-input}\n", risk.Medium, []string{"uploads tools/search.yaml:4", "user-urls tools/search.yaml:2"}},
		{"programs", "-- a.exe --\nx\n-- b.bin --\nMZ\u0000\u0000\n-- c.bin --\nM\n-- d --\nMY text\n-- e.txt --\n\u007fELF\n-- LIB.SO --\nx\n", risk.High, []string{"executables LIB.SO:0", "executables a.exe:0", "executables b.bin:0"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := plugin.Open((&kit.Example{Bad: c.files}).BadPlugin().FS, ".")
			a := risk.Assess(p)
			var got []string
			for _, r := range a.Reasons {
				for _, e := range r.Evidence {
					got = append(got, string(r.Kind)+" "+label(e))
				}
			}
			if d := cmp.Diff(c.want, got); d != "" || a.Level != c.level {
				t.Errorf("%s, want %s\n%s", a.Level, c.level, d)
			}
		})
	}
}

func label(e risk.Evidence) string { return e.Path + ":" + string(rune('0'+e.Line())) }

func TestDisclosure(t *testing.T) {
	const notes = "\n## Security and privacy notes\n\n"
	level := func(l string) string {
		out := "## Risk level\n\n"
		for _, word := range []string{"Low", "Medium", "High"} {
			out += "- [" + map[bool]string{false: " ", true: "x"}[word == l] + "] " + word + " risk\n"
		}
		return out
	}
	for _, c := range []struct{ name, files, want string }{
		{"nothing", "", level("Low") + notes + "None: the plugin connects to no service.\n"},
		{"fixed services", "-- main.py --\nA = \"https://b.acme.dev\"\nB = \"https://a.acme.dev\"\n", level("Low") + notes + "None: the plugin only reads from fixed services (a.acme.dev, b.acme.dev).\n"},
		{"commands", "-- main.py --\nimport subprocess\nimport requests\n\nsubprocess.run([])\nsubprocess.run([])\nsubprocess.run([]), subprocess.call([])\nsubprocess.run([])\nrequests.get(\"https://api.acme.dev\", timeout=9)\n", level("High") + notes +
			"- The plugin runs commands: `main.py:4`, `main.py:5`, `main.py:6` and 1 more. TODO: say which commands, and how input that reaches them is restricted.\n" +
			"- Fixed hosts that it connects to: api.acme.dev.\n" +
			"- Limits: TODO: say how input is validated and restricted, and where the security boundary is.\n"},
		{"a library", "-- main.py --\nimport obscure\nimport obscure.more\nimport another\n", level("Low") + notes +
			"- Libraries that may connect to a service: another, obscure. TODO: say to which, and what they send.\n"},
		{"personal data", "-- tools/search.yaml --\nparameters:\n  - {name: patient_id, type: string}\n  - {name: a, type: string, label: {en_US: The passport}}\n  - {name: patient, type: string}\n", level("Low") + notes +
			"- Personal data: TODO: say whether the plugin handles health, financial, biometric, children's, location or other sensitive data (its parameters speak of patient, passport).\n"},
		{"sources that were not read", "-- tools/b.py --\n(\n-- tools/a.py --\n)\n", level("Low") + notes +
			"- Sources that were not read: \"tools/a.py\", \"tools/b.py\". TODO: say what they do.\n"},
		{"a program under a hostile name", "-- a`b.exe --\nx\n", level("High") + notes +
			"- The plugin bundles executables: `a?b.exe`. TODO: say why they are needed and where they come from.\n" +
			"- Limits: TODO: say how input is validated and restricted, and where the security boundary is.\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := plugin.Open((&kit.Example{Bad: c.files}).BadPlugin().FS, ".")
			if d := cmp.Diff(c.want, risk.Assess(p).Disclosure()); d != "" {
				t.Error(d)
			}
		})
	}
}

// TestMore finds more places than an assessment keeps.
func TestMore(t *testing.T) {
	p := plugin.Open((&kit.Example{Bad: "-- main.py --\nimport subprocess\n" + strings.Repeat("subprocess.run([])\n", 25)}).BadPlugin().FS, ".")
	r := risk.Assess(p).Reasons[0]
	if len(r.Evidence) != 20 || r.More != 5 || r.Evidence[0].Line() != 2 {
		t.Errorf("%d places from line %d and %d more", len(r.Evidence), r.Evidence[0].Line(), r.More)
	}
}
