package installation

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/installation"
	"github.com/difylint/difylint/lint/source/text"
)

// Duplicate reports names that .env sets twice.
var Duplicate = &lint.Rule{
	ID: "installation/duplicate", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Subject: subject,
	Title: "a name that .env sets twice",
	Why:   "Of two lines with the same name the last one counts, without an error. A change of the first line has no effect.",
	Run: judging(func(v *view) {
		if v.Env == nil {
			return
		}
		for _, e := range v.Env.Entries {
			last := v.Env.Get(e.Name)
			if last == e || last.Text == e.Text {
				continue
			}
			v.Report(lint.Finding{
				Place: e.Place(), Key: e.Name, Mask: installation.Secret(e.Name) || hiddenText(e.Text, last.Text), Unneeded: true,
				Message: lint.Msg("%s is set again in line %d, and the last line counts: this one has no effect", e.Name, last.File.LineAt(last.NameSpan.Start)),
				Related: []lint.Related{{Place: last.Place(), Message: lint.Msg("this line counts")}},
				Fixes:   lint.UnsafeFix(lint.Msg("Remove the line"), text.RemoveLines(e.File, e.Place().Span)),
			})
		}
	}),
}
