package risk_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/risk"
	"github.com/difylint/difylint/lint/kit/example"
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
	} {
		t.Run(c.name, func(t *testing.T) {
			p := plugin.Open((&example.Example{Bad: c.files}).BadPlugin().FS, ".")
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
	p := plugin.Open((&example.Example{Bad: "-- main.py --\nimport subprocess\nimport requests\n\nsubprocess.run([\"ls\"])\nrequests.get(\"https://api.acme.dev\", timeout=9)\n"}).BadPlugin().FS, ".")
	got := risk.Assess(p).Disclosure()
	for _, want := range []string{"- [ ] Low risk\n", "- [x] High risk\n", "## Security and privacy notes\n", "runs commands: `main.py:4`", "api.acme.dev"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing from\n%s", want, got)
		}
	}
}
