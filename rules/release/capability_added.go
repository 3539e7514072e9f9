package release

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

// CapabilityAdded is told of what the sources do now and did not do before.
var CapabilityAdded = &lint.Rule{
	ID: "release/capability-added", Gate: lint.None, Severity: lint.Info, Since: "0.1.0", Needs: needsBaseline,
	Title: "the plugin does what it did not do before",
	Why: "An administrator consented to the plugin that was installed. Running commands, code that it is given, access to " +
		"databases, SSH, files that are named from outside, a browser, addresses that users give and bundled programs are what " +
		"the marketplace counts as a high risk: a release that begins with one of them is told of on its own, whatever its version " +
		"says. \"difylint capabilities\" and \"difylint risk\" show all places.",
	Sources: []string{"dify-plugins: docs/plugin-submission-requirements.md"},
	Examples: []lint.Example{{
		Bad: `-- manifest.yaml --
version: 1.0.1
-- tools/search.py --
import subprocess

from dify_plugin import Tool


class SearchTool(Tool):
    def _invoke(self, tool_parameters):
        done = subprocess.run(["git", "--version"], capture_output=True, text=True, check=True)  # want
        yield self.create_text_message(done.stdout)
-- ../released/manifest.yaml --
version: 1.0.0
-- ../released/tools/search.py --
from dify_plugin import Tool


class SearchTool(Tool):
    def _invoke(self, tool_parameters):
        yield self.create_text_message(tool_parameters["query"])
`,
		Good: `-- tools/search.py --
from dify_plugin import Tool


class SearchTool(Tool):
    def _invoke(self, tool_parameters):
        yield self.create_text_message(tool_parameters["query"].strip())
`,
	}},
	Options: options(release.CapabilityAdded),
	Run:     told,
}
