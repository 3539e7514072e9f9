package dependency

import (
	"bytes"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/text"
)

// SDKHidden is told where the daemon takes the SDK for another version than is
// installed.
var SDKHidden = &lint.Rule{
	ID: "dependency/sdk-hidden", Gate: lint.Start, Severity: lint.Warning, Since: "0.1.0",
	Title: "the daemon does not see which SDK is installed",
	Why: "After the installation the daemon looks for the SDK's version in the text of the file, by the pattern " +
		"`dify_plugin` or `dify-plugin`, an operator and a number, without a blank or an extra between them; comments count. " +
		"For versions below 0.1.1 it then overwrites some of the SDK's files by repaired ones. Where it sees an old version and " +
		"a new one is installed, the new one is damaged; where it sees none, an old one stays as it is.",
	Sources: []string{"dify-plugin-daemon: internal/core/local_runtime/patch.go"},
	Run: func(p *lint.Pass) {
		lines := sdkLines(p.Plugin)
		if len(lines) != 1 || len(lines[0].Specifiers) == 0 || lines[0].URL != "" {
			return
		}
		l := lines[0]
		f := filesOf.Of(p.Plugin)
		set := l.Specifiers.Set()
		version, isLocked := f.locked(sdkName)
		if isLocked && f.frozen() {
			set = requirement.Inclusive(version, version)
		}
		main := l.file
		if f.project == nil {
			main = f.requirements.File
		}
		old := set.Overlaps(requirement.Between(requirement.Version{}, patchedBelow))
		seen, at, ok := seenSDK(main)
		switch {
		case !ok && main != l.file:
			if old {
				p.Report(lint.Finding{Place: l.at(l.SpecifiersSpan),
					Message: lint.Msg("the daemon looks for the SDK's version only in %s, so it does not repair it as it does versions before 0.1.1", main.Path)})
			}
		case !ok && !isText(main):
			found := lint.Finding{Place: top(main), Severity: lint.Info, Gate: lint.None,
				Message: lint.Msg("%s is in UTF-16, in which the daemon does not see the SDK's version: save it as UTF-8", main.Path)}
			if old {
				found.Severity, found.Gate = lint.Warning, lint.Start
			}
			p.Report(found)
		case !ok:
			found := lint.Finding{Place: l.at(text.Span{Start: l.NameSpan.Start, End: l.SpecifiersSpan.End}), Severity: lint.Info, Gate: lint.None,
				Message: lint.Msg("the daemon does not see the SDK's version in this spelling, and says so in its log; write it without a blank or an extra before the operator")}
			if old {
				found.Severity, found.Gate = lint.Warning, lint.Start
				found.Message = lint.Msg("the daemon does not see the SDK's version in this spelling, and does not repair it as it does versions before 0.1.1")
			}
			blanks := text.Span{Start: l.NameSpan.End, End: l.SpecifiersSpan.Start}
			if len(l.Extras) == 0 && main == l.file && !blanks.IsEmpty() {
				found.Fixes = lint.SafeFix(lint.Msg("Remove the blank"), text.ReplaceText(l.file, blanks, ""))
			}
			p.Report(found)
		case seen.Compare(patchedBelow) < 0 && (!old || !set.HasUpperBound()):
			p.Report(lint.Finding{
				Place: plugin.AtSpan(main, at),
				Message: lint.Msg("because of this text the daemon treats the SDK as %s and overwrites its files, but a newer one is installed",
					seen.String()),
				Related: []lint.Related{{Place: l.at(l.SpecifiersSpan), Message: lint.Msg("what is installed")}},
			})
		}
	},
}

// isText reports whether a file is in UTF-8, which the daemon matches the bytes of.
func isText(f *text.File) bool { return !bytes.Contains(f.Data, []byte{0}) }
