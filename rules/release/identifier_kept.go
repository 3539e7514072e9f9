package release

import (
	"strconv"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/release"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yamledit"
)

var majorSuffix = text.Regexp(`^(.+?)(?:-v([0-9]{1,4}))?$`)

// IdentifierKept reports a breaking change under the same identifier.
var IdentifierKept = &lint.Rule{
	ID: "release/identifier-kept", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Needs: release.Since,
	Title: "a breaking release keeps the same identifier",
	Why:   "If a manifest has an `identifier`, its `-vN` promises that everything that uses it keeps working. A release that breaks something gets the next number, `com.example.plugin-v2`, together with the next major: users of the old identifier then keep the old plugin.",
	Run: func(p *lint.Pass) {
		o := outcomeOf(p)
		if o.report == nil || o.report.Verdict.Class != release.Major {
			return
		}
		m := p.Plugin.Manifest()
		n, was := m.Root.Get("identifier"), o.report.Old.Manifest().Root.Get("identifier").Str()
		if n.Str() == "" || n.Str() != was || o.report.Verdict.Asked != release.Major {
			return // before 1.0.0 nothing is promised
		}
		parts := majorSuffix().FindStringSubmatch(was)
		major := 1
		if parts[2] != "" {
			major, _ = strconv.Atoi(parts[2])
		}
		next := parts[1] + "-v" + strconv.Itoa(major+1)
		gravest := o.report.Gravest()[0]
		p.Report(lint.Finding{
			Place:   plugin.At(m, n),
			Message: lint.Msg("the identifier is still that of %s, but this release breaks what it promises; write %q", o.baseline.Label, next),
			Related: []lint.Related{{Place: gravest.New, Message: gravest.Message}},
			Fixes:   lint.UnsafeFix(lint.Msg("Write %s", next), yamledit.ReplaceValue(m.Tree, n, next)),
		})
	},
}
