package release

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

// VersionBack reports a version older than the release's.
var VersionBack = &lint.Rule{
	ID: "release/version-back", Gate: lint.Publish, Severity: lint.Error, Since: "0.1.0", Needs: release.Since,
	Title:   "the version is older than that of the release",
	Why:     "The marketplace accepts a version only if it is newer than the published one, and Dify offers the newest: a lower version is refused, or never offered. To go back to an old version, release it again under a new number. A pre-release, `1.2.0-rc1`, is older than `1.2.0`.",
	Sources: append([]string{"dify-marketplace-toolkit: toolkit/checks/pr/version_update.py"}, sources...),
	Run: func(p *lint.Pass) {
		o := outcomeOf(p)
		if o.report == nil || o.report.Verdict.State != release.Back {
			return
		}
		v := o.report.Verdict
		m := lint.Msg("the version went back from %s to %s; write %s", v.Old, v.New, v.Version)
		if v.Version == "" {
			m = lint.Msg("the version went back from %s to %s", v.Old, v.New)
		}
		f := versioned(p, o, lint.Message{})
		f.Message = m
		f.Related = append(f.Related, lint.Related{Place: versionPlace(o.report.Old), Message: lint.Msg("in %s", o.baseline.Label), Plugin: o.report.Old.Dir})
		p.Report(f)
	},
}
