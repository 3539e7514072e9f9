package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestCapabilities(t *testing.T) {
	dir := t.TempDir()
	for name, data := range map[string]string{
		"manifest.yaml":      "author: acme\nname: demo\nversion: 0.1.0\nresource:\n  permission:\n    storage:\n      enabled: true\n      size: 1024\n    app:\n      enabled: true\nplugins:\n  tools:\n    - provider/demo.yaml\n",
		"provider/demo.yaml": "identity:\n  name: demo\ncredentials_for_provider:\n  api_key:\n    type: secret-input\n    required: true\n  region:\n    type: select\n    default: https://eu.acme.io/v1\n    options:\n      - value: https://us.acme.io\n      - value: http://192.168.0.1:80\ntools:\n  - tools/t.yaml\nextra:\n  python:\n    source: provider/demo.py\n",
		"provider/demo.py":   "from dify_plugin import ToolProvider\nclass P(ToolProvider):\n    pass\n",
		"tools/t.yaml":       "identity:\n  name: t\nextra:\n  python:\n    source: tools/t.py\n",
		"tools/t.py": "import os\nimport requests\nfrom dify_plugin import Tool\nclass T(Tool):\n    def _invoke(self, tool_parameters):\n" +
			"        self.session.storage.set('k', b'')\n        self.session.model.llm.invoke()\n        requests.get('https://api.acme.io/v1', headers={'x': os.environ['KEY']})\n        requests.get(tool_parameters['url'])\n",
		"bad\x1b[31m.py": "import (\n",
	} {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	pages(t, dir, "capabilities", []page{
		{"text", []string{
			"Capabilities of acme/demo 0.1.0\n", "  model.llm: used, never declared\n    tools/t.py:7 session.model.llm.invoke\n",
			"  storage: declared and used, 1024 bytes\n", "  app: declared, never used\n", "  api.acme.io tools/t.py:8\n  eu.acme.io preset, or offered to users provider/demo.yaml:9\n  us.acme.io preset, or offered to users provider/demo.yaml:11\n  2 requests",
			"  2 requests: 1 to fixed hosts; the host comes from a parameter in 1,", "  environment variables: KEY\n",
			"  api_key (secret-input, provider, required) provider/demo.yaml:4\n", "    bad␛[31m.py:1 not valid Python",
		}},
		{"markdown", []string{"# Capabilities of acme/demo 0.1.0\n", "- `app`: declared, never used\n", "  - `tools/t.py:6` `session.storage.set`\n"}},
		{"json", []string{`"name": "model.llm"`, `"from_parameter": 1`, `"storage_bytes": 1024`}},
	})
}
