package signature

import (
	"github.com/difylint/difylint/lint"
)

// Key reports public keys that a daemon could not use, or should not.
var Key = &lint.Rule{
	ID: "signature/key", Gate: lint.Install, Severity: lint.Warning, Since: "0.1.0", RunsBroken: true,
	Title:   "a daemon cannot use a public key",
	Why:     "The files that `THIRD_PARTY_SIGNATURE_VERIFICATION_PUBLIC_KEYS` names must each contain one RSA key in PEM with PKCS#1 (`RSA PUBLIC KEY`) and nothing after it. If one of them is anything else, a daemon verifies no package at all, not even those of the marketplace: every installation fails with \"bad signature\". difylint also reads certificates and PKIX keys, to check packages with them, and checks their dates, but a daemon cannot read them. A key below 2048 bits can be forged.",
	Sources: append([]string{"dify-plugin-daemon: pkg/utils/encryption/rsa.go (LoadPublicKey)"}, sources...),
	Run: func(p *lint.Pass) {
		v := judge(p)
		if v == nil {
			return
		}
		for i, r := range v.Keys {
			for _, pr := range r.Problems {
				p.Report(lint.Finding{
					Plugin: v.keys[i].Name, Key: string(pr.Code),
					Message: lint.Msg("the public key: %s", lint.Msg(pr.Format, pr.Args...)),
				})
			}
		}
	},
}
