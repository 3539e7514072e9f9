package signature

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/pkg"
)

//go:embed algorithm.txtar
var algorithmExamples string

// Algorithm reports signatures that a known key made in another way.
var Algorithm = &lint.Rule{
	ID: "signature/algorithm", Gate: lint.Install, Severity: lint.Warning, Since: "0.1.0", RunsBroken: true,
	Title: "the signature was made with another algorithm",
	Why: forced + "The one kind of signature that it takes is RSA by PKCS #1 v1.5 over SHA-256, with a key of at least 1024 bits. " +
		"Tools of your own must sign in just that way: RSA-PSS and other digests look right to their makers and wrong to the daemon.",
	Sources:  append([]string{"dify-plugin-daemon: pkg/utils/encryption/rsa.go (RSASign, VerifySign)"}, sources...),
	Examples: algorithmExamples,
	Run:      onStatus(pkg.SignatureAlgorithm),
}
