package secret

import (
	"github.com/difylint/difylint/lint"
)

// Logged reports credentials that code writes to a log.
var Logged = &lint.Rule{
	ID: "secret/logged", Gate: lint.Publish, Severity: lint.Warning, Since: "0.1.0",
	Title:   "a credential is logged",
	Why:     "What a plugin logs or prints goes to the daemon's log, which administrators, log collectors and support can read. Users gave the credential to the service, not to them. Log only that it is set, or its last four characters. The marketplace's checks and reviewers look for this.",
	Sources: []string{"dify-marketplace-toolkit: toolkit/checks/safety.py", "dify-plugins: docs/plugin-submission-requirements.md"},
	Run: func(p *lint.Pass) {
		tell(p, true, "%s is written unchanged to %s; remove it, or write only its last characters")
	},
}
