package signature

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/pkg"
)

// Algorithm reports signatures that a known key made in another way.
var Algorithm = &lint.Rule{
	ID: "signature/algorithm", Gate: lint.Install, Severity: lint.Warning, Since: "0.1.0", RunsBroken: true,
	Title: "the signature was made with another algorithm",
	Why: forced + "It accepts only RSA PKCS #1 v1.5 signatures over SHA-256, with a key of at least 1024 bits. " +
		"Your own tools must sign in exactly this way: the daemon refuses RSA-PSS and other digests.",
	Sources: append([]string{"dify-plugin-daemon: pkg/utils/encryption/rsa.go (RSASign, VerifySign)"}, sources...),
	Run:     onStatus(say, pkg.SignatureAlgorithm),
}
