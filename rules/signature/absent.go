package signature

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/pkg"
)

//go:embed absent.txtar
var absentExamples string

// Absent reports packages without a signature.
var Absent = &lint.Rule{
	ID: "signature/absent", Gate: lint.Install, Severity: lint.Warning, Since: "0.1.0", RunsBroken: true,
	Title: "the package is not signed",
	Why: forced + "`dify plugin package` signs nothing: the marketplace signs what it publishes, and `dify signature sign` what you " +
		"install in other ways, with a key whose public half the daemon is told of. Without --public-key this is only a piece of information.",
	Sources:  sources,
	Examples: absentExamples,
	Run: func(p *lint.Pass) {
		v := judge(p)
		if v == nil || v.Status != pkg.SignatureAbsent {
			return
		}
		f := lint.Finding{Message: lint.Msg("the package is not signed: a daemon that verifies signatures finds that it \"has a bad signature\"; sign it with \"dify signature sign\"")}
		if !v.given {
			f.Severity = lint.Info
			f.Message = lint.Msg("the package is not signed: the marketplace signs what it publishes; a daemon that verifies signatures, as it does by default, finds that a package uploaded like this \"has a bad signature\"")
		}
		p.Report(f)
	},
}
