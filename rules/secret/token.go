package secret

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
)

//go:embed token.txtar
var tokenExamples string

// Token reports tokens of known services in a plugin's files.
var Token = &lint.Rule{
	ID: "secret/token", Gate: lint.Publish, Severity: lint.Error, Since: "0.1.0", Bundles: true,
	Title: "a file holds a token of a service",
	Why: "A package is readable by everybody who installs the plugin, and stays readable when a later version no longer has the " +
		"token. Take it back at the service first, then out of the file: what users bring is asked for by " +
		"`credentials_for_provider`, what the author needs stays out of the package. The marketplace's checks refuse the " +
		"shapes that they know.",
	Sources:  []string{"dify-marketplace-toolkit: toolkit/checks/secrets.py", "dify-plugins: docs/plugin-submission-requirements.md"},
	Examples: tokenExamples,
	Run: func(p *lint.Pass) {
		each(p, token, func(s found) lint.Message {
			return lint.Msg("this looks like a token (%s), and everybody who gets the package can use it; take it back, and ask users for theirs", s.what)
		})
	},
}
