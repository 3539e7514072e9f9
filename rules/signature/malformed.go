package signature

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/pkg"
)

// Malformed is told of signatures that cannot be read.
var Malformed = &lint.Rule{
	ID: "signature/malformed", Gate: lint.Install, Severity: lint.Warning, Since: "0.1.0", RunsBroken: true,
	Title: "the signature cannot be read",
	Why: "A package's signature is the comment of its zip: a JSON object with `signature` in standard base64 and `time` in Unix " +
		"seconds. " + forced + "Tools that pack a plugin again may keep, cut or replace the comment.",
	Sources: sources,
	Examples: []lint.Example{{
		Name: "not JSON",
		Bad:  "A package whose zip has a comment of another kind.\npacked: comment=made-by-hand\nwant: .:1\n",
		Good: "Sign the package again, or take the comment out.\npacked: plain\n",
	}, {
		Name: "not base64",
		Bad:  "A package whose comment is {\"signature\":\"-_-_\",\"time\":1761955200}: base64 of the kind for URLs.\npacked: comment={\"signature\":\"-_-_\",\"time\":1761955200}\nwant: .:1\n",
		Good: "Sign the package again with `dify signature sign`.\npacked: signed=community\nkeys: own\n",
	}},
	Run: onStatus(pkg.SignatureNotJSON, pkg.SignatureEmpty, pkg.SignatureNotBase64),
}
