package installation

import (
	"crypto/sha256"
	"encoding/hex"

	"github.com/difylint/difylint/lint"
)

// shipped are the secrets that Dify's and the daemon's own files carry, as sums
// of SHA-256: the keys between API and daemon, and the password of the database and of Redis.
var shipped = map[string]bool{
	"481c0ab8a6f9e9dcb9391fb1c8b649d19f493c5253e4dc20c2c32ec21875b8ab": true,
	"217ef27f7b2a2f8949eb2e0973f7dfa099f887427b9a6626b2395e2417239ff2": true,
	"b8ba9c61cc9ff699c426c75e748fcf200e8b47869d76fde8bb36ec2f7a34f038": true,
	"0f44b34c6311bcb547867d393c1c56e6564e03d905fdd023637f549358bf3670": true,
}

// secrets are the settings that are secret, with their container.
var secrets = []struct {
	daemon bool
	name   string
}{
	{true, "SERVER_KEY"}, {true, "DIFY_INNER_API_KEY"}, {true, "DB_PASSWORD"}, {true, "REDIS_PASSWORD"}, {true, "ADMIN_API_KEY"}, {false, "SECRET_KEY"},
}

// DefaultSecret reports secrets as Dify ships them.
var DefaultSecret = &lint.Rule{
	ID: "installation/default-secret", Gate: lint.None, Severity: lint.Info, Since: "0.1.0", Subject: subject,
	Title: "a secret has the value that Dify ships",
	Why: "The keys and passwords in Dify's .env.example are public. Who reaches the daemon's port or Dify's internal API with the shipped key may install plugins, that is, run code; " +
		"with the shipped `SECRET_KEY`, sessions can be forged. Make your own, for example with `openssl rand -base64 42`.",
	Sources: []string{composeSource},
	Run: withDaemon(func(v *view) {
		for _, s := range secrets {
			of := v.setting(s.name)
			if !s.daemon {
				of = env(v.api, s.name)
			}
			if of == nil || of.Text == "" {
				continue
			}
			sum := sha256.Sum256([]byte(of.Text))
			if shipped[hex.EncodeToString(sum[:])] {
				v.found(of, lint.Finding{Message: lint.Msg("%s is the value that Dify ships, which everybody knows; create your own", named(of))})
			}
		}
		if key := v.setting("ADMIN_API_KEY"); v.on("ADMIN_API_ENABLED") && key.Or("") == "" {
			at := v.setting("ADMIN_API_ENABLED")
			v.found(at, lint.Finding{Severity: lint.Warning, Key: "admin", Message: lint.Msg("%s is on, but ADMIN_API_KEY is not set", named(at))}, key)
		}
	}),
}
