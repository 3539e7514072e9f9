package secret

import (
	"github.com/difylint/difylint/lint"
)

// PrivateKey reports private keys in a plugin's files.
var PrivateKey = &lint.Rule{
	ID: "secret/private-key", Gate: lint.Publish, Severity: lint.Error, Since: "0.1.0", Bundles: true,
	Title:   "a file holds a private key",
	Why:     "Everybody who gets the package has the key. Replace the key pair wherever its public key is trusted, and remove the private key from the file. The marketplace's checks refuse a package that contains the first line of a private key.",
	Sources: []string{"dify-marketplace-toolkit: toolkit/checks/secrets.py", "dify-plugins: docs/plugin-submission-requirements.md"},
	Run: func(p *lint.Pass) {
		each(p, privateKey, func(found) lint.Message {
			return lint.Msg("this is a private key, and everybody who gets the package can read it; replace the key pair and remove this")
		})
	},
}
