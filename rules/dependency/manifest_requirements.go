package dependency

import (
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/requirement/pydata"
	"github.com/difylint/difylint/lint/source/text"
)

// ManifestRequirements reports what is wrong in the manifest's requirements.
var ManifestRequirements = &lint.Rule{
	ID: "dependency/manifest-requirements", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title: "a requirement in the manifest that is wrong, or not what is installed",
	Why: "A catalogue that reads the manifest's `requirements` relies on it. In YAML a comma between brackets " +
		"divides items: `[requests>=2.25.1,<3.0.0]` is two of them, and the second is no requirement, so each needs quotation " +
		"marks. And what the list says should be what `requirements.txt` or `pyproject.toml` installs.",
	Run: func(p *lint.Pass) {
		list, _ := listed(p.Plugin)
		m := p.Plugin.Manifest()
		items := list.Items()
		for i := 0; i < len(items); i++ {
			n := items[i]
			s := n.Str()
			if !n.IsScalar() || strings.TrimSpace(s) == "" {
				p.Report(lint.Finding{Place: plugin.At(m, n), Message: lint.Msg("an item must be a text, such as requests>=2.25.1,<3.0.0 in quotation marks")})
				continue
			}
			// Clauses that a comma cut off.
			parts, last := []string{s}, n
			for i+1 < len(items) && items[i+1].IsScalar() && strings.ContainsAny(first(items[i+1].Str()), "<>=!~") {
				i++
				last = items[i]
				parts = append(parts, strings.TrimSpace(last.Str()))
			}
			whole := strings.Join(parts, ",")
			if last != n {
				f := lint.Finding{Place: plugin.At(m, last), Key: short(whole),
					Message: lint.Msg("the comma between brackets divides %q into several items: put it in quotation marks", short(whole))}
				if requirement.ParseRequirement(whole).Valid() {
					f.Fixes = lint.SafeFix(lint.Msg("Put it in quotation marks"), text.ReplaceText(m.File, text.Span{Start: n.Span.Start, End: last.Span.End}, `"`+whole+`"`))
				}
				p.Report(f)
			}
			r := requirement.ParseRequirement(whole)
			report := func(s text.Span, related []lint.Related, says lint.Message) {
				at := plugin.At(m, n)
				if last == n {
					at = inside(m, n, s)
				}
				p.Report(lint.Finding{Place: at, Key: short(r.Key() + says.Format), Related: related, Message: says})
			}
			say := func(s text.Span, format string, args ...any) {
				report(s, nil, lint.Msg(format, args...))
			}
			if !r.Valid() {
				for _, pr := range r.Problems {
					if !pr.Accepted {
						say(pr.Span, pr.Format, pr.Args...)
						break
					}
				}
				continue
			}
			set := r.Specifiers.Set()
			if set.IsEmpty() {
				say(r.SpecifiersSpan, "no version of %q is %s", short(r.Name), short(r.Specifiers.String()))
				continue
			}
			if right, _, ok := pydata.MeantBy(r.Key()); ok && !strings.EqualFold(right, r.Name) {
				say(r.NameSpan, "%q is the name of a module; write the package %q", short(r.Name), right)
				continue
			}
			if len(r.Specifiers) == 0 && r.URL == "" {
				say(r.NameSpan, "%q has no range of versions: write it as %s>=1.2.0,<2.0.0", short(r.Name), short(r.Name))
				continue
			}
			if says, related := against(p.Plugin, r.Key(), set); says.Format != "" {
				report(text.Span{Start: 0, End: len(whole)}, related, says)
			} else if low, ok := lowest(r.Specifiers); ok && !set.HasUpperBound() {
				at := plugin.At(m, n)
				if last == n {
					at = inside(m, n, r.SpecifiersSpan)
				}
				p.Report(lint.Finding{Place: at, Key: short(r.Key()), Severity: lint.Info,
					Message: lint.Msg("the range of versions of %q has no upper bound; write %s,%s", short(r.Name), short(r.Specifiers.String()), below(low))})
			}
		}
	},
}

// first is the first character that is no blank.
func first(s string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		return ""
	}
	return s[:1]
}
