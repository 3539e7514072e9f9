package dependency

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/source/requirement/pydata"
	"github.com/difylint/difylint/lint/source/text"
)

// Slip reports names that are one slip away from a much used package.
var Slip = &lint.Rule{
	ID: "dependency/slip", Gate: lint.Start, Severity: lint.Warning, Since: "0.1.0",
	Title: "a package's name differs by one letter from a popular one",
	Why: "A name with a letter too many, too few, wrong or swapped is either on no index, and then nothing installs, or it is a " +
		"project that somebody published under the slip so that its code runs with others' plugins.",
	Sources: []string{"PyPI: download ranks"},
	Run: func(p *lint.Pass) {
		for _, l := range named(p) {
			meant, ok := pydata.SlipOf(l.Key())
			if _, _, module := pydata.MeantBy(l.Key()); !ok || module {
				continue // dependency/wrong-name tells of modules' names
			}
			p.Report(lint.Finding{
				Place: l.at(l.NameSpan), Key: l.Key(),
				Message: lint.Msg("%q differs by one letter from the popular package %q; did you mean that?", short(l.Name), meant),
				Fixes:   lint.UnsafeFix(lint.Msg("Write %s", meant), text.ReplaceText(l.file, l.NameSpan, meant)),
			})
		}
	},
}
