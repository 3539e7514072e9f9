package signature

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/pkg"
)

// Malformed reports signatures that cannot be read.
var Malformed = &lint.Rule{
	ID: "signature/malformed", Gate: lint.Install, Severity: lint.Warning, Since: "0.1.0", RunsBroken: true,
	Title: "the signature cannot be read",
	Why: "A package's signature is the comment of its zip: a JSON object with `signature` in standard base64 and `time` in Unix " +
		"seconds. " + forced + "Tools that repack a plugin may keep, shorten or replace the comment.",
	Sources: sources,
	Run:     onStatus(say, pkg.SignatureNotJSON, pkg.SignatureEmpty, pkg.SignatureNotBase64),
}
