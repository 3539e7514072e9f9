package secret

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/source/text"
)

// Literal reports random values that are given to names of credentials.
var Literal = &lint.Rule{
	ID: "secret/literal", Gate: lint.Publish, Severity: lint.Error, Since: "0.1.0", Bundles: true,
	Title:   "a credential's value is written in a file",
	Why:     "A long random text beside a name such as `api_key`, `password` or `client_secret` is usually a real one, left over from testing. Everybody who gets the package can use it. The marketplace's checks refuse those that are random enough; the others are a warning here.",
	Sources: []string{"dify-marketplace-toolkit: toolkit/checks/secrets.py", "dify-plugins: docs/plugin-submission-requirements.md"},
	Run: func(p *lint.Pass) {
		each(p, literal, func(s found) lint.Message {
			return lint.Msg("%s has a value that looks like a real secret (%d characters); revoke it, and read it from the credentials or the environment", text.Phrase(s.what), s.span.Len())
		})
	},
}
