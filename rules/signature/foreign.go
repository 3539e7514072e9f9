package signature

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/pkg"
	"github.com/difylint/difylint/lint/dify/plugin"
)

// Foreign reports signatures that none of the known keys made.
var Foreign = &lint.Rule{
	ID: "signature/foreign", Gate: lint.Install, Severity: lint.Warning, Since: "0.1.0", RunsBroken: true,
	Title: "the signature was made with an unknown key",
	Why: forced + "It knows the official key and, where `THIRD_PARTY_SIGNATURE_VERIFICATION_ENABLED` is on, those that " +
		"`THIRD_PARTY_SIGNATURE_VERIFICATION_PUBLIC_KEYS` names. A signature does not show whose key it was, or whether " +
		"the signature itself was damaged.",
	Sources: sources,
	Run: onStatus(func(p *lint.Pass, v *verdict) {
		p.Reportf(plugin.Place{}, "the signature was not made with a known key (%s), or it was damaged: a daemon with no other keys refuses the package (\"has a bad signature\")", v.trusted())
	}, pkg.SignatureForeign),
}
