package identity

import (
	"path"
	"regexp"
	"strings"

	"github.com/Masterminds/semver/v3"
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
)

// Rollback reports identifier@version in a README that cannot be installed.
var Rollback = &lint.Rule{
	ID: "identity/rollback", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title: "a README names a version of the plugin that users cannot go back to",
	Why:   "`com.example.plugin@1.0.1` in a README tells users which version to go back to. It must be a full version, not newer than the plugin's own, and of the identifier's major: `com.example.plugin-v2@1.0.1` does not exist.",
	Run: func(p *lint.Pass) {
		n, base, _, ok := identifier(p.Plugin)
		own, valid := version(p.Plugin)
		if !ok || !valid {
			return
		}
		mention := regexp.MustCompile(`(?:^|[^A-Za-z0-9._-])(` + regexp.QuoteMeta(base) + `(?:-v[0-9]{1,4})?)@(v?[0-9][0-9A-Za-z.+-]*)`)
		for _, name := range p.Plugin.Listing().Files {
			if !isReadme(name) || p.Plugin.Size(name) > maxReadme {
				continue
			}
			f, err := p.Plugin.Read(name)
			if err != nil {
				continue
			}
			for _, m := range mention.FindAllSubmatchIndex(f.Data, -1) {
				id, ver := string(f.Data[m[2]:m[3]]), strings.TrimRight(string(f.Data[m[4]:m[5]]), ".-+")
				_, suffix := split(id)
				finding := lint.Finding{Place: plugin.AtSpan(f, text.Span{Start: m[2], End: m[4] + len(ver)}), Key: id + "@" + ver,
					Related: []lint.Related{{Place: plugin.At(p.Plugin.Manifest(), n), Message: lint.Msg("the plugin's identifier")}}}
				v, err := semver.StrictNewVersion(ver)
				switch {
				case err != nil:
					finding.Message = lint.Msg("%q is not a full version; write three numbers, as in %s@1.0.1", shown(ver), id)
				case suffix >= 0 && int(min(v.Major(), 1<<20)) != suffix && (suffix != 1 || v.Major() > 1), suffix < 0 && v.Major() > 1:
					finding.Message = lint.Msg("%s belongs to major %d, but %s is of another major", id, max(suffix, 1), ver)
				case v.GreaterThan(own):
					finding.Message = lint.Msg("%s is newer than the plugin's own version, %s", ver, p.Plugin.Version())
				default:
					continue
				}
				p.Report(finding)
			}
		}
	},
}

// maxReadme bounds what is searched of one README, in bytes.
const maxReadme = 1 << 20

// isReadme reports whether a path is that of a README, in any language.
func isReadme(name string) bool {
	dir, base := path.Split(strings.ToLower(name))
	return strings.HasPrefix(base, "readme") && strings.HasSuffix(base, ".md") && (dir == "" || dir == "readme/")
}
