package secret

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
)

//go:embed logged.txtar
var loggedExamples string

// Logged reports credentials that code writes to a log.
var Logged = &lint.Rule{
	ID: "secret/logged", Gate: lint.Publish, Severity: lint.Warning, Since: "0.1.0",
	Title: "a credential is logged",
	Why: "What a plugin logs or prints goes to the daemon's log, which administrators, collectors of logs and support read. " +
		"Users gave the credential to the service, not to them. Log that it is there, or its last four characters. The " +
		"marketplace's checks and reviewers look for this.",
	Sources:  []string{"dify-marketplace-toolkit: toolkit/checks/safety.py", "dify-plugins: docs/plugin-submission-requirements.md"},
	Examples: loggedExamples,
	Run: func(p *lint.Pass) {
		tell(p, true, "%s goes to %s as it is; leave it out, or write its last characters alone")
	},
}
