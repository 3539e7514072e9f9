package secret

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/source/text"
)

// Token reports tokens of known services in a plugin's files.
var Token = &lint.Rule{
	ID: "secret/token", Gate: lint.Publish, Severity: lint.Error, Since: "0.1.0", Bundles: true,
	Title:   "a file holds a token of a service",
	Why:     "Everybody who installs the plugin can read the package, also after a later version without the token. Revoke the token at the service first, then remove it from the file: ask users for theirs with `credentials_for_provider`, and keep the author's tokens out of the package. The marketplace's checks refuse the token forms that they know.",
	Sources: []string{"dify-marketplace-toolkit: toolkit/checks/secrets.py", "dify-plugins: docs/plugin-submission-requirements.md"},
	Run: func(p *lint.Pass) {
		each(p, token, func(s found) lint.Message {
			return lint.Msg("this looks like a token (%s), and everybody who gets the package can use it; revoke it, and ask users for theirs", text.Phrase(s.what))
		})
	},
}
