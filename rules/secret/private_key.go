package secret

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
)

//go:embed private_key.txtar
var privateKeyExamples string

// PrivateKey reports private keys in a plugin's files.
var PrivateKey = &lint.Rule{
	ID: "secret/private-key", Gate: lint.Publish, Severity: lint.Error, Since: "0.1.0", Bundles: true,
	Title: "a file holds a private key",
	Why: "Whoever has the package has the key. Replace the pair wherever its public half is trusted, and take the key out. The " +
		"marketplace's checks refuse a package that holds the first line of one.",
	Sources:  []string{"dify-marketplace-toolkit: toolkit/checks/secrets.py", "dify-plugins: docs/plugin-submission-requirements.md"},
	Examples: privateKeyExamples,
	Run: func(p *lint.Pass) {
		each(p, privateKey, func(found) lint.Message {
			return lint.Msg("this is a private key, and everybody who gets the package has it; replace the pair and take it out")
		})
	},
}
