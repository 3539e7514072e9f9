package secret

import (
	"github.com/difylint/difylint/lint"
)

// InError reports credentials that code puts into errors.
var InError = &lint.Rule{
	ID: "secret/in-error", Gate: lint.Publish, Severity: lint.Warning, Since: "0.1.0",
	Title:   "a credential is part of an error",
	Why:     "The text of an error is shown in the workflow's run, kept in its history and written to logs; everybody who can see the run sees the credential. Name the field that is wrong, not its value. The marketplace's checks and reviewers look for this.",
	Sources: []string{"dify-marketplace-toolkit: toolkit/checks/safety.py", "dify-plugins: docs/plugin-submission-requirements.md"},
	Run: func(p *lint.Pass) {
		tell(p, false, "%s becomes part of %s that users and logs get; name the field, not its value")
	},
}
