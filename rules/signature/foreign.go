package signature

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/pkg"
	"github.com/difylint/difylint/lint/dify/plugin"
)

// Foreign is told of signatures that none of the known keys made.
var Foreign = &lint.Rule{
	ID: "signature/foreign", Gate: lint.Install, Severity: lint.Warning, Since: "0.1.0", RunsBroken: true,
	Title: "the signature is that of an unknown key",
	Why: forced + "It knows the official key and, where `THIRD_PARTY_SIGNATURE_VERIFICATION_ENABLED` is on, those that " +
		"`THIRD_PARTY_SIGNATURE_VERIFICATION_PUBLIC_KEYS` names. Whose key it was cannot be told from a signature, nor whether " +
		"the signature itself was damaged.",
	Sources: sources,
	Examples: []lint.Example{{
		Bad:  "A package that was signed with a key of your own, checked without it.\npacked: signed=community\nwant: .:1\n",
		Good: "Give the public key with `--public-key demo.public.pem`, and name it to the daemon in `THIRD_PARTY_SIGNATURE_VERIFICATION_PUBLIC_KEYS`.\npacked: signed=community\nkeys: own\n",
	}, {
		Name: "another key",
		Bad:  "The same package, checked with the wrong public key.\npacked: signed=community\nkeys: short\nwant: .:1\n",
		Good: "Give the public key that belongs to the private one.\npacked: signed=community\nkeys: own\n",
	}},
	Run: func(p *lint.Pass) {
		v := judge(p)
		if v == nil || v.Status != pkg.SignatureForeign {
			return
		}
		p.Reportf(plugin.Place{}, "the signature was made with none of the known keys (%s), or was damaged: a daemon that knows no others finds that the package \"has a bad signature\"", v.trusted())
	},
}
