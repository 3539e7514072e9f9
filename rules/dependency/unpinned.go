package dependency

import (
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/market"
	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/text"
)

// Unpinned reports requirements without any version.
var Unpinned = &lint.Rule{
	ID: "dependency/unpinned", Gate: lint.Publish, Severity: lint.Error, Since: "0.1.0",
	Title: "a requirement without a version",
	Why: "Without a version each installation takes the newest release of that day, so that a plugin which worked when it was " +
		"written breaks with a release of somebody else. The marketplace's checks refuse such a line (\"dependency has no " +
		"version constraint\") in `requirements.txt` and in `pyproject.toml`. For plugins that are published nowhere it is advice, " +
		"and where a `uv.lock` pins everything nothing is said.",
	Sources: []string{"dify-marketplace-toolkit: toolkit/checks/dependencies.py"},
	Run: func(p *lint.Pass) {
		profile := market.ProfileOf(p.Plugin, p.Profile())
		f := filesOf.Of(p.Plugin)
		for _, l := range linesOf.Of(p.Plugin) {
			if !l.Valid() || len(l.Specifiers) > 0 || l.URL != "" || l.role == limit || l.role == build || l.entry == nil && f.project != nil && placed(f.project, l.Key()) {
				continue
			}
			found := lint.Finding{Place: l.at(l.NameSpan), Key: l.Key(), Message: lint.Msg(
				"%q has no version: each installation takes the newest one; add a range, such as %s", short(l.Name), anyRange(l.Key()))}
			if profile == market.Private || strings.ContainsAny(l.Text, "=<>^") { // the check looks for an operator anywhere
				if !l.read || f.frozen() || l.role != runtime {
					continue
				}
				found.Severity, found.Gate = lint.Info, lint.None
			} else if profile == market.Official {
				found.Severity = lint.Warning
			}
			if v, ok := f.locked(l.Key()); ok {
				found.Message = lint.Msg("%q has no version: each installation without the lock takes the newest one; the lock has %s", short(l.Name), v.String())
				found.Fixes = lint.UnsafeFix(lint.Msg("Write %s", around(v)), []text.Edit{{Path: l.file.Path, Span: after(l), New: around(v)}})
			}
			p.Report(found)
		}
	},
}

// placed reports whether [tool.uv.sources] says where a package comes from, other
// than which index.
func placed(pr *requirement.PyProject, key string) bool {
	return pr.UV != nil && slices.ContainsFunc(pr.UV.Sources, func(s requirement.Source) bool {
		return s.Kind != "index" && requirement.NormalizeName(s.Name) == key
	})
}

// locked is the version of a package in the lock, where it has one.
func (f *files) locked(name string) (requirement.Version, bool) {
	if f.lock == nil {
		return requirement.Version{}, false
	}
	found := f.lock.Find(name)
	if len(found) != 1 {
		return requirement.Version{}, false
	}
	return requirement.ParseVersion(found[0].Version.Text)
}

// anyRange shows how a range is written.
func anyRange(name string) lint.Message {
	if name == sdkName {
		return lint.Msg("%s", ">=0.9.0,<1.0.0")
	}
	return lint.Msg("%s, with the versions that were tested", ">=1.2.0,<2.0.0")
}
