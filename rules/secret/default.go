package secret

import (
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/yamledit"
)

// Default reports secrets that a form comes with.
var Default = &lint.Rule{
	ID: "secret/default", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title: "a secret has a default",
	Why:   "Everybody can read the `default` of a `secret-input` in the package, and all users who do not fill in the field share it. Remove the default; to show an example in the field use `placeholder`.",
	Run: func(p *lint.Pass) {
		for _, d := range p.Plugin.Providers() {
			for _, c := range plugin.Credentials(d) {
				n := c.Node.Get("default")
				if c.Node.Get("type").Str() != "secret-input" || strings.TrimSpace(n.Str()) == "" || harmless[strings.ToLower(n.Str())] ||
					!namesSecret(c.Name) && !looksSecret(n.Str()) {
					continue
				}
				f := lint.Finding{Place: plugin.At(d, n), Mask: true, Message: lint.Msg("the secret %s has a default, which everybody can read; remove it", c.Name)}
				f.Fixes = lint.UnsafeFix(lint.Msg("Remove the default"), yamledit.RemoveEntry(d.Tree, n))
				p.Report(f)
			}
		}
	},
}

// harmless are defaults that give nothing away.
var harmless = map[string]bool{"empty": true, "none": true, "null": true, "no-key": true, "not-needed": true, "sk-no-key-required": true, "dummy": true, "0": true, "false": true, "true": true}
