package dependency

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
)

// ManifestUnread reports lists of requirements in the manifest.
var ManifestUnread = &lint.Rule{
	ID: "dependency/manifest-unread", Gate: lint.None, Severity: lint.Info, Since: "0.1.0",
	Title: "the manifest's own lists of requirements are not read",
	Why: "Some catalogues ask for `requirements` and `dependencies` in the manifest. The platform reads neither: what is installed " +
		"is what `pyproject.toml` or `requirements.txt` names. Keep the lists for the catalogue, and everything in the file too.",
	Run: func(p *lint.Pass) {
		m := p.Plugin.Manifest()
		requirements, ranges := listed(p.Plugin)
		switch {
		case requirements != nil:
			p.Report(lint.Finding{Place: plugin.AtKey(m, requirements), Message: lint.Msg("the platform does not read this list: it installs what the dependency file names")})
		case ranges != nil:
			p.Report(lint.Finding{Place: plugin.AtKey(m, ranges), Message: lint.Msg("the platform does not read these ranges: it installs what the dependency file names")})
		}
	},
}
