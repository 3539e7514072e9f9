package release

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

// VersionUnchanged reports files that changed under a version that was
// released.
var VersionUnchanged = &lint.Rule{
	ID: "release/version-unchanged", Gate: lint.Publish, Severity: lint.Error, Since: "0.1.0", Needs: release.Since,
	Title:   "files changed since the release, but the version did not",
	Why:     "A version can be published only once: the marketplace refuses a submission whose version it already has, and a workspace that has it installed is not offered an update. Every change in the package, also of a text or a pin, needs a new version. Files that packaging leaves out (`.difyignore`, else `.gitignore`) do not count.",
	Sources: append([]string{"dify-plugins: .github/workflows/pre-check-plugin.yaml", "dify-marketplace-toolkit: toolkit/checks/pr/version_update.py"}, sources...),
	Run: func(p *lint.Pass) {
		o := outcomeOf(p)
		if o.fresh {
			p.TurnOff()
			return
		}
		if o.report == nil {
			p.Skip("%s", o.why)
			return
		}
		v := o.report.Verdict
		switch {
		case v.State == release.Unreadable:
			p.Skip("the versions %q and %q cannot be compared", v.Old, v.New)
			return
		case v.State != release.Unchanged || len(o.report.Files) == 0:
			return
		}
		c := o.report.Changes[len(o.report.Changes)-1] // the changed files
		m := lint.Msg("since %s, %s, but the version is still %s; write %s", o.baseline.Label, c.Message, v.New, v.Version)
		if v.Version == "" {
			m = lint.Msg("since %s, %s, but the version is still %s", o.baseline.Label, c.Message, v.New)
		}
		p.Report(versioned(p, o, m))
	},
}
