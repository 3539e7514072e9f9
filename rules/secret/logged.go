package secret

import "github.com/difylint/difylint/lint"

// Logged is told of credentials that code writes to a log.
var Logged = &lint.Rule{
	ID: "secret/logged", Gate: lint.Publish, Severity: lint.Warning, Since: "0.1.0",
	Title: "a credential is logged",
	Why: "What a plugin logs or prints goes to the daemon's log, which administrators, collectors of logs and support read. " +
		"Users gave the credential to the service, not to them. Log that it is there, or its last four characters. The " +
		"marketplace's checks and reviewers look for this.",
	Sources: []string{"dify-marketplace-toolkit: toolkit/checks/safety.py", "dify-plugins: docs/plugin-submission-requirements.md"},
	Examples: []lint.Example{{
		Bad:  "-- tools/search.py --\nimport logging\n\nfrom dify_plugin import Tool\n\nlogger = logging.getLogger(__name__)\n\n\nclass SearchTool(Tool):\n    def _invoke(self, tool_parameters):\n        api_key = self.runtime.credentials[\"api_key\"]\n        logger.info(f\"asking with {api_key}\") # want\n        yield self.create_text_message(\"\")\n",
		Good: "-- tools/search.py --\nimport logging\n\nfrom dify_plugin import Tool\n\nlogger = logging.getLogger(__name__)\n\n\nclass SearchTool(Tool):\n    def _invoke(self, tool_parameters):\n        api_key = self.runtime.credentials[\"api_key\"]\n        logger.info(f\"asking with a key of {len(api_key)} characters\")\n        yield self.create_text_message(\"\")\n",
	}},
	Run: func(p *lint.Pass) {
		tell(p, true, "%s goes to %s as it is; leave it out, or write its last characters alone")
	},
}
