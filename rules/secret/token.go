package secret

import "github.com/difylint/difylint/lint"

// Token is told of tokens of known services in a plugin's files.
var Token = &lint.Rule{
	ID: "secret/token", Gate: lint.Publish, Severity: lint.Error, Since: "0.1.0", Bundles: true,
	Title: "a file holds a token of a service",
	Why: "A package is readable by everybody who installs the plugin, and stays readable when a later version no longer has the " +
		"token. Take it back at the service first, then out of the file: what users bring is asked for by " +
		"`credentials_for_provider`, what the author needs stays out of the package. The marketplace's checks refuse the " +
		"shapes that they know.",
	Sources: []string{"dify-marketplace-toolkit: toolkit/checks/secrets.py", "dify-plugins: docs/plugin-submission-requirements.md"},
	Examples: []lint.Example{{
		Bad:  "-- tools/search.py --\nfrom dify_plugin import Tool\n\nKEY = \"" + "ghp" + "_9fK2mQ7xLw4Tz8Rb1Vc6Ny3Hd5Js0Ga2Pe8u\" # want\n\n\nclass SearchTool(Tool):\n    def _invoke(self, tool_parameters):\n        yield self.create_text_message(\"\")\n",
		Good: "-- tools/search.py --\nfrom dify_plugin import Tool\n\n\nclass SearchTool(Tool):\n    def _invoke(self, tool_parameters):\n        key = self.runtime.credentials[\"api_key\"]\n        yield self.create_text_message(str(len(key)))\n",
	}},
	Run: func(p *lint.Pass) {
		each(p, token, func(s found) lint.Message {
			return lint.Msg("this looks like a token (%s), and everybody who gets the package can use it; take it back, and ask users for theirs", s.what)
		})
	},
}
