package dependency

import (
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/requirement"
)

// Hashes reports lines that pip refuses because other lines have a --hash.
var Hashes = &lint.Rule{
	ID: "dependency/hashes", Gate: lint.Publish, Severity: lint.Error, Since: "0.1.0",
	Title: "a line without a hash, or without a pin, among lines with one",
	Why: "One `--hash` in `requirements.txt`, or `--require-hashes`, makes pip check all lines: each must have a hash and a version behind `==`, and so must all that " +
		"they bring in. The marketplace's check installs with pip and fails; the daemon's uv checks only the lines that have a hash. " +
		"Give every line its hash (`uv pip compile --generate-hashes`), or none.",
	Sources: []string{"pip: docs, Secure installs (hash-checking mode)", "dify-plugins: .github/workflows/pre-check-plugin.yaml"},
	Run: func(p *lint.Pass) {
		f := filesOf.Of(p.Plugin)
		if f.requirements == nil {
			return
		}
		any, why := false, lint.Msg("other lines have one")
		f.requirements.Walk(func(_ *requirement.Requirements, e *requirement.Entry) {
			_, has := e.Option("--hash")
			_, asked := e.Option("--require-hashes")
			any = any || has || asked
			if asked {
				why = lint.Msg("--require-hashes asks for one")
			}
		})
		if !any {
			return
		}
		f.requirements.Walk(func(r *requirement.Requirements, e *requirement.Entry) {
			if r.Constraint || e.Requirement == nil || !e.Valid() || e.Requirement.URL != "" || applies(p.Plugin, e.Requirement) != requirement.Always {
				return
			}
			found := lint.Finding{Place: plugin.AtSpan(r.File, e.Requirement.NameSpan), Key: e.Requirement.Key()}
			hash, has := e.Option("--hash")
			algorithm, _, _ := strings.Cut(hash.Text, ":")
			pin, pinned := e.Requirement.Specifiers.Pin()
			switch {
			case !has:
				found.Message = lint.Msg("%q has no --hash but %s: pip refuses the file", short(e.Requirement.Name), why)
			case !pinned || pin.Op != requirement.Equal:
				found.Message = lint.Msg("%q has a --hash but no version after ==: pip refuses the file", short(e.Requirement.Name))
			case algorithm == "md5" || algorithm == "blake2b":
				found.Message = lint.Msg("pip takes no hash of %s for %q: write one of sha256", algorithm, short(e.Requirement.Name))
			default:
				return
			}
			if f.project != nil {
				found.Severity = lint.Warning
			}
			p.Report(found)
		})
	},
}
