package signature

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/pkg"
)

// Changed reports packages that are not what was signed.
var Changed = &lint.Rule{
	ID: "signature/changed", Gate: lint.Install, Severity: lint.Warning, Since: "0.1.0", RunsBroken: true,
	Title: "the package was changed after signing",
	Why: forced + "A signature covers the contents of all files, their order and the time with one digest, so it " +
		"does not show which file was changed. An added file, a different order, or a changed category in " +
		"`.verification.dify.json` can be found by trying, and the finding says so.",
	Sources: sources,
	Run: onStatus(func(p *lint.Pass, v *verdict) {
		f := lint.Finding{Key: string(v.Change), Message: lint.Msg(v.Format, v.Args...).And("; a daemon that verifies signatures refuses the package (\"has a bad signature\")")}
		if v.Change == pkg.ChangeAdded && v.Entry >= 0 {
			if e := v.archive.Entries()[v.Entry]; e.Path == e.Name {
				f.Path = e.Path
			}
		}
		p.Report(f)
	}, pkg.SignatureChanged),
}
