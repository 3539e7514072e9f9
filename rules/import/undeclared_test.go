package importing_test

import (
	"strings"
	"testing"

	"github.com/difylint/difylint/lint/kit"
	importing "github.com/difylint/difylint/rules/import"
)

// TestUndeclared: what may bring a module in is no finding, and what surely does
// not makes it an error.
func TestUndeclared(t *testing.T) {
	const (
		tool = "from dify_plugin import Tool\n\n\nclass SearchTool(Tool):\n    def _invoke(self, tool_parameters):\n        yield self.create_text_message(\"\")\n"
		sdk  = "dify_plugin>=0.9.0,<1.0.0\n"
	)
	source := func(imports string) string { return "-- tools/search.py --\n" + imports + tool }
	for _, tt := range []struct {
		name, files string
		want        string // severities
	}{
		{"known to be absent", "-- requirements.txt --\n" + sdk + source("import numpy\n"), "error"},
		{"an old SDK, too", "-- requirements.txt --\ndify_plugin~=0.0.1b67\n" + source("import numpy\n"), "error"},
		{"only some releases of the SDK bring it", "-- requirements.txt --\ndify_plugin>=0.2.0\n" + source("import aiohttp\nimport pydub\n"), ""},
		{"the release does not bring it", "-- requirements.txt --\ndify_plugin>=0.9.0\n" + source("import aiohttp\n"), "error"},
		{"all is explained", "-- requirements.txt --\n" + sdk + "requests>=2.32\n" + source("import requests\nimport acme_search\n"), "error"},
		{"another may carry it", "-- requirements.txt --\n" + sdk + "requests>=2.32\n" + source("import acme_search\n"), "warning"},
		{"a package that is not known", "-- requirements.txt --\n" + sdk + "acme-tools\n" + source("import numpy\n"), "info"},
		{"a version that is not known", "-- requirements.txt --\n" + sdk + "pandas<1\n" + source("import numpy\nimport pandas\n"), "info"},
		{"an extra", "-- requirements.txt --\n" + sdk + "requests[socks]>=2.32\n" + source("import numpy\nimport requests\n"), "info"},
		{"a wheel in the package", "-- requirements.txt --\n" + sdk + "./wheels/psycopg2-0.1.0-py3-none-any.whl\n" + source("import psycopg2\n"), ""},
		{"a slip in the name of a folder", "-- requirements.txt --\n" + sdk + "acme-tools\n" + source("from helper.words import X\n") + "-- helpers/words.py --\nX = 1\n", "error"},
		{"guarded", "-- requirements.txt --\n" + sdk + source("try:\n    import numpy\nexcept ImportError:\n    numpy = None\n"), ""},
		{"within a function", "-- requirements.txt --\n" + sdk + source("def f():\n    import numpy\n    return numpy\n"), "warning"},
		{"a module beside the source", "-- requirements.txt --\n" + sdk + source("import words\n") + "-- tools/words.py --\nX = 1\n", "error"},
		{"a source of the module's name", "-- requirements.txt --\n" + sdk + source("") + "-- tools/acme.py --\nimport acme\n", "warning"},
		{"a part of a shared package", "-- requirements.txt --\n" + sdk + "azure-core>=1.30\n" + source("from azure.storage.blob import BlobServiceClient\n"), "error"},
		{"a part of a shared package that is there", "-- requirements.txt --\n" + sdk + "google-genai>=1.0\n" + source("from google import genai\n"), ""},
		{"a part whose distribution has another name", "-- requirements.txt --\n" + sdk + "google-auth>=2\ngrpc-google-iam-v1\n" + source("from google.iam.v1 import policy_pb2\n"), ""},
		{"a name that begins like an installed one", "-- requirements.txt --\n" + sdk + source("import flask_cors\n"), "error"},
		{"the name of the distribution in the place of the module's", "-- requirements.txt --\n" + sdk + source("import pyyaml\n"), "error"},
		{"dots for an underscore", "-- requirements.txt --\n" + sdk + source("from dify.plugin import Tool\n"), "error"},
		{"by a literal name", "-- requirements.txt --\n" + sdk + source("import importlib\n\nX = importlib.import_module(\"acme.words\")\n"), "error"},
		{"by a literal name that is only asked for", "-- requirements.txt --\n" + sdk + source("import importlib.util\n\nX = importlib.util.find_spec(\"acme\")\n"), ""},
		{"a part that another holds", "-- requirements.txt --\n" + sdk + "azure-core>=1.30\n" + source("import azure.core.exceptions\n"), ""},
		{"a program beside its modules", "-- requirements.txt --\n" + sdk + source("") + "-- md2x-1.0/run.py --\nimport words\n-- md2x-1.0/words.py --\nX = 1\n", ""},
		{"another plugin in a folder", "-- requirements.txt --\n" + sdk + source("") + "-- other/manifest.yaml --\ntype: plugin\n-- other/tools/x.py --\nimport numpy\n", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := &kit.Example{Bad: tt.files}
			res, err := e.BadPlugin().RunRule(importing.Undeclared, e, nil)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range res.Findings() {
				got = append(got, f.Severity.String())
			}
			if strings.Join(got, " ") != tt.want {
				t.Errorf("%q, want %q: %v", got, tt.want, res.Findings())
			}
		})
	}
}
