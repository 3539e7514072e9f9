package dependency

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/source/text"
)

// Unbounded reports ranges that no release of the future is out of.
var Unbounded = &lint.Rule{
	ID: "dependency/unbounded", Gate: lint.Publish, Severity: lint.Info, Since: "0.1.0",
	Title: "a range without an upper bound",
	Why: "`>=2.0` lets every later release in, the next major one with all that it breaks. The marketplace's checks warn of it " +
		"(\"dependency has only a lower-bound version constraint\"). A bound before the next major version, or a `uv.lock` " +
		"beside `pyproject.toml`, keeps what was tested.",
	Sources: []string{"dify-marketplace-toolkit: toolkit/checks/dependencies.py"},
	Run: func(p *lint.Pass) {
		if filesOf.Of(p.Plugin).frozen() {
			return
		}
		for _, l := range installed(p.Plugin) {
			if len(l.Specifiers) == 0 || l.URL != "" {
				continue
			}
			set := l.Specifiers.Set()
			low, ok := lowest(l.Specifiers)
			if !ok || set.IsEmpty() || set.HasUpperBound() {
				continue
			}
			end := l.Specifiers[len(l.Specifiers)-1].Span.End
			found := lint.Finding{
				Place: l.at(l.SpecifiersSpan), Key: l.Key(),
				Message: lint.Msg("%q has no upper bound: the next major release is installed too, whatever it breaks; write %s,%s",
					short(l.Name), short(l.Specifiers.String()), below(low)),
			}
			if l.entry == nil || l.entry.Valid() {
				found.Fixes = lint.UnsafeFix(lint.Msg("Add %s", below(low)), []text.Edit{{Path: l.file.Path, Span: text.Span{Start: end, End: end}, New: "," + below(low)}})
			}
			p.Report(found)
		}
	},
}
