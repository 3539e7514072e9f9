package secret

import (
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yamledit"
)

// TextInput reports secrets that are asked for as plain text.
var TextInput = &lint.Rule{
	ID: "secret/text-input", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title:   "a secret has the type of plain text",
	Why:     "Dify encrypts the value of a `secret-input` and shows stars instead of it. The value of a `text-input` is stored unencrypted, and shown to everybody who can open the form. After a change of the type users must enter the credential again.",
	Sources: []string{"dify-plugin-sdks: src/dify_plugin/entities/provider_config.py"},
	Run: func(p *lint.Pass) {
		for _, d := range p.Plugin.Providers() {
			for _, c := range plugin.Credentials(d) {
				n := c.Node.Get("type")
				if n.Str() != "text-input" || !namesSecret(c.Name) {
					continue
				}
				p.Report(lint.Finding{Place: plugin.At(d, n), Key: c.Name,
					Message: lint.Msg("the name %s says that it is a secret, but text-input stores and shows it as plain text; write secret-input", c.Name),
					Fixes:   lint.UnsafeFix(lint.Msg("Write secret-input"), yamledit.ReplaceValue(d.Tree, n, "secret-input"))})
			}
		}
	},
}

// secretName ends the names of what is certainly secret. An access key is most
// often the half of a pair that may be known.
var secretName = text.Regexp(`(?:^|_)(?:api_?key|secret|password|passwd|pwd|token|private_key|secret_access_key|secret_key|api_token|client_secret|app_secret|credentials?)$`)

var camel = text.Regexp(`([a-z0-9])([A-Z])`)

// namesSecret reports whether a field's name says that its value is secret.
func namesSecret(name string) bool {
	low := strings.ToLower(camel().ReplaceAllString(name, "${1}_$2"))
	low = strings.NewReplacer("-", "_", ".", "_", " ", "_").Replace(low)
	return secretName().MatchString(low) && !strings.Contains(low, "public") && !strings.HasPrefix(low, "use_") && !strings.HasPrefix(low, "max_")
}
