package installation

import (
	"github.com/difylint/difylint/lint"
)

// Compose reports what docker compose cannot read.
var Compose = &lint.Rule{
	ID: "installation/compose", Gate: lint.Install, Severity: lint.Error, Since: "0.1.0", Subject: subject,
	Title: "docker compose cannot read the files",
	Why: "Where a compose file or a file of variables cannot be read, a file that it names is missing, or a required variable has " +
		"no value, docker compose starts nothing: neither Dify nor the plugin daemon.",
	Sources: []string{"compose-spec/compose-go: loader, dotenv, template"},
	Run: judging(func(v *view) {
		for _, p := range v.Problems {
			f := lint.Finding{Place: p.Place, Message: lint.Msg(p.Format, p.Args...), Mask: true}
			if p.Beyond {
				f.Severity, f.Gate = lint.Warning, lint.None
			}
			v.Report(f)
		}
	}),
}
