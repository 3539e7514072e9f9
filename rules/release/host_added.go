package release

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

// HostAdded is told of hosts that the sources did not name before.
var HostAdded = &lint.Rule{
	ID: "release/host-added", Gate: lint.None, Severity: lint.Info, Since: "0.1.0", Needs: needsBaseline,
	Title: "the sources name a host that they did not name",
	Why: "Where firewalls let plugins through to named hosts only, a release that calls another one fails behind them; and who " +
		"consented to data going to one service is asked again for the next. So a host that is new in the sources is told of on " +
		"its own, whatever the version says. Hosts that the manifest declares are release/scope-widened.",
	Examples: []lint.Example{{
		Bad: `-- manifest.yaml --
version: 1.0.1
-- tools/search.py --
import requests

from dify_plugin import Tool


class SearchTool(Tool):
    def _invoke(self, tool_parameters):
        got = requests.get("https://images.acme.io/v1", params=tool_parameters, timeout=30)  # want
        yield self.create_text_message(got.text)
-- ../released/manifest.yaml --
version: 1.0.0
-- ../released/tools/search.py --
import requests

from dify_plugin import Tool


class SearchTool(Tool):
    def _invoke(self, tool_parameters):
        got = requests.get("https://api.acme.io/v1", params=tool_parameters, timeout=30)
        yield self.create_text_message(got.text)
`,
		Good: `-- tools/search.py --
import requests

from dify_plugin import Tool


class SearchTool(Tool):
    def _invoke(self, tool_parameters):
        got = requests.get("https://api.acme.io/v1/images", params=tool_parameters, timeout=30)
        yield self.create_text_message(got.text)
`,
	}},
	Options: options(release.HostAdded),
	Run:     told,
}
