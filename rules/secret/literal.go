package secret

import "github.com/difylint/difylint/lint"

// Literal is told of random values that are given to names of credentials.
var Literal = &lint.Rule{
	ID: "secret/literal", Gate: lint.Publish, Severity: lint.Error, Since: "0.1.0", Bundles: true,
	Title: "a credential's value stands in a file",
	Why: "A long random text beside a name such as `api_key`, `password` or `client_secret` is most often the real one, left " +
		"behind from trying things out. Everybody who gets the package can use it. The marketplace's checks refuse some of " +
		"these, by how random they are; the others are a warning here.",
	Sources: []string{"dify-marketplace-toolkit: toolkit/checks/secrets.py", "dify-plugins: docs/plugin-submission-requirements.md"},
	Examples: []lint.Example{{
		Bad:  "-- tools/search.py --\nfrom dify_plugin import Tool\n\nclient_secret = \"q7Zt9Lw3XbK5vR1mN8cJ2hF6gD4sP0aYeUoW\" # want\n\n\nclass SearchTool(Tool):\n    def _invoke(self, tool_parameters):\n        yield self.create_text_message(\"\")\n",
		Good: "-- tools/search.py --\nfrom dify_plugin import Tool\n\n\nclass SearchTool(Tool):\n    def _invoke(self, tool_parameters):\n        yield self.create_text_message(\"\")\n",
	}, {
		Name: "settings",
		Bad:  "-- test.ini --\n[service]\napi_key = 4f1c9b7e2d8a6035c1e7f9b24d6a8035 # want\n",
		Good: "-- test.ini --\n[service]\napi_key = <your key>\n",
	}},
	Run: func(p *lint.Pass) {
		each(p, literal, func(s found) lint.Message {
			return lint.Msg("%s is given a value that looks like a real one (%d characters); take it back, and read it from the credentials or the environment", s.what, s.span.Len())
		})
	},
}
