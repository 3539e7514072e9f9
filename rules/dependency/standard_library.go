package dependency

import (
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/source/requirement/pydata"
	"github.com/difylint/difylint/lint/source/text"
)

// StandardLibrary reports modules of Python itself among the requirements.
var StandardLibrary = &lint.Rule{
	ID: "dependency/standard-library", Gate: lint.Start, Severity: lint.Warning, Since: "0.1.0",
	Title: "a module of the standard library among the requirements",
	Why: "Modules such as `json`, `asyncio` or `uuid` come with Python and are installed by nobody. Under their names the index " +
		"has nothing, so that nothing installs, or something old or foreign that takes the place of the module itself.",
	Sources: []string{"cpython: sys.stdlib_module_names"},
	Run: func(p *lint.Pass) {
		for _, l := range named(p) {
			module := strings.ReplaceAll(l.Key(), "-", "_")
			if !pydata.InStdlib(module, "") || pydata.IsPopular(l.Key()) {
				continue
			}
			f := lint.Finding{
				Place: l.at(l.NameSpan), Key: l.Key(), Unneeded: true,
				Message: lint.Msg("%q comes with Python; remove the line", short(l.Name)),
			}
			if alone(l) {
				f.Fixes = lint.SafeFix(lint.Msg("Remove the line"), text.RemoveLines(l.file, l.Span))
			}
			p.Report(f)
		}
	},
}

// named are the requirements, valid or not, whose names are worth a look: those
// of the file that the daemon takes, constraints excluded.
func named(p *lint.Pass) []line {
	var out []line
	for _, l := range linesOf.Of(p.Plugin) {
		if l.read && (l.role == runtime || l.role == extra) && l.Name != "" {
			out = append(out, l)
		}
	}
	return out
}

// alone reports whether a requirement stands on lines of its own, which can be
// taken out.
func alone(l line) bool {
	if l.entry != nil {
		return true
	}
	f := l.file
	before := string(f.Data[f.LineStart(f.LineAt(l.Span.Start)):l.Span.Start])
	after := f.Slice(text.Span{Start: l.Span.End, End: f.LineEnd(f.LineAt(l.Span.End))})
	after = strings.TrimLeft(after, "\"' \t")
	rest, comma := strings.CutPrefix(after, ",")
	rest = strings.TrimSpace(rest)
	return strings.Trim(before, "\"' \t") == "" && comma && (rest == "" || rest[0] == '#')
}
