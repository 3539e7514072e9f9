package secret

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
)

//go:embed literal.txtar
var literalExamples string

// Literal reports random values that are given to names of credentials.
var Literal = &lint.Rule{
	ID: "secret/literal", Gate: lint.Publish, Severity: lint.Error, Since: "0.1.0", Bundles: true,
	Title: "a credential's value stands in a file",
	Why: "A long random text beside a name such as `api_key`, `password` or `client_secret` is most often the real one, left " +
		"behind from trying things out. Everybody who gets the package can use it. The marketplace's checks refuse some of " +
		"these, by how random they are; the others are a warning here.",
	Sources:  []string{"dify-marketplace-toolkit: toolkit/checks/secrets.py", "dify-plugins: docs/plugin-submission-requirements.md"},
	Examples: literalExamples,
	Run: func(p *lint.Pass) {
		each(p, literal, func(s found) lint.Message {
			return lint.Msg("%s is given a value that looks like a real one (%d characters); take it back, and read it from the credentials or the environment", s.what, s.span.Len())
		})
	},
}
