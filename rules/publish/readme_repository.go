package publish

import (
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
)

// ReadmeRepository reports a README.md that does not lead to the source.
var ReadmeRepository = &lint.Rule{
	ID: "publish/readme-repository", Gate: lint.Publish, Severity: lint.Error, Since: "0.1.0",
	Title:   "README.md does not link to the source repository",
	Why:     "The marketplace's checks require README.md to contain the URL of a repository at one of the hosts that are allowed for `repo`, such as GitHub. It does not have to be the URL in `repo`.",
	Sources: []string{"dify-marketplace-toolkit: toolkit/checks/readme.py"},
	Run: submitted(func(p *lint.Pass) {
		f := readme(p.Plugin)
		if f == nil || repositoryLink().Match(f.Data) {
			return
		}
		finding := lint.Finding{Place: plugin.AtSpan(f, firstLine(f)), Message: lint.Msg("README.md does not link to the source: add the URL of the repository, as in \"Source: https://github.com/you/your-plugin\"")}
		if repo := strings.TrimSpace(p.Plugin.Manifest().Root.Get("repo").Str()); repositoryWhole().MatchString(repo) {
			finding.Message = lint.Msg("README.md does not link to the source: add %s", repo)
			end := len(f.Data)
			finding.Fixes = lint.SafeFix(lint.Msg("Add the repository at the end"), []text.Edit{{Path: f.Path, Span: text.Span{Start: end, End: end}, New: newParagraph(f) + "Source: " + repo + eol(f)}})
		}
		refuse(p, finding)
	}),
}

// eol is the line break that a file uses.
func eol(f *text.File) string {
	s := f.LineSpan(1)
	if end := f.LineEnd(1); end > s.End {
		return string(f.Data[s.End:end])
	}
	return "\n"
}

// newParagraph is what must stand before a new paragraph at a file's end.
func newParagraph(f *text.File) string {
	if strings.HasSuffix(string(f.Data), "\n") {
		return eol(f)
	}
	return eol(f) + eol(f)
}
