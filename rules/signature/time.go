package signature

import (
	"time"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
)

// Time reports signatures with a time that cannot be.
var Time = &lint.Rule{
	ID: "signature/time", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", RunsBroken: true,
	Title: "the time of signing is impossible",
	Why:   "The time is signed together with the files, so a wrong one means that the signer's clock was wrong, that a tool wrote milliseconds for seconds, or that the time was changed later (then the signature does not match either). The daemon does not check it; tools that sort or audit packages may.",
	Run: func(p *lint.Pass) {
		v := judge(p)
		if v == nil || !v.TimeOdd || v.Time.IsZero() {
			return
		}
		when := v.Time.Format(time.RFC3339)
		if v.Time.After(p.Now()) {
			p.Reportf(plugin.Place{}, "the signing time %s is in the future", when)
			return
		}
		p.Reportf(plugin.Place{}, "the signing time %s is before the platform had signatures", when)
	},
}
