package signature

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
)

//go:embed key.txtar
var keyExamples string

// Key reports public keys that a daemon could not use, or should not.
var Key = &lint.Rule{
	ID: "signature/key", Gate: lint.Install, Severity: lint.Warning, Since: "0.1.0", RunsBroken: true,
	Title: "a public key is not fit for a daemon",
	Why: "The files that `THIRD_PARTY_SIGNATURE_VERIFICATION_PUBLIC_KEYS` names must each hold one RSA key in PEM of the form PKCS#1 " +
		"(`RSA PUBLIC KEY`) and nothing behind it. Where one of them is anything else, a daemon takes no package at all for verified, " +
		"not even the marketplace's: every installation ends in \"bad signature\". Certificates and PKIX keys are read here, to check " +
		"packages with, and their dates are judged: a daemon cannot read them. A key below 2048 bits can be forged.",
	Sources:  append([]string{"dify-plugin-daemon: pkg/utils/encryption/rsa.go (LoadPublicKey)"}, sources...),
	Examples: keyExamples,
	Run: func(p *lint.Pass) {
		v := judge(p)
		if v == nil {
			return
		}
		for i, r := range v.Keys {
			for _, pr := range r.Problems {
				p.Report(lint.Finding{
					Plugin: v.keys[i].Name, Key: string(pr.Code),
					Message: lint.Msg("the public key: "+pr.Format, pr.Args...),
				})
			}
		}
	},
}
