package dependency

import (
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/text"
)

// InvalidLine reports lines that pip and uv refuse.
var InvalidLine = &lint.Rule{
	ID: "dependency/invalid-line", Gate: lint.Start, Severity: lint.Error, Since: "0.1.0",
	Title: "a requirement that pip and uv cannot read",
	Why: "An installer reads the whole file before it installs anything, so one line that it cannot read leaves the plugin " +
		"without any of its packages: the upload succeeds, and the plugin never starts (\"failed to install dependencies\"). " +
		"In a file that the daemon does not take, or beside a `uv.lock`, it is a warning: it fails for the person who installs from it.",
	Sources: []string{
		"dify-plugin-daemon: internal/core/local_runtime/setup_python_environment.go",
		"pypa/packaging: src/packaging/requirements.py", "astral-sh/uv: crates/uv-requirements-txt/src/lib.rs",
	},
	Run: func(p *lint.Pass) {
		f := filesOf.Of(p.Plugin)
		if r := f.requirements; r != nil {
			severity := lint.Error
			if f.project != nil {
				severity = lint.Warning
			}
			r.Walk(func(r *requirement.Requirements, e *requirement.Entry) {
				report(p, r.File, e.Problems, severity, editable(r))
				for _, o := range e.Options {
					if o.Known && o.Refused && e.Valid() {
						p.Report(lint.Finding{
							Place: plugin.AtSpan(r.File, o.NameSpan), Severity: lint.Warning, Key: o.Name,
							Message: lint.Msg("the daemon installs with uv, which refuses a file with the option %s", short(o.Written)),
						})
					}
				}
			})
			report(p, r.File, r.Problems, severity, editable(r))
		}
		if f.project != nil {
			report(p, f.project.File, f.project.Problems, lint.Error, true)
			if b := f.project.Broken; b != nil {
				report(p, f.project.File, []requirement.Problem{*b}, lint.Error, true)
			}
			report(p, f.project.File, f.project.RequiresPython.Problems, lint.Error, true)
		}
		for _, l := range linesOf.Of(p.Plugin) {
			if l.entry != nil {
				continue
			}
			severity := lint.Error
			if f.frozen() || l.role == build {
				severity = lint.Warning
			}
			report(p, l.file, slices.Concat(l.Problems, l.ByUV()), severity, true)
		}
	},
}

// report tells the problems that make an installer refuse, but for those about
// files that are included.
func report(p *lint.Pass, f *text.File, problems []requirement.Problem, severity lint.Severity, canEdit bool) {
	for _, pr := range problems {
		if pr.Accepted || strings.HasPrefix(string(pr.Code), "include") || pr.ByUV && severity != lint.Error {
			continue // pip, which may read a file that the daemon does not, takes it
		}
		found := lint.Finding{
			Place: plugin.AtSpan(f, pr.Span), Severity: severity, Key: string(pr.Code) + " " + short(f.Slice(pr.Span)),
			Message: lint.Msg(pr.Format, pr.Args...),
		}
		if pr.ByUV {
			found.Message = found.Message.And(" (the daemon installs with uv)")
		}
		if pr.Code == requirement.CodeTooLarge { // for this reader; an installer may take it
			found.Severity, found.Gate = lint.Warning, lint.None
			found.Message = lint.Msg("this is not judged: %s", found.Message)
		}
		if pr.Edit != nil && canEdit {
			found.Fixes = mend(f, pr)
		}
		p.Report(found)
	}
}

// sure are the problems whose repair nobody could mean otherwise.
var sure = map[requirement.Code]bool{
	requirement.CodeFullWidth: true, requirement.CodeEscaped: true, requirement.CodeQuotes: true, requirement.CodeComma: true, requirement.CodeCommand: true, requirement.CodeTrailingComma: true, requirement.CodeEmpty: true,
}

func mend(f *text.File, pr requirement.Problem) []lint.Fix {
	edits := []text.Edit{{Path: f.Path, Span: pr.Edit.Span, New: pr.Edit.New}}
	title := lint.Msg("Write %s", short(pr.Edit.New))
	if strings.TrimSpace(pr.Edit.New) == "" {
		if title = lint.Msg("Remove %s", short(f.Slice(pr.Edit.Span))); strings.TrimSpace(f.Slice(pr.Edit.Span)) == "" {
			title = lint.Msg("Remove the blank")
		}
	}
	if sure[pr.Code] || pr.Code == requirement.CodeOperator && pr.Edit.New == "==" {
		return lint.SafeFix(title, edits)
	}
	return lint.UnsafeFix(title, edits)
}
