package dependency

import (
	"slices"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/text"
)

// Duplicate reports packages that one file names twice.
var Duplicate = &lint.Rule{
	ID: "dependency/duplicate", Gate: lint.Start, Severity: lint.Error, Since: "0.1.0",
	Title: "the same package twice in one list",
	Why: "`dify_plugin`, `dify-plugin` and `Dify.Plugin` are one package to an installer. Two lines for it must hold together: " +
		"where their ranges have no version in common nothing installs, and the plugin does not start. Where they have one, " +
		"it works, and a person who changes a line later may change the wrong one; that is advice only.",
	Sources: []string{"PEP 503: normalized names", "dify-plugin-daemon: internal/core/local_runtime/setup_python_environment.go"},
	Run: func(p *lint.Pass) {
		f := filesOf.Of(p.Plugin)
		type place struct {
			file *text.File
			list string
			key  string
		}
		first := map[place][]conditioned{}
		for _, l := range linesOf.Of(p.Plugin) {
			if !l.Valid() || l.role == limit || l.URL != "" {
				continue
			}
			c := conditionedOf(p.Plugin, l)
			at := place{key: l.Key()}
			if l.entry == nil {
				at.file, at.list = l.file, l.list
			}
			for _, other := range first[at] {
				if !c.together(other) {
					continue
				}
				found := lint.Finding{
					Place: l.at(l.NameSpan), Key: l.Key(),
					Related: []lint.Related{{Place: other.at(other.NameSpan), Message: lint.Msg("first listed here")}},
				}
				both := l.Specifiers.Set().Intersect(other.Specifiers.Set())
				switch {
				case l.Specifiers.Set().IsEmpty() || other.Specifiers.Set().IsEmpty():
					continue
				case both.IsEmpty():
					found.Message = lint.Msg("%q is listed twice, and no version is both %s and %s", short(l.Name), short(l.Specifiers.String()), short(other.Specifiers.String()))
					if !l.read || f.frozen() || l.role != runtime || !c.always || !other.always {
						found.Severity = lint.Warning
					}
				case sameExtras(l, other.line):
					found.Severity, found.Gate = lint.Info, lint.None
					found.Message = lint.Msg("%q is listed twice: one line is enough", short(l.Name))
					found.Unneeded = l.Specifiers.String() == other.Specifiers.String()
					if found.Unneeded && alone(l) {
						found.Fixes = lint.SafeFix(lint.Msg("Remove the second line"), text.RemoveLines(l.file, l.Span))
					}
				default:
					continue
				}
				p.Report(found)
				break
			}
			if len(first[at]) < 20 {
				first[at] = append(first[at], c)
			}
		}
	},
}

// conditioned is a requirement, and when it counts.
type conditioned struct {
	line
	marker string // "" for none
	always bool
}

func conditionedOf(p *plugin.Plugin, l line) conditioned {
	c := conditioned{line: l, always: applies(p, l.Requirement) == requirement.Always}
	if l.Marker != nil {
		c.marker = l.Marker.String()
	}
	return c
}

// together reports whether no environment installs one of two requirements without the other.
func (c conditioned) together(o conditioned) bool {
	return c.marker == o.marker || c.always && o.always
}

func sameExtras(a, b line) bool {
	keys := func(l line) []string {
		var out []string
		for _, e := range l.Extras {
			out = append(out, requirement.NormalizeName(e.Name))
		}
		slices.Sort(out)
		return slices.Compact(out)
	}
	return slices.Equal(keys(a), keys(b))
}
