package signature

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/pkg"
)

// Absent reports packages without a signature.
var Absent = &lint.Rule{
	ID: "signature/absent", Gate: lint.Install, Severity: lint.Warning, Since: "0.1.0", RunsBroken: true,
	Title: "the package is not signed",
	Why: forced + "`dify plugin package` does not sign: the marketplace signs what it publishes, and `dify signature sign` signs what you " +
		"install in other ways, with a key whose public key the daemon knows. Without --public-key this finding is info.",
	Sources: sources,
	Run: onStatus(func(p *lint.Pass, v *verdict) {
		f := lint.Finding{Message: lint.Msg("the package is not signed: a daemon that verifies signatures refuses it (\"has a bad signature\"); sign it with \"dify signature sign\"")}
		if !v.given {
			f.Severity = lint.Info
			f.Message = lint.Msg("the package is not signed: the marketplace signs what it publishes; a daemon that verifies signatures, which is the default, refuses this package (\"has a bad signature\")")
		}
		p.Report(f)
	}, pkg.SignatureAbsent),
}
